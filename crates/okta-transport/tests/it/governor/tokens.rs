//! Requests for access tokens are governed, in the bucket that Okta counts them in, and never wait for those who wait for
//! them.

use bytes::Bytes;
use futures_util::future::join_all;
use http::{Method, Response};
use okta_models::users::ListUsers;
use okta_transport::{Client, ClientCredentials, Governing, Lane, PrivateKey};

use super::run;
use super::server::Server;
use crate::support::ORG;

fn app() -> ClientCredentials {
    ClientCredentials::new("0oa1", PrivateKey::generate().unwrap()).scopes(["okta.users.read"])
}

/// A client of an org that gives a token to everyone; what it does with them is `server`'s.
fn client(server: &Server, most_at_once: u32) -> Client {
    let org = server.clone();
    let builder = Client::builder()
        .org(ORG)
        .authenticator(app())
        .shared_clock(server.clock());
    let governing = Governing::default().most_at_once(most_at_once);
    let client = builder
        .governing(governing)
        .backend(move |request: http::Request<Bytes>| {
            let org = org.clone();
            async move {
                let for_token = request.method() == Method::POST;
                let answer = org.answer(request).await?;
                if !for_token || !answer.status().is_success() {
                    return Ok(answer);
                }
                let token = r#"{"token_type":"Bearer","expires_in":3600,"access_token":"a.b.c"}"#;
                let (parts, _) = answer.into_parts();
                Ok(Response::from_parts(parts, Bytes::from_static(token.as_bytes())))
            }
        });
    client.build().unwrap().lane(Lane::Bulk)
}

#[test]
fn a_token_is_counted_in_its_bucket_and_waits_for_none_of_those_who_need_it() {
    run(async {
        let server = Server::new(100, 7);
        let client = client(&server, 1);
        let results = join_all((0..5).map(|_| client.send(ListUsers::new()))).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        let budget = client.budget();
        let tokens = budget.bucket("/oauth2/v1/token").unwrap();
        assert!(tokens.is_learnt() && tokens.left() < 80, "{tokens:?}");
        assert_eq!(server.seen().left.len(), 6);
        assert_eq!(budget.under_way(), 0);
    });
}

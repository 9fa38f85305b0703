//! An embedded org, and clients of it whose owner's roles can be told.

use bytes::Bytes;
use http::{Request, Response};
use okta_emulator::Emulator;
use okta_transport::Client;

pub(crate) fn emulator() -> Emulator {
    Emulator::builder().users(5).seed(7).build()
}

/// A client with a token of this standard role.
pub(crate) fn client(emulator: &Emulator, role: &str) -> Client {
    let handle = emulator.clone();
    build(emulator, role, move |request| handle.handle(request))
}

/// The same, where Okta answers the owner's roles with this JSON.
pub(crate) fn client_that_reads_roles(emulator: &Emulator, role: &str, roles: &'static str) -> Client {
    let emulator_behind = emulator.clone();
    build(emulator, role, move |request: Request<Bytes>| {
        let emulator = emulator_behind.clone();
        async move {
            if request.uri().path().ends_with("/roles") {
                return Response::builder()
                    .header("content-type", "application/json")
                    .body(Bytes::from(roles))
                    .unwrap();
            }
            emulator.handle(request).await
        }
    })
}

fn build<Answer>(
    emulator: &Emulator,
    role: &str,
    backend: impl Fn(Request<Bytes>) -> Answer + Send + Sync + 'static,
) -> Client
where
    Answer: Future<Output = Response<Bytes>> + Send + 'static,
{
    let token = emulator.api_token(role);
    Client::builder()
        .org(emulator.base_url())
        .api_token(token.expose())
        .backend(backend)
        .build()
        .unwrap()
}

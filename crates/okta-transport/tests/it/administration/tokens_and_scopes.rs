//! API tokens, shares of the rate limits, and the scopes of a service app.

use std::collections::BTreeSet;

use okta_models::api_tokens::*;
use okta_models::application_grants::*;
use okta_models::principal_rate_limits::*;
use okta_models::users::{GetUser, ListUsers};
use okta_models::{AppId, PrincipalId, UserKey, filter};
use okta_transport::{Client, ErrorKind};

use super::Administrator;

#[tokio::test]
async fn api_tokens() {
    let admin = Administrator::new();
    let other = admin.emulator.api_token("HELP_DESK_ADMIN");
    let tokens = admin.list(ListApiTokens::new()).await;
    assert_eq!(tokens.len(), 2);
    let me = admin.send(GetUser::new(UserKey::me())).await.id;
    let (own, theirs): (Vec<_>, Vec<_>) = tokens
        .into_iter()
        .partition(|token| token.user_id.as_ref() == Some(&me));
    let read = admin.send(GetApiToken::new(&own[0].id)).await;
    let window = read.token_window.as_ref().and_then(TimeDuration::duration);
    assert_eq!(window.map(|window| window.as_secs()), Some(30 * 86_400));
    assert!(read.last_used().unwrap() >= read.created.unwrap());

    let network = ApiTokenNetworkUpdate::new().connection(ApiTokenNetworkConnection::Anywhere);
    let update = ApiTokenUpdate::from(&read).name("Renamed").network(network);
    let updated = admin.send(UpsertApiToken::new(&read.id, update)).await;
    assert_eq!(updated.name.as_deref(), Some("Renamed"));
    assert_eq!(
        updated.network.and_then(|network| network.connection),
        Some(ApiTokenNetworkConnection::Anywhere)
    );

    admin.send(RevokeApiToken::new(&theirs[0].id)).await;
    let backend = admin.emulator.clone();
    let client = Client::builder()
        .org(admin.emulator.base_url())
        .api_token(other.expose())
        .backend(move |request| backend.handle(request))
        .build()
        .unwrap();
    let error = client.send(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error}");

    admin.send(RevokeCurrentApiToken::new()).await;
    let error = admin.client.send(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error}");
    assert_eq!(admin.left(&["ApiToken"]), [""; 0]);
}

#[tokio::test]
async fn shares_of_the_rate_limits() {
    let admin = Administrator::new();
    let client = admin.service_app(&[]);
    let entity = PrincipalRateLimitEntityUpdate::new()
        .principal_id(PrincipalId::from(&client))
        .principal_type(PrincipalType::OAuthClient)
        .default_percentage(25)
        .default_concurrency_percentage(75);
    let created = admin.send(CreatePrincipalRateLimitEntity::new(entity)).await;
    let read = admin.send(GetPrincipalRateLimitEntity::new(&created.id)).await;
    assert_eq!(read.default_percentage, Some(25));
    let update = PrincipalRateLimitEntityUpdate::from(&read).default_percentage(40);
    let replaced = admin
        .send(ReplacePrincipalRateLimitEntity::new(&created.id, update))
        .await;
    assert_eq!(
        (
            replaced.default_percentage,
            replaced.default_concurrency_percentage
        ),
        (Some(40), Some(75))
    );
    let of_client = filter("principalType")
        .eq(PrincipalType::OAuthClient)
        .and(filter("principalId").eq(PrincipalId::from(client)));
    let found = admin
        .list(ListPrincipalRateLimitEntities::new(of_client).limit(50))
        .await;
    assert_eq!(found, [replaced]);
    assert_eq!(admin.left(&["PrincipalRateLimit"]), [""; 0]);
}

#[tokio::test]
async fn scopes_of_a_service_app() {
    let admin = Administrator::new();
    let client = admin.service_app(&["okta.users.read"]);
    let app = AppId::from(client.as_str());
    let request = ScopeConsentGrantRequest::new()
        .issuer(admin.emulator.base_url())
        .scope_id("okta.groups.read");
    let granted = admin.send(GrantConsentToScope::new(&app, request)).await;
    let read = admin
        .send(GetScopeConsentGrant::new(&app, &granted.id).expand("scope"))
        .await;
    assert_eq!(read.scope_id.as_deref(), Some("okta.groups.read"));
    assert_eq!(read.source, Some(ScopeConsentGrantSource::Admin));
    let grants = admin.list(ListScopeConsentGrants::new(&app)).await;
    let scopes: BTreeSet<_> = grants
        .iter()
        .filter_map(|grant| grant.scope_id.as_deref())
        .collect();
    assert_eq!(scopes, ["okta.groups.read", "okta.users.read"].into());
    admin.send(RevokeScopeConsentGrant::new(&app, &granted.id)).await;
    assert_eq!(admin.list(ListScopeConsentGrants::new(&app)).await.len(), 1);
    assert_eq!(admin.left(&["ApplicationGrants"]), [""; 0]);
}

//! A token, a body and a personal value are in nothing that is printed or traced.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use okta_models::users::{CreateUser, GetUser, ListUsers, UserProfileUpdate};
use okta_models::{Secret, search};
use okta_transport::{ApiToken, Client, Config, ConfigSources};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{ORG, Script, TOKEN, json, okta_error};

const LOGIN: &str = "ada.lovelace@example.com";

/// Writes down everything that is traced.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0.lock().unwrap(), "{}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Everything {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("okta_transport")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn tracing_tells_operation_status_request_and_attempt_and_nothing_personal() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let script = Script::of([
        okta_error(
            503,
            "E0000010",
            "Service is in read only mode",
            &[("x-okta-request-id", "req-1")],
        ),
        json(200, &[("x-okta-request-id", "req-2")], "[]"),
        okta_error(400, "E0000001", LOGIN, &[]),
    ]);
    let client = script.client();
    client
        .send(ListUsers::new().search(search("profile.login").eq(LOGIN)))
        .await
        .unwrap();
    client
        .send(CreateUser::new(UserProfileUpdate::new().login(LOGIN)))
        .await
        .unwrap_err();
    let traced = everything.0.lock().unwrap().clone();
    for told in [
        "operation=\"listUsers\"",
        "status=503",
        "status=200",
        "request_id=\"req-2\"",
        "attempt=2",
    ] {
        assert!(traced.contains(told), "{told}: {traced}");
    }
    for hidden in [TOKEN, LOGIN, "ada", "profile"] {
        assert!(!traced.contains(hidden), "{hidden}: {traced}");
    }
}

#[tokio::test]
async fn nothing_that_can_be_printed_holds_the_token() {
    let sources = ConfigSources::none()
        .variable("OKTA_CLIENT_ORGURL", ORG)
        .variable("OKTA_CLIENT_TOKEN", TOKEN);
    let config = Config::from_sources(&sources).unwrap();
    let script = Script::of([json(200, &[], "[]")]);
    let client = script.client();
    let mut pages = client.pages(ListUsers::new());
    pages.next().await.unwrap().unwrap();
    for printed in [
        format!("{sources:?}"),
        format!("{config:?}"),
        format!("{:?}", Client::builder().config(config.clone()).api_token(TOKEN)),
        format!("{:?}", script.builder().config(config).build()),
        format!("{client:?}"),
        format!("{:?}", ApiToken::new(Secret::new(TOKEN)).unwrap()),
        format!("{pages:?}"),
        format!("{:?}", script.requests()),
    ] {
        assert!(!printed.contains(TOKEN), "{printed}");
    }
}

#[tokio::test]
async fn an_error_withholds_what_the_request_held_and_okta_repeats() {
    let summary = format!("Not found: Resource not found: {LOGIN} (User)");
    let script = Script::of([
        okta_error(404, "E0000007", &summary, &[]),
        okta_error(400, "E0000001", "Ada is taken", &[]),
    ]);
    let client = script.client();
    let missing = client.send(GetUser::new(LOGIN)).await.unwrap_err();
    let taken = client
        .send(CreateUser::new(UserProfileUpdate::new().first_name("Ada")))
        .await
        .unwrap_err();
    for error in [&missing, &taken] {
        let printed = format!("{error} {error:?} {:?}", error.okta());
        assert!(!printed.to_lowercase().contains("ada"), "{printed}");
    }
    assert_eq!(
        missing.okta().unwrap().summary(),
        summary,
        "the full words are there for who asks"
    );
}

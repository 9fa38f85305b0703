//! For each integration: a token with the least privilege, made from our own requests, can do everything of the profile;
//! without any one permission, role or scope it cannot, and the preflight names exactly what. So it is with an API token,
//! and with the access tokens of a service app that signs in with its key.

use okta_models::{
    PermissionType,
    custom_roles::{CreateRolePermission, DeleteRolePermission},
};
use okta_permissions::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, Call, Capability, CapabilityReport, Grant, HAPPYFOX_WORKFLOWS, MOVEWORKS,
    Profile, Requirement, Verdict, preflight,
};

use super::token::{Kind, Session, Token};

/// Of these no source says whether what is left is enough, so the preflight does not say so either, and the least privilege
/// does not rely on it: whether who manages a group's members may read the group, whether managing apps includes their
/// credentials, and reading these the app. What speaks for either, and where else it was looked for, stands beside the
/// operation in okta-facts, `permission_needs/groups.rs` (`getGroup`) and `applications.rs` (`listOAuth2ClientSecrets`).
const NOT_SETTLED: [(&str, &str); 4] = [
    ("okta.groups.read", "add to a group"),
    ("okta.groups.read", "remove from a group"),
    ("okta.apps.clientCredentials.read", "view app client credentials"),
    ("okta.apps.manage", "view app client credentials"),
];

/// What the preflight says, against what happens; gives the capabilities that cannot be used.
async fn compare(token: &Token, session: &Session, without: &str) -> Vec<(String, Verdict)> {
    let profile = token.least.profile();
    let report = preflight(&session.checked, profile).await.unwrap();
    assert_eq!(report.owner_id().is_none(), token.kind == Kind::ServiceApp);
    let authorization = session.authorization();
    let mut failing = Vec::new();
    for (capability, report) in profile.capabilities().iter().zip(report.capabilities()) {
        let happens = token.world.perform(capability, &authorization).await;
        let context = format!("{} without {without}: {}", profile.name(), report.reason());
        match report.verdict() {
            Verdict::Granted | Verdict::Scoped => assert_eq!(happens, Ok(()), "{context}"),
            Verdict::Denied => {
                assert!(happens.is_err(), "{context}");
                assert!(is_named(report, happens.unwrap_err()), "{context}");
            }
            _ => {}
        }
        if !report.verdict().is_able() {
            failing.push((capability.name().to_owned(), report.verdict()));
        }
    }
    failing
}

fn is_named(report: &CapabilityReport, refused: &str) -> bool {
    let mut operations = report.operations().iter();
    operations.any(|operation| operation.operation_id() == refused && operation.verdict() == Verdict::Denied)
}

async fn holds_for(profile: &Profile, kind: Kind) {
    let token = Token::of(profile, kind).await;
    let session = token.session(&token.scopes());
    assert_eq!(token.least.left_out(), [], "{}", profile.name());
    assert_eq!(
        compare(&token, &session, "nothing").await,
        [],
        "{}",
        profile.name()
    );
    without_each_permission(&token, &session).await;
    without_each_role(&token, &session).await;
    if kind == Kind::ServiceApp {
        without_each_scope(&token).await;
    }
    let failing = compare(&token, &session, "nothing, again").await;
    assert_eq!(failing, [], "{}", profile.name());
}

async fn without_each_permission(token: &Token, session: &Session) {
    let profile = token.least.profile();
    let grant = token.least.grant(token.principal());
    for removed in token.least.permissions() {
        let role = token.role.as_ref().unwrap();
        let permission = PermissionType::from(removed.label());
        let delete = DeleteRolePermission::new(role, permission.clone());
        token.super_admin.send(delete).await.unwrap();
        let failing = compare(token, session, removed.label()).await;
        assert!(!failing.is_empty(), "{} without {removed}", profile.name());
        for (capability, verdict) in &failing {
            let open = NOT_SETTLED.contains(&(removed.label(), capability.as_str()));
            let expected = if open { Verdict::Unknown } else { Verdict::Denied };
            assert_eq!(
                *verdict,
                expected,
                "{} without {removed}: {capability}",
                profile.name()
            );
        }
        assert_eq!(
            names(&failing),
            failing_without(profile, &grant, removed.label()),
            "{} without {removed}",
            profile.name()
        );
        let create = CreateRolePermission::new(role, permission);
        token.super_admin.send(create).await.unwrap();
    }
}

async fn without_each_role(token: &Token, session: &Session) {
    let profile = token.least.profile();
    for (joined, role) in token.least.joined_roles().iter().zip(token.least.assign_roles()) {
        let label = joined.role().role_type();
        token.unassign(label).await;
        let failing = compare(token, session, label).await;
        assert_eq!(
            names(&failing),
            wanting(profile, |operation| joined.operations().contains(&operation)),
            "{} without {label}",
            profile.name()
        );
        assert!(failing.iter().all(|(_, verdict)| *verdict == Verdict::Denied));
        token.assign(role).await;
    }
}

/// A token that was asked for without a scope, as by a program that forgot one.
async fn without_each_scope(token: &Token) {
    let profile = token.least.profile();
    for removed in token.scopes() {
        let mut scopes = token.scopes();
        scopes.retain(|scope| *scope != removed);
        let session = token.session(&scopes);
        let failing = compare(token, &session, &removed).await;
        let takes = |operation: &'static str| {
            let requirement = Requirement::of_id(operation).unwrap();
            requirement.scopes().contains(&removed.as_str())
        };
        assert!(!failing.is_empty(), "{} without {removed}", profile.name());
        assert_eq!(
            names(&failing),
            wanting(profile, takes),
            "{} without {removed}",
            profile.name()
        );
        assert!(failing.iter().all(|(_, verdict)| *verdict == Verdict::Denied));
    }
}

fn names(failing: &[(String, Verdict)]) -> Vec<&str> {
    failing.iter().map(|(name, _)| name.as_str()).collect()
}

/// The capabilities that want one of these operations.
fn wanting(profile: &Profile, is_one: impl Fn(&'static str) -> bool) -> Vec<&str> {
    let capabilities = profile.capabilities().iter();
    let wanting = capabilities.filter(|capability| capability.operations().iter().any(|id| is_one(id)));
    wanting.map(Capability::name).collect()
}

/// The capabilities of which the grant does not say that they can be used, without a permission.
fn failing_without<'a>(profile: &'a Profile, grant: &Grant, removed: &str) -> Vec<&'a str> {
    let less = super::minimal::without_permission(grant, removed);
    let may = |id: &&str| matches!(less.decide(Call::to(id).unwrap()).name(), "granted" | "scoped");
    let capabilities = profile.capabilities().iter();
    let failing = capabilities.filter(|capability| !capability.operations().iter().all(&may));
    failing.map(Capability::name).collect()
}

macro_rules! integrations {
    ($($profile:ident: $by_api_token:ident, $as_a_service_app:ident;)*) => {$(
        #[tokio::test]
        async fn $by_api_token() {
            holds_for(&$profile, Kind::ApiToken).await;
        }

        #[tokio::test]
        async fn $as_a_service_app() {
            holds_for(&$profile, Kind::ServiceApp).await;
        }
    )*};
}

integrations! {
    ATOMICWORK: atomicwork_needs_all_of_it_and_no_more, atomicwork_does_as_a_service_app;
    AUTHOMIZE: authomize_needs_all_of_it_and_no_more, authomize_does_as_a_service_app;
    ATOLIO: atolio_needs_all_of_it_and_no_more, atolio_does_as_a_service_app;
    MOVEWORKS: moveworks_needs_all_of_it_and_no_more, moveworks_does_as_a_service_app;
    HAPPYFOX_WORKFLOWS: happyfox_workflows_needs_all_of_it_and_no_more, happyfox_workflows_does_as_a_service_app;
}

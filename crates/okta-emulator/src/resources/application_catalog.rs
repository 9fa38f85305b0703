//! Apps that a request names after an entry of the Okta Integration Network.
//!
//! The network has thousands of entries, each with settings of its own. Those that recorded traffic shows
//! are here with their links and settings; of any other, only what a request says is known.

use serde_json::{Map, Value, json};

use super::application_kinds::Kind;
use crate::state::Object;

/// Names that are no entries: what Okta calls the apps that people make from nothing.
const TEMPLATES: [&str; 8] = [
    "active_directory",
    "bookmark",
    "oidc_client",
    "template_basic_auth",
    "template_sps",
    "template_swa",
    "template_swa3field",
    "template_wsfed",
];

/// What is known of an entry beside its name.
struct Entry {
    name: &'static str,
    /// Its links, of which the first is shown to users when nobody said otherwise.
    links: &'static [&'static str],
    /// The settings of its own that it shows as null when a request does not say them.
    unset: &'static [&'static str],
    /// Whether it has no sign-on mode: a directory or another source of people.
    is_a_source: bool,
    /// How far it supports Universal Logout.
    logout: Option<(&'static str, &'static str)>,
}

const UNKNOWN: Entry = Entry {
    name: "",
    links: &[],
    unset: &[],
    is_a_source: false,
    logout: None,
};

const ENTRIES: [Entry; 6] = [
    Entry {
        name: "aws_console",
        links: &["aws_console_login"],
        ..UNKNOWN
    },
    Entry {
        name: "deelhr",
        links: &["deelhr_link"],
        is_a_source: true,
        ..UNKNOWN
    },
    Entry {
        name: "office365",
        links: &[
            "login",
            "calendar",
            "crm",
            "delve",
            "excel",
            "forms",
            "mail",
            "newsfeed",
            "onedrive",
            "people",
            "planner",
            "powerbi",
            "powerpoint",
            "sites",
            "sway",
            "tasks",
            "teams",
            "word",
            "yammer",
        ],
        unset: &[
            "tenantType",
            "occSettings",
            "office365ProvisioningType",
            "office365FlexibleProvisioningMode",
        ],
        logout: Some(("PARTIAL", "SHARED")),
        ..UNKNOWN
    },
    Entry {
        name: "pagerduty",
        links: &["login"],
        unset: &["adminUserId"],
        ..UNKNOWN
    },
    Entry {
        name: "sharepoint_onpremise",
        links: &["login"],
        unset: &["attributeStatements"],
        ..UNKNOWN
    },
    Entry {
        name: "strongdm",
        links: &["strongdm_link"],
        unset: &["base_url"],
        ..UNKNOWN
    },
];

fn entry(name: &str) -> &'static Entry {
    ENTRIES
        .iter()
        .find(|entry| entry.name == name)
        .unwrap_or(&UNKNOWN)
}

/// Whether an app of this name is one of the network. Custom apps are named `{org}_{label}_{number}`.
pub(super) fn holds(kind: Kind, name: &str) -> bool {
    let number = name.rsplit_once('_').map(|(_, number)| number);
    let is_custom = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    kind != Kind::Directory && !TEMPLATES.contains(&name) && !is_custom
}

/// The kind of app that a request of this kind makes of an entry: what signs in with a form does so through
/// the browser plugin, also where the request asks for AUTO_LOGIN (recorded traffic).
pub(super) fn kind(asked: Kind, name: &str) -> Kind {
    match asked {
        _ if entry(name).is_a_source => Kind::Directory,
        Kind::AutoLogin => Kind::BrowserPlugin,
        asked => asked,
    }
}

/// Why an app of this entry cannot be made: Office 365 sets WS-Federation up by itself only where an admin has
/// consented at Microsoft (recorded), which nobody can here.
pub(super) fn refusal(kind: Kind, given: &Object) -> Option<&'static str> {
    let is_entry = given.get("name").is_some_and(|name| name == "office365");
    let sets_up = given
        .get("settings")
        .is_some_and(|settings| settings["app"]["wsFedConfigureType"] == "AUTO");
    let federates = matches!(kind, Kind::Saml11 | Kind::WsFederation);
    (is_entry && federates && sets_up)
        .then_some("In order to continue using WS-FED Auto for SSO, you must grant admin consent.")
}

/// `visibility.appLinks`. Templates and most entries call their one link `login`; custom apps and OpenID
/// Connect apps name it after themselves (recorded traffic).
pub(super) fn links(kind: Kind, name: &str) -> Value {
    let known = entry(name).links;
    if let Some(first) = known.first() {
        return known
            .iter()
            .map(|link| ((*link).to_owned(), json!(link == first)))
            .collect();
    }
    let link = match kind {
        Kind::Directory => return json!({}),
        Kind::Bookmark | Kind::BasicAuth | Kind::BrowserPlugin | Kind::SecurePasswordStore => {
            "login".to_owned()
        }
        Kind::Saml20 | Kind::Saml11 | Kind::WsFederation if holds(kind, name) => "login".to_owned(),
        _ => format!("{name}_link"),
    };
    json!({ link: true })
}

/// What the entry adds to `settings`.
pub(super) fn settings(kind: Kind, name: &str, settings: &mut Value) {
    for member in entry(name).unset {
        settings["app"][*member] = Value::Null;
    }
    if matches!(kind, Kind::Saml11 | Kind::Saml20) {
        let shown = SIGN_ON
            .into_iter()
            .filter(|member| shows_of_sign_on(kind, member));
        let sign_on: Map<_, _> = shown.map(|member| (member.to_owned(), Value::Null)).collect();
        settings["signOn"] = Value::Object(sign_on);
        if kind == Kind::Saml20 {
            settings["signOn"]["attributeStatements"] = json!([]);
        }
    }
}

/// What an entry leaves to the org of its `settings.signOn`; the rest is its own.
const SIGN_ON: [&str; 6] = [
    "defaultRelayState",
    "ssoAcsUrlOverride",
    "audienceOverride",
    "recipientOverride",
    "destinationOverride",
    "attributeStatements",
];

/// Whether an entry shows this member of `settings.signOn`. The last two are SAML 2.0's alone.
pub(super) fn shows_of_sign_on(kind: Kind, member: &str) -> bool {
    let known = if kind == Kind::Saml20 { 6 } else { 4 };
    SIGN_ON[..known].contains(&member)
}

/// `universalLogout`. Custom apps with a protocol of their own take part by the global token revocation, some
/// entries by a way of their own, and other apps do not (recorded traffic).
pub(super) fn universal_logout(kind: Kind, name: &str) -> Value {
    let (support, stack, protocol) = match entry(name).logout {
        Some((support, stack)) => (support, stack, "PROPRIETARY"),
        None if matches!(kind, Kind::OpenIdConnect | Kind::Saml20) && !holds(kind, name) => {
            ("FULL", "NOT_SHARED", "GLOBAL_TOKEN_REVOCATION")
        }
        None => return json!({ "status": "UNSUPPORTED" }),
    };
    json!({ "status": "DISABLED", "supportType": support, "identityStack": stack, "protocol": protocol })
}

/// The place where an OpenID Connect app's credentials are managed, by the last part of its address, and
/// whether the app has instructions. The apps that Okta makes for itself have neither, with the three
/// exceptions that recorded traffic shows.
pub(super) fn client_links(name: &str) -> (Option<&'static str>, bool) {
    let of_okta =
        name.starts_with("okta_") || ["saasure", "ldap_interface", "partner_portal"].contains(&name);
    match name {
        "oidc_client" | "flow" | "okta_atspoke_sso" => (Some("secrets"), false),
        "okta_flow_sso" | "okta_org2org" => (Some("jwks"), false),
        _ if of_okta => (None, false),
        _ => (Some("secrets"), true),
    }
}

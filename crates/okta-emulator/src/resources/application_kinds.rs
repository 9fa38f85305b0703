//! Apps by sign-on mode: what Okta shows of each (the members are those of recorded answers).

use serde_json::{Value, json};

use super::{application_catalog, application_client};
use crate::state::Object;

/// The sign-on modes that an app can be generated or created with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    AutoLogin,
    BasicAuth,
    Bookmark,
    BrowserPlugin,
    OpenIdConnect,
    Saml11,
    Saml20,
    SecurePasswordStore,
    WsFederation,
    /// A directory: it has no sign-on mode at all (`"signOnMode": null`).
    Directory,
}

impl Kind {
    pub(crate) const ALL: [Self; 10] = [
        Self::Bookmark,
        Self::OpenIdConnect,
        Self::Saml20,
        Self::AutoLogin,
        Self::BrowserPlugin,
        Self::SecurePasswordStore,
        Self::BasicAuth,
        Self::Saml11,
        Self::WsFederation,
        Self::Directory,
    ];

    /// The kind that a request's body asks for, if Okta has it. A template whose sign-on mode is not said has the one
    /// that it always has: recorded of a bookmark by Okta's Python SDK, `TestApplicationsResource.test_replace_application`.
    pub(crate) fn asked(given: &Object) -> Option<Self> {
        let text = |member: &str| given.get(member).and_then(Value::as_str);
        match (text("signOnMode"), text("name")) {
            (None, Some("template_swa3field")) => Some(Self::BrowserPlugin),
            (None, Some(name)) => Self::ALL
                .into_iter()
                .find(|kind| kind.name("") == name)
                .or(Some(Self::Directory)),
            (mode, _) => Self::of(mode),
        }
    }

    pub(crate) fn of(sign_on_mode: Option<&str>) -> Option<Self> {
        match sign_on_mode {
            None => Some(Self::Directory),
            Some(mode) => Self::ALL
                .into_iter()
                .find(|kind| kind.sign_on_mode() == Some(mode)),
        }
    }

    pub(crate) fn sign_on_mode(self) -> Option<&'static str> {
        Some(match self {
            Self::AutoLogin => "AUTO_LOGIN",
            Self::BasicAuth => "BASIC_AUTH",
            Self::Bookmark => "BOOKMARK",
            Self::BrowserPlugin => "BROWSER_PLUGIN",
            Self::OpenIdConnect => "OPENID_CONNECT",
            Self::Saml11 => "SAML_1_1",
            Self::Saml20 => "SAML_2_0",
            Self::SecurePasswordStore => "SECURE_PASSWORD_STORE",
            Self::WsFederation => "WS_FEDERATION",
            Self::Directory => return None,
        })
    }

    /// The name that Okta gives an app of this kind when the request names none; custom apps are named after
    /// label.
    pub(crate) fn name(self, label: &str) -> String {
        match self {
            Self::Bookmark => "bookmark".to_owned(),
            Self::BasicAuth => "template_basic_auth".to_owned(),
            Self::BrowserPlugin => "template_swa".to_owned(),
            Self::SecurePasswordStore => "template_sps".to_owned(),
            Self::OpenIdConnect => "oidc_client".to_owned(),
            Self::WsFederation => "template_wsfed".to_owned(),
            Self::Directory => "active_directory".to_owned(),
            Self::AutoLogin | Self::Saml11 | Self::Saml20 => {
                let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
                format!("emulator_{}_1", plain.to_lowercase())
            }
        }
    }

    fn signs_with_a_key(self) -> bool {
        matches!(
            self,
            Self::OpenIdConnect | Self::Saml11 | Self::Saml20 | Self::WsFederation
        )
    }

    fn has_a_password_scheme(self) -> bool {
        matches!(
            self,
            Self::AutoLogin | Self::BasicAuth | Self::BrowserPlugin | Self::SecurePasswordStore
        )
    }
}

/// What the wire shows of a new app of this kind but its id, status, times and links. `given` is a request's
/// body; what it says wins.
pub(crate) fn settings_of(kind: Kind, id: &str, label: &str, given: &Object) -> Object {
    let named = given.get("name").and_then(Value::as_str);
    let of_the_network = named.is_some_and(|name| application_catalog::holds(kind, name));
    let name = match named {
        // Entries are found without regard to case and shown in lower case (recorded traffic).
        Some(name) if of_the_network => name.to_lowercase(),
        Some(name) => name.to_owned(),
        None => kind.name(label),
    };
    let kind = if of_the_network {
        application_catalog::kind(kind, &name)
    } else {
        kind
    };
    let mut credentials = json!({
        "userNameTemplate": { "template": "${source.login}", "type": "BUILT_IN" },
        "signing": {},
    });
    if kind.signs_with_a_key() {
        credentials["signing"]["kid"] = json!(format!("key-of-{id}"));
    }
    if kind.has_a_password_scheme() {
        credentials["scheme"] = json!("EDIT_USERNAME_AND_PASSWORD");
        credentials["revealPassword"] = json!(false);
    }
    if kind == Kind::OpenIdConnect && !of_the_network {
        credentials["oauthClient"] = json!({
            "autoKeyRotation": true,
            "client_id": id,
            "token_endpoint_auth_method": "client_secret_basic",
            "pkce_required": false,
        });
    }
    // Not on the dashboard unless a request says so: recorded by Okta's Python SDK,
    // `TestApplicationSSOPublicKeysResource.test_sso_public_keys_lifecycle`.
    let hidden = kind == Kind::OpenIdConnect;
    let links = application_catalog::links(kind, &name);
    let features: &[&str] = if kind == Kind::Directory && !of_the_network {
        &["IMPORT_NEW_USERS", "PROFILE_MASTERING"]
    } else {
        &[]
    };
    let mut settings = json!({
        "name": name,
        "label": label,
        "accessibility": { "selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null },
        "visibility": {
            "autoLaunch": false,
            "autoSubmitToolbar": false,
            "hide": { "iOS": hidden, "web": hidden },
            "appLinks": links.clone(),
        },
        "features": features,
        "signOnMode": kind.sign_on_mode(),
        "credentials": credentials,
        "universalLogout": application_catalog::universal_logout(kind, &name),
        "settings": {
            "app": {},
            "notifications": { "vpn": { "network": { "connection": "DISABLED" }, "message": null, "helpUrl": null } },
            "manualProvisioning": false,
            "implicitAssignment": false,
            "emOptInStatus": "NONE",
            "notes": { "admin": null, "enduser": null },
        },
    });
    if of_the_network {
        application_catalog::settings(kind, &name, &mut settings["settings"]);
    } else {
        own_settings(kind, &name, &mut settings["settings"]);
    }
    let kept = [
        "label",
        "accessibility",
        "visibility",
        "features",
        "credentials",
        "settings",
        "profile",
        "licensing",
    ];
    for (member, value) in given.iter().filter(|(member, _)| kept.contains(&member.as_str())) {
        merge(&mut settings[member.as_str()], value);
    }
    // A link that the app has not got is not added (recorded traffic).
    if let Some(shown) = settings["visibility"]["appLinks"].as_object_mut() {
        shown.retain(|link, _| links.get(link).is_some());
    }
    if let Some(client) = settings["settings"].get_mut("oauthClient") {
        application_client::complete(given, client);
    }
    if name == "office365" {
        settings["licensing"] = json!({ "seatCount": 0 });
    }
    tidy(kind, of_the_network, &mut settings);
    settings.as_object().cloned().unwrap_or_default()
}

/// The settings that only apps of this kind have.
fn own_settings(kind: Kind, name: &str, settings: &mut Value) {
    match kind {
        Kind::Bookmark => {
            settings["app"] = json!({ "requestIntegration": false, "url": "https://app.example" });
        }
        Kind::BasicAuth => {
            settings["app"] = json!({
                "loginUrlRegex": null,
                "authURL": "https://app.example/auth",
                "url": "https://app.example/login",
            });
        }
        Kind::BrowserPlugin if name == "template_swa3field" => {
            settings["app"] = json!({
                "loginUrlRegex": null,
                "extraFieldSelector": "third-field",
                "extraFieldValue": "third",
                "redirectUrl": null,
                "userNameSelector": "user-name",
                "passwordSelector": "password",
                "buttonSelector": "log-in",
                "targetURL": "https://app.example/login",
            });
        }
        Kind::BrowserPlugin => {
            settings["app"] = json!({
                "loginUrlRegex": null,
                "usernameField": "user-name",
                "redirectUrl": null,
                "buttonField": "log-in",
                "checkbox": null,
                "passwordField": "password",
                "url": "https://app.example/login",
            });
        }
        Kind::SecurePasswordStore => {
            settings["app"] = json!({
                "url": "https://app.example/login",
                "usernameField": "user-name",
                "passwordField": "password",
                "optionalField1": null,
                "optionalField1Value": null,
                "optionalField2": null,
                "optionalField2Value": null,
                "optionalField3": null,
                "optionalField3Value": null,
            });
        }
        Kind::AutoLogin => {
            settings["signOn"] = json!({ "redirectUrl": null, "loginUrl": "https://app.example/login" });
        }
        Kind::OpenIdConnect => {
            settings["oauthClient"] = application_client::new();
        }
        Kind::Saml11 => {
            settings["signOn"] = json!({
                "defaultRelayState": null,
                "ssoAcsUrlOverride": null,
                "audienceOverride": null,
                "recipientOverride": null,
            });
        }
        Kind::Saml20 => {
            settings["signOn"] = saml_2_0();
        }
        Kind::WsFederation => {
            settings["app"] = json!({
                "siteURL": "https://app.example",
                "realm": "urn:app.example",
                "wReplyURL": "https://app.example/signin",
                "nameIDFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
                "audienceRestriction": "urn:app.example",
                "wReplyOverride": false,
                // Not recorded of this template; the specification asks for it, and lets what nobody set be absent.
                "authnContextClassRef": "urn:oasis:names:tc:SAML:1.0:am:password",
                "groupValueFormat": "windowsDomainQualifiedName",
                "usernameAttribute": "username",
            });
        }
        Kind::Directory => settings["app"] = json!({ "namingContext": "corp.example" }),
    }
}

/// Members of an object are merged, anything else is replaced.
fn merge(into: &mut Value, given: &Value) {
    match (into, given) {
        (Value::Object(into), Value::Object(given)) => {
            for (name, value) in given {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (into, given) => into.clone_from(given),
    }
}

/// What a request may say and the wire does not show: secrets, a user name that is not shared, settings of
/// sign-on that only the catalog entry has, and SAML 2.0's overrides that are empty (recorded traffic).
fn tidy(kind: Kind, of_the_network: bool, settings: &mut Value) {
    if let Some(credentials) = settings["credentials"].as_object_mut() {
        let shared =
            credentials.get("scheme").and_then(Value::as_str) == Some("SHARED_USERNAME_AND_PASSWORD");
        if !shared {
            credentials.remove("userName");
            credentials.remove("password");
        } else if let Some(password) = credentials.get_mut("password") {
            *password = json!({});
        }
        if of_the_network {
            credentials.remove("oauthClient");
        }
        if let Some(client) = credentials.get_mut("oauthClient").and_then(Value::as_object_mut) {
            client.remove("client_secret");
        }
        if let Some(template) = credentials
            .get_mut("userNameTemplate")
            .and_then(Value::as_object_mut)
            && template.get("type").and_then(Value::as_str) == Some("CUSTOM")
        {
            template.entry("pushStatus").or_insert(json!("DONT_PUSH"));
        }
    }
    let Some(settings) = settings["settings"].as_object_mut() else {
        return;
    };
    if of_the_network {
        settings.remove("oauthClient");
    }
    if let Some(app) = settings.get_mut("app").and_then(Value::as_object_mut) {
        no_empty_texts(app);
    }
    let sign_on = settings.get_mut("signOn").and_then(Value::as_object_mut);
    match (kind, sign_on) {
        (Kind::Saml20 | Kind::Saml11, Some(sign_on)) => tidy_sign_on(kind, of_the_network, sign_on),
        (Kind::AutoLogin, Some(sign_on)) => no_empty_texts(sign_on),
        (Kind::AutoLogin | Kind::WsFederation, _) => {}
        _ => {
            settings.remove("signOn");
        }
    }
}

fn no_empty_texts(members: &mut Object) {
    for (_, value) in members.iter_mut().filter(|(_, value)| *value == "") {
        *value = Value::Null;
    }
}

fn tidy_sign_on(kind: Kind, of_the_network: bool, sign_on: &mut Object) {
    no_empty_texts(sign_on);
    if of_the_network {
        sign_on.retain(|member, _| application_catalog::shows_of_sign_on(kind, member));
        return;
    }
    sign_on.retain(|member, value| !(member.ends_with("Override") && value.is_null()));
    // The issuer of the requests to log out is the one that the app signs with.
    let issuer = sign_on.get("slo").and_then(|slo| slo.get("issuer")).cloned();
    if let (Some(issuer), Some(Value::Null)) = (issuer, sign_on.get("spIssuer")) {
        sign_on.insert("spIssuer".to_owned(), issuer);
    }
}

/// `settings.signOn` of a SAML 2.0 app.
fn saml_2_0() -> Value {
    json!({
        "defaultRelayState": null,
        "ssoAcsUrl": "https://app.example/acs",
        "audience": "https://app.example",
        "recipient": "https://app.example/acs",
        "destination": "https://app.example/acs",
        "subjectNameIdTemplate": "${user.userName}",
        "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        "responseSigned": true,
        "assertionSigned": true,
        "signatureAlgorithm": "RSA_SHA256",
        "digestAlgorithm": "SHA256",
        "honorForceAuthn": true,
        "attributeStatements": [],
        "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "idpIssuer": "http://www.okta.com/${org.externalKey}",
        "spIssuer": null,
        "requestCompressed": false,
        "inlineHooks": [],
        "assertionEncryption": { "enabled": false },
        "allowMultipleAcsEndpoints": false,
        "acsEndpoints": [],
        "samlSignedRequestEnabled": false,
        "slo": { "enabled": false },
    })
}

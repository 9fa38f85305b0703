//! Apps by sign-on mode: what Okta shows of each (the members are those of recorded answers).

use serde_json::{Value, json};

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

    fn is_a_template(self) -> bool {
        matches!(
            self,
            Self::BasicAuth | Self::Bookmark | Self::BrowserPlugin | Self::SecurePasswordStore
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
    let named = given.get("name").and_then(Value::as_str).map(str::to_owned);
    let name = named.unwrap_or_else(|| kind.name(label));
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
    if kind == Kind::OpenIdConnect {
        credentials["oauthClient"] = json!({
            "autoKeyRotation": true,
            "client_id": id,
            "token_endpoint_auth_method": "client_secret_basic",
            "pkce_required": false,
        });
    }
    // Template apps call their one link `login`; others name it after themselves (recorded traffic).
    let link = if kind.is_a_template() {
        "login".to_owned()
    } else {
        format!("{name}_link")
    };
    let features: &[&str] = if kind == Kind::Directory {
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
            "hide": { "iOS": false, "web": false },
            "appLinks": { link: true },
        },
        "features": features,
        "signOnMode": kind.sign_on_mode(),
        "credentials": credentials,
        "universalLogout": { "status": "UNSUPPORTED" },
        "settings": {
            "app": {},
            "notifications": { "vpn": { "network": { "connection": "DISABLED" }, "message": null, "helpUrl": null } },
            "manualProvisioning": false,
            "implicitAssignment": false,
            "emOptInStatus": "NONE",
            "notes": { "admin": null, "enduser": null },
        },
    });
    // An app of the integration network, which a request names, has settings that only its catalog entry
    // knows.
    if settings["name"] == kind.name(label).as_str() {
        own_settings(kind, &mut settings["settings"]);
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
    tidy(&mut settings);
    settings.as_object().cloned().unwrap_or_default()
}

/// The settings that only apps of this kind have.
fn own_settings(kind: Kind, settings: &mut Value) {
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
            settings["signOn"] =
                json!({ "redirectUrl": "https://app.example", "loginUrl": "https://app.example/login" });
        }
        Kind::OpenIdConnect => {
            settings["oauthClient"] = oauth_client();
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
                "groupFilter": null,
                "groupName": null,
                "groupValueFormat": "windowsDomainQualifiedName",
                "usernameAttribute": "username",
                "attributeStatements": null,
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

/// What a request may say and the wire does not show: secrets, a user name that is not shared, and the
/// overrides of SAML 2.0 that are null (recorded traffic).
fn tidy(settings: &mut Value) {
    if let Some(credentials) = settings["credentials"].as_object_mut() {
        let shared =
            credentials.get("scheme").and_then(Value::as_str) == Some("SHARED_USERNAME_AND_PASSWORD");
        if !shared {
            credentials.remove("userName");
            credentials.remove("password");
        } else if let Some(password) = credentials.get_mut("password") {
            *password = json!({});
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
    let is_saml = settings["signOnMode"] == "SAML_2_0";
    let sign_on = settings["settings"]
        .get_mut("signOn")
        .and_then(Value::as_object_mut);
    if let Some(sign_on) = sign_on.filter(|_| is_saml) {
        sign_on.retain(|member, value| !(member.ends_with("Override") && value.is_null()));
    }
}

/// `settings.oauthClient` of a web app with the authorization code flow.
fn oauth_client() -> Value {
    json!({
        "client_uri": null,
        "logo_uri": null,
        "redirect_uris": ["https://app.example/callback"],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
        "application_type": "web",
        "consent_method": "TRUSTED",
        "issuer_mode": "ORG_URL",
        "idp_initiated_login": { "mode": "DISABLED", "default_scope": [] },
        "wildcard_redirect": "DISABLED",
        "dpop_bound_access_tokens": false,
        "participate_slo": false,
    })
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

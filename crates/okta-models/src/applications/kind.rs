//! [`ApplicationKind`]: an application's settings, read as what its sign-on mode makes them.

use serde::de::DeserializeOwned;

use super::SignOnMode;
use crate::{DecodeError, RawJson, open_enum::open_enum, wire_struct::wire_struct};

/// An application by its sign-on mode.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ApplicationKind {
    /// AUTO_LOGIN.
    AutoLogin(AutoLoginSettings),
    /// BASIC_AUTH.
    BasicAuth(SwaSettings),
    /// BOOKMARK.
    Bookmark(BookmarkSettings),
    /// BROWSER_PLUGIN.
    BrowserPlugin(SwaSettings),
    /// OPENID_CONNECT.
    OpenIdConnect(Box<OpenIdConnectSettings>),
    /// SAML_1_1.
    Saml11(Box<SamlSettings>),
    /// SAML_2_0.
    Saml20(Box<SamlSettings>),
    /// SECURE_PASSWORD_STORE.
    SecurePasswordStore(SwaSettings),
    /// WS_FEDERATION.
    WsFederation(Box<WsFederationSettings>),
    /// No sign-on mode: a directory, or an application that is for provisioning alone.
    WithoutSignOn(Option<RawJson>),
    /// A sign-on mode that this version does not know, with the settings as Okta sent them.
    Unknown {
        /// The mode.
        sign_on_mode: SignOnMode,
        /// The settings.
        settings: Option<RawJson>,
    },
}

impl ApplicationKind {
    pub(super) fn of(mode: Option<&SignOnMode>, settings: Option<&RawJson>) -> Result<Self, DecodeError> {
        Ok(match mode {
            None => Self::WithoutSignOn(settings.cloned()),
            Some(SignOnMode::AutoLogin) => Self::AutoLogin(part(settings, "/signOn")?),
            Some(SignOnMode::BasicAuth) => Self::BasicAuth(part(settings, "/app")?),
            Some(SignOnMode::Bookmark) => Self::Bookmark(part(settings, "/app")?),
            Some(SignOnMode::BrowserPlugin) => Self::BrowserPlugin(part(settings, "/app")?),
            Some(SignOnMode::OpenIdConnect) => Self::OpenIdConnect(Box::new(part(settings, "/oauthClient")?)),
            Some(SignOnMode::Saml11) => Self::Saml11(Box::new(part(settings, "/signOn")?)),
            Some(SignOnMode::Saml20) => Self::Saml20(Box::new(part(settings, "/signOn")?)),
            Some(SignOnMode::SecurePasswordStore) => Self::SecurePasswordStore(part(settings, "/app")?),
            Some(SignOnMode::WsFederation) => Self::WsFederation(Box::new(part(settings, "/app")?)),
            Some(unknown) => Self::Unknown {
                sign_on_mode: unknown.clone(),
                settings: settings.cloned(),
            },
        })
    }
}

/// The part of the settings that tells a mode apart. Catalogue applications leave it out, which is no error.
fn part<T: DeserializeOwned + Default>(settings: Option<&RawJson>, pointer: &str) -> Result<T, DecodeError> {
    let part = settings
        .map(|settings| settings.pointer(pointer))
        .transpose()?
        .flatten();
    part.filter(|part| !part.is_null())
        .map_or_else(|| Ok(T::default()), |part| RawJson::from(&part).decode())
}

wire_struct! {
    /// Where Okta fills in a form of the application's own: `settings.signOn` of AUTO_LOGIN.
    #[derive(Default)]
    pub struct AutoLoginSettings {
        optional {
            /// Page with the form.
            login_url: String = "loginUrl",
            /// Page after signing in.
            redirect_url: String = "redirectUrl",
        }
    }
}

wire_struct! {
    /// Where a bookmark leads: `settings.app` of BOOKMARK.
    #[derive(Default)]
    pub struct BookmarkSettings {
        optional {
            /// The link.
            url: String = "url",
            /// Whether users may ask Okta for a real integration.
            request_integration: bool = "requestIntegration",
        }
    }
}

wire_struct! {
    /// Where stored credentials go: `settings.app` of BASIC_AUTH, BROWSER_PLUGIN and SECURE_PASSWORD_STORE.
    #[derive(Default)]
    pub struct SwaSettings {
        optional {
            /// Page with the form.
            url: String = "url",
            /// URL that checks basic authentication.
            auth_url: String = "authURL",
            /// Name or selector of the field for the user name.
            username_field: String = "usernameField",
            /// Name or selector of the field for the password.
            password_field: String = "passwordField",
        }
    }
}

open_enum! {
    /// What kind of OAuth client an application is.
    pub enum OAuthApplicationType {
        /// Runs in a browser, without a secret.
        Browser = "browser",
        /// Runs on a device, without a secret.
        Native = "native",
        /// A machine that acts for itself.
        Service = "service",
        /// Runs on a server, with a secret.
        Web = "web",
    }
}

wire_struct! {
    /// The OAuth client: `settings.oauthClient` of OPENID_CONNECT.
    #[derive(Default)]
    pub struct OpenIdConnectSettings {
        optional {
            /// What kind of client this is.
            application_type: OAuthApplicationType = "application_type",
            /// Ways in which the client gets tokens.
            grant_types: Vec<String> = "grant_types",
            /// What the authorization endpoint answers with.
            response_types: Vec<String> = "response_types",
            /// Where users may be sent after signing in.
            redirect_uris: Vec<String> = "redirect_uris",
            /// Where users may be sent after signing out.
            post_logout_redirect_uris: Vec<String> = "post_logout_redirect_uris",
            /// Where a sign-in may start.
            initiate_login_uri: String = "initiate_login_uri",
            /// Whether access tokens are bound to a key (DPoP).
            dpop_bound_access_tokens: bool = "dpop_bound_access_tokens",
        }
    }
}

wire_struct! {
    /// The SAML trust: `settings.signOn` of SAML_1_1 and SAML_2_0. Catalogue applications carry overrides alone.
    #[derive(Default)]
    pub struct SamlSettings {
        optional {
            /// Where assertions are posted to.
            sso_acs_url: String = "ssoAcsUrl",
            /// Who the assertions are for.
            audience: String = "audience",
            /// The recipient in the assertion.
            recipient: String = "recipient",
            /// The destination in the response.
            destination: String = "destination",
            /// Okta's issuer.
            idp_issuer: String = "idpIssuer",
            /// Template of the subject's name.
            subject_name_id_template: String = "subjectNameIdTemplate",
            /// Format of the subject's name.
            subject_name_id_format: String = "subjectNameIdFormat",
        }
    }
}

wire_struct! {
    /// The WS-Federation trust: `settings.app` of WS_FEDERATION.
    #[derive(Default)]
    pub struct WsFederationSettings {
        optional {
            /// Who the tokens are for.
            audience_restriction: String = "audienceRestriction",
            /// Where a sign-in may start.
            site_url: String = "siteURL",
            /// The application's realm.
            realm: String = "realm",
        }
    }
}

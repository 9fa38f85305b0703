//! What an application is on the wire.

use super::ApplicationKind;
use crate::{
    AppId, DecodeError, RawJson, application_users::AppUser, open_enum::open_enum, wire_struct::wire_struct,
};

open_enum! {
    /// Whether an application is in use.
    pub enum ApplicationStatus {
        /// In use.
        Active = "ACTIVE",
        /// Deactivated: nobody reaches it through Okta.
        Inactive = "INACTIVE",
        /// Deleted.
        Deleted = "DELETED",
    }
}

open_enum! {
    /// How users sign in to an application. Directories and provisioning-only applications have none.
    pub enum SignOnMode {
        /// Okta fills in a form of the application's own.
        AutoLogin = "AUTO_LOGIN",
        /// HTTP basic authentication.
        BasicAuth = "BASIC_AUTH",
        /// A link.
        Bookmark = "BOOKMARK",
        /// The browser plugin fills in a form.
        BrowserPlugin = "BROWSER_PLUGIN",
        /// OpenID Connect, and OAuth service applications.
        OpenIdConnect = "OPENID_CONNECT",
        /// SAML 1.1.
        Saml11 = "SAML_1_1",
        /// SAML 2.0.
        Saml20 = "SAML_2_0",
        /// Okta posts stored credentials.
        SecurePasswordStore = "SECURE_PASSWORD_STORE",
        /// WS-Federation.
        WsFederation = "WS_FEDERATION",
    }
}

wire_struct! {
    /// An application instance.
    ///
    /// ```
    /// use okta_models::applications::{Application, ApplicationKind};
    ///
    /// let app: Application = serde_json::from_str(
    ///     r#"{"id": "0oa1", "label": "Wiki", "signOnMode": "BOOKMARK", "settings": {"app": {"url": "https://wiki.example.com"}}}"#,
    /// )?;
    /// match app.kind()? {
    ///     ApplicationKind::Bookmark(settings) => assert_eq!(settings.url.as_deref(), Some("https://wiki.example.com")),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct Application {
        required {
            /// Okta's id of the application instance.
            id: AppId = "id",
        }
        optional {
            /// Okta Resource Name.
            orn: String = "orn",
            /// Name in Okta's catalogue, `oidc_client`.
            name: String = "name",
            /// Name that users see.
            label: String = "label",
            /// Whether the application is in use.
            status: ApplicationStatus = "status",
            /// How users sign in; `null` for directories.
            sign_on_mode: SignOnMode = "signOnMode",
            /// Provisioning features that are on, `PUSH_NEW_USERS`.
            features: Vec<String> = "features",
            /// Self service and error page.
            accessibility: RawJson = "accessibility",
            /// Where the application is shown.
            visibility: RawJson = "visibility",
            /// User name template, signing keys, OAuth client.
            credentials: RawJson = "credentials",
            /// Settings, whose form follows from the sign-on mode; see [`kind`](Application::kind).
            settings: RawJson = "settings",
            /// Whether sessions of the application end with Okta's.
            universal_logout: RawJson = "universalLogout",
            /// Free attributes that administrators set.
            profile: RawJson = "profile",
            /// How customers of the app's maker set it up.
            express_configuration: RawJson = "expressConfiguration",
            /// Seats.
            licensing: RawJson = "licensing",
            /// What was asked for with `expand`.
            embedded: RawJson = "_embedded",
            /// What may be done with the application.
            links: RawJson = "_links",
        }
        times {
            /// When the application was created.
            created = "created",
            /// When the application was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl Application {
    /// The application as what its sign-on mode makes it, with the settings parsed.
    ///
    /// # Errors
    ///
    /// When the settings are of another form than Okta documents; the application itself is intact.
    pub fn kind(&self) -> Result<ApplicationKind, DecodeError> {
        ApplicationKind::of(self.sign_on_mode.as_ref(), self.settings.as_ref())
    }

    /// The app user that was asked for with a filter on `user.id` and `expand=user/{userId}`: who the user is there.
    ///
    /// # Errors
    ///
    /// When it is of another form than Okta documents.
    pub fn app_user(&self) -> Option<Result<AppUser, DecodeError>> {
        let user = self.embedded.as_ref()?.pointer("/user").transpose()?;
        Some(user.and_then(|user| RawJson::from(&user).decode()))
    }

    /// Whether the application is in use.
    pub fn is_active(&self) -> bool {
        self.status == Some(ApplicationStatus::Active)
    }
}

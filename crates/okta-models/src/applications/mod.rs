//! Applications: read, list and lifecycle, from Okta's tag `Application`.
//!
//! An application's settings depend on its sign-on mode; [`Application::kind`] reads them as what they
//! are, and keeps those of a mode that this version does not know.

mod kind;
mod model;
mod operations;

pub use kind::{
    ApplicationKind, AutoLoginSettings, BookmarkSettings, OAuthApplicationType, OpenIdConnectSettings,
    SamlSettings, SwaSettings, WsFederationSettings,
};
pub use model::{Application, ApplicationStatus, SignOnMode};
pub use operations::{
    ActivateApplication, DeactivateApplication, DeleteApplication, GetApplication, ListApplications,
};

//! [`Conditions`]: which profile attributes a permission is about.

/// Conditions of a permission in a custom role: they narrow which attributes of users' profiles it shows or lets edit,
/// not which users it is for.
///
/// `firstName`, `lastName`, `login`, the primary email and `mobilePhone` cannot be hidden; of several roles the
/// attributes add up (Okta's help page on permission conditions, and
/// <https://developer.okta.com/docs/api/openapi/okta-management/guides/roles/>).
///
/// ```
/// use okta_permissions::Conditions;
///
/// let conditions = Conditions::include(["city", "state"]);
/// assert!(conditions.shows("city") && conditions.shows("login"));
/// assert!(!conditions.shows("salary"));
/// assert!(Conditions::exclude(["salary"]).shows("city"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Conditions {
    /// These attributes alone: `include` / `okta:ResourceAttribute/User/Profile`.
    Include(Vec<String>),
    /// All attributes but these: `exclude` / `okta:ResourceAttribute/User/Profile`.
    Exclude(Vec<String>),
}

/// What cannot be hidden.
const ALWAYS: [&str; 5] = ["login", "firstName", "lastName", "email", "mobilePhone"];

impl Conditions {
    /// The key under which the wire names attributes of profiles.
    pub const PROFILE_ATTRIBUTES: &str = "okta:ResourceAttribute/User/Profile";

    /// These attributes alone.
    pub fn include<I: Into<String>>(attributes: impl IntoIterator<Item = I>) -> Self {
        Self::Include(attributes.into_iter().map(Into::into).collect())
    }

    /// All attributes but these.
    pub fn exclude<I: Into<String>>(attributes: impl IntoIterator<Item = I>) -> Self {
        Self::Exclude(attributes.into_iter().map(Into::into).collect())
    }

    /// Whether an attribute of a profile is shown.
    pub fn shows(&self, attribute: &str) -> bool {
        let lists = |names: &[String]| names.iter().any(|name| name == attribute);
        ALWAYS.contains(&attribute)
            || match self {
                Self::Include(names) => lists(names),
                Self::Exclude(names) => !lists(names),
            }
    }
}

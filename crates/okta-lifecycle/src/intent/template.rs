//! [`RoleTemplate`]: what a role gives to the people in it.

use std::{collections::BTreeMap, fmt};

use okta_models::{AppId, GroupId};
use serde::{Deserialize, Serialize};

use crate::plan::Attributes;
use crate::{Error, ErrorKind};

/// What a role gives to the people in it: groups, apps, profile attributes.
///
/// A file says it in TOML or JSON, with names as people know them or with ids:
///
/// ```
/// use okta_lifecycle::RoleTemplate;
///
/// let engineer = RoleTemplate::from_toml(r#"
///     name = "Engineer"
///     groups = ["Engineering", { id = "00g1emaKYZTWRYYRRTSK" }]
///     apps = ["Wiki", { label = "Code", profile = { seat = "full" } }]
///
///     [attributes]
///     department = "Engineering"
///     costCenter = "4711"
/// "#)?;
/// assert_eq!(engineer.groups.len(), 2);
/// assert_eq!(engineer, RoleTemplate::from_json(&serde_json::to_string(&engineer)?)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Whether the org has all of it, and whether it can be given, [`Planner::check_template`](crate::Planner::check_template)
/// tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RoleTemplate {
    /// The name of the role, for people.
    pub name: String,
    /// The groups that people in the role are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupName>,
    /// The apps that they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apps: Vec<AppTemplate>,
    /// The profile attributes that they have, by Okta's name; `null` for one that is empty.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
}

/// A group as a template names it: by its name, or by its id.
///
/// ```
/// use okta_lifecycle::GroupName;
///
/// assert_eq!(GroupName::from("Engineering"), GroupName::Name("Engineering".to_owned()));
/// assert_eq!(GroupName::id("00g1").to_string(), "00g1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum GroupName {
    /// By its name. An app may bring a group of the same name; the one of type `OKTA_GROUP` is meant.
    Name(String),
    /// By its id.
    Id {
        /// The id, `00g…`.
        id: GroupId,
    },
}

/// An app as a template names it, and what the person is there. `Debug` shows neither the user name nor a value.
///
/// ```
/// use okta_lifecycle::AppTemplate;
///
/// let code = AppTemplate::id("0oa1").user_name("ada").attribute("seat", "full");
/// assert_eq!(serde_json::to_value(&code)?["profile"]["seat"], "full");
/// assert!(!format!("{code:?}").contains("ada"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "WrittenApp", into = "WrittenApp")]
#[non_exhaustive]
pub struct AppTemplate {
    /// Which app.
    pub app: AppLabel,
    /// The user name in the app; what the app's own template makes, where it is not set.
    pub user_name: Option<String>,
    /// Attributes in the app. User name and attributes are written when the app is assigned, and changed in an assignment
    /// that is there already, also through a group; what is not named is kept.
    pub profile: Attributes,
}

impl fmt::Debug for AppTemplate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AppTemplate")
            .field("app", &self.app)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

/// An app by its label, or by its id.
///
/// ```
/// use okta_lifecycle::{AppLabel, AppTemplate};
///
/// assert_eq!(AppTemplate::from("Wiki").app, AppLabel::Label("Wiki".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AppLabel {
    /// By the label that people see.
    Label(String),
    /// By its id.
    Id(AppId),
}

/// How a file says [`AppTemplate`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenApp {
    Label(String),
    Whole(WrittenWhole),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWhole {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<AppId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    profile: Attributes,
}

impl RoleTemplate {
    /// A role that gives nothing yet.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Reads a template in TOML.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput), with the line, when it is not one.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            let message = format!("the template cannot be read: {}", error.message());
            let place = error.span().map(|span| line_of(text, span.start));
            Error::of_kind(ErrorKind::InvalidInput, with_line(&message, place))
        })
    }

    /// Reads several templates in TOML: a table each, by a key of one's own.
    ///
    /// ```
    /// use okta_lifecycle::RoleTemplate;
    ///
    /// let roles = RoleTemplate::all_from_toml(r#"
    ///     [engineer]
    ///     name = "Engineer"
    ///     groups = ["Engineering"]
    ///     [manager]
    ///     name = "Engineering manager"
    ///     groups = ["Engineering", "Managers"]
    /// "#)?;
    /// assert_eq!(roles["manager"].groups.len(), 2);
    /// # Ok::<(), okta_lifecycle::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_toml`](Self::from_toml).
    pub fn all_from_toml(text: &str) -> Result<BTreeMap<String, Self>, Error> {
        toml::from_str(text).map_err(|error| {
            let message = format!("the templates cannot be read: {}", error.message());
            let place = error.span().map(|span| line_of(text, span.start));
            Error::of_kind(ErrorKind::InvalidInput, with_line(&message, place))
        })
    }

    /// Reads a template in JSON.
    ///
    /// # Errors
    ///
    /// As [`from_toml`](Self::from_toml).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|error| {
            let message = format!("the template cannot be read: {error}");
            Error::of_kind(ErrorKind::InvalidInput, message)
        })
    }

    /// Adds a group.
    pub fn group(mut self, group: impl Into<GroupName>) -> Self {
        self.groups.push(group.into());
        self
    }

    /// Adds an app.
    pub fn app(mut self, app: impl Into<AppTemplate>) -> Self {
        self.apps.push(app.into());
        self
    }

    /// Adds a profile attribute.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.attributes.insert(name, value);
        self
    }
}

impl GroupName {
    /// A group by its id.
    pub fn id(id: impl Into<GroupId>) -> Self {
        Self::Id { id: id.into() }
    }
}

impl std::fmt::Display for GroupName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => formatter.pad(name),
            Self::Id { id } => formatter.pad(id.as_str()),
        }
    }
}

impl From<&str> for GroupName {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for GroupName {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<GroupId> for GroupName {
    fn from(id: GroupId) -> Self {
        Self::Id { id }
    }
}

impl From<&GroupId> for GroupName {
    fn from(id: &GroupId) -> Self {
        Self::Id { id: id.clone() }
    }
}

impl AppTemplate {
    /// An app by its label.
    pub fn label(label: impl Into<String>) -> Self {
        Self::named(AppLabel::Label(label.into()))
    }

    /// An app by its id.
    pub fn id(id: impl Into<AppId>) -> Self {
        Self::named(AppLabel::Id(id.into()))
    }

    fn named(app: AppLabel) -> Self {
        Self {
            app,
            user_name: None,
            profile: Attributes::default(),
        }
    }

    /// Sets the user name in the app.
    pub fn user_name(mut self, user_name: impl Into<String>) -> Self {
        self.user_name = Some(user_name.into());
        self
    }

    /// Adds an attribute in the app.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.profile.insert(name, value);
        self
    }
}

impl From<&str> for AppTemplate {
    fn from(label: &str) -> Self {
        Self::label(label)
    }
}

impl From<AppId> for AppTemplate {
    fn from(id: AppId) -> Self {
        Self::id(id)
    }
}

impl From<&AppId> for AppTemplate {
    fn from(id: &AppId) -> Self {
        Self::id(id)
    }
}

impl std::fmt::Display for AppLabel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Label(label) => formatter.pad(label),
            Self::Id(id) => formatter.pad(id.as_str()),
        }
    }
}

impl From<WrittenApp> for AppTemplate {
    fn from(written: WrittenApp) -> Self {
        match written {
            WrittenApp::Label(label) => Self::label(label),
            WrittenApp::Whole(whole) => Self {
                app: match (whole.id, whole.label) {
                    (Some(id), _) => AppLabel::Id(id),
                    (None, label) => AppLabel::Label(label.unwrap_or_default()),
                },
                user_name: whole.user_name,
                profile: whole.profile,
            },
        }
    }
}

impl From<AppTemplate> for WrittenApp {
    fn from(app: AppTemplate) -> Self {
        let (label, id) = match app.app {
            AppLabel::Label(label) if app.user_name.is_none() && app.profile.is_empty() => {
                return Self::Label(label);
            }
            AppLabel::Label(label) => (Some(label), None),
            AppLabel::Id(id) => (None, Some(id)),
        };
        Self::Whole(WrittenWhole {
            label,
            id,
            user_name: app.user_name,
            profile: app.profile,
        })
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn with_line(message: &str, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{message}, in line {line}"),
        None => message.to_owned(),
    }
}

//! How much of a user a caller sees: everything, some attributes, or little more than the name.

use serde_json::Value;

use super::custom_permissions::{effective, labels};
use super::grants::{self, Grant};
use super::{CustomRole, Resource};
use crate::permissions::allows;
use crate::state::{Org, User};

/// What can't be hidden, and all that the permissions with a minimal view of the profile show (Okta's help
/// page "Role permissions").
const MINIMAL: [&str; 5] = ["login", "firstName", "lastName", "email", "mobilePhone"];

/// Where a permission's conditions name profile attributes.
const INCLUDED: &str = "/include/okta:ResourceAttribute~1User~1Profile";
const EXCLUDED: &str = "/exclude/okta:ResourceAttribute~1User~1Profile";

/// What a caller sees of the users that a resource covers.
#[derive(Clone)]
enum View {
    Whole,
    Minimal,
    Only(Vec<String>),
    Without(Vec<String>),
}

impl View {
    fn shows(&self, attribute: &str) -> bool {
        let lists = |names: &[String]| names.iter().any(|name| name == attribute);
        match self {
            _ if MINIMAL.contains(&attribute) => true,
            Self::Whole => true,
            Self::Minimal => false,
            Self::Only(names) => lists(names),
            Self::Without(names) => !lists(names),
        }
    }
}

/// The views of a caller; what several roles show adds up.
pub(crate) struct ProfileView {
    /// Who sees themselves whole.
    principal: String,
    views: Vec<(Resource, View)>,
}

impl ProfileView {
    /// The view of a principal; none where it sees every profile whole.
    pub(crate) fn of(org: &Org, principal: &str) -> Option<Self> {
        if org.iam.members.is_empty() {
            return None;
        }
        let mut views = Vec::new();
        let mut custom = false;
        for grant in &grants::of(org, principal) {
            match grant {
                Grant::Standard(held) if allows(held.role, "getUser") => {
                    let resources = if held.role == "GROUP_MEMBERSHIP_ADMIN" {
                        vec![Resource::Users]
                    } else {
                        held.targets.resources(org, held.role)
                    };
                    views.extend(resources.into_iter().map(|resource| (resource, View::Whole)));
                }
                Grant::Standard(_) => {}
                Grant::Custom { role, resource_set } => {
                    custom = true;
                    for (label, view) in labels(role).filter_map(|label| Some((label, view_of(role, label)?)))
                    {
                        let held = resource_set.resources.values();
                        let resources = held.filter_map(|held| effective(label, &held.resource));
                        views.extend(resources.map(|resource| (resource, view.clone())));
                    }
                }
            }
        }
        let whole = views
            .iter()
            .any(|(resource, view)| *resource == Resource::Users && matches!(view, View::Whole));
        (custom && !whole).then(|| Self {
            principal: principal.to_owned(),
            views,
        })
    }

    /// Takes out of an answer what the caller does not see of the users in it.
    pub(crate) fn apply(&self, org: &Org, answer: &mut Value) {
        match answer {
            Value::Array(items) => items.iter_mut().for_each(|item| self.apply(org, item)),
            Value::Object(members) => {
                let id = members.get("id").and_then(Value::as_str).unwrap_or_default();
                let user = org.users.get(id);
                // App users have the id and a profile of their own, which is the app's to show.
                if let Some(user) =
                    user.filter(|user| user.id != self.principal && !members.contains_key("scope"))
                {
                    let views = self.views_of(org, user);
                    if let Some(profile) = members.get_mut("profile").and_then(Value::as_object_mut) {
                        profile.retain(|name, _| {
                            MINIMAL.contains(&name.as_str()) || views.iter().any(|view| view.shows(name))
                        });
                    }
                    if views.iter().all(|view| matches!(view, View::Minimal)) {
                        members.remove("credentials");
                    }
                }
                if let Some(embedded) = members.get_mut("_embedded") {
                    for value in embedded
                        .as_object_mut()
                        .into_iter()
                        .flat_map(|all| all.values_mut())
                    {
                        self.apply(org, value);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether a search, filter or sort names an attribute that the caller does not see of all users: only
    /// those that it does may be searched for (Okta's help page on permission conditions).
    pub(crate) fn hides_any_in(&self, expression: &str) -> bool {
        // What stands in quotes is a value.
        let mut names = expression
            .split('"')
            .step_by(2)
            .flat_map(|text| text.split(|letter: char| !(letter.is_alphanumeric() || "._".contains(letter))))
            .filter_map(|word| word.strip_prefix("profile."));
        names.any(|name| !MINIMAL.contains(&name) && !self.views.iter().all(|(_, view)| view.shows(name)))
    }

    fn views_of(&self, org: &Org, user: &User) -> Vec<&View> {
        let covering = self
            .views
            .iter()
            .filter(|(resource, _)| resource.covers_user(org, user));
        covering.map(|(_, view)| view).collect()
    }
}

/// What a permission shows of the users it is for; none where it says nothing of users' profiles. A permission
/// that comes with another has the conditions of that one.
fn view_of(role: &CustomRole, label: &str) -> Option<View> {
    let known = okta_facts::permission(label)?;
    let reads = [
        "okta.users.manage",
        "okta.users.read",
        "okta.users.userprofile.manage",
        "okta.users.userprofile.read",
    ];
    if !reads.contains(&label) {
        return known.minimal_profile_view.then_some(View::Minimal);
    }
    let including = |granted: &str| {
        granted == label
            || okta_facts::permission(granted).is_some_and(|granted| granted.includes.contains(&label))
    };
    let mut conditions = role
        .permissions
        .iter()
        .filter(|(granted, _)| including(granted))
        .map(|(_, granted)| &granted.conditions);
    let names = |conditions: &Value, pointer: &str| -> Option<Vec<String>> {
        let names = conditions.pointer(pointer)?.as_array()?;
        Some(
            names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    };
    let whole = conditions.clone().any(Value::is_null);
    let conditions = conditions.find(|conditions| !whole && !conditions.is_null());
    let Some(conditions) = conditions else {
        return Some(View::Whole);
    };
    names(conditions, INCLUDED)
        .map(View::Only)
        .or_else(|| names(conditions, EXCLUDED).map(View::Without))
        .or(Some(View::Whole))
}

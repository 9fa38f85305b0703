//! [`TemplateProblem`]: what of a template the org has not, or cannot give.

use std::fmt;

use okta_models::{
    groups::GroupType,
    schemas::{UserSchema, UserSchemaAttribute, UserSchemaAttributeMutability, UserSchemaAttributeType},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::org::{Found, Org, Rules};
use super::reader::Reader;
use super::{AppRecord, Attributes, GroupRecord, Unread};
use crate::Error;
use crate::actions::has_admin_privilege;
use crate::intent::{AppTemplate, GroupName, RoleTemplate};

/// What of a template the org has not, or cannot give; [`Planner::check_template`](crate::Planner::check_template) lists
/// them.
///
/// ```
/// # fn example(problem: &okta_lifecycle::TemplateProblem) {
/// if problem.kind == okta_lifecycle::ProblemKind::Missing {
///     println!("{problem}"); // group Chess: the org has no such group, or hides it from the token
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TemplateProblem {
    /// What: a group, an app, an attribute, as the template names it.
    pub what: String,
    /// What is wrong.
    pub kind: ProblemKind,
    /// The same in words, with what to do.
    pub advice: String,
}

/// What is wrong with a part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemKind {
    /// The org has no such thing, or hides it from the token.
    Missing,
    /// The org has several by this name.
    Ambiguous,
    /// An app owns the group (`APP_GROUP`).
    AppGroup,
    /// Okta decides who is in the group (`BUILT_IN`).
    BuiltInGroup,
    /// An active group rule decides who is in the group.
    RuleManaged,
    /// The app is not in use.
    Inactive,
    /// The schema does not let the attribute be written.
    ReadOnly,
    /// The value is not of the attribute's type, or not one of those that it may have.
    WrongValue,
    /// The attribute looks like a password or token, which plans and journals must not hold.
    LooksSecret,
    /// The template says two things of it.
    Contradictory,
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.what, self.advice)
    }
}

/// A template with ids instead of names, and what is wrong with the rest of it.
#[derive(Default)]
pub(crate) struct Resolved {
    pub(crate) groups: Vec<GroupRecord>,
    pub(crate) apps: Vec<AppRecord>,
    pub(crate) attributes: Attributes,
    pub(crate) problems: Vec<TemplateProblem>,
    pub(crate) unread: Vec<Unread>,
}

impl Resolved {
    pub(crate) async fn of(
        org: &Org,
        reader: &Reader<'_>,
        template: &RoleTemplate,
        schema: &str,
    ) -> Result<Self, Error> {
        let mut resolved = Self::default();
        for group in &template.groups {
            resolved.group(org, reader, group).await?;
        }
        for app in &template.apps {
            resolved.app(org, reader, app).await?;
        }
        resolved
            .attributes(org, reader, &template.attributes, schema)
            .await?;
        Ok(resolved)
    }

    pub(crate) async fn group(
        &mut self,
        org: &Org,
        reader: &Reader<'_>,
        named: &GroupName,
    ) -> Result<(), Error> {
        let what = format!("group {named}");
        let group = match org.group(reader, named).await? {
            Found::One(group) => group,
            Found::None => {
                let advice = "the org has no such group, or hides it from the token";
                self.refuse(what, ProblemKind::Missing, advice);
                return Ok(());
            }
            Found::Several => {
                let advice = "the org has several groups of this name; give the id";
                self.refuse(what, ProblemKind::Ambiguous, advice);
                return Ok(());
            }
        };
        match group.group_type {
            Some(GroupType::AppGroup) => {
                let advice = "an app owns the group; change the membership there";
                self.refuse(what, ProblemKind::AppGroup, advice);
            }
            Some(GroupType::BuiltIn) => {
                let advice = "Okta decides who is in the group";
                self.refuse(what, ProblemKind::BuiltInGroup, advice);
            }
            _ => {
                let is_admin = has_admin_privilege(&group);
                match org.rules(reader).await? {
                    Ok(rules) if !rules.of(&group.id).is_empty() => {
                        let deciding = rules.of(&group.id).join(", ");
                        let advice = format!(
                            "the group rule {deciding} decides who is in the group; set the attributes that it looks at"
                        );
                        self.refuse(what, ProblemKind::RuleManaged, advice);
                    }
                    Ok(rules) => self.add_group(rules.record(&group, is_admin)),
                    Err(unread) => {
                        self.unread(unread);
                        self.add_group(Rules::default().record(&group, is_admin));
                    }
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn app(
        &mut self,
        org: &Org,
        reader: &Reader<'_>,
        named: &AppTemplate,
    ) -> Result<(), Error> {
        let what = format!("app {}", named.app);
        let app = match org.app(reader, &named.app).await? {
            Found::One(app) => app,
            Found::None => {
                let advice = "the org has no such app, or hides it from the token";
                self.refuse(what, ProblemKind::Missing, advice);
                return Ok(());
            }
            Found::Several => {
                let advice = "the org has several apps of this label; give the id";
                self.refuse(what, ProblemKind::Ambiguous, advice);
                return Ok(());
            }
        };
        if !app.is_active() {
            self.refuse(
                what,
                ProblemKind::Inactive,
                "the app is not in use; activate it first",
            );
            return Ok(());
        }
        if let Some(name) = named.profile.names().find(|name| looks_secret(name)) {
            self.refuse(format!("{what}, {name}"), ProblemKind::LooksSecret, SECRET);
            return Ok(());
        }
        let record = AppRecord {
            user_name: named.user_name.clone(),
            profile: named.profile.clone(),
            ..AppRecord::new(&app.id, app.label.clone().unwrap_or_default())
        };
        match self.apps.iter().find(|known| known.id == record.id) {
            None => self.apps.push(record),
            Some(known) if *known == record => {}
            Some(_) => {
                let advice = "it is named twice, with another user name or other attributes; name it once";
                self.refuse(what, ProblemKind::Contradictory, advice);
            }
        }
        Ok(())
    }

    /// A group that is named twice, by its name and by its id perhaps, is given once.
    fn add_group(&mut self, record: GroupRecord) {
        if self.groups.iter().all(|known| known.id != record.id) {
            self.groups.push(record);
        }
    }

    pub(crate) async fn attributes(
        &mut self,
        org: &Org,
        reader: &Reader<'_>,
        attributes: &Attributes,
        schema: &str,
    ) -> Result<(), Error> {
        if attributes.is_empty() {
            return Ok(());
        }
        let schema = match org.schema(reader, schema).await? {
            Ok(schema) => Some(schema),
            Err(unread) => {
                self.unread(&unread);
                None
            }
        };
        for (name, value) in attributes.iter() {
            match problem(schema.as_deref(), name, value) {
                Some((kind, advice)) => self.refuse(format!("attribute {name}"), kind, advice),
                None => self.attributes.insert(name, value.clone()),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, what: String, kind: ProblemKind, advice: impl Into<String>) {
        self.problems.push(TemplateProblem {
            what,
            kind,
            advice: advice.into(),
        });
    }

    fn unread(&mut self, unread: &Unread) {
        if !self.unread.contains(unread) {
            self.unread.push(unread.clone());
        }
    }
}

const SECRET: &str = "it looks like a secret, which plans and journals must not hold; set it another way";

fn problem(schema: Option<&UserSchema>, name: &str, value: &Value) -> Option<(ProblemKind, String)> {
    if looks_secret(name) {
        return Some((ProblemKind::LooksSecret, SECRET.to_owned()));
    }
    let schema = schema?;
    let Some(attribute) = schema.attribute(name) else {
        let advice = "the schema has no such attribute".to_owned();
        return schema.is_whole().then_some((ProblemKind::Missing, advice));
    };
    if attribute.mutability == Some(UserSchemaAttributeMutability::ReadOnly) {
        let advice = "the schema does not let the attribute be written".to_owned();
        return Some((ProblemKind::ReadOnly, advice));
    }
    wrong_value(attribute, value).map(|advice| (ProblemKind::WrongValue, advice))
}

fn wrong_value(attribute: &UserSchemaAttribute, value: &Value) -> Option<String> {
    if value.is_null() {
        let is_required = attribute.required == Some(true);
        return is_required.then(|| "the attribute cannot be empty".to_owned());
    }
    let kind = attribute.attribute_type.as_ref()?;
    let fits = match kind {
        UserSchemaAttributeType::Array => value.is_array(),
        UserSchemaAttributeType::Boolean => value.is_boolean(),
        UserSchemaAttributeType::Integer => value.is_i64() || value.is_u64(),
        UserSchemaAttributeType::Number => value.is_number(),
        UserSchemaAttributeType::String => value.is_string(),
        _ => true,
    };
    if !fits {
        return Some(format!("the attribute is of type {kind}"));
    }
    let allowed = attribute.allowed.as_ref()?;
    (!allowed.is_empty() && !allowed.contains(value))
        .then(|| "the value is not one of those that the attribute may have".to_owned())
}

/// Attributes that hold passwords and tokens have such names. What looks like one is neither planned nor journalled.
pub(crate) fn looks_secret(name: &str) -> bool {
    const WORDS: [&str; 7] = [
        "password",
        "passwd",
        "secret",
        "token",
        "apikey",
        "api_key",
        "privatekey",
    ];
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Attributes without those that look like secrets.
pub(crate) fn without_secrets(mut attributes: Attributes) -> Attributes {
    let secret: Vec<String> = attributes
        .names()
        .filter(|name| looks_secret(name))
        .map(str::to_owned)
        .collect();
    for name in secret {
        attributes.remove(&name);
    }
    attributes
}

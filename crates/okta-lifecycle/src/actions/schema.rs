//! [`ProfileSchema`]: which attributes users have, to be asked before they are written.

use std::sync::Arc;

use okta_models::{
    UserSchemaId,
    schemas::{
        GetUserSchema, UserSchema, UserSchemaAttribute, UserSchemaAttributeMutability,
        UserSchemaAttributeType,
    },
    users::{User, UserProfileUpdate},
};
use serde_json::Value;

use super::Lifecycle;
use crate::{Action, Error};

/// The attributes of users of one type, as Okta has them now. Cheap to clone.
///
/// It is as old as its reading: read it again when a run takes hours.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileSchema(Arc<UserSchema>);

impl From<UserSchema> for ProfileSchema {
    fn from(schema: UserSchema) -> Self {
        Self(Arc::new(schema))
    }
}

impl ProfileSchema {
    /// Okta's own form of it.
    pub fn schema(&self) -> &UserSchema {
        &self.0
    }

    /// What is wrong with a change of a profile: the attribute, and the problem; never a value.
    ///
    /// ```
    /// use okta_lifecycle::ProfileSchema;
    /// use okta_models::{schemas::UserSchema, users::UserProfileUpdate};
    ///
    /// let schema: UserSchema = serde_json::from_str(
    ///     r#"{"definitions": {"base": {"properties": {"login": {"type": "string", "required": true}}},
    ///         "custom": {"properties": {"badge": {"type": "integer"}}}}}"#,
    /// )?;
    /// let schema = ProfileSchema::from(schema);
    /// let update = UserProfileUpdate::new().member("badge", "seven").member("bagde", 7);
    /// let problems = schema.problems(&update);
    /// assert_eq!(problems[0], ("badge".to_owned(), "is to be an integer".to_owned()));
    /// assert_eq!(problems[1], ("bagde".to_owned(), "is no attribute of these users".to_owned()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn problems(&self, update: &UserProfileUpdate) -> Vec<(String, String)> {
        let Ok(Value::Object(members)) = serde_json::to_value(update) else {
            return Vec::new();
        };
        let problem = |name: &str, value: &Value| match self.0.attribute(name) {
            Some(attribute) => problem_of(attribute, value),
            // Where a part of the schema is hidden, an attribute may be in it.
            None => self
                .0
                .is_whole()
                .then(|| "is no attribute of these users".to_owned()),
        };
        let problems = members.iter().map(|(name, value)| (name, problem(name, value)));
        problems
            .filter_map(|(name, problem)| Some((name.clone(), problem?)))
            .collect()
    }

    pub(super) fn check(&self, action: Action, update: &UserProfileUpdate) -> Result<(), Error> {
        let problems = self.problems(update);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid_attributes(action, problems))
        }
    }
}

impl Lifecycle {
    /// Reads which attributes users have whose profiles follow this schema; `default` is that of the default user type.
    ///
    /// # Errors
    ///
    /// When there is no such schema, or the call fails.
    pub async fn profile_schema(&self, schema: impl Into<UserSchemaId>) -> Result<ProfileSchema, Error> {
        let answer = self.client.send(GetUserSchema::new(schema)).await;
        answer
            .map(ProfileSchema::from)
            .map_err(|error| Error::transport_of(Action::ReadSchema, error))
    }
}

/// The schema that a user's profile follows, which the user's links name.
pub(super) fn schema_of(user: &User) -> UserSchemaId {
    let link = user
        .links
        .as_ref()
        .and_then(|links| links.pointer("/schema/href").ok()?);
    let id = link
        .as_ref()
        .and_then(Value::as_str)
        .and_then(|address| address.rsplit('/').next());
    UserSchemaId::new(id.filter(|id| !id.is_empty()).unwrap_or("default"))
}

fn problem_of(attribute: &UserSchemaAttribute, value: &Value) -> Option<String> {
    if attribute.mutability == Some(UserSchemaAttributeMutability::ReadOnly) {
        return Some("is read-only".to_owned());
    }
    if value.is_null() {
        let required = attribute.required == Some(true);
        return required.then(|| "is required, and cannot be cleared".to_owned());
    }
    let (allowed, one_of) = (attribute.allowed.as_deref(), attribute.one_of.as_deref());
    type_problem(attribute.attribute_type.as_ref(), value)
        .or_else(|| length_problem(attribute, value))
        .or_else(|| range_problem(attribute, value))
        .or_else(|| choice_problem(allowed, one_of, value))
        .or_else(|| items_problem(attribute, value))
}

fn type_problem(attribute_type: Option<&UserSchemaAttributeType>, value: &Value) -> Option<String> {
    let (fits, name) = match attribute_type? {
        UserSchemaAttributeType::String => (value.is_string(), "a text"),
        UserSchemaAttributeType::Boolean => (value.is_boolean(), "true or false"),
        UserSchemaAttributeType::Integer => (value.is_i64() || value.is_u64(), "an integer"),
        UserSchemaAttributeType::Number => (value.is_number(), "a number"),
        UserSchemaAttributeType::Array => (value.is_array(), "a list"),
        _ => return None,
    };
    (!fits).then(|| format!("is to be {name}"))
}

fn length_problem(attribute: &UserSchemaAttribute, value: &Value) -> Option<String> {
    let length = u64::try_from(value.as_str()?.chars().count()).ok()?;
    match (attribute.min_length, attribute.max_length) {
        (Some(least), _) if length < least => Some(format!("is to have {least} characters at least")),
        (_, Some(most)) if length > most => Some(format!("is to have {most} characters at most")),
        _ => None,
    }
}

fn range_problem(attribute: &UserSchemaAttribute, value: &Value) -> Option<String> {
    let number = value.as_f64()?;
    let bound = |bound: &Option<Value>| bound.as_ref().and_then(Value::as_f64);
    match (bound(&attribute.minimum), bound(&attribute.maximum)) {
        (Some(least), _) if number < least => Some(format!("is to be {least} at least")),
        (_, Some(most)) if number > most => Some(format!("is to be {most} at most")),
        _ => None,
    }
}

fn choice_problem(
    allowed: Option<&[Value]>,
    one_of: Option<&[okta_models::schemas::UserSchemaAttributeEnum]>,
    value: &Value,
) -> Option<String> {
    let allowed = allowed.unwrap_or_default();
    let named = one_of.unwrap_or_default();
    if allowed.is_empty() && named.is_empty() {
        return None;
    }
    let fits = allowed.contains(value) || named.iter().any(|choice| choice.value.as_ref() == Some(value));
    (!fits).then(|| "is none of the values that it may have".to_owned())
}

fn items_problem(attribute: &UserSchemaAttribute, value: &Value) -> Option<String> {
    let (items, kind) = (value.as_array()?, attribute.items.as_ref()?);
    let problem = |item: &Value| {
        type_problem(kind.item_type.as_ref(), item)
            .or_else(|| choice_problem(kind.allowed.as_deref(), kind.one_of.as_deref(), item))
    };
    items
        .iter()
        .find_map(problem)
        .map(|problem| format!("has an item that {problem}"))
}

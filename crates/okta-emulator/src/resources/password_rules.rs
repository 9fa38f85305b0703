//! What a password must be like: the settings of the `PASSWORD` policy that a user has.
//!
//! A user has the first active policy, in the order of priority, whose groups it is in; the default policy is for
//! everyone (Okta's page "Policies", "Policy evaluation"). Whether a policy without an active rule counts is not
//! verified; here it does. The words of the refusals are those that Okta's Sign-In Widget and the tests of Apache
//! Syncope hold for Okta's.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::policy_defaults::PolicyKind;
use crate::errors::Refusal;
use crate::iam::groups_of;
use crate::state::{Object, Org, Password, User};

/// Passwords that users had, the newest last, as far as any policy can ask for.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PastPasswords(BTreeMap<String, Vec<Password>>);

impl PastPasswords {
    /// Okta's help page "Configure the password authenticator" lets a policy ask for 30 at most.
    const MOST: usize = 30;

    pub(super) fn add(&mut self, user: &str, password: Option<Password>) {
        let Some(password) = password else { return };
        let past = self.0.entry(user.to_owned()).or_default();
        past.push(password);
        if past.len() > Self::MOST {
            past.remove(0);
        }
    }

    pub(crate) fn forget_user(&mut self, id: &str) {
        self.0.remove(id);
    }
}

/// No password is longer, whatever the policy says: so, and in these words, the sign-up of guardian/gateway holds it for
/// Okta's.
const LONGEST: usize = 72;

/// Why a password is refused.
pub(super) struct Unmet(String);

impl Unmet {
    /// As creating and changing a user refuse: `400 E0000001`.
    pub(super) fn in_a_profile(self) -> Refusal {
        Refusal::validation("password", format!("password: {}", self.0))
    }

    /// As the operations on credentials refuse: `403 E0000014`.
    pub(super) fn in_credentials(self) -> Refusal {
        Refusal::of("E0000014").cause(self.0)
    }
}

/// The rules for one user's password.
pub(super) struct PasswordRules<'org> {
    settings: &'org Value,
    profile: &'org Object,
}

impl<'org> PasswordRules<'org> {
    /// For who is in these groups, and has this profile.
    pub(super) fn of(org: &'org Org, groups: &[&str], profile: &'org Object) -> Self {
        let kind = PolicyKind::named("PASSWORD");
        let policies = kind
            .map(|kind| org.directory.policies.of_kind(kind))
            .unwrap_or_default();
        let has = |conditions: &Value| {
            let included = conditions["people"]["groups"]["include"].as_array();
            let mut included = included.into_iter().flatten().filter_map(Value::as_str);
            included.any(|group| group == org.everyone_id || groups.contains(&group))
        };
        let assigned = policies
            .into_iter()
            .find(|policy| policy.system || policy.active && has(&policy.conditions));
        Self {
            settings: assigned
                .and_then(|policy| policy.settings.as_ref()?.get("password"))
                .unwrap_or(&Value::Null),
            profile,
        }
    }

    pub(super) fn of_user(org: &'org Org, user: &User, profile: &'org Object) -> Self {
        let groups: Vec<&str> = groups_of(org, user).collect();
        Self::of(org, &groups, profile)
    }

    /// Length and kinds of characters, and what a password must not have in it.
    pub(super) fn complexity(&self, password: &str) -> Result<Password, Unmet> {
        if password.chars().count() > LONGEST {
            return Err(Unmet(format!(
                "Password requirements were not met. Password requirements: maximum {LONGEST} characters."
            )));
        }
        let complexity = &self.settings["complexity"];
        let length = complexity["minLength"].as_u64().unwrap_or(8);
        let asked = |name: &str| complexity[name].as_u64().unwrap_or(0) > 0;
        let named = complexity["excludeAttributes"].as_array();
        let excludes = |name: &str| named.is_some_and(|names| names.iter().any(|known| known == name));
        let lower = password.to_lowercase();
        let lacks = |attribute: &str| {
            let value = self.text(attribute).to_lowercase();
            value.is_empty() || !lower.contains(&value)
        };
        let demands = [
            (
                true,
                format!("at least {length} characters"),
                password.chars().count() as u64 >= length,
            ),
            (
                asked("minLowerCase"),
                "a lowercase letter".to_owned(),
                password.chars().any(char::is_lowercase),
            ),
            (
                asked("minUpperCase"),
                "an uppercase letter".to_owned(),
                password.chars().any(char::is_uppercase),
            ),
            (
                asked("minNumber"),
                "a number".to_owned(),
                password.chars().any(char::is_numeric),
            ),
            (
                asked("minSymbol"),
                "a symbol".to_owned(),
                password
                    .chars()
                    .any(|character| !character.is_alphanumeric() && !character.is_whitespace()),
            ),
            (
                complexity["excludeUsername"] == true,
                "no parts of your username".to_owned(),
                !parts_of(self.text("login")).any(|part| lower.contains(&part)),
            ),
            (
                excludes("firstName"),
                "does not include your first name".to_owned(),
                lacks("firstName"),
            ),
            (
                excludes("lastName"),
                "does not include your last name".to_owned(),
                lacks("lastName"),
            ),
        ];
        let asked: Vec<_> = demands.iter().filter(|(asked, ..)| *asked).collect();
        if asked.iter().all(|(_, _, met)| *met) {
            return Ok(Password::Known(password.into()));
        }
        let words: Vec<&str> = asked.iter().map(|(_, words, _)| words.as_str()).collect();
        let history = match self.history() {
            0 => String::new(),
            count => format!(" Your password cannot be any of your last {count} passwords."),
        };
        Err(Unmet(format!(
            "Password requirements were not met. Password requirements: {}.{history}",
            words.join(", ")
        )))
    }

    /// That the password is none of the last ones, of which the one that the user has counts.
    pub(super) fn is_new(&self, org: &Org, user: &User, password: &Password) -> Result<(), Unmet> {
        let past = org.directory.past_passwords.0.get(user.id.as_str());
        let past = past.into_iter().flat_map(|past| past.iter().rev());
        let mut last = user.password.iter().chain(past).take(self.history());
        let same = |held: &Password| match (held, password) {
            (Password::Known(held), Password::Known(new)) => held == new,
            _ => false,
        };
        if last.any(same) {
            Err(Unmet("Password has been used too recently".to_owned()))
        } else {
            Ok(())
        }
    }

    /// That the password which the user has is old enough to be changed. The words are not verified.
    pub(super) fn is_old_enough(&self, user: &User, now: Timestamp) -> Result<(), Unmet> {
        let minutes = self.settings["age"]["minAgeMinutes"].as_i64().unwrap_or(0);
        let since = user.password_changed.unwrap_or(Timestamp::MIN.into());
        let age = now.duration_since(since.into());
        if user.password_changed.is_some() && age < SignedDuration::from_secs(minutes.saturating_mul(60)) {
            let cause = format!("Password must be at least {minutes} minutes old before it can be changed");
            Err(Unmet(cause))
        } else {
            Ok(())
        }
    }

    fn history(&self) -> usize {
        let count = self.settings["age"]["historyCount"].as_u64().unwrap_or(0);
        usize::try_from(count).unwrap_or(PastPasswords::MOST)
    }

    fn text(&self, attribute: &str) -> &'org str {
        self.profile
            .get(attribute)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

/// The parts of a login, in lower case, that a password must not have in it: those of four characters and more
/// between `,`, `.`, `_`, `#`, `@` and `-`, but for the last part of its domain (Okta's retired page "Users API",
/// "Default password policy").
fn parts_of(login: &str) -> impl Iterator<Item = String> {
    let lower = login.to_lowercase();
    let (name, domain) = lower.rsplit_once('@').unwrap_or((&lower, ""));
    let domain = domain.rsplit_once('.').map_or("", |(before, _)| before);
    let parts: Vec<String> = name
        .split([',', '.', '_', '#', '@', '-'])
        .chain(domain.split([',', '.', '_', '#', '-']))
        .filter(|part| part.chars().count() >= 4)
        .map(str::to_owned)
        .collect();
    parts.into_iter()
}

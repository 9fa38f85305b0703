//! What an app knows its users as: the user name and the profile on its side.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::state::{Application, ApplicationUser, KnownAs, Object, User};

impl Application {
    /// What the app knows one of its users as.
    pub(crate) fn known_as<'a>(&self, user: &User, assigned: &'a ApplicationUser) -> Cow<'a, KnownAs> {
        match &assigned.known_as {
            Some(known_as) => Cow::Borrowed(known_as),
            None => Cow::Owned(known_as(&self.settings, user)),
        }
    }

    /// Makes what follows from a user's profile the app's own, before the profile is changed.
    pub(crate) fn settle(&mut self, user: &User) {
        if let Some(assigned) = self.users.get_mut(user.id.as_str()) {
            let settings = &self.settings;
            assigned
                .known_as
                .get_or_insert_with(|| Box::new(known_as(settings, user)));
        }
    }
}

fn known_as(settings: &Object, user: &User) -> KnownAs {
    KnownAs {
        user_name: user_name(settings, user),
        profile: profile(settings, user).into(),
    }
}

/// The app-side user name by the app's template. The built-in templates are served; another expression, which
/// only Okta's expression language could evaluate, gives the login.
fn user_name(settings: &Object, user: &User) -> String {
    let template = settings
        .get("credentials")
        .and_then(|credentials| credentials["userNameTemplate"]["template"].as_str());
    let expression = template
        .unwrap_or_default()
        .trim_start_matches("${")
        .trim_end_matches('}');
    let login = user.login();
    match expression.rsplit_once('.').map(|(_, attribute)| attribute) {
        Some("email") => user.text("email").to_owned(),
        Some("firstName") => user.text("firstName").to_owned(),
        _ if expression.contains("substringBefore") => login.split('@').next().unwrap_or_default().to_owned(),
        _ => login.to_owned(),
    }
}

/// OpenID Connect apps get claims (the recorded members), others nothing until a profile is written.
fn profile(settings: &Object, user: &User) -> Object {
    if settings.get("signOnMode").and_then(Value::as_str) != Some("OPENID_CONNECT") {
        return Object::new();
    }
    let claims = json!({
        "name": user.display_name(),
        "given_name": user.text("firstName"),
        "family_name": user.text("lastName"),
        "email": user.text("email"),
        "middle_name": user.profile.get("middleName"),
        "nickname": user.profile.get("nickName"),
        "phone_number": user.profile.get("primaryPhone"),
        "zoneinfo": "America/Los_Angeles",
        "locale": "en_US",
        "street_address": user.profile.get("streetAddress"),
        "locality": user.profile.get("city"),
        "region": user.profile.get("state"),
        "postal_code": user.profile.get("zipCode"),
        "country": user.profile.get("countryCode"),
        "formatted": null,
        "birthdate": null,
        "gender": null,
        "picture": null,
        "profile": null,
        "website": null,
    });
    claims.as_object().cloned().unwrap_or_default()
}

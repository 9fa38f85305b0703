//! What `okta-response` in the `Content-Type` of a request leaves out of the users it asks for
//! (SPEC, the parameter of `listUsers` and `getUser`).

use serde_json::Value;

/// The links that have to do with credentials; `expirePassword` is not in the specification's list.
const CREDENTIALS_LINKS: [&str; 6] = [
    "changePassword",
    "changeRecoveryQuestion",
    "forgotPassword",
    "resetPassword",
    "resetFactors",
    "unlock",
];

/// The parts of a user that a request does without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    credentials: bool,
    credentials_links: bool,
    transitioning_to_status: bool,
}

impl LeftOut {
    /// Reads a `Content-Type`; None when it leaves nothing out.
    pub(super) fn of(content_type: Option<&str>) -> Option<Self> {
        let mut left_out = Self::default();
        let parameters = content_type?.split(';').skip(1);
        for (name, names) in parameters.filter_map(|parameter| parameter.split_once('=')) {
            if !name.trim().eq_ignore_ascii_case("okta-response") {
                continue;
            }
            for part in names.trim().trim_matches('"').split(',').map(str::trim) {
                left_out.credentials |= part.eq_ignore_ascii_case("omitCredentials");
                left_out.credentials_links |= part.eq_ignore_ascii_case("omitCredentialsLinks");
                left_out.transitioning_to_status |= part.eq_ignore_ascii_case("omitTransitioningToStatus");
            }
        }
        (left_out != Self::default()).then_some(left_out)
    }

    /// The user without them.
    pub(super) fn of_user(self, mut user: Value) -> Value {
        if self.credentials
            && let Some(members) = user.as_object_mut()
        {
            members.remove("credentials");
        }
        if self.transitioning_to_status
            && let Some(members) = user.as_object_mut()
        {
            members.remove("transitioningToStatus");
        }
        if self.credentials_links
            && let Some(links) = user.get_mut("_links").and_then(Value::as_object_mut)
        {
            links.retain(|name, _| !CREDENTIALS_LINKS.contains(&name.as_str()));
        }
        user
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_written_forms_are_read_and_others_leave_nothing_out() {
        let all = LeftOut {
            credentials: true,
            credentials_links: true,
            transitioning_to_status: false,
        };
        let everything = LeftOut {
            transitioning_to_status: true,
            ..all
        };
        let transition = LeftOut {
            transitioning_to_status: true,
            ..LeftOut::default()
        };
        for (kind, left_out) in [
            (
                "application/json; okta-response=omitCredentials,omitCredentialsLinks",
                Some(all),
            ),
            (
                r#"application/json; okta-response="omitCredentials,omitCredentialsLinks, omitTransitioningToStatus""#,
                Some(everything),
            ),
            (
                "application/json;okta-response=omitTransitioningToStatus",
                Some(transition),
            ),
            ("application/json; charset=utf-8", None),
            ("omitCredentials", None),
        ] {
            assert_eq!(LeftOut::of(Some(kind)), left_out, "{kind}");
        }
        assert_eq!(LeftOut::of(None), None);
    }
}

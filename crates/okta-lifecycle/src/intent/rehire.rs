//! [`Rehire`]: somebody who went comes back.

use okta_models::UserId;
use serde::{Deserialize, Serialize};

use crate::plan::{AppRecord, GroupRecord};

/// Somebody who went comes back: the account is activated, or unsuspended, and gets the groups and apps that the leaver's
/// runs took, as the journal recorded them.
///
/// [`Rehire::from_journal`] makes one. Password and factors are lost for good: the person chooses new ones.
///
/// ```
/// use okta_lifecycle::{AppRecord, GroupRecord, Rehire};
///
/// let ada = Rehire::of("00u1", [GroupRecord::new("00g1", "Chess")], [AppRecord::new("0oa1", "Wiki")]);
/// assert_eq!(ada.groups().len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rehire {
    pub(crate) user: UserId,
    pub(crate) groups: Vec<GroupRecord>,
    pub(crate) apps: Vec<AppRecord>,
    #[serde(default = "yes")]
    pub(crate) send_email: bool,
}

impl Rehire {
    /// This person with these groups and apps, where another record than a journal names them.
    pub fn of(
        user: impl Into<UserId>,
        groups: impl IntoIterator<Item = GroupRecord>,
        apps: impl IntoIterator<Item = AppRecord>,
    ) -> Self {
        Self {
            user: user.into(),
            groups: groups.into_iter().collect(),
            apps: apps.into_iter().collect(),
            send_email: true,
        }
    }

    /// Activates without a mail.
    pub fn without_mail(mut self) -> Self {
        self.send_email = false;
        self
    }

    /// Who comes back.
    pub fn user_id(&self) -> &UserId {
        &self.user
    }

    /// The groups that are given back.
    pub fn groups(&self) -> &[GroupRecord] {
        &self.groups
    }

    /// The apps that are given back.
    pub fn apps(&self) -> &[AppRecord] {
        &self.apps
    }
}

fn yes() -> bool {
    true
}

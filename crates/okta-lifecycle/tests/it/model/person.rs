//! A person, and what each verb makes of one, as the library promises.

use okta_lifecycle::ErrorKind;

use super::outside::{self, Change, Raw};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Staged,
    Provisioned,
    Active,
    Recovery,
    PasswordExpired,
    LockedOut,
    Suspended,
    Deprovisioned,
}

use Status::*;

/// What is known about a person. One who is gone has no status.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) status: Option<Status>,
    pub(super) password: bool,
    /// Of the team, to which the app is assigned.
    pub(super) member: bool,
    /// The app is the person's own, whatever the team has.
    pub(super) direct: bool,
    /// The user name in the app; 0 is what the app's template makes.
    pub(super) app_name: u8,
    pub(super) factor: bool,
    pub(super) department: u8,
}

impl Person {
    pub(super) const GONE: Self = Self {
        status: None,
        password: false,
        member: false,
        direct: false,
        app_name: 0,
        factor: false,
        department: 0,
    };

    /// Leaves the team, with the app unless it is the person's own.
    pub(super) fn leaves(self) -> Self {
        Self {
            member: false,
            app_name: if self.direct { self.app_name } else { 0 },
            ..self
        }
    }

    pub(super) fn has_app(self) -> bool {
        self.direct || self.member && self.status != Some(Deprovisioned)
    }
}

/// A verb of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Activate,
    Reactivate,
    Suspend,
    Unsuspend,
    Unlock,
    Deactivate,
    Delete,
    ExpirePassword,
    TemporaryPassword,
    ResetPassword,
    SetPassword,
    Join,
    Leave,
    LeaveEveryone,
    AssignApp,
    AssignAppAs(u8),
    RevokeApp,
    Department(u8),
    ResetFactors,
}

/// What a verb is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Already,
    Made(Person),
    /// Before anything is sent.
    Refused(ErrorKind),
    ByOkta(ErrorKind),
}

impl Deed {
    pub(super) const ALL: [Self; 21] = [
        Self::Activate,
        Self::Reactivate,
        Self::Suspend,
        Self::Unsuspend,
        Self::Unlock,
        Self::Deactivate,
        Self::Delete,
        Self::ExpirePassword,
        Self::TemporaryPassword,
        Self::ResetPassword,
        Self::SetPassword,
        Self::Join,
        Self::Leave,
        Self::LeaveEveryone,
        Self::AssignApp,
        Self::AssignAppAs(1),
        Self::AssignAppAs(2),
        Self::RevokeApp,
        Self::Department(1),
        Self::Department(2),
        Self::ResetFactors,
    ];

    /// The operation that the verb sends.
    pub(super) fn raw(self) -> Raw {
        match self {
            Self::Activate => Raw::Activate,
            Self::Reactivate => Raw::Reactivate,
            Self::Suspend => Raw::Suspend,
            Self::Unsuspend => Raw::Unsuspend,
            Self::Unlock => Raw::Unlock,
            Self::Deactivate => Raw::Deactivate,
            Self::Delete => Raw::Delete,
            Self::ExpirePassword => Raw::ExpirePassword,
            Self::TemporaryPassword => Raw::TemporaryPassword,
            Self::ResetPassword => Raw::ResetPassword,
            Self::SetPassword => Raw::SetPassword,
            Self::Join => Raw::Join,
            Self::Leave => Raw::Leave,
            Self::LeaveEveryone => Raw::LeaveEveryone,
            Self::AssignApp => Raw::AssignApp,
            Self::AssignAppAs(name) => Raw::AssignAppAs(name),
            Self::RevokeApp => Raw::RevokeApp,
            Self::Department(department) => Raw::Department(department),
            Self::ResetFactors => Raw::ResetFactors,
        }
    }

    /// What Okta makes of the operations that the verb sends.
    pub(super) fn by_okta(self, person: Person) -> Change {
        let raw = match self {
            Self::AssignAppAs(name) if person.has_app() => Raw::Rename(name),
            _ => self.raw(),
        };
        match outside::change(person, raw) {
            // Deletion deactivates first.
            Change::Done(left) if self == Self::Delete && left.status.is_some() => {
                outside::change(left, self.raw())
            }
            change => change,
        }
    }

    pub(super) fn never_holds(self) -> bool {
        matches!(
            self,
            Self::Reactivate | Self::TemporaryPassword | Self::SetPassword | Self::ResetFactors
        )
    }

    pub(super) fn expected(self, person: Person) -> Expected {
        let Some(status) = person.status else {
            return if self == Self::Delete {
                Expected::Already
            } else {
                Expected::ByOkta(ErrorKind::Transport)
            };
        };
        let wrong = Expected::Refused(ErrorKind::WrongStatus);
        let to = |status| {
            Expected::Made(Person {
                status: Some(status),
                ..person
            })
        };
        match self {
            Self::Activate => match status {
                Staged if person.password => to(Active),
                Staged | Deprovisioned => to(Provisioned),
                Suspended => wrong,
                _ => Expected::Already,
            },
            Self::Reactivate => match status {
                Provisioned | Recovery => Expected::Made(person),
                Active => Expected::Already,
                _ => wrong,
            },
            Self::Suspend => match status {
                Active => to(Suspended),
                Suspended => Expected::Already,
                _ => wrong,
            },
            Self::Unsuspend => match status {
                Suspended => to(Active),
                Staged | Deprovisioned => wrong,
                _ => Expected::Already,
            },
            Self::Unlock => match status {
                LockedOut => to(Active),
                Active => Expected::Already,
                _ => wrong,
            },
            Self::Deactivate if status == Deprovisioned => Expected::Already,
            Self::Deactivate => Expected::Made(Person {
                status: Some(Deprovisioned),
                password: false,
                direct: false,
                app_name: 0,
                factor: false,
                ..person
            }),
            Self::Delete => Expected::Made(Person::GONE),
            Self::ExpirePassword if status == PasswordExpired => Expected::Already,
            Self::ResetPassword if status == Recovery => Expected::Already,
            Self::ExpirePassword | Self::TemporaryPassword => match status {
                Active | PasswordExpired => to(PasswordExpired),
                Staged | Deprovisioned | Suspended => wrong,
                // No source says whether Okta does these, so Okta is asked.
                _ => Expected::ByOkta(ErrorKind::Transport),
            },
            Self::ResetPassword => match status {
                Active | PasswordExpired | Provisioned => to(Recovery),
                Staged | Deprovisioned | Suspended => wrong,
                _ => Expected::ByOkta(ErrorKind::Transport),
            },
            Self::SetPassword | Self::Department(_) | Self::Join | Self::Leave => {
                self.of_record(person, status)
            }
            Self::AssignApp | Self::AssignAppAs(_) | Self::RevokeApp => self.of_app(person, status),
            Self::LeaveEveryone => Expected::Refused(ErrorKind::OwnedElsewhere),
            Self::ResetFactors if status == Deprovisioned => Expected::ByOkta(ErrorKind::Transport),
            Self::ResetFactors => Expected::Made(Person {
                factor: false,
                ..person
            }),
        }
    }

    fn of_app(self, person: Person, status: Status) -> Expected {
        match self {
            Self::AssignApp if person.has_app() => Expected::Already,
            Self::AssignApp if status == Deprovisioned => Expected::ByOkta(ErrorKind::Transport),
            Self::AssignApp => Expected::Made(Person {
                direct: true,
                ..person
            }),
            Self::AssignAppAs(name) if person.has_app() && person.app_name == name => Expected::Already,
            Self::AssignAppAs(name) if person.has_app() => Expected::Made(Person {
                app_name: name,
                ..person
            }),
            Self::AssignAppAs(_) if status == Deprovisioned => Expected::ByOkta(ErrorKind::Transport),
            Self::AssignAppAs(name) => Expected::Made(Person {
                direct: true,
                app_name: name,
                ..person
            }),
            Self::RevokeApp if !person.has_app() => Expected::Already,
            Self::RevokeApp if !person.direct => Expected::Refused(ErrorKind::AssignedThroughGroup),
            // The team gives it, too.
            Self::RevokeApp if person.member => Expected::ByOkta(ErrorKind::AssignedThroughGroup),
            _ => Expected::Made(Person {
                direct: false,
                app_name: 0,
                ..person
            }),
        }
    }

    fn of_record(self, person: Person, status: Status) -> Expected {
        match self {
            Self::Department(department) if department == person.department => Expected::Already,
            Self::SetPassword | Self::Department(_) if status == Deprovisioned => {
                Expected::Refused(ErrorKind::WrongStatus)
            }
            Self::Department(department) => Expected::Made(Person { department, ..person }),
            Self::Join if person.member => Expected::Already,
            Self::Join => Expected::Made(Person {
                member: true,
                ..person
            }),
            Self::Leave if !person.member => Expected::Already,
            Self::Leave => Expected::Made(person.leaves()),
            _ => {
                let waits = matches!(status, Provisioned | Recovery | PasswordExpired);
                let status = Some(if waits { Active } else { status });
                Expected::Made(Person {
                    status,
                    password: true,
                    ..person
                })
            }
        }
    }
}

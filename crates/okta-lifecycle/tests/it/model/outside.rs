//! What each operation makes of a person, by Okta's facts.

use super::person::{Person, Status};

/// An operation, as somebody sends it who checks nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
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
    /// With a user name in the app.
    AssignAppAs(u8),
    /// In the app.
    Rename(u8),
    RevokeApp,
    Department(u8),
    Enroll,
    ResetFactors,
    FailToSignIn,
}

impl Raw {
    pub(super) const ALL: [Self; 23] = [
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
        Self::Rename(1),
        Self::Rename(2),
        Self::RevokeApp,
        Self::Department(1),
        Self::Department(2),
        Self::Enroll,
        Self::FailToSignIn,
    ];
}

/// What becomes of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Refused,
    Done(Person),
}

impl Change {
    pub(super) fn or(self, person: Person) -> Person {
        match self {
            Self::Refused => person,
            Self::Done(after) => after,
        }
    }
}

pub(super) fn change(person: Person, raw: Raw) -> Change {
    let Some(status) = person.status else {
        return Change::Refused;
    };
    let to = |status| {
        Change::Done(Person {
            status: Some(status),
            ..person
        })
    };
    match raw {
        Raw::Activate if matches!(status, Status::Staged | Status::Deprovisioned) => to(if person.password {
            Status::Active
        } else {
            Status::Provisioned
        }),
        Raw::Reactivate if matches!(status, Status::Provisioned | Status::Recovery) => Change::Done(person),
        Raw::Suspend if status == Status::Active => to(Status::Suspended),
        Raw::Unsuspend if status == Status::Suspended => to(Status::Active),
        Raw::Unlock if status == Status::LockedOut => to(Status::Active),
        Raw::FailToSignIn if status == Status::Active => to(Status::LockedOut),
        Raw::Delete if status == Status::Deprovisioned => Change::Done(Person::GONE),
        Raw::Deactivate | Raw::Delete if status != Status::Deprovisioned => Change::Done(Person {
            status: Some(Status::Deprovisioned),
            password: false,
            direct: false,
            app_name: 0,
            factor: false,
            ..person
        }),
        Raw::ExpirePassword | Raw::TemporaryPassword
            if matches!(status, Status::Active | Status::PasswordExpired) =>
        {
            to(Status::PasswordExpired)
        }
        Raw::ResetPassword
            if matches!(
                status,
                Status::Provisioned | Status::Active | Status::PasswordExpired
            ) =>
        {
            to(Status::Recovery)
        }
        // Okta accepts what it does not apply.
        Raw::SetPassword | Raw::Department(_) if status == Status::Deprovisioned => Change::Done(person),
        Raw::SetPassword => {
            let waits = matches!(
                status,
                Status::Provisioned | Status::Recovery | Status::PasswordExpired
            );
            let status = Some(if waits { Status::Active } else { status });
            Change::Done(Person {
                status,
                password: true,
                ..person
            })
        }
        Raw::Department(department) => Change::Done(Person { department, ..person }),
        Raw::Join => Change::Done(Person {
            member: true,
            ..person
        }),
        Raw::Leave => Change::Done(person.leaves()),
        Raw::AssignApp if status != Status::Deprovisioned => Change::Done(Person {
            direct: true,
            ..person
        }),
        Raw::AssignAppAs(app_name) if status != Status::Deprovisioned => Change::Done(Person {
            direct: true,
            app_name,
            ..person
        }),
        Raw::Rename(app_name) if person.has_app() => Change::Done(Person { app_name, ..person }),
        // Okta takes nothing that the team gives, too.
        Raw::RevokeApp if person.direct && !person.member => Change::Done(Person {
            direct: false,
            app_name: 0,
            ..person
        }),
        Raw::Enroll if !person.factor && !matches!(status, Status::Deprovisioned | Status::Suspended) => {
            Change::Done(Person {
                factor: true,
                ..person
            })
        }
        Raw::ResetFactors if status != Status::Deprovisioned => Change::Done(Person {
            factor: false,
            ..person
        }),
        _ => Change::Refused,
    }
}

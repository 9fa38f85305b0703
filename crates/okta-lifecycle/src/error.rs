//! [`Error`]: why an action could not be done.

use std::fmt;

use okta_models::{UserId, users::UserStatus};

use crate::Action;

/// What sort of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call to Okta failed; [`Error::transport`] is the cause. Whether anything was sent is in its `was_sent()`.
    Transport,
    /// The user's status does not allow the action. Nothing was sent. Bring the user to a status that does.
    WrongStatus,
    /// Another system owns what would be changed: a directory its users' passwords, an application its group. Nothing
    /// was sent. Change it there.
    OwnedElsewhere,
    /// The user has the application through a group. Nothing was sent, or Okta refused it: then [`Error::transport`] is the
    /// refusal. Remove the user from the group.
    AssignedThroughGroup,
    /// A group rule decides on the members of the group. Nothing was sent. Change the rule, or let the member be excluded
    /// from it with [`MembershipOptions::exclude_from_rules`](crate::MembershipOptions::exclude_from_rules).
    RuleManaged,
    /// The group holds an admin role, so that super administrators alone decide on its members. Nothing was sent, or Okta
    /// refused it: then [`Error::transport`] is the refusal.
    AdminGroup,
    /// The org has no such attribute, or not with such a value. Nothing was sent. [`Error::attributes`] names them.
    InvalidAttribute,
    /// There is an object of this name already, and it is another one. Nothing was sent.
    Exists,
    /// Nobody fits the description, or the org has no such thing. Nothing was sent.
    NotFound,
    /// Several users fit the description; [`Error::candidates`] are their ids.
    Ambiguous,
    /// Okta accepted the change, and reading back shows another state. Read again, or look into the System Log.
    NotProven,
    /// No plan can be made for the person; the message says why. Nothing was sent that changes anything.
    CannotBeProcessed,
    /// A template names what the org has not, or cannot give; the message lists it. Nothing was sent that changes anything.
    InvalidTemplate,
    /// A file or text that was given is not what it should be; the message says where.
    InvalidInput,
    /// The journal, or the file of results, cannot be read or written. What is not journalled is not sent.
    Journal,
}

/// Why an action could not be done: small, and clear about whether anything was sent.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// use okta_lifecycle::ErrorKind;
///
/// match lifecycle.suspend_user("ada@example.com").await {
///     Err(error) if error.kind() == ErrorKind::WrongStatus => println!("{error}"),
///     Err(error) if error.is_forbidden() => println!("the token is too weak: {error}"),
///     result => drop(result?),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    action: Option<Action>,
    kind: ErrorKind,
    message: String,
    status: Option<UserStatus>,
    candidates: Vec<UserId>,
    attributes: Vec<String>,
    transport: Option<okta_transport::Error>,
}

impl Error {
    pub(crate) fn new(action: Action, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            action: Some(action),
            kind,
            message: message.into(),
            status: None,
            candidates: Vec::new(),
            attributes: Vec::new(),
            transport: None,
        }))
    }

    /// An error that is no action's.
    pub(crate) fn of_kind(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            action: None,
            kind,
            message: message.into(),
            status: None,
            candidates: Vec::new(),
            attributes: Vec::new(),
            transport: None,
        }))
    }

    /// The same failure as the reason why no plan can be made.
    pub(crate) fn cannot_be_processed(mut self, reason: impl Into<String>) -> Self {
        self.0.kind = ErrorKind::CannotBeProcessed;
        self.0.message = reason.into();
        self
    }

    /// The same refusal with what it is for.
    pub(crate) fn of_admin_group(mut self, reason: &str) -> Self {
        self.0.kind = ErrorKind::AdminGroup;
        self.0.message = format!("{reason}: {}", self.0.message);
        self
    }

    /// The same refusal under what it is for, where it is Okta's for an application that a group of the user assigns. Users of
    /// other clients met it (articulate/terraform-provider-okta#120, gravitational/teleport#53947), also for users who were
    /// assigned the application alone, too.
    pub(crate) fn or_assigned_through_group(mut self) -> Self {
        let refusal = self.transport().and_then(okta_transport::Error::okta);
        if refusal.is_some_and(|refusal| refusal.code() == "E0000046") {
            self.0.kind = ErrorKind::AssignedThroughGroup;
        }
        self
    }

    pub(crate) fn wrong_status(action: Action, status: Option<&UserStatus>, advice: &str) -> Self {
        let status_name = status.map_or("without a status", UserStatus::as_str);
        let mut error = Self::new(
            action,
            ErrorKind::WrongStatus,
            format!("the user is {status_name}; {advice}"),
        );
        error.0.status = status.cloned();
        error
    }

    pub(crate) fn ambiguous(action: Action, candidates: Vec<UserId>) -> Self {
        let ids: Vec<&str> = candidates.iter().map(UserId::as_str).collect();
        let message = format!(
            "{} users fit: {}; name one by id",
            candidates.len(),
            ids.join(", ")
        );
        let mut error = Self::new(action, ErrorKind::Ambiguous, message);
        error.0.candidates = candidates;
        error
    }

    pub(crate) fn invalid_attributes(action: Action, problems: Vec<(String, String)>) -> Self {
        let told: Vec<String> = problems
            .iter()
            .map(|(name, problem)| format!("{name} {problem}"))
            .collect();
        let mut error = Self::new(action, ErrorKind::InvalidAttribute, told.join("; "));
        error.0.attributes = problems.into_iter().map(|(name, _)| name).collect();
        error
    }

    pub(crate) fn transport_of(action: Action, error: okta_transport::Error) -> Self {
        let mut failure = Self::from(error);
        failure.0.action = Some(action);
        failure
    }

    /// What sort of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The action that failed.
    pub fn action(&self) -> Option<Action> {
        self.0.action
    }

    /// The user's status that did not allow the action.
    pub fn status(&self) -> Option<&UserStatus> {
        self.0.status.as_ref()
    }

    /// Ids of the users who fit a description, of kind [`Ambiguous`](ErrorKind::Ambiguous).
    pub fn candidates(&self) -> &[UserId] {
        &self.0.candidates
    }

    /// Names of the attributes that cannot be written so, of kind [`InvalidAttribute`](ErrorKind::InvalidAttribute).
    pub fn attributes(&self) -> &[String] {
        &self.0.attributes
    }

    /// The failed call, where one is the reason.
    pub fn transport(&self) -> Option<&okta_transport::Error> {
        self.0.transport.as_ref()
    }

    /// Whether the user, group or application does not exist, or is hidden from the token.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
            || self.transport().is_some_and(okta_transport::Error::is_not_found)
    }

    /// Whether the token may not do this.
    pub fn is_forbidden(&self) -> bool {
        self.transport().is_some_and(okta_transport::Error::is_forbidden)
    }
}

impl From<okta_transport::Error> for Error {
    fn from(error: okta_transport::Error) -> Self {
        let message = error.to_string();
        Self(Box::new(Inner {
            action: None,
            kind: ErrorKind::Transport,
            message,
            status: None,
            candidates: Vec::new(),
            attributes: Vec::new(),
            transport: Some(error),
        }))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.action {
            Some(action) => write!(formatter, "cannot {action}: {}", self.0.message),
            None => formatter.write_str(&self.0.message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.transport.as_ref().map(|error| error as _)
    }
}

//! The operations of the management API.

use std::cmp::Ordering;
use std::fmt;

use crate::tables::OPERATIONS;

/// The HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// `GET`: reads.
    Get,
    /// `POST`: creates, changes in part, or runs an action.
    Post,
    /// `PUT`: replaces, or assigns.
    Put,
    /// `PATCH`: changes in part; 13 operations only, Okta uses `POST` for most partial changes.
    Patch,
    /// `DELETE`: deletes, or takes an assignment away.
    Delete,
}

impl Method {
    /// The method as it is sent, such as `"GET"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Where an operation stands in Okta's release process
/// (<https://developer.okta.com/docs/reference/releases-at-okta/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// `GA`: for every org.
    GenerallyAvailable,
    /// `LIMITED_GA`: for orgs that ask for it.
    LimitedGenerallyAvailable,
    /// `EA`: early access; may change.
    EarlyAccess,
    /// The specification does not say, as for 13 operations.
    Unstated,
}

/// How the next page of a list is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Paging {
    /// There is one page.
    None,
    /// In the `Link` header whose relation is `next`; one header line a link, so read all of them.
    LinkHeader,
    /// In the body, under `_links.next.href`. `GET /api/v1/iam/roles` also sends a `Link` header.
    BodyLinks,
}

/// One operation of the management API: what Okta's specification says about it, and where recorded traffic
/// says otherwise.
///
/// ```
/// use okta_facts::{Method, Operation, Paging, required_operation};
///
/// const LIST_USERS: &Operation = required_operation("listUsers");
///
/// assert_eq!((LIST_USERS.method, LIST_USERS.path), (Method::Get, "/api/v1/users"));
/// assert_eq!(LIST_USERS.scopes, ["okta.users.read"]);
/// assert_eq!(LIST_USERS.paging, Paging::LinkHeader);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of the specification, independent of the others"
)]
pub struct Operation {
    /// Okta's `operationId`, such as `"listUsers"`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `"/api/v1/users/{id}"`.
    pub path: &'static str,
    /// The group that Okta's reference lists it under, such as `"UserLifecycle"`.
    pub tag: &'static str,
    /// Where it stands in the release process.
    pub stage: Stage,
    /// Whether Okta marks it as deprecated.
    pub deprecated: bool,
    /// The products it is limited to, such as `"Okta Identity Engine"`; empty when there is no such limit.
    pub skus: &'static [&'static str],
    /// Whether the specification marks it as callable from a browser on another origin.
    pub cors: bool,
    /// Whether it accepts an API token (`Authorization: SSWS …`).
    pub api_token: bool,
    /// Whether it accepts an OAuth 2.0 access token (`Authorization: Bearer …` or `DPoP …`). When this and
    /// [`api_token`](Self::api_token) are both false, it needs no authentication.
    pub oauth2: bool,
    /// The OAuth 2.0 scopes it names. All begin with `okta.` but those of the tag `SSFTransmitter` (`ssf.`).
    pub scopes: &'static [&'static str],
    /// Whether the specification says that an access token needs no scope for it.
    pub no_scope_required: bool,
    /// The names of the path's parameters.
    pub path_parameters: &'static [&'static str],
    /// The names of the query parameters.
    pub query: &'static [&'static str],
    /// Those of [`query`](Self::query) that must be sent.
    pub required_query: &'static [&'static str],
    /// The names of the header parameters.
    pub headers: &'static [&'static str],
    /// The media types that a request body may have; empty when there is no body.
    pub content_types: &'static [&'static str],
    /// Whether a request body must be sent.
    pub body_required: bool,
    /// How the next page is found.
    pub paging: Paging,
    /// The page size that the specification documents as the default; `-1` stands for "Okta decides".
    pub default_limit: Option<i32>,
    /// The smallest page size that may be asked for.
    pub min_limit: Option<i32>,
    /// The largest page size that may be asked for.
    pub max_limit: Option<i32>,
    /// The default page size that was observed, where it is known to differ from what is documented.
    pub observed_limit: Option<i32>,
    /// The documented statuses of success, ascending; three operations document a redirection, 301, instead.
    pub statuses: &'static [u16],
    /// The documented statuses of failure, ascending.
    pub error_statuses: &'static [u16],
    /// Where recorded traffic has another status of success than the specification, what was seen, such as
    /// `"spec 201, real 200"`. Accept any 2xx.
    pub observed_status: Option<&'static str>,
    /// The rate-limit bucket, where the table of 2022 has this path; [`bucket`](crate::bucket) also knows the
    /// rest.
    pub bucket: Option<&'static str>,
    /// The custom-role permissions that the specification says may call it (any of them); 10 operations have it.
    pub iam_permissions: &'static [&'static str],
    /// The standard roles that the specification says may call it (any of them); 24 operations have it.
    pub iam_admin_roles: &'static [&'static str],
}

/// What most operations have in common: generated rows name only what differs.
pub(crate) const PLAIN: Operation = Operation {
    id: "",
    method: Method::Get,
    path: "",
    tag: "",
    stage: Stage::GenerallyAvailable,
    deprecated: false,
    skus: &[],
    cors: false,
    api_token: true,
    oauth2: true,
    scopes: &[],
    no_scope_required: false,
    path_parameters: &[],
    query: &[],
    required_query: &[],
    headers: &[],
    content_types: &[],
    body_required: false,
    paging: Paging::None,
    default_limit: None,
    min_limit: None,
    max_limit: None,
    observed_limit: None,
    statuses: &[200],
    error_statuses: &[],
    observed_status: None,
    bucket: None,
    iam_permissions: &[],
    iam_admin_roles: &[],
};

/// With it a client asks the org authorization server for an access token; the id is that of Okta's OAuth 2.0 API
/// (<https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/OrgAS/#tag/OrgAS/operation/token>). It is none of the
/// management API, so neither [`OPERATIONS`] nor [`operation`] has it.
///
/// ```
/// use okta_facts::{REQUEST_FOR_TOKEN, bucket, operation};
///
/// assert_eq!((REQUEST_FOR_TOKEN.method.as_str(), REQUEST_FOR_TOKEN.path), ("POST", "/oauth2/v1/token"));
/// assert_eq!(REQUEST_FOR_TOKEN.bucket, bucket("POST", REQUEST_FOR_TOKEN.path));
/// assert!(operation(REQUEST_FOR_TOKEN.id).is_none());
/// ```
pub const REQUEST_FOR_TOKEN: &Operation = &Operation {
    id: "token",
    method: Method::Post,
    path: "/oauth2/v1/token",
    tag: "OrgAS",
    // The client shows who it is in the body.
    api_token: false,
    oauth2: false,
    content_types: &["application/x-www-form-urlencoded"],
    body_required: true,
    bucket: Some("/oauth2/v1/token"),
    ..PLAIN
};

/// The operation with this `operationId`, or `None` when there is none.
///
/// ```
/// assert_eq!(okta_facts::operation("suspendUser").unwrap().path, "/api/v1/users/{id}/lifecycle/suspend");
/// assert!(okta_facts::operation("suspendWorld").is_none());
/// ```
pub const fn operation(id: &str) -> Option<&'static Operation> {
    let (mut low, mut high) = (0, OPERATIONS.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        match compare(OPERATIONS[middle].id, id) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(&OPERATIONS[middle]),
        }
    }
    None
}

/// The operation with this `operationId`, for `const` items: an unknown id does not compile.
///
/// ```
/// const SUSPEND_USER: &okta_facts::Operation = okta_facts::required_operation("suspendUser");
/// ```
///
/// ```compile_fail
/// const MISSPELLED: &okta_facts::Operation = okta_facts::required_operation("suspendUsers");
/// ```
///
/// # Panics
///
/// When there is no such operation. Use it in `const` items only, where that is a compile error, and
/// [`operation`] everywhere else.
pub const fn required_operation(id: &str) -> &'static Operation {
    match operation(id) {
        Some(operation) => operation,
        #[expect(clippy::panic, reason = "it is the compile error of a const item")]
        None => panic!("no operation of Okta's specification has this operationId"),
    }
}

/// `==` of two texts, which is not const yet.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    matches!(compare(left, right), Ordering::Equal)
}

/// `Ord::cmp` of two texts, which is not const yet.
const fn compare(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() {
        if left[index] < right[index] {
            return Ordering::Less;
        }
        if left[index] > right[index] {
            return Ordering::Greater;
        }
        index += 1;
    }
    if left.len() < right.len() {
        Ordering::Less
    } else if left.len() > right.len() {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

//! [`Call`]: an operation with the objects that it names, and what is known about them.

use std::fmt;

use okta_models::{GroupId, Operation};

use crate::Requirement;

/// An operation with the objects that it names, and what the caller knows about them.
///
/// What an operation may reach depends on the object: a help desk administrator resets the passwords of the users in its
/// groups, and nobody but a super administrator those of super administrators. A decision about a call that does not say
/// is scoped: it lists what the object must be within.
///
/// ```
/// use okta_models::user_credentials::ResetPassword;
/// use okta_permissions::{AboutUser, Assignment, Call, Decision, Grant, Principal, RoleType, Standing, Targets};
///
/// let help_desk = Assignment::standard(&RoleType::HelpDeskAdmin, Targets::groups(["00g1"]));
/// let grant = Grant::api_token(Principal::user("00u9")).with(help_desk);
/// let reset = ResetPassword::new("00u1");
/// assert!(matches!(grant.allows(&reset), Decision::Scoped(_)));
///
/// let groups = ["00g1".into(), "00g2".into()];
/// let ada = AboutUser::new().groups(&groups).standing(Standing::Ordinary);
/// assert!(matches!(grant.decide(Call::of(&reset).about_user(ada)), Decision::Granted));
/// ```
#[derive(Clone)]
pub struct Call<'a> {
    requirement: Requirement,
    user: Option<&'a str>,
    pub(crate) group: Option<&'a str>,
    pub(crate) app: Option<&'a str>,
    pub(crate) about_user: AboutUser<'a>,
    pub(crate) about_group: AboutGroup,
    pub(crate) about_app: AboutApp<'a>,
    pub(crate) body: Body,
}

/// What of a body changes what an operation takes.
#[derive(Clone, Default)]
pub(crate) struct Body {
    pub(crate) sets_password: bool,
    pub(crate) changes_type: bool,
    pub(crate) sets_realm: bool,
    pub(crate) into_groups: Option<Vec<GroupId>>,
    user: Option<String>,
}

impl fmt::Debug for Call<'_> {
    /// Shows the operation and the ids that the call names; not the user, who may be named by login.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &self.requirement.operation().id)
            .field("group", &self.group)
            .field("app", &self.app)
            .field("about_user", &self.about_user)
            .field("about_group", &self.about_group)
            .field("about_app", &self.about_app)
            .finish_non_exhaustive()
    }
}

impl<'a> Call<'a> {
    /// A call of an operation of okta-models, with the objects that it names. The bodies of five operations decide, too,
    /// and are read: `createUser` (groups, realm), `updateUser` and `replaceUser` (password, type, realm), `createApplication`
    /// (OpenID Connect) and `assignUserToApplication` (the user).
    pub fn of<O: Operation>(operation: &'a O) -> Self {
        let mut call = Self::to_requirement(Requirement::of::<O>());
        operation.visit_path(&mut |name, value| call.name(name, value));
        if call.requirement.compiled().body_decides {
            // What cannot be sent is not refused by Okta, and the transport says so.
            if let Ok(request) = operation.request() {
                call = call.with_body(request.body());
            }
        }
        call
    }

    /// A call of the operation with this operationId that names nothing yet; `None` when Okta has no such operation.
    ///
    /// ```
    /// use okta_permissions::Call;
    ///
    /// let call = Call::to("assignUserToGroup").unwrap().on_user("00u1").on_group("00g1");
    /// assert_eq!(call.requirement().operation().id, "assignUserToGroup");
    /// assert!(Call::to("makeCoffee").is_none());
    /// ```
    pub fn to(operation_id: &str) -> Option<Self> {
        Requirement::of_id(operation_id).map(Self::to_requirement)
    }

    /// A call of the operation of this requirement that names nothing yet.
    pub fn to_requirement(requirement: Requirement) -> Self {
        Self {
            requirement,
            user: None,
            group: None,
            app: None,
            about_user: AboutUser::new(),
            about_group: AboutGroup::new(),
            about_app: AboutApp::new(),
            body: Body::default(),
        }
    }

    /// Names the user, by id or login; `me` is the owner of the token.
    pub fn on_user(mut self, user: &'a str) -> Self {
        self.user = Some(user);
        self
    }

    /// Names the group, by id.
    pub fn on_group(mut self, group: &'a str) -> Self {
        self.group = Some(group);
        self
    }

    /// Names the app, by id.
    pub fn on_app(mut self, app: &'a str) -> Self {
        self.app = Some(app);
        self
    }

    /// Says what is known about the user that the call names; of a call on an API token, about the token's owner, who is
    /// named with [`on_user`](Self::on_user).
    pub fn about_user(mut self, user: AboutUser<'a>) -> Self {
        self.about_user = user;
        self
    }

    /// Says what is known about the group that the call names; of `createUser`, about the groups of the new user.
    pub fn about_group(mut self, group: AboutGroup) -> Self {
        self.about_group = group;
        self
    }

    /// Says what is known about the app that the call names, or makes.
    pub fn about_app(mut self, app: AboutApp<'a>) -> Self {
        self.about_app = app;
        self
    }

    /// Reads what of a JSON body decides. Without a body a call is taken for one that sets neither password nor type; of
    /// `createUser` the groups are then unknown.
    pub fn with_body(mut self, body: &[u8]) -> Self {
        let Ok(body) = serde_json::from_slice::<serde_json::Value>(body) else {
            return self;
        };
        let sets_realm = body.get("realmId").is_some_and(|realm| !realm.is_null());
        match self.requirement.operation().id {
            "createUser" => {
                let groups = body["groupIds"].as_array().map(Vec::as_slice).unwrap_or_default();
                let groups = groups
                    .iter()
                    .filter_map(serde_json::Value::as_str)
                    .map(GroupId::new);
                self.body.into_groups = Some(groups.collect());
                self.body.sets_realm = sets_realm;
            }
            "updateUser" | "replaceUser" => {
                let credentials = &body["credentials"];
                // A user as Okta shows it has a password without a member, and a question without an answer.
                let sets = |form| credentials["password"].get(form).is_some();
                self.body.sets_password = ["value", "hash", "hook"].into_iter().any(sets)
                    || credentials["recovery_question"].get("answer").is_some();
                self.body.changes_type = body.get("type").is_some();
                self.body.sets_realm = sets_realm;
            }
            "createApplication" => {
                self.about_app.openid_connect = Some(body["signOnMode"] == "OPENID_CONNECT");
            }
            "assignUserToApplication" => {
                self.body.user = body["id"].as_str().map(str::to_owned);
            }
            _ => {}
        }
        self
    }

    /// The user that the call names, in its path or in its body.
    pub(crate) fn user(&self) -> Option<&str> {
        self.user.or(self.body.user.as_deref())
    }

    /// What the operation takes.
    pub fn requirement(&self) -> Requirement {
        self.requirement
    }

    fn name(&mut self, parameter: &str, value: &'a str) {
        let mut parameters = self.requirement.compiled().parameters.iter();
        match parameters.find(|(name, _)| *name == parameter) {
            Some((_, 0)) => self.user = Some(value),
            Some((_, 1)) => self.group = Some(value),
            Some(_) => self.app = Some(value),
            None => {}
        }
    }
}

/// What is known about a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AboutUser<'a> {
    pub(crate) groups: Option<&'a [GroupId]>,
    pub(crate) standing: Standing,
}

/// How a user stands to the org's administration.
///
/// Only super administrators manage super administrators and the members of groups that hold a role (Okta's help page
/// "Standard administrator roles and permissions").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// It is not known.
    #[default]
    Unknown,
    /// Holds no role.
    Ordinary,
    /// Holds a role, and is not protected. Whether lesser administrators may manage such a user is not verified:
    /// Okta's help page speaks of super administrators alone.
    Administrator,
    /// Is a super administrator, or in a group that holds a role.
    Protected,
}

impl<'a> AboutUser<'a> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            groups: None,
            standing: Standing::Unknown,
        }
    }

    /// All groups of the user, `Everyone` among them, as Okta lists them.
    pub const fn groups(mut self, groups: &'a [GroupId]) -> Self {
        self.groups = Some(groups);
        self
    }

    /// How the user stands to the org's administration.
    pub const fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }
}

/// What is known about a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AboutGroup {
    pub(crate) everyone: Option<bool>,
    pub(crate) holds_role: Option<bool>,
}

impl AboutGroup {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            everyone: None,
            holds_role: None,
        }
    }

    /// Whether it is the group of all users, whose type is `BUILT_IN`: group administrators do not see it.
    pub const fn everyone(mut self, everyone: bool) -> Self {
        self.everyone = Some(everyone);
        self
    }

    /// Whether it holds an administrator role, which makes it the super administrators' to manage.
    pub const fn holds_role(mut self, holds_role: bool) -> Self {
        self.holds_role = Some(holds_role);
        self
    }
}

/// What is known about an app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AboutApp<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) openid_connect: Option<bool>,
}

impl<'a> AboutApp<'a> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            name: None,
            openid_connect: None,
        }
    }

    /// Its type's name in the catalog: `name` of the app.
    pub const fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Whether it is an OpenID Connect app: `signOnMode` is `OPENID_CONNECT`.
    pub const fn openid_connect(mut self, openid_connect: bool) -> Self {
        self.openid_connect = Some(openid_connect);
        self
    }
}

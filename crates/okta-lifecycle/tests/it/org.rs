//! The org that the tests run on.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use jiff::Timestamp;
use okta_emulator::{Emulator, Preset};
use okta_lifecycle::Lifecycle;
use okta_models::{
    GroupId, Operation, UserId,
    groups::{AddGroup, DeleteGroup, GroupProfileUpdate},
    schemas::{UpdateUserProfile, UserSchemaAttribute, UserSchemaAttributeType, UserSchemaUpdate},
    user_credentials::{ExpirePassword, ResetPassword, UserCredentialsUpdate},
    user_lifecycle::{ActivateUser, DeactivateUser, SuspendUser},
    users::{CreateUser, CreateUserRequest, DeleteUser, UserProfileUpdate, UserStatus},
};
use okta_transport::{Client, ClientBuilder, Clock, RetryPolicy, VirtualClock};

use crate::specification;

pub(crate) struct Org {
    pub(crate) client: Client,
    /// `None` on a real org.
    pub(crate) emulator: Option<Emulator>,
    created: Mutex<Created>,
}

/// What the tests made in a real org.
#[derive(Default)]
struct Created {
    users: Vec<UserId>,
    groups: Vec<GroupId>,
}

/// A clock that the org's follows.
#[derive(Debug)]
struct OrgClock(Emulator, VirtualClock);

impl Clock for OrgClock {
    fn now(&self) -> Timestamp {
        self.1.now()
    }

    fn elapsed(&self) -> Duration {
        self.1.elapsed()
    }

    fn sleep<'clock, 'sleep>(
        &'clock self,
        duration: Duration,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'sleep>>
    where
        'clock: 'sleep,
        Self: 'sleep,
    {
        self.0.advance(duration);
        self.1.sleep(duration)
    }
}

impl Org {
    /// A real org when one is named, or else an embedded one.
    pub(crate) fn of_the_environment() -> Self {
        match (
            std::env::var("OKTA_TEST_ORG_URL"),
            std::env::var("OKTA_TEST_TOKEN"),
        ) {
            (Ok(url), Ok(token)) => {
                let builder = Client::builder()
                    .org(url)
                    .api_token(token)
                    .allow_plain_http_on_loopback(true);
                Self::with(builder.build().unwrap(), None)
            }
            _ => Self::embedded(),
        }
    }

    pub(crate) fn embedded() -> Self {
        Self::slow(Duration::ZERO)
    }

    /// An embedded org that works for so long on what it does in the background.
    pub(crate) fn slow(takes: Duration) -> Self {
        let mut builder = Emulator::builder()
            .users(3)
            .seed(7)
            .limits(Preset::Unlimited)
            .background_work(takes);
        if let Some(log) = specification::request_log() {
            builder = builder.request_log(log);
        }
        let emulator = builder.build();
        let handle = emulator.clone();
        let client = settings(&emulator)
            .backend(move |request| handle.handle(request))
            .build()
            .unwrap();
        Self::with(client, Some(emulator))
    }

    /// An embedded org whose users have an attribute of the org's own: a text of four characters at most.
    pub(crate) async fn with_attribute(name: &str) -> Self {
        let org = Self::embedded();
        let mut attribute = UserSchemaAttribute::of_type(UserSchemaAttributeType::String, name);
        attribute.max_length = Some(4);
        let update = UserSchemaUpdate::new().attribute(name, attribute);
        org.send(UpdateUserProfile::new("default", update)).await;
        org
    }

    fn with(client: Client, emulator: Option<Emulator>) -> Self {
        Self {
            client,
            emulator,
            created: Mutex::default(),
        }
    }

    /// Removes what the test created in a real org; an embedded one ends with its test.
    pub(crate) async fn tidy(self) {
        if self.emulator.is_some() {
            return;
        }
        let created = self.created.into_inner().unwrap();
        for user in created.users {
            // The first call deactivates, the second deletes; a DEPROVISIONED user is gone after the first.
            let _ = self.client.send(DeleteUser::new(&user)).await;
            let _ = self.client.send(DeleteUser::new(&user)).await;
        }
        for group in created.groups {
            let _ = self.client.send(DeleteGroup::new(&group)).await;
        }
    }

    pub(crate) fn lifecycle(&self) -> Lifecycle {
        Lifecycle::new(&self.client)
    }

    /// The verbs, with a clock that does not let anybody wait and moves the org's on instead.
    pub(crate) fn patient(&self) -> Lifecycle {
        let emulator = self.emulator.as_ref().unwrap();
        let handle = emulator.clone();
        let client = settings(emulator)
            .backend(move |request| handle.handle(request))
            .clock(OrgClock(emulator.clone(), VirtualClock::default()));
        Lifecycle::new(&client.build().unwrap())
    }

    /// How many requests changed something so far.
    pub(crate) fn writes(&self) -> Option<usize> {
        let emulator = self.emulator.as_ref()?;
        Some(
            emulator
                .requests()
                .iter()
                .filter(|request| request.method != "GET")
                .count(),
        )
    }

    pub(crate) async fn group(&self) -> GroupId {
        let profile = GroupProfileUpdate::new().name(format!("Lifecycle {}", unique()));
        let group = self.client.send(AddGroup::new(profile)).await.unwrap().id;
        self.created.lock().unwrap().groups.push(group.clone());
        group
    }

    /// A new user in this status; `None` where no operation leads there (LOCKED_OUT on a real org).
    pub(crate) async fn user(&self, status: &UserStatus) -> Option<UserId> {
        let login = format!("lifecycle-{}@example.com", unique());
        let profile = UserProfileUpdate::new()
            .login(login.as_str())
            .email(login.as_str())
            .first_name("Ada")
            .last_name("Lovelace");
        let request = CreateUserRequest::from(profile);
        let with_password = *status != UserStatus::Provisioned;
        let request = if with_password {
            request.credentials(UserCredentialsUpdate::with_password(password()))
        } else {
            request
        };
        let user = self
            .client
            .send(CreateUser::new(request).activate(false))
            .await
            .unwrap()
            .id;
        self.created.lock().unwrap().users.push(user.clone());
        self.bring(&user, status).await.then_some(user)
    }

    /// Brings a STAGED user into this status; whether that can be done in this org.
    pub(crate) async fn bring(&self, user: &UserId, status: &UserStatus) -> bool {
        if *status != UserStatus::Staged {
            self.send(ActivateUser::new(user).send_email(false)).await;
        }
        match status {
            UserStatus::Staged | UserStatus::Active | UserStatus::Provisioned => {}
            UserStatus::Suspended => self.send(SuspendUser::new(user)).await,
            UserStatus::Deprovisioned => self.send(DeactivateUser::new(user)).await,
            UserStatus::PasswordExpired => self.send(ExpirePassword::new(user)).await,
            UserStatus::Recovery => self.send(ResetPassword::new(user).send_email(false)).await,
            UserStatus::LockedOut => {
                let Some(emulator) = &self.emulator else {
                    return false;
                };
                assert!(emulator.lock_out(user.as_str()));
            }
            other => panic!("no way leads to {other}"),
        }
        true
    }

    async fn send<O: Operation>(&self, operation: O) {
        self.client.send(operation).await.unwrap();
    }
}

/// A client of an embedded org in which `answer` may answer in the org's place, a request at a time.
pub(crate) fn client_with_answers(
    emulator: &Emulator,
    answer: impl Fn(&http::Request<Bytes>) -> Option<http::Response<Bytes>> + Send + Sync + 'static,
) -> Client {
    let handle = emulator.clone();
    let answer = Arc::new(answer);
    let backend = move |request: http::Request<Bytes>| {
        let (emulator, answer) = (handle.clone(), Arc::clone(&answer));
        async move {
            match answer(&request) {
                Some(answer) => answer,
                None => emulator.handle(request).await,
            }
        }
    };
    settings(emulator)
        .backend(backend)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// An answer of Okta's, as `client_with_answers` takes it.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the closure says `None` where the org is to answer"
)]
pub(crate) fn answer(status: u16, body: &'static str) -> Option<http::Response<Bytes>> {
    let response = http::Response::builder()
        .status(status)
        .header("content-type", "application/json");
    Some(response.body(Bytes::from_static(body.as_bytes())).unwrap())
}

/// The settings of a client of an embedded org, without its backend.
pub(crate) fn settings(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .ungoverned()
        .org(emulator.base_url())
        .api_token(emulator.api_token("SUPER_ADMIN").expose())
}

/// A password that no other is like, and that has no part of a login in it.
pub(crate) fn password() -> String {
    let letter = |digit: char| {
        digit
            .to_digit(10)
            .and_then(|digit| char::from_digit(digit + 10, 36))
    };
    let word: String = unique().chars().filter_map(letter).collect();
    format!("Engine-9-{word}!")
}

/// Keeps users of different tests and runs apart.
pub(crate) fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let time = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    format!("{time}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

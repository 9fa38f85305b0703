//! What a log event is on the wire.

use crate::{RawJson, open_enum::open_enum, wire_struct::wire_struct};

open_enum! {
    /// Direction in which the log is read.
    pub enum LogSortOrder {
        /// Oldest first.
        Ascending = "ASCENDING",
        /// Newest first.
        Descending = "DESCENDING",
    }
}

open_enum! {
    /// How grave an event is.
    pub enum LogSeverity {
        /// For diagnosis.
        Debug = "DEBUG",
        /// Something failed.
        Error = "ERROR",
        /// As it should be.
        Info = "INFO",
        /// Worth a look.
        Warn = "WARN",
    }
}

open_enum! {
    /// How an event ended.
    pub enum LogOutcomeResult {
        /// Given up.
        Abandoned = "ABANDONED",
        /// Allowed.
        Allow = "ALLOW",
        /// Answered with a question, for a second factor for instance.
        Challenge = "CHALLENGE",
        /// Put off.
        Deferred = "DEFERRED",
        /// Denied.
        Deny = "DENY",
        /// Failed.
        Failure = "FAILURE",
        /// Refused by a rate limit.
        RateLimit = "RATE_LIMIT",
        /// To be done later.
        Scheduled = "SCHEDULED",
        /// Left out.
        Skipped = "SKIPPED",
        /// Succeeded.
        Success = "SUCCESS",
        /// Nobody answered.
        Unanswered = "UNANSWERED",
        /// Not known to Okta itself.
        UnknownResult = "UNKNOWN",
    }
}

wire_struct! {
    /// An event of the System Log.
    ///
    /// ```
    /// use okta_models::system_log::LogEvent;
    ///
    /// let event: LogEvent = serde_json::from_str(
    ///     r#"{"uuid": "1", "eventType": "user.lifecycle.suspend", "target": [{"id": "00u1", "type": "User"}]}"#,
    /// )?;
    /// assert_eq!(event.target_of_type("User").and_then(|target| target.id.as_deref()), Some("00u1"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Default)]
    pub struct LogEvent {
        optional {
            /// Unique id of the event: the same event may be delivered twice.
            uuid: String = "uuid",
            /// What happened, by Okta's catalogue of event types.
            event_type: String = "eventType",
            /// Version of the event's form.
            version: String = "version",
            /// What happened, in words.
            display_message: String = "displayMessage",
            /// How grave it is.
            severity: LogSeverity = "severity",
            /// The name that the event had in Okta's former API.
            legacy_event_type: String = "legacyEventType",
            /// Who did it.
            actor: LogActor = "actor",
            /// From where.
            client: LogClient = "client",
            /// How it ended.
            outcome: LogOutcome = "outcome",
            /// What it was done to, in no fixed order.
            target: Vec<LogTarget> = "target",
            /// The request that it belongs to.
            transaction: LogTransaction = "transaction",
            /// Details whose form follows from the event type.
            debug_context: RawJson = "debugContext",
            /// How the actor had signed in.
            authentication_context: RawJson = "authenticationContext",
            /// What is known about the address.
            security_context: RawJson = "securityContext",
            /// Addresses that the request passed.
            request: RawJson = "request",
            /// The device.
            device: RawJson = "device",
        }
        times {
            /// When it happened.
            published = "published",
        }
    }
}

impl LogEvent {
    /// The first target of this type, `User` or `UserGroup` or `AppInstance` for instance.
    pub fn target_of_type(&self, target_type: &str) -> Option<&LogTarget> {
        self.target
            .as_ref()?
            .iter()
            .find(|target| target.target_type.as_deref() == Some(target_type))
    }
}

wire_struct! {
    /// Who did something.
    #[derive(Default)]
    pub struct LogActor {
        optional {
            /// Okta's id of the actor.
            id: String = "id",
            /// What the actor is, `User`, `SystemPrincipal`, `PublicClientApp`.
            actor_type: String = "type",
            /// A name that people know, a login for instance.
            alternate_id: String = "alternateId",
            /// The name to show.
            display_name: String = "displayName",
            /// More, by type.
            detail_entry: RawJson = "detailEntry",
        }
    }
}

wire_struct! {
    /// What something was done to.
    #[derive(Default)]
    pub struct LogTarget {
        optional {
            /// Okta's id of the target.
            id: String = "id",
            /// What the target is, `User`, `UserGroup`, `AppInstance`.
            target_type: String = "type",
            /// A name that people know, a login for instance.
            alternate_id: String = "alternateId",
            /// The name to show.
            display_name: String = "displayName",
            /// More, by type.
            detail_entry: RawJson = "detailEntry",
            /// What was changed, before and after.
            change_details: RawJson = "changeDetails",
        }
    }
}

wire_struct! {
    /// From where something was done.
    #[derive(Default)]
    pub struct LogClient {
        optional {
            /// The OAuth client.
            id: String = "id",
            /// The browser or program.
            user_agent: RawJson = "userAgent",
            /// The network zone.
            zone: String = "zone",
            /// The kind of device.
            device: String = "device",
            /// The address.
            ip_address: String = "ipAddress",
            /// Where the address is.
            geographical_context: RawJson = "geographicalContext",
        }
    }
}

wire_struct! {
    /// How something ended.
    #[derive(Default)]
    pub struct LogOutcome {
        optional {
            /// The result.
            result: LogOutcomeResult = "result",
            /// Why, where it did not succeed.
            reason: String = "reason",
        }
    }
}

wire_struct! {
    /// The request that an event belongs to.
    #[derive(Default)]
    pub struct LogTransaction {
        optional {
            /// `WEB` or `JOB`.
            transaction_type: String = "type",
            /// The request's `X-Okta-Request-Id`.
            id: String = "id",
            /// More: `requestApiTokenId` is the API token that made the request.
            detail: RawJson = "detail",
        }
    }
}

wire_struct! {
    /// A delivery of an event hook.
    #[derive(Default)]
    pub struct EventHookDelivery {
        optional {
            /// `com.okta.event_hook`.
            event_type: String = "eventType",
            /// Version of the delivery's form.
            event_type_version: String = "eventTypeVersion",
            /// Version of CloudEvents.
            cloud_events_version: String = "cloudEventsVersion",
            /// URL of the event hook.
            source: String = "source",
            /// Unique id of the delivery.
            event_id: String = "eventId",
            /// Form of the data.
            content_type: String = "contentType",
            /// The events.
            data: EventHookEvents = "data",
        }
        times {
            /// When it was sent.
            event_time = "eventTime",
        }
    }
}

wire_struct! {
    /// The events of a delivery.
    #[derive(Default)]
    pub struct EventHookEvents {
        optional {
            /// The events.
            events: Vec<LogEvent> = "events",
        }
    }
}

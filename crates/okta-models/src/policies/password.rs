//! Settings of policies about passwords. No member is read-only, so what is read may be written.

use super::LifecycleStatus;
use crate::{RawJson, wire_struct::wire_struct};

wire_struct! {
    /// Settings of a policy about passwords. Those of other types of policies are in `extra`.
    #[derive(Default)]
    pub struct PasswordPolicySettings {
        optional {
            /// The passwords themselves.
            password: PasswordPolicyPasswordSettings = "password",
            /// How people recover from a lost password.
            recovery: PasswordPolicyRecoverySettings = "recovery",
            /// What is left to the directory.
            delegation: PasswordPolicyDelegationSettings = "delegation",
        }
    }
}

wire_struct! {
    /// What a password must be.
    #[derive(Default)]
    pub struct PasswordPolicyPasswordSettings {
        optional {
            /// How long it lasts.
            age: PasswordPolicyPasswordSettingsAge = "age",
            /// What it is made of.
            complexity: PasswordPolicyPasswordSettingsComplexity = "complexity",
            /// When failed sign-ins lock the user out.
            lockout: PasswordPolicyPasswordSettingsLockout = "lockout",
            /// What happens when it turns up in a breach.
            breached_protection: PasswordPolicyPasswordSettingsBreachedProtection = "breachedProtection",
        }
    }
}

wire_struct! {
    /// How long a password lasts.
    #[derive(Default)]
    pub struct PasswordPolicyPasswordSettingsAge {
        optional {
            /// Days before expiry from which the user is warned; 0 is never.
            expire_warn_days: u64 = "expireWarnDays",
            /// Former passwords that cannot be used again.
            history_count: u64 = "historyCount",
            /// Days until the password expires; 0 is never.
            max_age_days: u64 = "maxAgeDays",
            /// Minutes before it can be changed again.
            min_age_minutes: u64 = "minAgeMinutes",
        }
    }
}

wire_struct! {
    /// What a password is made of.
    #[derive(Default)]
    pub struct PasswordPolicyPasswordSettingsComplexity {
        optional {
            /// Characters at least.
            min_length: u64 = "minLength",
            /// Lower-case letters at least.
            min_lower_case: u64 = "minLowerCase",
            /// Upper-case letters at least.
            min_upper_case: u64 = "minUpperCase",
            /// Digits at least.
            min_number: u64 = "minNumber",
            /// Symbols at least.
            min_symbol: u64 = "minSymbol",
            /// The same character in a row at most.
            max_consecutive_characters: u64 = "maxConsecutiveCharacters",
            /// Whether the user name may not be part of it.
            exclude_username: bool = "excludeUsername",
            /// Attributes that may not be part of it.
            exclude_attributes: Vec<String> = "excludeAttributes",
            /// Words that it may not be.
            dictionary: PasswordDictionary = "dictionary",
            /// An expression that it must satisfy.
            oel_statement: String = "oelStatement",
        }
    }
}

wire_struct! {
    /// Words that a password may not be.
    #[derive(Default)]
    pub struct PasswordDictionary {
        optional {
            /// Common passwords.
            common: PasswordDictionaryCommon = "common",
        }
    }
}

wire_struct! {
    /// Common passwords.
    #[derive(Default)]
    pub struct PasswordDictionaryCommon {
        optional {
            /// Whether they are refused.
            exclude: bool = "exclude",
        }
    }
}

wire_struct! {
    /// When failed sign-ins lock the user out.
    #[derive(Default)]
    pub struct PasswordPolicyPasswordSettingsLockout {
        optional {
            /// Minutes after which the user is unlocked without anyone's doing; 0 is never.
            auto_unlock_minutes: u64 = "autoUnlockMinutes",
            /// Failed sign-ins that lock out; 0 is never.
            max_attempts: u64 = "maxAttempts",
            /// Whether the user is told of being locked out.
            show_lockout_failures: bool = "showLockoutFailures",
            /// How the user is told, `EMAIL`.
            user_lockout_notification_channels: Vec<String> = "userLockoutNotificationChannels",
        }
    }
}

wire_struct! {
    /// What happens when a password turns up in a breach.
    #[derive(Default)]
    pub struct PasswordPolicyPasswordSettingsBreachedProtection {
        optional {
            /// A workflow that runs.
            delegated_workflow_id: String = "delegatedWorkflowId",
            /// Days after which the password expires; 0 is at once.
            expire_after_days: u64 = "expireAfterDays",
            /// Whether the user is signed out.
            logout_enabled: bool = "logoutEnabled",
        }
    }
}

wire_struct! {
    /// How people recover from a lost password.
    #[derive(Default)]
    pub struct PasswordPolicyRecoverySettings {
        optional {
            /// The ways.
            factors: PasswordPolicyRecoveryFactors = "factors",
        }
    }
}

wire_struct! {
    /// The ways to recover from a lost password.
    #[derive(Default)]
    pub struct PasswordPolicyRecoveryFactors {
        optional {
            /// A phone call.
            okta_call: PasswordPolicyRecoveryFactor = "okta_call",
            /// A mail.
            okta_email: PasswordPolicyRecoveryFactor = "okta_email",
            /// A text message.
            okta_sms: PasswordPolicyRecoveryFactor = "okta_sms",
            /// A question.
            recovery_question: PasswordPolicyRecoveryFactor = "recovery_question",
        }
    }
}

wire_struct! {
    /// A way to recover from a lost password.
    #[derive(Default)]
    pub struct PasswordPolicyRecoveryFactor {
        optional {
            /// Whether it is open.
            status: LifecycleStatus = "status",
            /// Of a mail, how long the link lasts; of a question, how long the answer is.
            properties: RawJson = "properties",
        }
    }
}

wire_struct! {
    /// What is left to the directory.
    #[derive(Default)]
    pub struct PasswordPolicyDelegationSettings {
        optional {
            /// The options.
            options: PasswordPolicyDelegationSettingsOptions = "options",
        }
    }
}

wire_struct! {
    /// Options of what is left to the directory.
    #[derive(Default)]
    pub struct PasswordPolicyDelegationSettingsOptions {
        optional {
            /// Whether unlocking in Okta leaves the account in Active Directory locked.
            skip_unlock: bool = "skipUnlock",
        }
    }
}

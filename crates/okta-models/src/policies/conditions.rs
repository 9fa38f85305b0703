//! Whom a policy or a rule concerns. No member is read-only, so what is read may be written.

use crate::{GroupId, NetworkZoneId, UserId, open_enum::open_enum, wire_struct::wire_struct};

wire_struct! {
    /// Whom a policy or a rule concerns. Conditions of policies about other things are in `extra`.
    #[derive(Default)]
    pub struct PolicyConditions {
        optional {
            /// The people.
            people: PolicyPeopleCondition = "people",
            /// Of a policy about passwords, who checks them.
            auth_provider: PasswordPolicyAuthenticationProviderCondition = "authProvider",
            /// Of a rule, where people are.
            network: PolicyNetworkCondition = "network",
        }
    }
}

impl PolicyConditions {
    /// The members of these groups.
    pub fn of_groups<G: Into<GroupId>>(groups: impl IntoIterator<Item = G>) -> Self {
        let groups = GroupCondition {
            include: Some(groups.into_iter().map(Into::into).collect()),
            ..GroupCondition::default()
        };
        Self {
            people: Some(PolicyPeopleCondition {
                groups: Some(groups),
                ..PolicyPeopleCondition::default()
            }),
            ..Self::default()
        }
    }
}

wire_struct! {
    /// People, by group and one by one.
    #[derive(Default)]
    pub struct PolicyPeopleCondition {
        optional {
            /// Groups.
            groups: GroupCondition = "groups",
            /// Users.
            users: UserCondition = "users",
        }
    }
}

wire_struct! {
    /// Groups that are concerned, and groups that are not.
    #[derive(Default)]
    pub struct GroupCondition {
        optional {
            /// Concerned.
            include: Vec<GroupId> = "include",
            /// Not concerned.
            exclude: Vec<GroupId> = "exclude",
        }
    }
}

wire_struct! {
    /// Users who are concerned, and users who are not.
    #[derive(Default)]
    pub struct UserCondition {
        optional {
            /// Concerned.
            include: Vec<UserId> = "include",
            /// Not concerned.
            exclude: Vec<UserId> = "exclude",
        }
    }
}

open_enum! {
    /// The kind of directory that checks the passwords that a policy is about.
    pub enum PasswordPolicyAuthenticationProviderType {
        /// Active Directory.
        ActiveDirectory = "ACTIVE_DIRECTORY",
        /// Any.
        Any = "ANY",
        /// An LDAP directory.
        Ldap = "LDAP",
        /// Okta itself.
        Okta = "OKTA",
    }
}

wire_struct! {
    /// Who checks the passwords that a policy is about.
    #[derive(Default)]
    pub struct PasswordPolicyAuthenticationProviderCondition {
        optional {
            /// The kind of directory.
            provider: PasswordPolicyAuthenticationProviderType = "provider",
            /// Ids of the Active Directory instances; all where there are none.
            include: Vec<String> = "include",
        }
    }
}

open_enum! {
    /// Where people are.
    pub enum PolicyNetworkConnection {
        /// Anywhere.
        Anywhere = "ANYWHERE",
        /// In, or not in, certain zones.
        Zone = "ZONE",
        /// In the zones that count as the company's own.
        OnNetwork = "ON_NETWORK",
        /// Outside of them.
        OffNetwork = "OFF_NETWORK",
    }
}

wire_struct! {
    /// Where people are.
    #[derive(Default)]
    pub struct PolicyNetworkCondition {
        optional {
            /// Anywhere, or by zone.
            connection: PolicyNetworkConnection = "connection",
            /// Zones that are concerned.
            include: Vec<NetworkZoneId> = "include",
            /// Zones that are not.
            exclude: Vec<NetworkZoneId> = "exclude",
        }
    }
}

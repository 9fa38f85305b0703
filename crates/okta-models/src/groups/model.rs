//! What a group is on the wire, and what may be written of one.

use serde::de::DeserializeOwned;

use crate::{
    DecodeError, GroupId, RawJson,
    open_enum::open_enum,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

open_enum! {
    /// Where a group comes from, and so who may change its members.
    pub enum GroupType {
        /// Imported from an application or directory; its members are changed there.
        AppGroup = "APP_GROUP",
        /// Okta's own, `Everyone` for instance; its members follow from Okta's rules.
        BuiltIn = "BUILT_IN",
        /// Made in Okta; its members may be changed here.
        OktaGroup = "OKTA_GROUP",
    }
}

wire_struct! {
    /// A group.
    pub struct Group {
        required {
            /// Okta's id of the group.
            id: GroupId = "id",
        }
        optional {
            /// Names of the schemas that the profile follows.
            object_class: Vec<String> = "objectClass",
            /// Where the group comes from.
            group_type: GroupType = "type",
            /// The profile.
            profile: GroupProfile = "profile",
            /// The application that an APP_GROUP comes from.
            source: RawJson = "source",
            /// What was asked for with `expand`; see [`stats`](Group::stats).
            embedded: RawJson = "_embedded",
            /// What may be read about the group.
            links: RawJson = "_links",
        }
        times {
            /// When the group was created.
            created = "created",
            /// When the profile was last changed.
            last_updated = "lastUpdated",
            /// When the membership was last changed.
            last_membership_updated = "lastMembershipUpdated",
        }
    }
}

impl Group {
    /// The name, where the answer holds it.
    pub fn name(&self) -> Option<&str> {
        self.profile.as_ref()?.name.as_deref()
    }

    /// The counts that `expand=stats` asks for; `None` where they were not asked for.
    ///
    /// # Errors
    ///
    /// When they are of another form than Okta documents.
    pub fn stats(&self) -> Option<Result<GroupStats, DecodeError>> {
        let stats = self.embedded.as_ref()?.pointer("/stats").transpose()?;
        Some(stats.and_then(|stats| RawJson::from(&stats).decode()))
    }
}

wire_struct! {
    /// A group's profile. Custom attributes are in `extra`; [`attribute`](GroupProfile::attribute) reads any of them.
    #[derive(Default)]
    pub struct GroupProfile {
        optional {
            /// The name, unique among Okta's own groups.
            name: String = "name",
            /// What the group is for.
            description: String = "description",
        }
    }
}

impl GroupProfile {
    /// The attribute with this name, base or custom, as `T`; `None` where it is absent or `null`. Groups of a directory have
    /// `dn`, `samAccountName`, `externalId` and `windowsDomainQualifiedName`.
    ///
    /// ```
    /// use okta_models::groups::GroupProfile;
    ///
    /// let profile: GroupProfile = serde_json::from_str(r#"{"name": "Sales", "samAccountName": "SALES"}"#)?;
    /// assert_eq!(profile.attribute::<String>("samAccountName").transpose()?.as_deref(), Some("SALES"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the attribute is of another type.
    pub fn attribute<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, DecodeError>> {
        let value = self.member(name).filter(|value| !value.is_null())?;
        Some(RawJson::from(&value).decode())
    }
}

wire_struct! {
    /// Counts about a group.
    #[derive(Default)]
    pub struct GroupStats {
        optional {
            /// Members.
            users_count: u64 = "usersCount",
            /// Applications that the group is assigned to.
            apps_count: u64 = "appsCount",
            /// Applications that the group is pushed to.
            group_push_mappings_count: u64 = "groupPushMappingsCount",
            /// Whether the group holds an admin role. Wrong for custom roles in older releases
            /// (OKTA-1094903).
            has_admin_privilege: bool = "hasAdminPrivilege",
            /// The same under the name that Okta's specification gives it, which is not the one on the wire.
            has_admin_privlege: bool = "hasAdminPrivlege",
        }
    }
}

write_struct! {
    /// What a write does to a group's profile.
    pub struct GroupProfileUpdate {
        /// The name.
        name: String = "name",
        /// What the group is for.
        description: String = "description",
    }
}

write_from_read!(GroupProfileUpdate from GroupProfile {
    name: String = "name",
    description: String = "description",
});

write_struct! {
    /// A group to be created or replaced.
    ///
    /// ```
    /// use okta_models::{Operation, groups::{AddGroup, GroupProfileUpdate}};
    ///
    /// let add = AddGroup::new(GroupProfileUpdate::new().name("Sales"));
    /// assert_eq!(add.request()?.body().as_slice(), br#"{"profile":{"name":"Sales"}}"#);
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct GroupUpdate {
        /// The profile.
        profile: GroupProfileUpdate = "profile",
    }
}

impl From<GroupProfileUpdate> for GroupUpdate {
    fn from(profile: GroupProfileUpdate) -> Self {
        Self::new().profile(profile)
    }
}

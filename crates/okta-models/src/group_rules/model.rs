//! What a group rule is on the wire, and what may be written of one.

use crate::{
    GroupId, GroupRuleId, RawJson,
    open_enum::open_enum,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

open_enum! {
    /// Whether a rule is at work.
    pub enum GroupRuleStatus {
        /// At work.
        Active = "ACTIVE",
        /// At rest; only such a rule can be edited.
        Inactive = "INACTIVE",
        /// A group or attribute that it names is gone.
        Invalid = "INVALID",
    }
}

wire_struct! {
    /// A rule that puts users into groups.
    ///
    /// ```
    /// use okta_models::{GroupId, UserId, group_rules::GroupRule};
    ///
    /// let rule: GroupRule = serde_json::from_str(
    ///     r#"{"id": "0pr1", "actions": {"assignUserToGroups": {"groupIds": ["00g1"]}},
    ///         "conditions": {"people": {"users": {"exclude": ["00u1"]}}}, "allGroupsValid": true}"#,
    /// )?;
    /// assert_eq!(rule.groups(), [GroupId::new("00g1")]);
    /// assert_eq!(rule.excluded_users(), ["00u1"]);
    /// assert_eq!(rule.extra["allGroupsValid"], true);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct GroupRule {
        required {
            /// Okta's id of the rule.
            id: GroupRuleId = "id",
        }
        optional {
            /// `group_rule`.
            rule_type: String = "type",
            /// Whether the rule is at work.
            status: GroupRuleStatus = "status",
            /// The name.
            name: String = "name",
            /// Whom it concerns.
            conditions: GroupRuleConditions = "conditions",
            /// What it does.
            actions: GroupRuleAction = "actions",
            /// Names of the groups, when asked for with `expand=groupIdToGroupNameMap`.
            embedded: RawJson = "_embedded",
        }
        times {
            /// When the rule was created.
            created = "created",
            /// When the rule was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl GroupRule {
    /// The groups into which the rule puts users.
    pub fn groups(&self) -> &[GroupId] {
        self.actions
            .as_ref()
            .and_then(|actions| actions.assign_user_to_groups.as_ref()?.group_ids.as_deref())
            .unwrap_or_default()
    }

    /// Ids of users whom the rule leaves alone. Okta adds a member here whom somebody removes from one of the groups.
    pub fn excluded_users(&self) -> &[String] {
        self.conditions
            .as_ref()
            .and_then(|conditions| conditions.people.as_ref()?.users.as_ref()?.exclude.as_deref())
            .unwrap_or_default()
    }
}

wire_struct! {
    /// Whom a rule concerns.
    #[derive(Default)]
    pub struct GroupRuleConditions {
        optional {
            /// The users for whom this holds.
            expression: GroupRuleExpression = "expression",
            /// Who is left alone all the same.
            people: GroupRulePeopleCondition = "people",
        }
    }
}

wire_struct! {
    /// An expression about a user's attributes.
    #[derive(Default)]
    pub struct GroupRuleExpression {
        optional {
            /// The language, `urn:okta:expression:1.0`.
            expression_type: String = "type",
            /// The expression, `user.department=="Sales"`.
            value: String = "value",
        }
    }
}

wire_struct! {
    /// Who is left alone by a rule.
    #[derive(Default)]
    pub struct GroupRulePeopleCondition {
        optional {
            /// Users.
            users: GroupRuleExclusion = "users",
            /// Groups; Okta documents the member and takes no group.
            groups: GroupRuleExclusion = "groups",
        }
    }
}

wire_struct! {
    /// Ids of what is left alone. A rule holds 100 users here at most.
    #[derive(Default)]
    pub struct GroupRuleExclusion {
        optional {
            /// Ids.
            exclude: Vec<String> = "exclude",
        }
    }
}

wire_struct! {
    /// What a rule does.
    #[derive(Default)]
    pub struct GroupRuleAction {
        optional {
            /// The groups that users join.
            assign_user_to_groups: GroupRuleGroupAssignment = "assignUserToGroups",
        }
    }
}

wire_struct! {
    /// The groups that users join by a rule.
    #[derive(Default)]
    pub struct GroupRuleGroupAssignment {
        optional {
            /// Ids; only groups of type OKTA_GROUP.
            group_ids: Vec<GroupId> = "groupIds",
        }
    }
}

write_struct! {
    /// A rule to be created or replaced.
    ///
    /// ```
    /// use okta_models::{Operation, group_rules::{CreateGroupRule, GroupRuleUpdate}};
    ///
    /// let rule = GroupRuleUpdate::assigning("Sales", r#"user.department=="Sales""#, ["00g1"]);
    /// let body: serde_json::Value = serde_json::from_slice(CreateGroupRule::new(rule).request()?.body())?;
    /// assert_eq!(body["actions"]["assignUserToGroups"]["groupIds"][0], "00g1");
    /// assert_eq!(body["conditions"]["expression"]["type"], "urn:okta:expression:1.0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct GroupRuleUpdate {
        /// `group_rule`.
        rule_type: String = "type",
        /// The name.
        name: String = "name",
        /// Whom it concerns.
        conditions: GroupRuleConditions = "conditions",
        /// What it does. Okta takes a change of it on creation alone.
        actions: GroupRuleAction = "actions",
    }
}

impl GroupRuleUpdate {
    /// A rule with this name that puts the users for whom the expression holds into these groups.
    pub fn assigning<G: Into<GroupId>>(
        name: impl Into<String>,
        expression: impl Into<String>,
        groups: impl IntoIterator<Item = G>,
    ) -> Self {
        let expression = GroupRuleExpression {
            expression_type: Some("urn:okta:expression:1.0".to_owned()),
            value: Some(expression.into()),
            ..GroupRuleExpression::default()
        };
        let groups = GroupRuleGroupAssignment {
            group_ids: Some(groups.into_iter().map(Into::into).collect()),
            ..GroupRuleGroupAssignment::default()
        };
        Self::new()
            .rule_type("group_rule".to_owned())
            .name(name.into())
            .conditions(GroupRuleConditions {
                expression: Some(expression),
                ..GroupRuleConditions::default()
            })
            .actions(GroupRuleAction {
                assign_user_to_groups: Some(groups),
                ..GroupRuleAction::default()
            })
    }
}

write_from_read!(GroupRuleUpdate from only GroupRule {
    rule_type = "type",
    name = "name",
    conditions = "conditions",
    actions = "actions",
});

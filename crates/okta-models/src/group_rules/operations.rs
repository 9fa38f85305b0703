//! The seven operations of Okta's tag `GroupRule`.

use super::{GroupRule, GroupRuleUpdate};
use crate::{GroupRuleId, operation::operation};

operation! {
    /// Lists the org's group rules.
    pub struct ListGroupRules = Reads "GroupRule" "listGroupRules" => list GroupRule {
        query {
            /// Rules a page: 50 unless set, 200 at most.
            limit: u32 = "limit",
            /// Finds rules whose name, or whose groups' names, hold this.
            search: String = "search",
            /// Parts to embed, `groupIdToGroupNameMap`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Creates a group rule, INACTIVE.
    pub struct CreateGroupRule = Creates "GroupRule" "createGroupRule" => object GroupRule {
        body {
            /// The rule.
            rule: GroupRuleUpdate
        }
    }
}

operation! {
    /// Reads a group rule.
    pub struct GetGroupRule = Reads "GroupRule" "getGroupRule" => object GroupRule {
        path {
            /// The rule.
            rule: GroupRuleId = "groupRuleId",
        }
        query {
            /// Parts to embed, `groupIdToGroupNameMap`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Replaces an INACTIVE group rule: what is not sent is cleared.
    pub struct ReplaceGroupRule = Idempotent "GroupRule" "replaceGroupRule" => object GroupRule {
        path {
            /// The rule.
            rule: GroupRuleId = "groupRuleId",
        }
        body {
            /// The whole rule.
            request: GroupRuleUpdate
        }
    }
}

operation! {
    /// Deletes a group rule; Okta answers 202 and goes on in the background.
    pub struct DeleteGroupRule = Idempotent "GroupRule" "deleteGroupRule" => nothing {
        path {
            /// The rule.
            rule: GroupRuleId = "groupRuleId",
        }
        query {
            /// Whether the users whom the rule added leave the groups; Okta keeps them unless told to.
            remove_users: bool = "removeUsers",
        }
    }
}

operation! {
    /// Puts a group rule to work.
    pub struct ActivateGroupRule = Changes "GroupRule" "activateGroupRule" => nothing {
        path {
            /// The rule.
            rule: GroupRuleId = "groupRuleId",
        }
    }
}

operation! {
    /// Puts a group rule to rest; the members whom it added stay.
    pub struct DeactivateGroupRule = Changes "GroupRule" "deactivateGroupRule" => nothing {
        path {
            /// The rule.
            rule: GroupRuleId = "groupRuleId",
        }
    }
}

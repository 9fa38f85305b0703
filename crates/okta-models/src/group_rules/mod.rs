//! Rules that put users into groups by their attributes: the seven operations of Okta's tag `GroupRule`.

mod model;
mod operations;

pub use model::{
    GroupRule, GroupRuleAction, GroupRuleConditions, GroupRuleExclusion, GroupRuleExpression,
    GroupRuleGroupAssignment, GroupRulePeopleCondition, GroupRuleStatus, GroupRuleUpdate,
};
pub use operations::{
    ActivateGroupRule, CreateGroupRule, DeactivateGroupRule, DeleteGroupRule, GetGroupRule, ListGroupRules,
    ReplaceGroupRule,
};

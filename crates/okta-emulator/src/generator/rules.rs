//! Group rules of a generated org, with the memberships that they make.

use super::words::{CITIES, DEPARTMENTS};
use super::{moment, new_group};
use crate::resources::FoundedRule;
use crate::state::{Org, Status, User};

/// Each rule has a group of its own, which holds exactly the users it is for: those of a department, and beyond the
/// first eight rules those of a department in a city.
pub(super) fn add_rules(org: &mut Org, count: usize) {
    for index in 0..count {
        let department = DEPARTMENTS[index % DEPARTMENTS.len()];
        let round = index / DEPARTMENTS.len();
        let city = round.checked_sub(1).map(|round| CITIES[round % CITIES.len()]);
        let is_meant = |user: &User| {
            // A deactivated user is in no group by a rule.
            user.status != Status::Deprovisioned
                && user.text("department") == department
                && city.is_none_or(|city| user.text("city") == city)
        };
        let meant: Vec<String> = org
            .users
            .values()
            .filter(|user| is_meant(user))
            .map(|user| user.id.to_string())
            .collect();
        let in_city = city.map(|city| format!(" AND user.city==\"{city}\""));
        let created = moment(org);
        let rule = FoundedRule {
            id: org.ids.next("0pr"),
            name: format!("Rule {}", index + 1),
            created,
            text: format!("user.department==\"{department}\"{}", in_city.unwrap_or_default()),
            group: new_group(org, &format!("By rule {}", index + 1), created, None),
        };
        for user in &meant {
            if let Some(user) = org.users.get_mut(user) {
                user.groups.insert(&rule.group);
            }
        }
        if let Some(group) = org.groups.get_mut(&rule.group) {
            group.members = meant.iter().map(|id| id.as_str().into()).collect();
        }
        org.directory.group_rules.found(rule, meant.into_iter());
    }
}

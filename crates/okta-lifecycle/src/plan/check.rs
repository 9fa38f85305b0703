//! [`PlanCheck`]: whether a token may run a plan.

use std::fmt;

use okta_models::GroupId;
use okta_permissions::{AboutGroup, AboutUser, Call, Decision, Grant, Profile, Scope, StandardRole, Verdict};
use serde::Serialize;

use super::{Plan, Step};

/// Whether a token may run a plan, step by step.
///
/// ```
/// # async fn example(okta: &okta_transport::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use okta_lifecycle::{Leaver, Planner};
/// use okta_permissions::Preflight;
///
/// let plan = Planner::new(okta).plan(Leaver::of("ada@example.com")).await?;
/// let report = Preflight::new(&plan.profile()).run(okta).await?;
/// let check = plan.check(&report);
/// assert!(!check.is_denied(), "{check}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanCheck {
    verdict: Verdict,
    steps: Vec<StepCheck>,
}

/// Whether a token may send one step, and the reads around it.
///
/// ```
/// # fn example(check: &okta_lifecycle::PlanCheck) {
/// for step in check.steps().iter().filter(|step| step.verdict() != okta_permissions::Verdict::Granted) {
///     println!("{}: {}; any of {:?} would do", step.operation_id(), step.reason(), step.standard_roles());
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepCheck {
    step: u32,
    operation: String,
    verdict: Verdict,
    reason: String,
    missing_scopes: Vec<String>,
    missing_permissions: Vec<String>,
    standard_roles: Vec<&'static str>,
}

impl Plan {
    /// Whether what a principal holds is enough for every step with the reads around it: a [`Grant`], or the report of a
    /// preflight, whose grant it is. Nothing is sent.
    ///
    /// Whether the person is an administrator, whom lesser administrators may not manage, the plan does not know: such a
    /// step is then scoped, and the reason says what is spared.
    pub fn check(&self, held: &impl AsRef<Grant>) -> PlanCheck {
        let grant = held.as_ref();
        let groups = self.groups();
        let steps: Vec<StepCheck> = self
            .steps()
            .iter()
            .map(|step| {
                let operations = step.calls().keys().map(String::as_str);
                let own = [step.action().operation_id()];
                let checked = own.into_iter().chain(operations);
                let checks = checked.filter_map(|id| self.check_call(grant, step, id, &groups));
                let worst = checks.reduce(|worst, check| {
                    if check.verdict > worst.verdict {
                        check
                    } else {
                        worst
                    }
                });
                worst
                    .unwrap_or_else(|| StepCheck::new(step.id(), own[0], Verdict::Unknown, "it is not known"))
            })
            .collect();
        PlanCheck {
            verdict: steps
                .iter()
                .map(|step| step.verdict)
                .max()
                .unwrap_or(Verdict::Granted),
            steps,
        }
    }

    /// The operations that the plan sends, as a profile for a preflight.
    ///
    /// ```
    /// # fn example(plan: &okta_lifecycle::Plan) {
    /// let least = okta_permissions::LeastPrivilege::of(&plan.profile());
    /// print!("{least}"); // the least that a token must have to run the plan
    /// # }
    /// ```
    pub fn profile(&self) -> Profile {
        let mut operations: Vec<&str> = Vec::new();
        for step in self.steps() {
            let own = step.action().operation_id();
            for operation in std::iter::once(own).chain(step.calls().keys().map(String::as_str)) {
                if !operations.contains(&operation) {
                    operations.push(operation);
                }
            }
        }
        let name = format!("plan of a {}", self.intent());
        // All of them are Okta's, so that the profile cannot be refused.
        Profile::of_operations(name.clone(), operations).unwrap_or_else(|_| Profile::named(name))
    }

    /// The groups that the plan knows the person to be in; not all of them.
    fn groups(&self) -> Vec<GroupId> {
        let steps = self.steps().iter();
        let left = steps.filter(|step| step.action().operation_id() == "unassignUserFromGroup");
        left.filter_map(|step| step.action().group().map(|group| group.id.clone()))
            .collect()
    }

    fn check_call(
        &self,
        grant: &Grant,
        step: &Step,
        operation: &str,
        groups: &[GroupId],
    ) -> Option<StepCheck> {
        let mut call = Call::to(operation)?;
        if let Some(user) = self.user_id() {
            call = call.on_user(user.as_str());
        }
        if let Some(group) = step.action().group() {
            call = call.on_group(group.id.as_str());
            if let Some(holds_role) = group.has_admin_privilege {
                call = call.about_group(AboutGroup::new().holds_role(holds_role));
            }
        }
        if let Some(app) = step.action().app() {
            call = call.on_app(app.id.as_str());
        }
        let mut decision = grant.decide(call.clone());
        // Groups of which no more are known can show that the person is within reach, and not that the person is not.
        if !decision.is_granted() && !groups.is_empty() {
            let known = grant.decide(call.about_user(AboutUser::new().groups(groups)));
            if known.is_granted() {
                decision = known;
            }
        }
        Some(StepCheck::of(step.id(), operation, &decision))
    }
}

impl StepCheck {
    fn new(step: u32, operation: &str, verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            step,
            operation: operation.to_owned(),
            verdict,
            reason: reason.into(),
            missing_scopes: Vec::new(),
            missing_permissions: Vec::new(),
            standard_roles: Vec::new(),
        }
    }

    fn of(step: u32, operation: &str, decision: &Decision<'_>) -> Self {
        let verdict = match decision {
            Decision::Granted => Verdict::Granted,
            Decision::Scoped(reach) if reach.is_nothing() => Verdict::Denied,
            Decision::Scoped(_) => Verdict::Scoped,
            Decision::Denied(_) => Verdict::Denied,
            Decision::Unknown(_) => Verdict::Unknown,
        };
        let mut check = Self::new(step, operation, verdict, decision.to_string());
        if let Decision::Denied(denial) = decision {
            check.missing_scopes = denial.missing_scopes().iter().map(Scope::to_string).collect();
            check.missing_permissions = denial
                .missing_permissions()
                .iter()
                .map(ToString::to_string)
                .collect();
            check.standard_roles = denial
                .standard_roles()
                .into_iter()
                .map(StandardRole::role_type)
                .collect();
        }
        check
    }

    /// The step's number.
    pub fn step(&self) -> u32 {
        self.step
    }

    /// The operation that the verdict is about: the step's own, or a read around it where that is worse.
    pub fn operation_id(&self) -> &str {
        &self.operation
    }

    /// Whether it can be sent.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why, in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The OAuth scopes that are missing.
    pub fn missing_scopes(&self) -> &[String] {
        &self.missing_scopes
    }

    /// The permissions that a custom role lacks.
    pub fn missing_permissions(&self) -> &[String] {
        &self.missing_permissions
    }

    /// The standard roles of which each would do.
    pub fn standard_roles(&self) -> &[&'static str] {
        &self.standard_roles
    }
}

impl PlanCheck {
    /// The worst of the steps' verdicts: denied, unknown, scoped, granted.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether a step would be refused.
    pub fn is_denied(&self) -> bool {
        self.verdict == Verdict::Denied
    }

    /// The steps, in the plan's order.
    pub fn steps(&self) -> &[StepCheck] {
        &self.steps
    }
}

impl fmt::Display for PlanCheck {
    /// A line a step, and the verdict.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(
                formatter,
                "{:3}  {:28} {}",
                step.step, step.operation, step.reason
            )?;
        }
        writeln!(formatter, "     in all: {}", self.verdict)
    }
}

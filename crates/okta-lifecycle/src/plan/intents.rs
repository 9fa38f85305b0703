//! What each intent takes, step by step.

mod joiner;
mod leaver;
mod mover;
mod owned;
mod rehire;
mod sequence;

use okta_models::{AppId, GroupId, groups::Group};

use super::org::Org;
use super::reader::Reader;
use super::template_check::Resolved;
use super::{AppRecord, Attributes, Draft, StepAction, Unread};
use crate::{Error, ErrorKind, Intent, RoleTemplate, Wanted};

/// A person as read for a plan, beside the state.
#[derive(Default)]
pub(crate) struct Person {
    pub(crate) groups: Vec<Group>,
    /// With user name and profile as they are.
    pub(crate) apps: Vec<AppRecord>,
    pub(crate) schema: String,
    pub(crate) unread: Vec<Unread>,
}

/// What of a person an intent speaks of.
#[derive(Clone, Copy, Default)]
pub(crate) struct Needs {
    pub(crate) groups: bool,
    pub(crate) apps: bool,
    pub(crate) factors: bool,
}

impl Needs {
    fn of_template(template: &RoleTemplate) -> Self {
        Self {
            groups: !template.groups.is_empty(),
            apps: !template.apps.is_empty(),
            factors: false,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            groups: self.groups || other.groups,
            apps: self.apps || other.apps,
            factors: self.factors || other.factors,
        }
    }
}

impl Intent {
    pub(crate) fn needs(&self) -> Needs {
        match self {
            Self::Joiner(joiner) => joiner.role.as_ref().map(Needs::of_template).unwrap_or_default(),
            Self::Mover(mover) => {
                let from = mover.from.as_ref().map(Needs::of_template).unwrap_or_default();
                from.and(Needs::of_template(&mover.to))
            }
            Self::Leaver(leaver) => Needs {
                groups: !leaver.keep_groups || leaver.list_owned,
                apps: true,
                factors: true,
            },
            Self::Rehire(rehire) => Needs {
                groups: !rehire.groups.is_empty(),
                apps: !rehire.apps.is_empty(),
                factors: false,
            },
            Self::Sequence(sequence) => {
                let any = |wanted: fn(&Wanted) -> bool| sequence.steps.iter().any(wanted);
                Needs {
                    groups: any(|step| {
                        matches!(
                            step,
                            Wanted::AssignUserToGroup { .. } | Wanted::UnassignUserFromGroup { .. }
                        )
                    }),
                    // Deactivation ends assignments, which the plan then names.
                    apps: any(|step| {
                        matches!(
                            step,
                            Wanted::AssignUserToApplication { .. }
                                | Wanted::UnassignUserFromApplication { .. }
                                | Wanted::DeactivateUser
                        )
                    }),
                    factors: any(|step| matches!(step, Wanted::ResetFactors)),
                }
            }
        }
    }
}

impl Person {
    pub(crate) async fn draft(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        intent: &Intent,
    ) -> Result<(), Error> {
        match intent {
            Intent::Joiner(joiner) => self.joiner(draft, org, reader, joiner).await,
            Intent::Mover(mover) => self.mover(draft, org, reader, mover).await,
            Intent::Leaver(leaver) => self.leaver(draft, org, reader, leaver).await,
            Intent::Rehire(rehire) => self.rehire(draft, org, reader, rehire).await,
            Intent::Sequence(sequence) => self.sequence(draft, org, reader, sequence).await,
        }
    }

    /// A template with ids; it must be without fault.
    async fn resolve(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        template: &RoleTemplate,
    ) -> Result<Resolved, Error> {
        let resolved = Resolved::of(org, reader, template, &self.schema).await?;
        note_unread(draft, &resolved.unread);
        refuse_problems(&template.name, &resolved)?;
        Ok(resolved)
    }

    /// What could not be read and must be known.
    fn refuse_unread(&self) -> Result<(), Error> {
        match self.unread.first() {
            Some(unread) => Err(cannot(format!(
                "{} may not be read: {}",
                unread.operation, unread.because
            ))),
            None => Ok(()),
        }
    }

    fn app(&self, id: &AppId) -> Option<&AppRecord> {
        self.apps.iter().find(|app| app.id == *id)
    }
}

fn cannot(reason: impl Into<String>) -> Error {
    Error::of_kind(ErrorKind::CannotBeProcessed, reason)
}

fn refuse_problems(template: &str, resolved: &Resolved) -> Result<(), Error> {
    if resolved.problems.is_empty() {
        return Ok(());
    }
    let all: Vec<String> = resolved.problems.iter().map(ToString::to_string).collect();
    let message = format!("the template {template:?} cannot be given: {}", all.join("; "));
    Err(Error::of_kind(ErrorKind::InvalidTemplate, message))
}

fn note_unread(draft: &mut Draft, unread: &[Unread]) {
    for unread in unread {
        if !draft.unread.contains(unread) {
            draft.unread.push(unread.clone());
        }
    }
}

/// The change that brings attributes to these values; `None` where they have them.
fn update(draft: &Draft, to: &Attributes) -> Option<StepAction> {
    let account = draft.state.account()?;
    let differing = to
        .iter()
        .filter(|(name, value)| !super::state::same(account.profile.get(name), value));
    let to: Attributes = differing.map(|(name, value)| (name, value.clone())).collect();
    if to.is_empty() {
        return None;
    }
    let from = to.names().map(|name| (name, account.profile.get(name).clone()));
    Some(StepAction::UpdateUser {
        from: from.collect(),
        to,
    })
}

/// What gives a person an app as a template has it, or makes of an assignment that is there what the template has.
fn give_app(draft: &Draft, app: AppRecord) -> StepAction {
    let held = draft.state.assignment(&app.id);
    match held.and_then(|held| held.change_to(&app)) {
        Some((from, to)) => StepAction::UpdateApplicationUser { from, to },
        None => StepAction::AssignUserToApplication { app },
    }
}

fn is_member(draft: &Draft, group: &GroupId) -> bool {
    draft
        .state
        .groups
        .as_ref()
        .is_some_and(|groups| groups.contains(group))
}

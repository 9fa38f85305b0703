//! How assignments add up to a [`Decision`]: scope ∩ role ∩ resource, without allocating.

use okta_facts::{Half, ResourceKind};

use super::covers::{covers, into_all};
use super::custom::{custom, custom_parts};
use super::decision::{Decision, Denial, Doubt, Reach};
use super::part::{Cover, Guard, Part};
use super::plain::Plain;
use super::standard::{Contribution, Notes, standard, standard_parts};
use super::{Assignment, Grant, Held, Scopes};
use crate::compiled::{Compiled, CompiledHalf, KINDS, Subject, USERS};
use crate::{Call, Resource};

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    Scope,
    AccessToken,
    ApiToken,
    Role,
    OutOfReach(ResourceKind),
}

/// Operations take two halves at most.
const HALVES: usize = 2;

const NO_ROW: &str = "no source says whether a role of the caller allows it";
const UNREAD: &str = "a role of the caller could not be read";
const MIXED: &str =
    "one role reaches one of the objects and another role the other; no source says whether that is enough";
const OWN: &str = "whether administrators may read this of themselves is not verified";
const OWN_SCOPE: &str = "how much of themselves the scope lets users reach is not verified";

pub(super) fn decide<'a>(grant: &'a Grant, call: Call<'a>) -> Decision<'a> {
    match verdict(grant, &call) {
        Verdict::Granted => Decision::Granted,
        Verdict::Scoped { complete } => Decision::Scoped(Reach {
            grant,
            call,
            complete,
        }),
        Verdict::Denied(lack) => Decision::Denied(Denial { grant, call, lack }),
        Verdict::Unknown(why) => Decision::Unknown(Doubt { call, why }),
    }
}

enum Verdict {
    Granted,
    Scoped { complete: bool },
    Denied(Lack),
    Unknown(&'static str),
}

fn verdict(grant: &Grant, call: &Call<'_>) -> Verdict {
    let compiled = call.requirement().compiled();
    let operation = compiled.operation;
    if !operation.api_token && !operation.oauth2 {
        return Verdict::Granted;
    }
    let itself = call.user().is_some_and(|user| grant.principal.is(user));
    match &grant.scopes {
        None if !operation.api_token => return Verdict::Denied(Lack::AccessToken),
        Some(_) if !operation.oauth2 => return Verdict::Denied(Lack::ApiToken),
        Some(held) if !operation.no_scope_required && !held.set.has_all(&compiled.scopes) => {
            return without_scope(held, call, operation.id, itself);
        }
        _ => {}
    }
    if grant.super_admin {
        return Verdict::Granted;
    }
    if itself && call.user() == Some("me") && okta_facts::NO_ROLE_FOR_ME.contains(&operation.id) {
        return Verdict::Granted;
    }
    let mut sum = Sum::of(grant, call, compiled, false);
    if sum.is_nothing(call, compiled) {
        sum = Sum::of(grant, call, compiled, true);
    }
    let verdict = sum.verdict(call, compiled);
    match verdict {
        Verdict::Denied(_) if !grant.complete => Verdict::Unknown(UNREAD),
        Verdict::Scoped { .. } if !grant.complete => Verdict::Scoped { complete: false },
        Verdict::Denied(_) if itself && compiled.may_be_own => Verdict::Unknown(OWN),
        Verdict::Scoped { .. } if itself && compiled.may_be_own => Verdict::Scoped { complete: false },
        // Okta was seen to answer a service app that has the scope and no role with an empty list of users.
        Verdict::Denied(_) if sum.assignments == 0 && grant.principal.is_client() => match operation.id {
            "listUsers" => Verdict::Scoped { complete: true },
            "listGroups" | "listApplications" => {
                Verdict::Unknown("a service app without a role may be refused, or be shown an empty list")
            }
            _ => verdict,
        },
        _ => verdict,
    }
}

/// Of an access token that lacks the operation's scope: a user who signed in may have one for itself alone.
fn without_scope(held: &Scopes, call: &Call<'_>, operation_id: &str, itself: bool) -> Verdict {
    let holds = |own: &str| held.names.iter().any(|scope| scope.as_str() == own);
    match okta_facts::self_scope(operation_id) {
        Some(own) if itself && holds(own) => {
            if call.user() == Some("me") && okta_facts::NO_ROLE_FOR_ME.contains(&operation_id) {
                Verdict::Granted
            } else {
                Verdict::Unknown(OWN_SCOPE)
            }
        }
        _ => Verdict::Denied(Lack::Scope),
    }
}

/// What assignments give together.
pub(super) struct Sum {
    /// Whether what roles give in part is wanted, too: to tell what is out of reach.
    thorough: bool,
    assignments: usize,
    /// Standard roles that permit the operation.
    standards: usize,
    /// What one standard role gives by itself, at best.
    standard: Cover,
    /// What standard roles reach of each kind.
    standard_about: [Cover; 3],
    /// What custom roles give together, by half. Permissions on resources add up.
    halves: [Cover; HALVES],
    held: [bool; HALVES],
    customs: bool,
    /// Of the groups that a new user comes into those that all roles reach, and those that custom ones do.
    into_groups: u64,
    into_custom_groups: u64,
    doubt: Option<&'static str>,
}

impl Sum {
    fn new(thorough: bool) -> Self {
        Self {
            thorough,
            assignments: 0,
            standards: 0,
            standard: Cover::No,
            standard_about: [Cover::No; 3],
            halves: [Cover::No; HALVES],
            held: [false; HALVES],
            customs: false,
            into_groups: 0,
            into_custom_groups: 0,
            doubt: None,
        }
    }

    /// Goes the plain way where there is one, but for a thorough sum.
    pub(super) fn of(grant: &Grant, call: &Call<'_>, compiled: &Compiled, thorough: bool) -> Self {
        let mut sum = Self::new(thorough);
        let plain = if thorough { None } else { Plain::of(call, compiled) };
        for assignment in &grant.assignments {
            if !assignment.is_active() {
                continue;
            }
            sum.assignments += 1;
            if compiled.refused >> assignment.place & 1 == 1 {
                continue;
            }
            sum.add(grant, call, compiled, assignment, plain);
            // More roles never take anything away.
            if sum.standard == Cover::Yes && !thorough {
                break;
            }
        }
        sum
    }

    /// What standard and custom roles give, each by themselves.
    pub(super) fn best(&self, call: &Call<'_>, compiled: &Compiled) -> Cover {
        self.standard.max(self.custom(call, compiled))
    }

    /// Whether a role permits the operation, and none reaches the objects.
    fn is_nothing(&self, call: &Call<'_>, compiled: &Compiled) -> bool {
        self.best(call, compiled) == Cover::No && self.standards + usize::from(self.customs) > 0
    }

    #[inline]
    fn add(
        &mut self,
        grant: &Grant,
        call: &Call<'_>,
        compiled: &Compiled,
        assignment: &Assignment,
        plain: Option<Plain<'_>>,
    ) {
        match assignment.held() {
            Held::Standard { targets, .. } => {
                let entry = &compiled.roles[assignment.place];
                if let Some(given) = plain.and_then(|plain| plain.standard(entry, targets)) {
                    self.permits(given);
                    self.standard = self.standard.max(given.total());
                    return;
                }
                let mut notes = Notes::default();
                let contribution = standard(grant, call, compiled, assignment, &mut notes, self.thorough);
                let total = contribution.total();
                if contribution.permitted > Cover::No {
                    self.into_groups |= notes.into_groups;
                    self.permits(contribution);
                }
                match total {
                    Cover::Unsettled => self.doubt = self.doubt.or(notes.why).or(Some(NO_ROW)),
                    // A part that is not known beside one that is.
                    Cover::Depends => self.doubt = self.doubt.or(notes.why),
                    Cover::Yes | Cover::No => {}
                }
                self.standard = self.standard.max(total);
            }
            Held::Custom { .. } => {
                self.customs = true;
                for (index, half) in compiled.halves.iter().flatten().enumerate().take(HALVES) {
                    if self.halves[index] == Cover::Yes && !self.thorough {
                        continue;
                    }
                    if let Some(covered) = plain.and_then(|plain| plain.custom(assignment, half)) {
                        self.held[index] |= covered.held;
                        self.halves[index] = self.halves[index].max(covered.cover);
                        continue;
                    }
                    let mut notes = Notes::default();
                    let covered = custom(grant, call, compiled, assignment, half, &mut notes);
                    self.held[index] |= covered.held;
                    self.into_groups |= notes.into_groups;
                    self.into_custom_groups |= notes.into_groups;
                    self.halves[index] = self.halves[index].max(covered.cover);
                    // One resource may leave a doubt beside another that is certain.
                    self.doubt = self.doubt.or(notes.why);
                }
            }
            Held::Other(_) => {
                self.doubt = Some(UNREAD);
                self.standard = self.standard.max(Cover::Unsettled);
                self.standards += 1;
            }
        }
    }

    /// Adds a standard role that permits the operation.
    #[inline]
    fn permits(&mut self, given: Contribution) {
        self.standards += 1;
        for (sum, about) in self.standard_about.iter_mut().zip(given.about) {
            *sum = about.max(*sum);
        }
    }

    fn custom(&self, call: &Call<'_>, compiled: &Compiled) -> Cover {
        match &compiled.halves {
            _ if !self.customs => Cover::No,
            None => Cover::Unsettled,
            Some(halves) => {
                let needed = self.halves.iter().take(halves.len());
                let covered = needed.copied().min().unwrap_or(Cover::No);
                covered.max(into_all(call, self.into_custom_groups))
            }
        }
    }

    fn verdict(&self, call: &Call<'_>, compiled: &Compiled) -> Verdict {
        match self.best(call, compiled) {
            Cover::Yes => Verdict::Granted,
            Cover::Depends => Verdict::Scoped {
                // Of an operation without known permissions, custom roles may allow more than the standard ones reach.
                complete: self.doubt.is_none()
                    && self.custom(call, compiled) != Cover::Unsettled
                    && !self.may_mix(compiled),
            },
            Cover::Unsettled => Verdict::Unknown(self.doubt.unwrap_or(NO_ROW)),
            Cover::No => {
                let halves = compiled.halves.as_deref().unwrap_or_default();
                let custom_permits =
                    !halves.is_empty() && self.held.iter().take(halves.len()).all(|held| *held);
                if self.standards == 0 && !custom_permits {
                    return Verdict::Denied(Lack::Role);
                }
                if into_all(call, self.into_groups) > Cover::No {
                    return Verdict::Unknown(MIXED);
                }
                match self.first_out_of_reach(compiled, halves) {
                    Some(kind) => Verdict::Denied(Lack::OutOfReach(kind)),
                    None => Verdict::Unknown(MIXED),
                }
            }
        }
    }

    /// Whether one role may reach one of the objects and another role the other.
    fn may_mix(&self, compiled: &Compiled) -> bool {
        let customs = self.halves.iter().any(|half| *half > Cover::No);
        let objects = compiled.about.iter().flatten();
        let creates = compiled.about[USERS] == Some(Subject::Created);
        self.standards + usize::from(customs) > 1 && (objects.count() > 1 || creates)
    }

    /// The first kind of object that no role reaches.
    fn first_out_of_reach(&self, compiled: &Compiled, halves: &[CompiledHalf]) -> Option<ResourceKind> {
        let mut kinds = compiled.about.iter().zip(KINDS).zip(self.standard_about);
        let unreached = kinds.find(|((subject, kind), standard)| {
            let mut on = halves
                .iter()
                .zip(self.halves)
                .filter(|(half, _)| half.half.on == *kind);
            let by_custom = on.clone().count() > 0 && on.all(|(_, cover)| cover > Cover::No);
            subject.is_some() && *standard == Cover::No && !by_custom
        });
        unreached.map(|((_, kind), _)| kind)
    }
}

/// Visits every part that a call reaches, or may reach.
pub(super) fn each_part<'a>(
    grant: &'a Grant,
    call: &Call<'_>,
    visit: &mut dyn FnMut(&'a Assignment, ResourceKind, Part<'a>, &'a [Resource], Guard),
) {
    let compiled = call.requirement().compiled();
    let sum = Sum::of(grant, call, compiled, true);
    let active = || {
        let assignments = grant.assignments.iter();
        assignments.filter(|assignment| assignment.is_active())
    };
    let custom_reaches = sum.custom(call, compiled) >= Cover::Depends;
    for assignment in active() {
        match assignment.held() {
            Held::Standard { .. } => {
                let given = standard(grant, call, compiled, assignment, &mut Notes::default(), false);
                if given.total() < Cover::Depends {
                    continue;
                }
                let entry = &compiled.roles[assignment.place];
                for (index, kind) in KINDS.into_iter().enumerate() {
                    let Some(subject) = compiled.about[index] else {
                        continue;
                    };
                    standard_parts(entry, assignment, index, |part, guard| {
                        if covers(grant, call, (index, subject), part, &[], guard) >= Cover::Depends {
                            visit(assignment, kind, part, &[], guard);
                        }
                    });
                }
            }
            Held::Custom { .. } if custom_reaches => {
                for half in compiled.halves.iter().flatten() {
                    let subject = half.kind.and_then(|index| Some((index, compiled.about[index]?)));
                    custom_parts(
                        call,
                        compiled,
                        assignment,
                        half,
                        |part, excluded, guard, certain| {
                            let cover = subject.map_or(Cover::Yes, |subject| {
                                covers(grant, call, subject, part, excluded, guard)
                            });
                            if certain.is_ok() && cover >= Cover::Depends {
                                visit(assignment, half.half.on, part, excluded, guard);
                            }
                        },
                    );
                }
            }
            _ => {}
        }
    }
}

/// The halves that no custom role of the principal fills on any resource.
pub(super) fn missing_halves<'a>(
    grant: &'a Grant,
    call: &'a Call<'_>,
) -> impl Iterator<Item = &'static Half> + use<'a> {
    let compiled = call.requirement().compiled();
    let missing = compiled.halves.iter().flatten().filter(move |half| {
        let mut active = grant
            .assignments
            .iter()
            .filter(|assignment| assignment.is_active());
        !active.any(|assignment| custom(grant, call, compiled, assignment, half, &mut Notes::default()).held)
    });
    missing.map(|half| half.half)
}

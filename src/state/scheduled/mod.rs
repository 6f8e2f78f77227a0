//! What is to happen, in the order in which it comes due.
//!
//! The name of a document is its id and its place in the order: `<time>#<number>` for what is due at a time, and
//! `manual#<number>` or `polls#<number>` for what is not.

mod patch;
mod under_way;

use std::sync::Arc;

pub use patch::Partial;
pub(super) use under_way::begin_all;

use super::command_runs;
use super::draft::Draft;
use super::fault_rules::{self, FaultRules};
use super::random::Random;
use super::transitions::{Duration, Transition};
use super::{
    Area, Entries, Entry, Key, Mode, Patch, Presence, Record, Setting, Spec, State, instances, overlay,
    parameter_policies,
};
use crate::document::{Field, Milliseconds, Path, Text, UnknownKeys, Value, Whole, record};
use crate::error::Result;
use crate::time::{FOUR_DIGITS, Now, parse};

/// Begins the name of what is due when the clock is moved.
const MANUAL: &str = "manual";

/// Begins the name of what is due when its resource has been looked at.
const POLLS: &str = "polls";

/// How many digits a number has.
const NUMBER_LENGTH: usize = 6;

record! {
    /// A transition or a patch that is to come.
    pub struct Scheduled {
        /// When it is due, ISO 8601; its name says it too.
        due_at: Option<Text> = "dueAt",
        /// How many more looks it takes.
        polls: Option<Whole> = "polls",
        /// The transition that is under way.
        transition: Option<Transition> = "transition",
        /// The resource that it is under way for.
        resource: Option<Text> = "resource",
        /// The parameter that expires.
        expires: Option<Text> = "expires",
        /// The partial state that is laid over the state.
        patch: Option<Partial> = "patch",
        /// The rules that take the place of all there are.
        faults: Option<FaultRules> = "faults",
        /// The scenario whose timeline it belongs to.
        scenario: Option<Text> = "scenario",
    }
}

impl Record for Scheduled {
    const SPEC: Spec = Spec {
        key: "id",
        presence: Presence::NotEmpty,
        patch: Patch::Ignore,
        ..Spec::named("scheduled", &["scheduled"])
    };
}

/// When the first of all is due; `None` where nothing is due at any time.
#[must_use]
pub fn next_due(state: &State) -> Option<Now> {
    first(state).map(|(due, ..)| due)
}

/// The first of all that is due at a time. A name that a person has given it in a file is none.
fn first(state: &State) -> Option<(Now, &Arc<str>, &Arc<Scheduled>)> {
    let mut timed = state.all::<Scheduled>().take_while(|(name, _)| name.as_ref() < MANUAL);
    timed.find_map(|(name, scheduled)| Some((due_time(name)?, name, scheduled)))
}

fn due_time(name: &str) -> Option<Now> {
    let (time, _) = name.rsplit_once('#')?;
    parse(time).map(Now::from_epoch).filter(|due| due.iso() == time)
}

/// The change that the first of all makes when it is due; it is stamped with that time.
#[must_use]
pub fn complete_next(state: &State, setting: &Setting) -> Option<Entries> {
    let (due, name, scheduled) = first(state)?;
    let mut draft = Draft::new(state, setting.moved_to(due));
    scheduled.complete(name, &mut draft);
    Some(draft.into_entries())
}

impl Scheduled {
    /// Does what was to happen, and removes it.
    fn complete(&self, name: &Arc<str>, draft: &mut Draft) {
        draft.apply([Entry::gone(Area::Scheduled, Key::Name(Arc::clone(name)))]);
        if let (Some(transition), Some(resource)) = (self.transition, &self.resource) {
            transition.complete(draft, resource);
        }
        if let Some(parameter) = &self.expires {
            parameter_policies::expire(draft, parameter);
        }
        self.lay_over(draft);
    }

    /// Puts what is due at a moment after all else that is due then.
    pub(super) fn put(self, due: Now, draft: &mut Draft) {
        let name = new_name(draft.state(), &due.iso(), &draft.setting().random);
        draft.apply([Entry::named(name, self)]);
    }

    /// Lays its patch over the state, and sets its rules. What the step of a scenario puts into an intermediate state
    /// goes on.
    pub(super) fn lay_over(&self, draft: &mut Draft) {
        if let Some(FaultRules(rules)) = &self.faults {
            draft.apply([fault_rules::set(rules.clone())]);
        }
        let Some(patch) = &self.patch else { return };
        let before = draft.state().clone();
        // It was checked when it was scheduled: what cannot be applied any more has nothing to change.
        let entries = overlay(&before, patch.value(), &Path::Root("patch"), Mode::Patch, draft.setting());
        draft.apply(taking_back(&before, entries.unwrap_or_default()));
        if self.scenario.is_some() {
            instances::stamp_changed(draft, &before);
            under_way::begin_new(draft, &before);
        }
    }
}

/// The moment that is so many milliseconds away.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub(super) fn due_after(ms: Value, path: &Path<'_>, setting: &Setting) -> Result<Now> {
    let refused = ms.refuse(path, "a number of milliseconds from 0, up to the year 9999");
    let ms = Milliseconds::read(ms, path)?.0;
    let due = setting.now.later(ms).filter(|due| due.millis() <= *FOUR_DIGITS.end()).ok_or(refused)?;
    Ok(due.in_four_digits())
}

/// Schedules a patch, and answers its id.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue) with the
/// path of what is wrong in the patch.
pub fn schedule(state: &State, delay_ms: Value, patch: Value, setting: &Setting) -> Result<(Entries, Text)> {
    let due = due_after(delay_ms, &Path::Root("delayMs"), setting)?;
    let root = Path::Root("patch");
    if !matches!(patch, Value::Object(_)) {
        return Err(patch.mismatch(&root, "an object"));
    }
    let mut scheduled = Scheduled::at(due);
    scheduled.patch = Some(Partial::check(state, patch, &root, setting)?);
    let name = new_name(state, &due.iso(), &setting.random);
    let id = Text::from(&*name);
    Ok((Entry::named(name, scheduled).into(), id))
}

/// Cancels what is scheduled under an id.
#[must_use]
pub fn cancel(state: &State, id: &str) -> Entries {
    let found = state.named::<Scheduled>(id);
    found.map(|_| Entry::gone(Area::Scheduled, Key::Name(id.into()))).into_iter().collect()
}

impl Scheduled {
    fn new() -> Self {
        let unknown = UnknownKeys::default();
        Self {
            due_at: None,
            polls: None,
            transition: None,
            resource: None,
            expires: None,
            patch: None,
            faults: None,
            scenario: None,
            unknown,
        }
    }

    pub(super) fn at(due: Now) -> Self {
        Self { due_at: Some(due.iso()), ..Self::new() }
    }
}

/// What schedules a transition of a resource; `None` where it is immediate.
pub(super) fn begin(state: &State, transition: Transition, resource: &str, setting: &Setting) -> Option<Entry> {
    let (kind, scheduled) = match transition.duration(state) {
        Duration::Immediate => return None,
        Duration::Milliseconds(ms) => return Some(begin_in(state, transition, resource, ms.0, setting)),
        Duration::Manual => (MANUAL, Scheduled::new()),
        Duration::Polls(polls) => (POLLS, Scheduled { polls: Some(polls), ..Scheduled::new() }),
    };
    let scheduled = Scheduled { transition: Some(transition), resource: Some(resource.into()), ..scheduled };
    Some(Entry::named(new_name(state, kind, &setting.random), scheduled))
}

/// What schedules a transition of a resource for a moment that is so far away.
pub(super) fn begin_in(state: &State, transition: Transition, resource: &str, ms: f64, setting: &Setting) -> Entry {
    let due = setting.now.later(ms).unwrap_or(Now::from_epoch(i64::MAX)).in_four_digits();
    let scheduled = Scheduled { transition: Some(transition), resource: Some(resource.into()), ..Scheduled::at(due) };
    Entry::named(new_name(state, &due.iso(), &setting.random), scheduled)
}

/// What is due at a time, or [`MANUAL`] or [`POLLS`], in order.
fn of_kind<'a>(state: &'a State, kind: &str) -> impl DoubleEndedIterator<Item = (&'a Arc<str>, &'a Arc<Scheduled>)> {
    // `$` is what follows `#`.
    state.between::<Scheduled>(&format!("{kind}#"), &format!("{kind}$"))
}

/// Counts a look at a resource for what is under way for it: what it has seen often enough is over.
pub(super) fn look(draft: &mut Draft, resource: &str) {
    let state = draft.state().clone();
    for (name, scheduled) in of_kind(&state, POLLS).filter(|(_, it)| it.resource.as_deref() == Some(resource)) {
        // An answer that says that there is no such command does not show it.
        if scheduled.transition != Some(Transition::Visibility) && command_runs::is_hidden(draft.state(), resource) {
            continue;
        }
        match scheduled.polls {
            Some(Whole(polls)) if polls > 1 => {
                let fewer = Scheduled { polls: Some(Whole(polls - 1)), ..Scheduled::clone(scheduled) };
                draft.apply([Entry::named(Arc::clone(name), fewer)]);
            }
            _ => scheduled.complete(name, draft),
        }
    }
}

/// What makes everything that waits for the clock to be moved due at a moment, after what is due then anyway.
pub(super) fn released(state: &State, at: Now, random: &Random) -> Entries {
    let at = at.in_four_digits().iso();
    let mut entries = Entries::new();
    let mut next = state.clone();
    for (name, scheduled) in of_kind(state, MANUAL) {
        let due = Scheduled { due_at: Some(at.clone()), ..Scheduled::clone(scheduled) };
        let gone = Entry::gone(Area::Scheduled, Key::Name(Arc::clone(name)));
        for entry in [gone, Entry::named(new_name(&next, &at, random), due)] {
            next.apply(&entry);
            entries.push(entry);
        }
    }
    entries
}

/// The entries of a method, and those that take back what is under way for the resources whose state they set.
#[must_use]
pub fn taking_back(state: &State, mut entries: Entries) -> Entries {
    if state.len(Area::Scheduled) == 0 {
        return entries;
    }
    let set_otherwise = |entry: &Entry| {
        let before = state.get(entry.area, &entry.key).filter(|document| document.under_way().is_some())?;
        let is_as_far = entry.document.as_ref().is_some_and(|document| document.is_as_far(before));
        (!is_as_far).then(|| before.id().into())
    };
    let ids: Vec<Text> = entries.iter().filter_map(set_otherwise).collect();
    if ids.is_empty() {
        return entries;
    }
    // Of a command there is also what is under way on an instance.
    let is_of = |resource: &str, id: &Text| {
        resource.strip_prefix(id.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_those = |scheduled: &Scheduled| {
        scheduled.resource.as_ref().is_some_and(|resource| ids.iter().any(|id| is_of(resource, id)))
    };
    let scheduled = state.all::<Scheduled>().filter(|(_, scheduled)| of_those(scheduled));
    entries.extend(scheduled.map(|(name, _)| Entry::gone(Area::Scheduled, Key::Name(Arc::clone(name)))));
    entries
}

/// What is under way for a resource, gone.
pub(super) fn of_resource(state: &State, resource: &str) -> Entries {
    let scheduled = state.all::<Scheduled>().filter(|(_, it)| it.resource.as_deref() == Some(resource));
    scheduled.map(|(name, _)| Entry::gone(Area::Scheduled, Key::Name(Arc::clone(name)))).collect()
}

/// When a transition that is under way for a resource is due; `None` where it is not, or not at a time.
pub(super) fn due(state: &State, transition: Transition, resource: &str) -> Option<Now> {
    let is_it = |it: &Scheduled| it.transition == Some(transition) && it.resource.as_deref() == Some(resource);
    state.all::<Scheduled>().find(|(_, scheduled)| is_it(scheduled)).and_then(|(name, _)| due_time(name))
}

/// A transition that is under way for a resource, gone.
pub(super) fn of_transition(state: &State, transition: Transition, resource: &str) -> Entries {
    let is_it = |it: &Scheduled| it.transition == Some(transition) && it.resource.as_deref() == Some(resource);
    let scheduled = state.all::<Scheduled>().filter(|(_, scheduled)| is_it(scheduled));
    scheduled.map(|(name, _)| Entry::gone(Area::Scheduled, Key::Name(Arc::clone(name)))).collect()
}

/// A name that comes after all others of its time, and that nothing else ever has.
fn new_name(state: &State, kind: &str, random: &Random) -> Arc<str> {
    let last = of_kind(state, kind).next_back();
    let number = last.and_then(|(name, _)| name.rsplit_once('#')?.1.get(..NUMBER_LENGTH)?.parse().ok());
    let suffix = random.digits(36, 6);
    format!("{kind}#{:0NUMBER_LENGTH$}-{suffix}", number.map_or(1, |number: u64| number + 1)).into()
}

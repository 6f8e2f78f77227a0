//! The CloudFormation stacks beside the one that the methods know: by name, and by ARN once they are deleted.

use std::sync::Arc;

use serde::Serialize;

use super::draft::Draft;
use super::stack::Stack;
use super::transitions::Transition;
use super::{Area, Entry, Key, Patch, Presence, Profile, Record, Spec, State};
use crate::document::{Field, Path, Value};
use crate::error::Result;
use crate::time::{Now, parse};

/// How long a stack that was deleted can be asked for by its ARN.
const MEMORY_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// A stack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FurtherStack(pub Stack);

impl Field for FurtherStack {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Stack::read(value, path).map(Self)
    }

    fn merge(&mut self, value: Value, path: &Path<'_>) -> Result<()> {
        self.0.merge(value, path)
    }

    fn clear_optional(&mut self) {
        self.0.clear_optional();
    }

    fn is_whole(value: &Value) -> bool {
        Stack::is_whole(value)
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for FurtherStack {
    const SPEC: Spec = Spec {
        section: "stacks",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        ..Spec::named("stack", &["stacks"])
    };

    fn under_way(&self) -> Option<Transition> {
        self.0.under_way()
    }

    fn is_as_far(&self, before: &Self) -> bool {
        self.0.is_as_far(&before.0)
    }

    fn id(&self) -> &str {
        self.0.id()
    }
}

/// A stack and where it stands in the state.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// The stack.
    pub stack: Stack,
    key: Key,
}

impl Place {
    /// Where a new stack goes: into the methods' one where it has its name.
    #[must_use]
    pub fn new(name: &str, stack: Stack, profile: &Profile) -> Self {
        let key = if *name == *profile.stack_name { Key::Only } else { Key::Name(name.into()) };
        Self { name: name.into(), stack, key }
    }

    /// Puts the stack into the state.
    pub fn put(self, draft: &mut Draft) {
        match self.key {
            Key::Only => draft.set(Key::Only, self.stack),
            key => draft.set(key, FurtherStack(self.stack)),
        }
    }

    /// Puts a stack that has been deleted where no other takes its place.
    pub(super) fn put_deleted(self, draft: &mut Draft) {
        if self.key == Key::Only {
            return self.put(draft);
        }
        let key = Key::Name(self.stack.stack_id.as_str().into());
        draft.apply([Entry::gone(Area::FurtherStack, self.key)]);
        draft.set(key, FurtherStack(self.stack));
    }
}

/// All stacks, the methods' one first; those that were deleted for as long as they are remembered.
pub fn all(state: &State, profile: &Profile, now: Now) -> impl Iterator<Item = Place> {
    let methods = state.one::<Stack>().ok().map(|stack| Place {
        name: profile.stack_name.to_string(),
        stack: Stack::clone(stack),
        key: Key::Only,
    });
    let further: Vec<_> = state.all::<FurtherStack>().map(|(name, stack)| further(name, &stack.0)).collect();
    methods.into_iter().chain(further).filter(move |place| place.stack.exists || is_remembered(&place.stack, now))
}

fn further(key: &Arc<str>, stack: &Stack) -> Place {
    // The key of one that was deleted is its ARN, in which the name stands between slashes.
    let name = key.split('/').nth(1).unwrap_or(key);
    Place { name: name.into(), stack: stack.clone(), key: Key::Name(Arc::clone(key)) }
}

fn is_remembered(stack: &Stack, now: Now) -> bool {
    let deleted = stack.deletion_time.as_deref().and_then(parse);
    deleted.is_some_and(|deleted| now.millis() - deleted < MEMORY_MS)
}

/// The stack of that name, which is there, or of that ARN, which may have been deleted.
#[must_use]
pub fn find(state: &State, profile: &Profile, now: Now, name: &str) -> Option<Place> {
    all(state, profile, now).find(|place| (place.stack.exists && place.name == name) || *place.stack.stack_id == *name)
}

/// Makes room for a stack of a name that is free: the methods' one is kept elsewhere where it was deleted and is
/// remembered, and what was deleted too long ago is forgotten.
pub fn make_room(draft: &mut Draft, name: &str) {
    let now = draft.now();
    let methods = draft.state().one::<Stack>().ok().filter(|_| *name == *draft.profile().stack_name);
    if let Some(stack) = methods.filter(|stack| is_remembered(stack, now)).cloned() {
        let key = Key::Name(stack.stack_id.as_str().into());
        draft.set(key, FurtherStack(Stack::clone(&stack)));
    }
    let old = |stack: &Stack| !stack.exists && !is_remembered(stack, now);
    let old = draft.state().all::<FurtherStack>().filter(|(_, stack)| old(&stack.0));
    let gone: Vec<_> = old.map(|(key, _)| Entry::gone(Area::FurtherStack, Key::Name(Arc::clone(key)))).collect();
    draft.apply(gone);
}

//! The state with what an operation has changed so far.

use super::transitions::Transition;
use super::{Entries, Entry, Key, Profile, Setting, State, Stored, scheduled};
use crate::time::Now;

/// The state as an operation has it before it: what it changes shows in the draft at once, and becomes one change in
/// the end.
#[derive(Debug)]
pub struct Draft {
    state: State,
    entries: Entries,
    /// How many of the entries stay although the operation fails.
    kept: usize,
    setting: Setting,
}

impl Draft {
    /// A draft of a state at a moment of its account.
    #[must_use]
    pub fn new(state: &State, setting: Setting) -> Self {
        Self { state: state.clone(), entries: Entries::new(), kept: 0, setting }
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The account's time.
    #[must_use]
    pub fn now(&self) -> Now {
        self.setting.now
    }

    /// How the account is named.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.setting.profile
    }

    /// What the defaults are made for.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Changes the state.
    pub fn apply(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            self.state.apply(&entry);
            self.entries.push(entry);
        }
    }

    /// Sets a document.
    pub fn set<T: Stored>(&mut self, key: Key, document: T) {
        self.apply([Entry::set(key, document)]);
    }

    /// Begins a transition of a resource, which the caller has put into its intermediate state. It is over at once
    /// where the account's transitions say so.
    pub fn begin(&mut self, transition: Transition, resource: &str) {
        match scheduled::begin(&self.state, transition, resource, &self.setting) {
            Some(entry) => self.apply([entry]),
            None => transition.complete(self, resource),
        }
    }

    /// Begins a transition of a resource that is over after some milliseconds, whatever the account's transitions say.
    pub fn begin_in(&mut self, transition: Transition, resource: &str, ms: f64) {
        let entry = scheduled::begin_in(&self.state, transition, resource, ms, &self.setting);
        self.apply([entry]);
    }

    /// Takes back one transition of a resource.
    pub fn take_back_one(&mut self, transition: Transition, resource: &str) {
        let entries = scheduled::of_transition(&self.state, transition, resource);
        self.apply(entries);
    }

    /// Takes back what is under way for a resource.
    pub fn take_back(&mut self, resource: &str) {
        let entries = scheduled::of_resource(&self.state, resource);
        self.apply(entries);
    }

    /// Counts a look at a resource: a transition that takes so many of them is over with the last one. Call it before
    /// the resource is read for an answer that shows it.
    pub fn look(&mut self, resource: &str) {
        scheduled::look(self, resource);
        self.keep();
    }

    /// Has what has changed so far stay although the operation fails.
    pub fn keep(&mut self) {
        self.kept = self.entries.len();
    }

    /// A new id of AWS's form: a prefix such as `i-` and 17 hexadecimal digits.
    #[must_use]
    pub fn new_id(&self, prefix: &str) -> String {
        prefix.to_owned() + &self.setting.random.digits(16, 17)
    }

    /// A new UUID, as commands have one.
    #[must_use]
    pub fn new_uuid(&self) -> String {
        self.setting.random.uuid()
    }

    /// What has changed and stays although the operation fails, in order: looks, and what comes before the operation.
    #[must_use]
    pub fn into_kept(mut self) -> Entries {
        self.entries.truncate(self.kept);
        self.entries
    }

    /// The state with all that has changed.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// What has changed, in order.
    #[must_use]
    pub fn into_entries(self) -> Entries {
        self.entries
    }
}

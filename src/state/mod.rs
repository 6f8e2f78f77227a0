//! What an account holds: a list of areas, each with its own file.
//!
//! An area holds one document, documents by name, or documents in order ([`Spec`]). Its file has the record and
//! its checks, the defaults, and the operations: functions that compute [`Entries`] from a [`State`] and do nothing
//! else. The list below is all that knows every area; everything else knows areas, keys and documents.

mod account_snapshot;
mod area;
mod areas;
mod diff;
mod draft;
mod json;
mod layout;
mod list;
mod numbers;
mod overlay;
mod setting;
#[cfg(test)]
pub(crate) mod tests;

pub mod addresses;
pub mod backups;
pub mod client_tokens;
pub mod clock;
pub mod command_responses;
pub mod command_runs;
pub mod commands;
pub mod costs;
pub mod current_scenario;
pub mod fault_rules;
pub mod fencing_token;
pub mod functions;
pub mod global_latency;
pub mod images;
pub mod instance;
pub mod instances;
pub mod launch_options;
pub mod leases;
pub mod network;
pub mod network_tags;
pub mod operation_failures;
pub mod parameter_history;
pub mod parameter_labels;
pub mod parameter_policies;
pub mod parameters;
pub mod random;
pub mod scenarios;
pub mod scheduled;
pub mod senders;
pub mod sent_emails;
pub mod stack;
pub mod stack_events;
pub mod stack_resources;
pub mod stacks;
pub mod transitions;
pub mod unknown_keys;
pub mod volume_snapshots;
pub mod volumes;

use std::ops::Bound::{Excluded, Included};
use std::sync::{Arc, LazyLock};

use imbl::OrdMap;
use smallvec::SmallVec;

pub use account_snapshot::AccountSnapshot;
pub use area::{Key, Patch, Presence, Record, Shape, Spec};
pub use diff::diff;
pub use draft::Draft;
pub use json::read_state;
pub use list::List;
pub use numbers::ListNumbers;
pub use overlay::{Mode, overlay};
pub use setting::{Fixtures, Profile, Setting};

use crate::document::{Path, Value};
use crate::error::{Error, Result};
use crate::time::Now;

areas::areas! {
    instance::Instance,
    parameters::Parameter,
    parameter_history::PastVersion,
    commands::Command,
    command_responses::CommandResponses,
    backups::Backups,
    costs::CostData,
    stack::Stack,
    stacks::FurtherStack,
    stack_events::StackEvent,
    global_latency::GlobalLatency,
    operation_failures::OperationFailure,
    fault_rules::FaultRules,
    fencing_token::FencingToken,
    leases::Lease,
    instances::Launched,
    volumes::Volume,
    images::Image,
    addresses::Address,
    network_tags::NetworkTags,
    volume_snapshots::VolumeSnapshot,
    client_tokens::ClientToken,
    functions::Function,
    sent_emails::SentEmail,
    senders::Sender,
    random::RandomSource,
    clock::Clock,
    transitions::Duration,
    scheduled::Scheduled,
    current_scenario::CurrentScenario,
    unknown_keys::SectionKeys,
}

/// The new document under a key of an area, or that there is none any more.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The area.
    pub area: Area,
    /// Which of its documents.
    pub key: Key,
    /// The document; `None` where it is gone.
    pub document: Option<Document>,
}

/// What an operation does to a state, in order.
pub type Entries = SmallVec<[Entry; 1]>;

impl Entry {
    /// A document is set.
    #[must_use]
    pub fn set<T: Stored>(key: Key, document: T) -> Self {
        Self { area: T::AREA, key, document: Some(Arc::new(document).into_document()) }
    }

    /// The one document of an area is set.
    #[must_use]
    pub fn one<T: Stored>(document: T) -> Self {
        Self::set(Key::Only, document)
    }

    /// A named document is set.
    #[must_use]
    pub fn named<T: Stored>(name: Arc<str>, document: T) -> Self {
        Self::set(Key::Name(name), document)
    }

    /// Documents are gone.
    #[must_use]
    pub fn gone(area: Area, key: Key) -> Self {
        Self { area, key, document: None }
    }

    /// About how many bytes it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        let name = if let Key::Name(name) = &self.key { name.len() } else { 0 };
        size_of::<Self>() + name + self.document.as_ref().map_or(0, Document::size)
    }
}

impl From<Entry> for Entries {
    fn from(entry: Entry) -> Self {
        smallvec::smallvec![entry]
    }
}

/// What a store begins with.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Laid over the defaults.
    pub initial_state: Option<Value>,
    /// What the defaults are made for.
    pub setting: Setting,
}

/// The documents of one area.
#[derive(Clone, Debug, PartialEq)]
enum Documents {
    One(Option<Document>),
    Named(OrdMap<Arc<str>, Document>),
    List(List),
}

/// Everything a store holds. A copy takes constant time.
#[derive(Clone, Debug, PartialEq)]
pub struct State([Documents; Area::COUNT]);

impl State {
    /// A state without a document.
    #[must_use]
    pub fn empty() -> Self {
        Self(Area::ALL.map(|area| match area.spec().shape {
            Shape::One => Documents::One(None),
            Shape::Named => Documents::Named(OrdMap::new()),
            Shape::List => Documents::List(List::default()),
        }))
    }

    /// The defaults of every area.
    #[must_use]
    pub fn defaults(setting: &Setting) -> Self {
        let mut state = Self::empty();
        for area in Area::ALL {
            for entry in area.defaults(setting) {
                state.apply(&entry);
            }
        }
        state
    }

    /// The defaults with an initial state laid over them.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub fn initial(Origin { initial_state, setting }: &Origin) -> Result<Self> {
        let mut state = Self::defaults(setting);
        if let Some(partial) = initial_state {
            let path = Path::Root("options.initialState");
            for entry in overlay(&state, partial.clone(), &path, Mode::Initial, setting)? {
                state.apply(&entry);
            }
        }
        Ok(state)
    }

    /// The state that a reset puts in the place of this one: no number of a list and no fencing token is given out
    /// twice, things take as long as before, and the numbers of a seed begin again.
    #[must_use]
    pub fn reset_to(&self, initial: &Self) -> Self {
        let mut state = initial.numbered(&ListNumbers::after(self));
        fencing_token::keep(&mut state, self);
        transitions::keep(&mut state, self);
        random::restart(&mut state, self);
        state
    }

    /// The state that a scenario is laid over: that of a reset, but the clock and the random numbers go on.
    #[must_use]
    fn reset_in_time(&self, initial: &Self) -> Self {
        let mut state = self.reset_to(initial);
        for area in [Area::Clock, Area::RandomSource] {
            state.apply(&Entry { area, key: Key::Only, document: self.get(area, &Key::Only).cloned() });
        }
        state
    }

    /// The same without the documents of the areas that the JSON of a state need not name.
    #[must_use]
    fn named_always(&self) -> Self {
        let mut state = Self::empty();
        for area in Area::ALL.into_iter().filter(|area| area.spec().presence == Presence::Always) {
            state.documents_mut(area).clone_from(self.documents(area));
        }
        state
    }

    /// When the next of what is scheduled is due, by the clock of the realm.
    #[must_use]
    pub fn next_due(&self) -> Option<Now> {
        clock::realm_time(self, scheduled::next_due(self)?)
    }

    // An area is its place in the list.
    #[expect(clippy::indexing_slicing, reason = "there are as many places as areas")]
    fn documents(&self, area: Area) -> &Documents {
        &self.0[area as usize]
    }

    #[expect(clippy::indexing_slicing, reason = "there are as many places as areas")]
    fn documents_mut(&mut self, area: Area) -> &mut Documents {
        &mut self.0[area as usize]
    }

    /// The one document of an area.
    ///
    /// # Errors
    /// [`Error::NoDocument`] where the area is empty.
    pub fn one<T: Stored>(&self) -> Result<&Arc<T>> {
        self.get(T::AREA, &Key::Only).and_then(T::from_document).ok_or(Error::NoDocument { area: T::SPEC.entry })
    }

    /// The document of that name.
    #[must_use]
    pub fn named<T: Stored>(&self, name: &str) -> Option<&Arc<T>> {
        self.names(T::AREA)?.get(name).and_then(T::from_document)
    }

    /// The documents by name, in the order of their names.
    #[must_use]
    pub fn all<T: Stored>(&self) -> impl DoubleEndedIterator<Item = (&Arc<str>, &Arc<T>)> {
        let documents = self.names(T::AREA).into_iter().flatten();
        documents.filter_map(|(name, document)| Some((name, T::from_document(document)?)))
    }

    /// The documents whose names are not before `from` and before `to`, in order.
    #[must_use]
    pub fn between<'a, T: Stored>(
        &'a self,
        from: &str,
        to: &str,
    ) -> impl DoubleEndedIterator<Item = (&'a Arc<str>, &'a Arc<T>)> + use<'a, T> {
        let documents = self.names(T::AREA).map(|documents| documents.range::<_, str>((Included(from), Excluded(to))));
        let documents = documents.into_iter().flatten();
        documents.filter_map(|(name, document)| Some((name, T::from_document(document)?)))
    }

    /// The documents in order.
    #[must_use]
    pub fn list(&self, area: Area) -> &List {
        static EMPTY: LazyLock<List> = LazyLock::new(List::default);
        if let Documents::List(list) = self.documents(area) { list } else { &EMPTY }
    }

    fn names(&self, area: Area) -> Option<&OrdMap<Arc<str>, Document>> {
        if let Documents::Named(documents) = self.documents(area) { Some(documents) } else { None }
    }

    /// The document of an area under a key.
    #[must_use]
    pub fn get(&self, area: Area, key: &Key) -> Option<&Document> {
        match (self.documents(area), key) {
            (Documents::One(document), Key::Only) => document.as_ref(),
            (Documents::Named(documents), Key::Name(name)) => documents.get(name),
            (Documents::List(list), Key::Number(number)) => list.get(*number),
            _ => None,
        }
    }

    /// The keys and documents of an area, in order.
    #[must_use]
    pub fn iter(&self, area: Area) -> Box<dyn Iterator<Item = (Key, &Document)> + '_> {
        match self.documents(area) {
            Documents::One(document) => Box::new(document.iter().map(|document| (Key::Only, document))),
            Documents::Named(documents) => {
                Box::new(documents.iter().map(|(name, document)| (Key::Name(Arc::clone(name)), document)))
            }
            Documents::List(list) => Box::new(list.iter().map(|(number, document)| (Key::Number(number), document))),
        }
    }

    /// How many documents an area has.
    #[must_use]
    pub fn len(&self, area: Area) -> usize {
        match self.documents(area) {
            Documents::One(document) => document.iter().len(),
            Documents::Named(documents) => documents.len(),
            Documents::List(list) => list.len(),
        }
    }

    /// How many documents there are in all.
    #[must_use]
    pub fn count(&self) -> usize {
        Area::ALL.iter().map(|area| self.len(*area)).sum()
    }

    /// Moves the state to what an entry says. A key that the area's shape does not have changes nothing.
    pub fn apply(&mut self, Entry { area, key, document }: &Entry) {
        match (self.documents_mut(*area), key, document) {
            (Documents::One(present), Key::Only, document) => present.clone_from(document),
            (Documents::Named(documents), Key::Name(name), Some(document)) => {
                documents.insert(Arc::clone(name), document.clone());
            }
            (Documents::Named(documents), Key::Name(name), None) => drop(documents.remove(name)),
            (Documents::Named(documents), Key::All, None) => documents.clear(),
            (Documents::List(list), Key::Number(number), Some(document)) => list.set(*number, document.clone()),
            (Documents::List(list), Key::Below(number), None) => list.remove_below(*number),
            (Documents::List(list), Key::All, None) => list.remove_below(list.next()),
            _ => {}
        }
    }

    /// True if the state is another one after an entry.
    #[must_use]
    pub fn differs(&self, Entry { area, key, document }: &Entry) -> bool {
        match key {
            Key::All => self.len(*area) > 0,
            Key::Below(number) => self.list(*area).first() < *number,
            key => self.get(*area, key) != document.as_ref(),
        }
    }

    /// A key for a name: the one that the area holds, where it has such a document.
    #[must_use]
    pub fn name<T: Stored>(&self, name: &str) -> Key {
        let known = self.names(T::AREA).and_then(|documents| documents.get_key_value(name));
        Key::Name(known.map_or_else(|| name.into(), |(name, _)| Arc::clone(name)))
    }
}

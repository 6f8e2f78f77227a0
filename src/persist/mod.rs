//! The JSON file and the journal beside it: how they are loaded, and how they follow the store.

pub mod disk;
mod file;
mod folding;
mod found;
mod journal;
mod kept;
mod load;
mod place;
mod record;
mod recover;
mod replace;
#[cfg(test)]
mod tests;
pub mod words;

pub use file::{File, Opened};
pub use folding::Folding;
pub use kept::{Kept, KeptStore};
pub use load::resolve;
pub use place::Place;

/// How a save is to go about a text in its way that is no state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fold {
    /// It is left for its author to mend.
    Lazy,
    /// It is set aside.
    Now,
}

/// Something that went wrong without failing.
#[derive(Debug)]
pub struct Warning {
    /// A stable code.
    pub code: &'static str,
    /// What happened, and what was done about it.
    pub message: String,
}

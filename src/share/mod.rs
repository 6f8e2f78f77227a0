//! Engines: a store with its file, one for each file of a process, and the shares in them.

mod background;
mod calls;
mod engine;
mod exit;
mod listeners;
mod opening;
mod options;
mod registry;
mod runtime;
mod snapshots;
#[cfg(test)]
mod tests;

pub use engine::{Attempt, Engine};
pub use listeners::Listener;
pub use opening::{Opening, OpeningOutcome};
pub use options::{Durability, EngineOptions, StoreOptions};
pub use registry::{Share, end_thread, save_all_at_exit};
pub use runtime::in_background;
pub use snapshots::{SnapshotInfo, SnapshotList};

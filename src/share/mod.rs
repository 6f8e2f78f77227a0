//! Engines: a store with its file, one for each file of a process, and who has a share in it.

mod engine;
mod options;
mod registry;
pub(crate) mod runtime;

pub use engine::Engine;
pub use options::EngineOptions;
pub use registry::{Share, save_all_at_exit};

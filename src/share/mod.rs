//! Engines: a store with its file, and what one process knows of all of them.

mod engine;
mod options;
mod registry;
mod runtime;

pub use engine::Engine;
pub use options::EngineOptions;
pub use registry::save_all_at_exit;

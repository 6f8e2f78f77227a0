//! Engines: a store with its file, one for each file of a process, and who has a share in it.

mod engine;
mod listeners;
mod look;
mod opening;
mod options;
mod patience;
mod registry;
mod runtime;
mod session;
mod shm;
#[cfg(test)]
mod tests;

pub use engine::{Attempt, Engine};
pub use opening::{Found, Opening};
pub use options::{Durability, EngineOptions};
pub use registry::{Share, end_thread, save_all_at_exit};
pub use runtime::in_background;

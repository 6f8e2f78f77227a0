//! The faults of the account: which apply to a call, and in what words.
//!
//! [`decide`] runs once a call, before anything else: it counts, draws and takes tokens. The [`Decision`] says how long
//! the call waits before and after its change, and what it is answered instead. Everything else goes by that decision,
//! however often the call comes again.

mod decision;
mod denial;
mod doubts;
mod resources;
mod target;
#[cfg(test)]
mod tests;
mod words;

pub use decision::{Decision, Instead, decide};
pub use doubts::{doubt_of_action, doubts_of_rule};
pub use target::Target;
pub use words::status_of;

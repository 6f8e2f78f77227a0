//! The native half of `mock-state-store`: a stateful mock of an AWS account, in process.
//!
//! A [`store::Store`] holds a [`state::State`] and a revision. The state is a list of areas of documents; an operation
//! computes entries from it, which become a [`change::Change`] and the next revision:
//!
//! ```
//! use std::sync::Arc;
//!
//! use mock_state_store::document::Value;
//! use mock_state_store::state::{Setting, State, parameters};
//! use mock_state_store::store::Store;
//! use mock_state_store::time::Now;
//!
//! # fn main() -> mock_state_store::error::Result<()> {
//! let now = Now::from_millis(1_769_680_800_000.0)?;
//! let store = Store::new(State::defaults(&Setting::at(now)), Arc::default());
//! let before = store.snapshot()?;
//!
//! store.commit(now, |state, setting| {
//!     parameters::put(state, "/game/motd", "hello".into(), Value::Undefined, true, setting.now)
//! })?;
//!
//! let motd = store.read(|state| state.named::<parameters::Parameter>("/game/motd").map(|it| it.value.clone()))?;
//! assert_eq!(motd.as_deref(), Some("hello"));
//! // A snapshot is a copy in constant time.
//! assert!(before.state.named::<parameters::Parameter>("/game/motd").is_none());
//! # Ok(())
//! # }
//! ```
//!
//! What it guarantees: an operation is atomic and isolated; a change that a [`wal`] keeps is in the log before it takes
//! effect, and survives the death of any process; every process that has a file open has the same state. What it does
//! not: that a change survives a power loss before a checkpoint, unless `durability: "power"` is chosen.
//!
//! The modules depend on each other in one direction: `binding` → [`share`] → [`wal`] → [`store`] → [`change`] →
//! [`state`] → [`document`]. Only `binding` knows napi; only [`wal`] and [`share`] know files, locks and threads.

pub mod aws;
// napi-derive exports nothing in a test build.
#[cfg(not(test))]
mod binding;
pub mod change;
pub mod deadline;
pub mod document;
pub mod error;
pub mod share;
pub mod state;
pub mod store;
pub mod time;
pub mod wal;

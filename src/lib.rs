//! The native half of `mock-state-store`: a stateful mock of an AWS account, in process.
//!
//! A [`store::Store`] holds a [`model::State`] and a revision. An operation computes a
//! [`change::Change`], which is all that ever moves the state, a replica in JavaScript, or the copy
//! that [`persist`] writes to the file.
//!
//! ```
//! use mock_state_store::{clock::Now, fixtures, model::Value, store::Store};
//!
//! # fn main() -> mock_state_store::error::Result<()> {
//! let now = Now::from_millis(1_769_680_800_000.0)?;
//! let store = Store::new(fixtures::defaults(now));
//! store.set_parameter(Value::String("/game/motd".into()), Value::String("hello".into()), Value::Undefined, now)?;
//! let state = store.snapshot()?.state;
//! assert_eq!(state.parameters.get("/game/motd").map(|p| p.value.as_str()), Some("hello"));
//! # Ok(())
//! # }
//! ```
//!
//! The modules depend on each other in one direction: `binding` → [`share`] → [`persist`] →
//! [`store`] → [`change`] → [`model`]. Only `binding` knows napi; only [`persist`] and [`share`]
//! know files and threads.

// napi-derive exports nothing in a test build.
#[cfg(not(test))]
mod binding;
pub mod change;
pub mod clock;
pub mod error;
pub mod fixtures;
pub mod model;
pub mod overlay;
pub mod persist;
pub mod share;
pub mod store;

//! The operations of snapshots.

mod create;
mod delete;
mod describe;
mod output;

pub use create::{create, new};
pub use delete::delete;
pub use describe::describe;

use super::{errors, ids};
use crate::aws::error::Result;
use crate::state::State;
use crate::state::volume_snapshots::{self, VolumeSnapshot};

/// The snapshot of an id.
///
/// # Errors
/// `InvalidParameterValue` for an id of another form, `InvalidSnapshot.NotFound`.
pub fn find(state: &State, id: &str) -> Result<VolumeSnapshot> {
    match volume_snapshots::find(state, id) {
        Some(snapshot) => Ok(snapshot.into_owned()),
        None => ids::check_snapshot(id).and(Err(errors::no_snapshots(&[id]))),
    }
}

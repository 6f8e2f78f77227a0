//! The operations of volumes.

mod attachments;
mod create;
mod describe;
mod modify;
mod output;
pub mod specification;

pub use attachments::{attach, detach, is_device};
pub use create::{create, delete, new};
pub use describe::describe;
pub use modify::modify;

use super::{errors, ids};
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::transitions::Transition;
use crate::state::volumes::{self, Volume};
use crate::state::{Draft, State};

/// The volume of an id.
///
/// # Errors
/// `InvalidParameterValue` for an id of another form, `InvalidVolume.NotFound`.
pub fn find(draft: &Draft, id: &str) -> Result<Volume> {
    match volumes::find(draft.state(), id) {
        Some(volume) => Ok(volume),
        None => ids::check_volume(id, "volumeId").and(Err(errors::no_volumes(&[id]))),
    }
}

/// Puts a volume into the state that it goes through. What was under way for it before is over with that, not before.
fn begin(draft: &mut Draft, volume: Volume) {
    let id = volume.volume_id.clone();
    draft.take_back(&id);
    volumes::write(draft, volume);
    draft.begin(Transition::Volume, &id);
}

/// The volumes of some ids, each once.
///
/// # Errors
/// As [`find`].
fn find_all(state: &State, ids: &[Text]) -> Result<Vec<Volume>> {
    ids::find_each(ids, |id| volumes::find(state, id)).or_else(|missing| {
        missing.iter().try_for_each(|id| ids::check_volume(id, "volumes"))?;
        Err(errors::no_volumes(&missing))
    })
}

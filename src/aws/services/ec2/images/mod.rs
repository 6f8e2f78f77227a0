//! The operations of images.

mod create;
mod deregister;
mod describe;

pub use create::create;
pub use deregister::deregister;
pub use describe::describe;

use super::{errors, ids};
use crate::aws::error::{AwsError, Result};
use crate::state::State;
use crate::state::images::{self, Image, ImageState};

/// The image of an id.
///
/// # Errors
/// `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound`, `InvalidAMIID.Unavailable` for one that was deregistered.
fn find(state: &State, id: &str) -> Result<Image> {
    match images::find(state, id) {
        Some(image) => Ok(image.into_owned()),
        None => Err(missing(state, &[id])),
    }
}

/// The error for ids of which there is no image.
fn missing(state: &State, ids: &[&str]) -> AwsError {
    if let Some(id) = ids.iter().find(|id| images::is_deregistered(state, id)) {
        return errors::image_unavailable(id);
    }
    ids.iter().find_map(|id| ids::check_image(id).err()).unwrap_or_else(|| errors::no_images(ids))
}

/// The image that instances are launched from: any that is well-formed can be.
///
/// # Errors
/// `InvalidAMIID.Malformed`, `InvalidAMIID.Unavailable` for one that is not ready, or that was deregistered.
pub fn launchable(state: &State, id: &str) -> Result<Image> {
    match images::find(state, id) {
        Some(image) if image.state == ImageState::Available => Ok(image.into_owned()),
        Some(_) => Err(errors::image_unavailable(id)),
        None if images::is_deregistered(state, id) => Err(errors::image_unavailable(id)),
        None => ids::check_image(id).map(|()| images::derived(id)),
    }
}

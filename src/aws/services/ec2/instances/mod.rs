//! The operations of instances, the methods' one and those that were launched.

mod attributes;
mod describe;
mod devices;
mod filters;
mod interfaces;
mod launch;
mod modify;
mod network;
mod options;
mod output;
mod power;
mod status;
mod user_data;

pub use attributes::describe_attribute;
pub use describe::describe;
pub use devices::{DeviceMapping, check_names};
pub use interfaces::private_dns;
pub use launch::run;
pub use modify::modify_attribute;
pub use output::InstanceState;
pub use power::{reboot, start, stop, terminate};
pub use status::describe_status;

use super::{errors, ids};
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::instance::Instance;
use crate::state::{Draft, instances};

/// The instances of some ids, each once.
///
/// # Errors
/// `InvalidInstanceID.Malformed`, `InvalidInstanceID.NotFound` where one of them does not exist.
pub fn find<'a>(draft: &'a Draft, ids: &[Text]) -> Result<Vec<&'a Instance>> {
    let listed = |instance: &&Instance| instances::is_listed(instance, draft.now());
    let find = |id: &str| instances::find(draft.state(), id).filter(listed);
    ids::find_each(ids, find).or_else(|missing| {
        missing.iter().try_for_each(|id| ids::check_instance(id))?;
        Err(errors::no_instances(&missing))
    })
}

/// The instance of an id.
///
/// # Errors
/// As [`find`].
pub fn find_one<'a>(draft: &'a Draft, id: &Text) -> Result<&'a Instance> {
    find(draft, std::slice::from_ref(id))?.into_iter().next().ok_or_else(|| errors::no_instances(&[id]))
}

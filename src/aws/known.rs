//! The ids and names that there are: those are accepted whatever their form.

use crate::state::addresses::Address;
use crate::state::commands::Command;
use crate::state::functions::Function;
use crate::state::images::Image;
use crate::state::instance::Instance;
use crate::state::instances::Launched;
use crate::state::parameters::Parameter;
use crate::state::stack::Stack;
use crate::state::volume_snapshots::VolumeSnapshot;
use crate::state::volumes::Volume;
use crate::state::{Area, State, Stored};

/// True if something in the account has that id or name.
#[must_use]
pub fn is_known(state: &State, text: &str) -> bool {
    let instance = state.one::<Instance>();
    instance.is_ok_and(|instance| instance.instance_id == text)
        || state.named::<Launched>(text).is_some()
        || state.named::<Volume>(text).is_some()
        || state.named::<Image>(text).is_some()
        || state.named::<Address>(text).is_some()
        || state.named::<VolumeSnapshot>(text).is_some()
        || state.named::<Parameter>(text).is_some()
        || state.list(Area::Command).find(text).and_then(|(_, document)| Command::from_document(document)).is_some()
        || state.named::<Function>(text).is_some()
        || state.one::<Stack>().is_ok_and(|stack| stack.stack_id == text)
}

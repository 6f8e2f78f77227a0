//! `DeleteSnapshot`.

use serde::Deserialize;

use super::super::tags::Empty;
use super::super::unless_dry_run;
use super::find;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::volume_snapshots;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteSnapshot {
    snapshot_id: Text,
    dry_run: bool,
}

/// Deletes a snapshot that no image has.
pub fn delete(call: &mut Call, input: DeleteSnapshot) -> Result<Empty> {
    let draft = &mut call.draft;
    let snapshot = find(draft.state(), &input.snapshot_id)?;
    let id = &snapshot.snapshot_id;
    if snapshot.owner_id.as_ref().is_some_and(|owner| *owner != draft.profile().account_id) {
        return Err(AwsError::new("AuthFailure", format!("Not authorized for snapshot:{id}")));
    }
    if let Some(image) = volume_snapshots::users(draft.state(), id).first() {
        let text = format!("The snapshot {id} is currently in use by {image}");
        return Err(AwsError::new("InvalidSnapshot.InUse", text));
    }
    unless_dry_run(input.dry_run, ())?;
    volume_snapshots::remove(draft, id);
    Ok(Empty {})
}

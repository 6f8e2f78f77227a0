//! `DeregisterImage`.

use serde::{Deserialize, Serialize};

use super::super::unless_dry_run;
use super::find;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::{Draft, images, volume_snapshots};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeregisterImage {
    image_id: Text,
    delete_associated_snapshots: bool,
    dry_run: bool,
}

/// What has become of a snapshot.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DeletedSnapshot {
    snapshot_id: Text,
    return_code: &'static str,
}

/// What has become of an image.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Deregistered {
    r#return: bool,
    delete_snapshot_results: Vec<DeletedSnapshot>,
}

/// Deregisters an image. Its snapshots stay, unless they are to go and no other image has them.
pub fn deregister(call: &mut Call, input: DeregisterImage) -> Result<Deregistered> {
    let draft = &mut call.draft;
    let image = find(draft.state(), &input.image_id)?;
    if image.owner_id.as_ref().is_some_and(|owner| *owner != draft.profile().account_id) {
        return Err(AwsError::new("AuthFailure", format!("Not authorized for image:{}", image.image_id)));
    }
    unless_dry_run(input.dry_run, ())?;
    let snapshots: Vec<Text> = image.snapshots().cloned().collect();
    for id in &snapshots {
        store(draft, id);
    }
    images::deregister(draft, image);
    images::forget_deregistered(draft);
    let deleted = snapshots.into_iter().filter(|_| input.delete_associated_snapshots);
    let delete_snapshot_results = deleted.map(|id| delete(draft, id)).collect();
    Ok(Deregistered { r#return: true, delete_snapshot_results })
}

/// Stores a snapshot, so that it is there without its image.
fn store(draft: &mut Draft, id: &str) {
    if let Some(snapshot) = volume_snapshots::find(draft.state(), id) {
        let snapshot = snapshot.into_owned();
        volume_snapshots::write(draft, snapshot);
    }
}

fn delete(draft: &mut Draft, snapshot_id: Text) -> DeletedSnapshot {
    let is_used = !volume_snapshots::users(draft.state(), &snapshot_id).is_empty();
    if !is_used {
        volume_snapshots::remove(draft, &snapshot_id);
    }
    DeletedSnapshot { snapshot_id, return_code: if is_used { "skipped" } else { "success" } }
}

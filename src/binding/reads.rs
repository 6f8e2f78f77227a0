//! The methods that read the state, and what the cache in JavaScript asks for.

use napi_derive::napi;
use serde_json::{Map, json};

use super::argument::{Argument, revision};
use super::error::Result;
use super::handle::with;
use super::raw::Json;
use crate::state::Area;
use crate::state::transitions::Transition;
use crate::store::{Reads, Store, Wanted};
use crate::time::Now;

/// What each area is, as JSON: an array of [`Spec`](crate::state::Spec)s.
#[napi(catch_unwind)]
fn areas() -> String {
    serde_json::to_string(&Area::ALL.map(Area::spec)).unwrap_or_default()
}

/// How long each transition takes where nobody has said, as JSON: milliseconds by name.
#[napi(catch_unwind)]
fn transitions() -> String {
    let defaults: Map<_, _> =
        Transition::ALL.into_iter().map(|it| (it.name().into(), json!(it.default_duration()))).collect();
    serde_json::to_string(&defaults).unwrap_or_default()
}

/// What brings a cache at a revision up to date, and the documents of an area that it lacks, as
/// [`Store::changes_json`] writes it. Below 0, a revision is one that nothing is known of; an area beyond the last
/// one stands for all, and one below 0 for none.
#[napi(catch_unwind)]
fn changes(store: u32, now: f64, since: f64, area: i32, name: Argument) -> Result<Json> {
    let since = (since >= 0.0).then(|| revision(since));
    let area = usize::try_from(area).map(|index| Area::ALL.get(index).copied());
    let named = match area {
        Ok(Some(area)) if name.0.is_some() => Some((area, area.read_name(name.value()?)?)),
        _ => None,
    };
    let wanted = match (area, &named) {
        (Err(_), _) => Wanted::Nothing,
        (Ok(None), _) => Wanted::Everything,
        (Ok(Some(area)), None) => Wanted::Area(area),
        (_, Some((area, name))) => Wanted::Named(*area, name),
    };
    with(store, |share| {
        Ok(Json(share.engine().read(Now::from_millis(now)?, |store| store.changes_json(since, wanted))?))
    })
}

/// True if what a transaction has read at a revision is still so.
#[napi(catch_unwind)]
fn reads_hold(store: u32, now: f64, since: f64, reads: Argument) -> Result<bool> {
    let reads = Reads::at(revision(since), reads.value()?)?;
    with(store, |share| Ok(share.engine().read(Now::from_millis(now)?, |store| store.reads_hold(&reads))?))
}

/// The revision of the store.
#[napi(catch_unwind)]
fn revision_of(store: u32, now: f64) -> Result<f64> {
    #[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
    with(store, |share| Ok(share.engine().read(Now::from_millis(now)?, Store::revision)? as f64))
}

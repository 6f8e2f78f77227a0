//! Watching a store from JavaScript.

use std::sync::Arc;

use napi::bindgen_prelude::{External, Function};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi_derive::napi;

use super::argument::{Argument, revision};
use super::error::Result;
use super::handle::with;
use super::raw::Json;
use crate::document::Path;
use crate::share::Engine;
use crate::store::Sections;
use crate::time::Now;

/// A watch that JavaScript has. It ends at the latest with the thread, after its function is closed.
pub struct Watch {
    engine: Arc<Engine>,
    watcher: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.engine.store().unwatch(self.watcher);
    }
}

/// Calls a function on the thread of the caller after every change, once for several where they come fast. It does not
/// keep the thread alive.
#[napi(catch_unwind)]
fn watch(store: u32, wake: Function<'_, (), ()>) -> Result<External<Watch>> {
    let wake = wake.build_threadsafe_function::<()>().weak::<true>().max_queue_size::<1>().build();
    let wake = wake.map_err(super::error::from_napi)?;
    let engine = with(store, |share| Ok(Arc::clone(share.engine())))?;
    let watcher = engine.watch(move || {
        // It is refused while a call is queued, and while the thread is ending.
        let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
    });
    Ok(External::new(Watch { engine, watcher }))
}

/// Ends a watch.
#[napi(catch_unwind)]
fn unwatch(watch: &External<Watch>) {
    watch.engine.store().unwatch(watch.watcher);
}

/// The sections of a watcher as the number that [`next_event`] takes.
#[napi(catch_unwind)]
fn sections(sections: Argument) -> Result<u32> {
    Ok(Sections::read(sections.value()?, &Path::Root("options.sections"))?.bits())
}

/// The next event for a watcher, as [`Store::next_event`](crate::store::Store::next_event) writes it.
#[napi(catch_unwind)]
fn next_event(store: u32, now: f64, since: f64, sections: u32) -> Result<Json> {
    let (since, sections) = (revision(since), Sections::from_bits(sections));
    with(store, |share| {
        Ok(Json(share.engine().read(Now::from_millis(now)?, |store| store.next_event(since, sections))?))
    })
}

/// All that a watcher lacks, as one event.
#[napi(catch_unwind)]
fn merged_event(store: u32, now: f64, since: f64, sections: u32) -> Result<Json> {
    let (since, sections) = (revision(since), Sections::from_bits(sections));
    with(store, |share| {
        Ok(Json(share.engine().read(Now::from_millis(now)?, |store| store.merged_event(since, sections))?))
    })
}

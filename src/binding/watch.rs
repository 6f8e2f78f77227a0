//! Watching an engine from JavaScript.

use std::sync::Arc;

use napi::bindgen_prelude::{External, Function};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi_derive::napi;

use super::argument::Encoded;
use super::error::Result;
use super::raw::Handle;
use crate::model::Path;
use crate::share::Engine;
use crate::store::{Areas, Store};

/// A watch in the hands of JavaScript. It ends at the latest with the thread: there, after the
/// function is closed and before another thread could be the one that drops it.
pub struct Watch {
    engine: Arc<Engine>,
    watcher: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.engine.store().unwatch(self.watcher);
    }
}

/// Has a function called on the thread of the caller after every change of the engine, however many
/// there have been meanwhile. It does not keep the thread alive.
#[napi(catch_unwind)]
fn watch(handle: Handle, wake: Function<'_, (), ()>) -> napi::Result<External<Watch>> {
    let wake = wake.build_threadsafe_function::<()>().weak::<true>().max_queue_size::<1>().build()?;
    let engine = Arc::clone(handle.share().engine());
    let watcher = engine.watch(move || {
        // It is refused where a call is on its way, and where the thread is ending.
        let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
    });
    Ok(External::new(Watch { engine, watcher }))
}

/// Ends a watch.
#[napi(catch_unwind)]
fn unwatch(watch: &External<Watch>) {
    watch.engine.store().unwatch(watch.watcher);
}

/// The revision of the engine.
#[napi(catch_unwind)]
fn revision(handle: Handle) -> Result<f64> {
    #[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
    let revision = handle.share().engine().read(Store::revision)? as f64;
    Ok(revision)
}

/// The sections of a watcher as the number that [`next_change`] takes.
#[napi(catch_unwind)]
fn sections(sections: Encoded) -> Result<u32> {
    Ok(Areas::read(sections.0, &Path::Root("options.sections"))?.bits())
}

/// What a watcher is to be told next, as
/// [`Store::next_change`](crate::store::Store::next_change) writes it.
#[napi(catch_unwind)]
fn next_change(handle: Handle, since: f64, sections: u32) -> Result<String> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a revision")]
    let since = since as u64;
    Ok(handle.share().engine().read(|store| store.next_change(since, Areas::from_bits(sections)))?)
}

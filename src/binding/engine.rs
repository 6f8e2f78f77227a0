//! Making an engine, and its file.

use std::sync::Arc;
use std::time::Duration;

use napi::bindgen_prelude::{External, Float64Array, FnArgs, Function, JsObjectValue, Object, Uint8Array};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, JsGlobal};
use napi_derive::napi;

use super::answer::{Answer, Settled, promise};
use super::argument::Encoded;
use super::error::{Result, from_napi};
use super::raw::{Handle, Perform, revision_array};
use crate::clock::Now;
use crate::error::Error;
use crate::persist::{Fold, Warning};
use crate::share::{Durability, EngineOptions, Found, Opening, Share, end_thread, save_all_at_exit};

/// An engine and what JavaScript needs to know of it.
#[napi(object, object_from_js = false)]
pub struct Opened {
    /// The engine, for the other functions.
    pub engine: Handle,
    /// Runs its operations.
    pub perform: Perform,
    /// The engine's revision, always current.
    pub revision: Float64Array,
    /// The code and the message of each warning.
    pub warnings: Vec<Vec<String>>,
    /// Of one that was opened later: the revision it was opened at, and what [`glimpse`] answered then.
    pub found_at: Option<f64>,
    /// See there.
    pub glimpse: Option<String>,
}

/// What has become of the wish for an engine.
#[napi(object, object_from_js = false)]
pub struct Made {
    /// The engine, unless somebody is to be waited for before its file can be opened.
    pub opened: Option<Opened>,
    /// The file that is to be opened then.
    pub opening: Option<External<Wanted>>,
    /// Whether it is kept in a file, and how many milliseconds after a change that is saved.
    pub debounce_ms: Option<f64>,
    /// Whether a change is to survive the loss of power.
    pub is_power: bool,
    /// The code and the message of each warning about the options.
    pub warnings: Vec<Vec<String>>,
}

/// A file that is to be opened, in the hands of JavaScript.
pub struct Wanted(Arc<Opening>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

fn opened(env: Env, memory: &Uint8Array, share: Share, warnings: Vec<Warning>) -> Result<Opened> {
    let revision = revision_array(share.engine());
    let engine = Handle::new(share, memory);
    let perform = engine.function(env)?;
    Ok(Opened { engine, perform, revision, warnings: words(warnings), found_at: None, glimpse: None })
}

fn words(warnings: Vec<Warning>) -> Vec<Vec<String>> {
    warnings.into_iter().map(|warning| vec![warning.code.into(), warning.message]).collect()
}

/// Node's hooks run before it drops what JavaScript had.
#[napi(module_exports)]
fn on_load(_: Object, env: Env) -> napi::Result<()> {
    env.add_env_cleanup_hook((), |()| end_thread()).map(drop)
}

/// Makes an engine whose requests are written into a memory; the listener hears of what goes wrong in the
/// background.
#[napi(catch_unwind)]
fn open(
    env: Env,
    memory: Uint8Array,
    options: Encoded,
    default_path: Option<String>,
    now: f64,
    listener: Function<Vec<String>, ()>,
) -> Result<Made> {
    let now = Now::from_millis(now)?;
    let mut options = EngineOptions::read(options.0, default_path.as_deref())?;
    let warnings = words(std::mem::take(&mut options.warnings));
    let Some(path) = options.path.take() else {
        let share = Share::in_memory(options.store, now)?;
        let opened = Some(opened(env, &memory, share, Vec::new())?);
        return Ok(Made { opened, opening: None, debounce_ms: None, is_power: false, warnings });
    };
    let debounce_ms = Some(options.debounce.0);
    let is_power = options.durability == Durability::Power;
    // It keeps neither the thread alive nor the store.
    let listener = listener.build_threadsafe_function().weak::<true>().build().map_err(from_napi)?;
    let tell = move |warning: &Warning| {
        let words = vec![warning.code.to_owned(), warning.message.clone()];
        listener.call(words, ThreadsafeFunctionCallMode::NonBlocking);
    };
    let file = Opening::new(&path, options, now, Arc::new(tell));
    let found = file.try_open()?;
    let opened = found.map(|(share, warnings)| opened(env, &memory, share, warnings)).transpose()?;
    let opening = opened.is_none().then(|| External::new(Wanted(Arc::new(file))));
    Ok(Made { opened, opening, debounce_ms, is_power, warnings })
}

/// Begins an attempt to open a file, which waits for others as long as the options say, but at least for
/// some milliseconds; then calls a function, which takes what it has come to. None of this keeps the
/// thread alive.
#[napi(catch_unwind)]
fn begin_opening(opening: &External<Wanted>, least: f64, done: Function<'_, (), ()>) -> napi::Result<()> {
    let done = done.build_threadsafe_function::<()>().weak::<true>().build()?;
    opening.0.begin(Duration::try_from_secs_f64(least / 1000.0).unwrap_or_default(), move || {
        // It is refused where the thread is ending.
        let _ = done.call((), ThreadsafeFunctionCallMode::NonBlocking);
    });
    Ok(())
}

/// Resolves when the attempt that is under way has ended, and keeps the thread alive until then.
#[napi(catch_unwind)]
fn await_opening(env: Env, opening: &External<Wanted>) -> Result<Answer<()>> {
    let opening = Arc::clone(&opening.0);
    promise(env, move || {
        opening.wait();
        Ok(())
    })
}

/// What the last attempt has come to, once: the [`Outcome`].
#[napi(catch_unwind)]
fn take_opened(env: Env, opening: &External<Wanted>, memory: Uint8Array) -> Result<Settled<Opened>> {
    let Found { share, warnings, revision, glimpse } = match opening.0.take().unwrap_or(Err(Error::Closed)) {
        Ok(found) => found,
        Err(error) => return Ok(Settled(Err(error))),
    };
    #[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
    let found_at = Some(revision as f64);
    Ok(Settled(Ok(Opened { found_at, glimpse: Some(glimpse), ..opened(env, &memory, share, warnings)? })))
}

/// What the file looks like that is to be opened: another text after every change.
#[napi(catch_unwind)]
fn glimpse(opening: &External<Wanted>) -> String {
    opening.0.glimpse()
}

/// Nobody wants the file any more.
#[napi(catch_unwind)]
fn give_up(opening: &External<Wanted>) {
    opening.0.give_up();
}

/// Saves what the file lacks; `is_lazy` leaves an edit that is no state to its author. Resolves to the
/// [`Outcome`] when it is on disk.
#[napi(catch_unwind)]
fn save(env: Env, handle: Handle, is_lazy: bool) -> Result<Answer<()>> {
    promise(env, handle.share().saving(if is_lazy { Fold::Lazy } else { Fold::Now }))
}

/// Lets every change so far survive a power loss. Resolves to the [`Outcome`].
#[napi(catch_unwind)]
fn sync(env: Env, handle: Handle) -> Result<Answer<()>> {
    let engine = Arc::clone(handle.share().engine());
    promise(env, move || engine.sync())
}

/// Gives the share in the engine back, which is used no more. Resolves to the [`Outcome`].
#[napi(catch_unwind)]
fn close(env: Env, handle: Handle) -> Result<Answer<()>> {
    let work = handle.take().map(Share::releasing);
    promise(env, move || work.map_or(Ok(()), |work| work()))
}

/// Resolves to the [`Outcome`] when the store can be read again that has answered [`Error::Busy`].
#[napi(catch_unwind)]
fn settle(env: Env, handle: Handle) -> Result<Answer<()>> {
    promise(env, handle.share().settling())
}

/// Saves what the file lacks, before it returns; answers a promise where somebody is to be waited for.
#[napi(catch_unwind)]
fn save_sync(env: Env, handle: Handle) -> Result<Answer<()>> {
    let share = handle.share();
    if share.try_save()? { Ok(Answer::Value(())) } else { promise(env, share.saving(Fold::Now)) }
}

/// The global object of the thread, whichever realm of it asks: Jest hides it from its tests.
#[napi]
fn main_realm(env: Env) -> napi::Result<JsGlobal<'static>> {
    env.get_global()
}

/// The listener for the exit of the process: saves what the files of all engines lack. What fails is
/// a warning; it is emitted here, for `process.emitWarning` would do that after the exit.
#[napi(catch_unwind)]
fn save_all(env: Env) -> napi::Result<()> {
    for error in save_all_at_exit() {
        let mut warning = env.create_error(napi::Error::from_reason(error.to_string()))?;
        warning.set("name", "MockStateStoreWarning")?;
        warning.set("code", error.code())?;
        let process: Object = env.get_global()?.get_named_property("process")?;
        let emit: Function<FnArgs<(&str, Object)>, ()> = process.get_named_property("emit")?;
        emit.apply(process, ("warning", warning).into())?;
    }
    Ok(())
}

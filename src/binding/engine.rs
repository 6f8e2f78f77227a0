//! Making an engine, and its file.

use std::sync::Arc;

use napi::bindgen_prelude::{Float64Array, FnArgs, Function, JsObjectValue, Object, Uint8Array};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, JsGlobal};
use napi_derive::napi;

use super::answer::{Answer, promise};
use super::argument::Encoded;
use super::error::{Result, from_napi};
use super::raw::{Handle, Perform, revision_array};
use crate::clock::Now;
use crate::persist::{Fold, Warning};
use crate::share::{Durability, EngineOptions, Share, save_all_at_exit};

/// An engine and what JavaScript needs to know of it.
#[napi(object, object_from_js = false)]
pub struct Opened {
    /// The engine, for the other functions.
    pub engine: Handle,
    /// Runs its operations.
    pub perform: Perform,
    /// The engine's revision, always current.
    pub revision: Float64Array,
    /// Whether it is kept in a file, and how many milliseconds after a change that is saved.
    pub debounce_ms: Option<f64>,
    /// Whether a change is to survive the loss of power.
    pub is_power: bool,
    /// The code and the message of each warning.
    pub warnings: Vec<Vec<String>>,
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
) -> Result<Opened> {
    let now = Now::from_millis(now)?;
    let mut options = EngineOptions::read(options.0, default_path.as_deref())?;
    let mut warnings = std::mem::take(&mut options.warnings);
    let path = options.path.take();
    let debounce_ms = path.is_some().then_some(options.debounce.0);
    let is_power = path.is_some() && options.durability == Durability::Power;
    let share = match path {
        None => Share::in_memory(options.store, now)?,
        Some(path) => {
            // It keeps neither the thread alive nor the store.
            let listener = listener.build_threadsafe_function().weak::<true>().build().map_err(from_napi)?;
            let tell = move |warning: &Warning| {
                let words = vec![warning.code.to_owned(), warning.message.clone()];
                listener.call(words, ThreadsafeFunctionCallMode::NonBlocking);
            };
            let (share, more) = Share::in_file(&path, options, now, Box::new(tell))?;
            warnings.extend(more);
            share
        }
    };
    let revision = revision_array(share.engine());
    let engine = Handle::new(share, &memory);
    Ok(Opened {
        perform: engine.function(env)?,
        engine,
        revision,
        debounce_ms,
        is_power,
        warnings: warnings.into_iter().map(|warning| vec![warning.code.into(), warning.message]).collect(),
    })
}

/// Saves what the file lacks; `is_lazy` leaves an edit that is no state to its author. Resolves to the
/// [`Outcome`] when it is on disk.
#[napi(catch_unwind)]
fn save(env: Env, handle: Handle, is_lazy: bool) -> Result<Answer<()>> {
    let engine = Arc::clone(handle.share().engine());
    let how = if is_lazy { Fold::Lazy } else { Fold::Now };
    promise(env, move || engine.save(how))
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
    let share = handle.take();
    promise(env, move || share.map_or(Ok(()), Share::release))
}

/// Saves what the file lacks, before it returns.
#[napi(catch_unwind)]
fn save_sync(handle: Handle) -> Result<()> {
    Ok(handle.share().engine().save(Fold::Now)?)
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

//! Making an engine, and its file.

use std::sync::Arc;

use napi::bindgen_prelude::{Float64Array, FnArgs, Function, JsObjectValue, Object};
use napi::{Env, JsGlobal};
use napi_derive::napi;

use super::argument::Encoded;
use super::error::Result;
use super::raw::{Handle, revision_array};
use crate::clock::Now;
use crate::share::{EngineOptions, Share, save_all_at_exit};

/// An engine and what JavaScript needs to know of it.
#[napi(object, object_from_js = false)]
pub struct Opened {
    /// The engine, for the other functions.
    pub engine: Handle,
    /// The engine's revision, always current.
    pub revision: Float64Array,
    /// Whether it is kept in a file, and how many milliseconds after a change that is saved.
    pub debounce_ms: Option<f64>,
    /// The code and the message of each warning.
    pub warnings: Vec<Vec<String>>,
}

/// Makes an engine.
#[napi(catch_unwind)]
fn open(options: Encoded, default_path: Option<String>, now: f64) -> Result<Opened> {
    let now = Now::from_millis(now)?;
    let EngineOptions { store, path, debounce, mut warnings } =
        EngineOptions::read(options.0, default_path.as_deref())?;
    let debounce_ms = path.is_some().then_some(debounce.0);
    let share = match path {
        None => Share::in_memory(store, now)?,
        Some(path) => {
            let (share, more) = Share::in_file(&path, store, now)?;
            warnings.extend(more);
            share
        }
    };
    let revision = revision_array(share.engine());
    Ok(Opened {
        engine: Handle::new(share),
        revision,
        debounce_ms,
        warnings: warnings.into_iter().map(|warning| vec![warning.code.into(), warning.message]).collect(),
    })
}

/// Saves what the file lacks. The promise resolves when it is on disk; to the code and the message
/// of the error where that failed.
#[napi(catch_unwind)]
fn save(env: &Env, handle: Handle) -> napi::Result<Object<'_>> {
    let (deferred, promise) = env.create_deferred()?;
    Arc::clone(handle.share().engine()).save_in_background(move |outcome| {
        let error = outcome.err().map(|error| vec![error.code().to_owned(), error.to_string()]);
        deferred.resolve(move |_| Ok(error));
    });
    Ok(promise)
}

/// Saves what the file lacks, before it returns.
#[napi(catch_unwind)]
fn save_sync(handle: Handle) -> Result<()> {
    Ok(handle.share().engine().save()?)
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

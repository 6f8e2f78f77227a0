//! Making a store, and its file.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use napi::bindgen_prelude::{Either, External, Float64Array, FnArgs, Function, JsObjectValue, Object};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, JsGlobal};
use napi_derive::napi;

use super::answer::{Settled, promise, settle};
use super::argument::Argument;
use super::error::{Result, from_napi};
use super::handle::{self, Owner, register, with};
use super::raw::array;
use crate::error::Error;
use crate::share::{Durability, EngineOptions, Opening, OpeningOutcome, Share, end_thread, save_all_at_exit};
use crate::state::{Origin, Profile, Setting};
use crate::time::Now;
use crate::wal::{OnCorrupt, Warning};

/// A store that is open.
#[napi(object, object_from_js = false)]
pub struct Opened {
    /// Names the store in the other functions.
    pub number: u32,
    /// Keeps the number valid for as long as JavaScript has it.
    pub owner: External<Owner>,
    /// The revision of the store, and by area the last one that changed it.
    pub words: Float64Array,
    /// The last revision that any process has committed, where the store has a log.
    pub log: Option<Float64Array>,
    /// The code and the message of each warning.
    pub warnings: Vec<Vec<String>>,
    /// Of a store that was opened later: its revision then.
    pub found_at: Option<f64>,
    /// Of a store that was opened later: the fingerprint of its file then.
    pub fingerprint: Option<String>,
}

/// The outcome of [`open`].
#[napi(object, object_from_js = false)]
pub struct Made {
    /// The store, unless another process or thread has to be waited for.
    pub opened: Option<Opened>,
    /// The file that is opened later then.
    pub opening: Option<External<Wanted>>,
    /// How many milliseconds after a change the file is brought up to date; absent in memory.
    pub debounce_ms: Option<f64>,
    /// True if a change survives the loss of power.
    pub is_power: bool,
    /// The account's number.
    pub account_id: String,
    /// The account's region.
    pub region: String,
    /// The canonical path of the file; absent in memory.
    pub file: Option<String>,
    /// The options `transitions` and `seed`, as an argument of `applySettings`.
    pub settings: Option<String>,
    /// The names and descriptions of the option `scenarios`, where that is a list.
    pub scenarios: Vec<Vec<String>>,
    /// The code and the message of each warning about the options.
    pub warnings: Vec<Vec<String>>,
}

/// A file that JavaScript wants to be opened.
pub struct Wanted(Arc<Opening>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

fn opened(share: Share, warnings: Vec<Warning>) -> Opened {
    let words = array(share.engine().store().words().clone());
    let log = share.engine().log_words().map(array);
    let (number, owner) = register(share);
    Opened { number, owner, words, log, warnings: words_of(warnings), found_at: None, fingerprint: None }
}

fn words_of(warnings: Vec<Warning>) -> Vec<Vec<String>> {
    warnings.into_iter().map(|warning| vec![warning.code.into(), warning.message]).collect()
}

/// The options that are part of the state, as an argument of `applySettings`.
fn settings_argument(settings: serde_json::Map<String, serde_json::Value>) -> Option<String> {
    (!settings.is_empty()).then(|| format!("\0{}", serde_json::Value::from(settings)))
}

/// Node runs its hooks before it drops what JavaScript has.
#[napi(module_exports)]
fn on_load(_: Object, env: Env) -> napi::Result<()> {
    env.add_env_cleanup_hook((), |()| end_thread()).map(drop)
}

/// Makes a store; the listener is called with warnings from the background.
#[napi(catch_unwind)]
fn open(options: Argument, default_path: Argument, now: f64, listener: Function<Vec<String>, ()>) -> Result<Made> {
    let default_path = default_path.0;
    let mut options = EngineOptions::read(options.value()?, default_path.as_deref())?;
    let setting =
        Setting { now: Now::from_millis(now)?, profile: Arc::clone(&options.store.profile), ..Setting::default() };
    let origin = Origin { initial_state: options.store.initial_state.clone(), setting };
    let warnings = words_of(std::mem::take(&mut options.warnings));
    let scenarios = options.check_scenarios(&origin)?.into_iter().map(Into::into).collect();
    let [account_id, region] = names(&options.store.profile);
    let settings = settings_argument(std::mem::take(&mut options.settings));
    let Some(path) = options.path.take() else {
        let opened = Some(opened(Share::in_memory(options.store, &origin)?, Vec::new()));
        return Ok(Made {
            opened,
            opening: None,
            debounce_ms: None,
            is_power: false,
            account_id,
            region,
            file: None,
            settings,
            scenarios,
            warnings,
        });
    };
    let debounce_ms = Some(options.debounce.0);
    let is_power = options.durability == Durability::Power;
    // It keeps neither the thread nor the store alive.
    let listener = listener.build_threadsafe_function().weak::<true>().build().map_err(from_napi)?;
    let warn = move |warning: &Warning| {
        let words = vec![warning.code.to_owned(), warning.message.clone()];
        listener.call(words, ThreadsafeFunctionCallMode::NonBlocking);
    };
    let file = Opening::new(&path, options, origin, Arc::new(warn));
    let opened = file.try_open()?.map(|(share, warnings)| opened(share, warnings));
    let path = Some(file.path().to_string_lossy().into_owned());
    let opening = opened.is_none().then(|| External::new(Wanted(Arc::new(file))));
    Ok(Made { opened, opening, debounce_ms, is_power, account_id, region, file: path, settings, scenarios, warnings })
}

/// The number and the region of an account.
fn names(profile: &Profile) -> [String; 2] {
    [&profile.account_id, &profile.region].map(ToString::to_string)
}

/// Makes a store in memory that starts with the state of another one. Without options it has those of that store.
#[napi(catch_unwind)]
fn fork(store: u32, now: f64, options: Argument) -> Result<Made> {
    let now = Now::from_millis(now)?;
    let given = options.0.is_some().then(|| options.value()).transpose()?;
    let (share, given) = with(store, |share| {
        let Some(given) = given else { return Ok((share.fork(now, Arc::clone(share.options()))?, None)) };
        let given = EngineOptions::read_for_fork(share.options(), given)?;
        Ok((share.fork(now, Arc::clone(&given.store))?, Some(given)))
    })?;
    let [account_id, region] = names(&share.options().profile);
    let (settings, scenarios, warnings) = match given {
        None => Default::default(),
        Some(mut given) => {
            let initial_state = given.store.initial_state.clone();
            let profile = Arc::clone(&given.store.profile);
            let origin = Origin { initial_state, setting: Setting { now, profile, ..Setting::default() } };
            let titles = given.check_scenarios(&origin)?;
            (given.settings, titles.into_iter().map(Into::into).collect(), given.warnings)
        }
    };
    let settings = settings_argument(settings);
    let opened = Some(opened(share, Vec::new()));
    let warnings = words_of(warnings);
    Ok(Made {
        opened,
        opening: None,
        debounce_ms: None,
        is_power: false,
        account_id,
        region,
        file: None,
        settings,
        scenarios,
        warnings,
    })
}

/// Begins an attempt to open a file, which waits for other processes as long as the options say, but at least some
/// milliseconds; then calls a function. None of this keeps the thread alive.
#[napi(catch_unwind)]
fn begin_opening(opening: &External<Wanted>, least_ms: f64, done: Function<'_, (), ()>) -> napi::Result<()> {
    let done = done.build_threadsafe_function::<()>().weak::<true>().build()?;
    opening.0.begin(Duration::try_from_secs_f64(least_ms / 1000.0).unwrap_or_default(), move || {
        // It is refused while the thread is ending.
        let _ = done.call((), ThreadsafeFunctionCallMode::NonBlocking);
    });
    Ok(())
}

/// Resolves when the attempt that is under way has ended, and keeps the thread alive until then.
#[napi(catch_unwind)]
fn await_opening<'env>(env: &'env Env, opening: &External<Wanted>) -> Result<Object<'env>> {
    let opening = Arc::clone(&opening.0);
    promise(env, move || {
        opening.wait();
        Ok(())
    })
}

/// The outcome of the last attempt, once.
#[napi(catch_unwind)]
fn take_opened(opening: &External<Wanted>) -> Settled<Opened> {
    settle(opening.0.take().unwrap_or(Err(Error::Closed)).map(|outcome| {
        let OpeningOutcome { share, warnings, revision, fingerprint } = outcome;
        #[expect(clippy::cast_precision_loss, reason = "2^53 revisions take centuries")]
        let found_at = Some(revision as f64);
        Opened { found_at, fingerprint: Some(fingerprint), ..opened(share, warnings) }
    }))
}

/// A text that differs after every change of the file.
#[napi(catch_unwind)]
fn fingerprint(opening: &External<Wanted>) -> String {
    opening.0.fingerprint()
}

/// Cancels the attempt to open a file.
#[napi(catch_unwind)]
fn abandon(opening: &External<Wanted>) {
    opening.0.cancel();
}

/// Brings the file up to date; in the background, an edit that is no state stays where it is.
#[napi(catch_unwind)]
fn save(env: &Env, store: u32, is_background: bool) -> Result<Object<'_>> {
    let on_corrupt = if is_background { OnCorrupt::Keep } else { OnCorrupt::SetAside };
    with(store, |share| promise(env, share.checkpointing(on_corrupt)))
}

/// Brings the file up to date before it returns; answers a promise where another process has to be waited for.
#[napi(catch_unwind)]
fn save_sync(env: &Env, store: u32) -> Result<Either<(), Object<'_>>> {
    with(store, |share| {
        if share.try_checkpoint()? {
            return Ok(Either::A(()));
        }
        promise(env, share.checkpointing(OnCorrupt::SetAside)).map(Either::B)
    })
}

/// Syncs every change so far, so that it survives a power loss.
#[napi(catch_unwind)]
fn sync(env: &Env, store: u32) -> Result<Object<'_>> {
    let engine = with(store, |share| Ok(Arc::clone(share.engine())))?;
    promise(env, move || engine.sync())
}

/// Resolves when a store can be read that has answered [`Error::Busy`].
#[napi(catch_unwind)]
fn settle_store(env: &Env, store: u32, now: f64) -> Result<Object<'_>> {
    with(store, |share| promise(env, share.settling(Now::from_millis(now)?)))
}

/// Releases a store, which is not used any more.
#[napi(catch_unwind)]
fn close(env: &Env, store: u32) -> Result<Object<'_>> {
    let work = handle::close(store).map(Share::releasing);
    promise(env, move || work.map_or(Ok(()), |work| work()))
}

/// Resolves after some milliseconds, whatever a realm has made of its timers. It keeps the thread alive until then.
#[napi(catch_unwind)]
fn pause(env: &Env, ms: f64) -> Result<Object<'_>> {
    let time = Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
    promise(env, move || {
        thread::sleep(time);
        Ok(())
    })
}

/// The global object of the thread, whichever realm of it asks: Jest hides it from its tests.
#[napi]
fn main_realm(env: Env) -> napi::Result<JsGlobal<'static>> {
    env.get_global()
}

/// The listener for the exit of the process: saves the files of all stores. A failure is a warning; it is emitted here,
/// because `process.emitWarning` would emit it after the exit.
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

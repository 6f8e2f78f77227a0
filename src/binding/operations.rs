//! The operations of a store, by the numbers of `lib/operations.js`: those that change the state, and those
//! that read it.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use napi::bindgen_prelude::ToNapiValue;
use napi::{Env, sys};
use napi_derive::napi;

use super::answer::{Answer, answer, promise};
use super::error::{Result, malformed};
use crate::change::Change;
use crate::clock::Now;
use crate::model::{Reader, Text, Value};
use crate::share::Share;
use crate::store::{Part, Reads, Store};

/// What an operation answers.
pub(super) enum Reply {
    Nothing,
    Flag(bool),
    /// Text, or `null`.
    Text(Option<String>),
}

impl From<()> for Reply {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}

impl From<bool> for Reply {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Option<Text>> for Reply {
    fn from(text: Option<Text>) -> Self {
        Self::Text(text.map(Into::into))
    }
}

impl ToNapiValue for Reply {
    unsafe fn to_napi_value(env: sys::napi_env, reply: Self) -> napi::Result<sys::napi_value> {
        // SAFETY: the caller vouches for `env`.
        unsafe {
            match reply {
                Self::Nothing => <()>::to_napi_value(env, ()),
                Self::Flag(flag) => bool::to_napi_value(env, flag),
                Self::Text(text) => Option::to_napi_value(env, text),
            }
        }
    }
}

/// Runs the operation that a request asks for: its number, the caller's time, and the arguments.
pub(super) fn perform<T: Iterator<Item = Text>>(
    env: Env,
    share: &Share,
    mut request: Reader<'_, T>,
) -> Result<Answer<Reply>> {
    let operation = request.byte().ok_or_else(malformed)?;
    let time = request.number().ok_or_else(malformed)?;
    let now = || Now::from_millis(time);
    let mut next = || request.value().ok_or_else(malformed);
    /// Hands as many arguments as are named to an operation of the store, and the time where it is named too.
    macro_rules! change {
        ($name:ident($($argument:ident),*) $($now:ident)?) => {{
            $( let $argument = next()?; )*
            $( let $now = $now()?; )?
            answer(env, share.change(move |store| store.$name($($argument,)* $($now)?).map(Reply::from)))
        }};
    }
    match operation {
        0 => change!(set_instance(partial) now),
        1 => change!(update_instance_state(state) now),
        2 => change!(set_public_ip(public_ip) now),
        3 => change!(set_has_volume(has_volume) now),
        4 => change!(set_parameter(name, value, kind) now),
        5 => change!(delete_parameter(name)),
        6 => change!(put_parameter(name, value, kind, overwrite) now),
        7 => change!(delete_parameter_if_value(name, expected)),
        8 => {
            let (commands, options, now) = (next()?, Arc::clone(share.options()), now()?);
            let add = move |store: &Store| Ok(Some(store.add_command(commands, &options, now)?).into());
            answer(env, share.change(add))
        }
        9 => change!(update_command(id, updates)),
        10 => change!(clear_commands()),
        11 => change!(add_backup(backup)),
        12 => change!(remove_backup(name)),
        13 => change!(clear_backups()),
        14 => change!(set_costs(period, costs)),
        15 => change!(set_stack_status(partial)),
        16 => change!(set_global_latency(ms)),
        17 => change!(set_operation_failure(operation, config)),
        18 => change!(clear_operation_failure(operation)),
        19 => {
            let operation = next()?;
            let take = move |store: &Store| Ok(json(store.take_operation_failure(operation)?.as_ref()));
            answer(env, share.change(take))
        }
        20 => change!(clear_all_failures()),
        21 => {
            let (name, options, now) = (next()?, next()?, now()?);
            let acquire = move |store: &Store| Ok(json(Some(&store.acquire_lease(name, options, now)?)));
            answer(env, share.change(acquire))
        }
        22 => {
            let (name, token, options, now) = (next()?, next()?, next()?, now()?);
            let renew = move |store: &Store| Ok(json(store.renew_lease(name, token, options, now)?.as_ref()));
            answer(env, share.change(renew))
        }
        23 => change!(release_lease(name, token) now),
        24 => change!(patch_state(partial) now),
        25 => {
            let (options, now) = (Arc::clone(share.options()), now()?);
            answer(env, share.change(move |store| store.reset_state(&options, now).map(Reply::from)))
        }
        26 => {
            let reads = Reads::at(revision(&next()?), next()?)?;
            let (draft, options, now) = (next()?, Arc::clone(share.options()), now()?);
            answer(env, share.change(move |store| store.transact(&reads, draft, &options, now).map(Reply::from)))
        }
        27 => {
            let reads = Reads::at(revision(&next()?), next()?)?;
            Ok(Answer::Value(share.engine().read(|store| store.reads_hold(&reads))?.into()))
        }
        28 => {
            let name = next()?;
            Ok(Answer::Value(share.engine().read(|store| store.parameter_value(name.clone()))?.into()))
        }
        29 => {
            let since = next()?;
            // Below 0 the replica knows of none.
            let since = (since != Value::Number((-1).into())).then(|| revision(&since));
            let part = Part::wanted(revision(&next()?), next()?)?;
            Ok(Answer::Value(Reply::Text(Some(share.engine().read(|store| store.catch_up(since, &part))?))))
        }
        30 => {
            let count = revision(&next()?);
            let change = Change::from_value(next()?).map_err(|_| malformed())?;
            answer(env, share.change(move |store| store.follow_replica(count, change).map(Reply::from)))
        }
        31 => {
            let count = revision(&next()?);
            let mut change = Vec::new();
            for _ in 0..count {
                change.push((next()?, next()?, next()?, next()?));
            }
            answer(env, share.change(move |store| store.follow_parameters(change).map(Reply::from)))
        }
        _ => Err(malformed()),
    }
}

fn revision(number: &Value) -> u64 {
    if let Value::Number(number) = number { number.as_u64().unwrap_or_default() } else { 0 }
}

/// A record as JSON. Writing strings and numbers into memory does not fail.
fn json(record: Option<&impl serde::Serialize>) -> Reply {
    Reply::Text(record.map(|record| serde_json::to_string(record).unwrap_or_default()))
}

/// A time as the state has it.
#[napi(catch_unwind)]
fn iso_time(now: f64) -> Result<String> {
    Ok(Now::from_millis(now)?.iso().to_string())
}

/// A promise that resolves after some milliseconds, whatever a realm has made of its timers. Until then
/// the process goes on.
#[napi(catch_unwind)]
fn pause(env: Env, ms: f64) -> Result<Answer<()>> {
    let time = Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
    promise(env, move || {
        thread::sleep(time);
        Ok(())
    })
}

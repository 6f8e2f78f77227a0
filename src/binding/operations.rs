//! The operations that change the state, and the one that reads it.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use napi::Env;
use napi_derive::napi;

use super::answer::{Answer, answer, promise};
use super::argument::{Encoded, Scalar};
use super::error::Result;
use super::raw::Handle;
use crate::clock::Now;
use crate::store::{Part, Reads, Store};

/// Declares a function that hands its arguments to an operation of the store.
macro_rules! operations {
    ($answer:ty: $( $name:ident($($argument:ident: $kind:ident),*) $($now:ident)?; )*) => {
        $(
            #[napi(catch_unwind)]
            fn $name(env: Env, handle: Handle, $($argument: $kind,)* $($now: f64)?) -> Result<Answer<$answer>> {
                $( let $now = Now::from_millis($now)?; )?
                answer(env, handle.share().change(move |store| store.$name($($argument.0,)* $($now)?)))
            }
        )*
    };
}

operations! { ():
    set_instance(partial: Encoded) now;
    update_instance_state(state: Scalar) now;
    set_public_ip(public_ip: Scalar) now;
    set_has_volume(has_volume: Scalar) now;
    set_parameter(name: Scalar, value: Scalar, kind: Scalar) now;
    delete_parameter(name: Scalar);
    update_command(id: Scalar, updates: Encoded);
    clear_commands();
    add_backup(backup: Encoded);
    remove_backup(name: Scalar);
    clear_backups();
    set_costs(period: Scalar, costs: Encoded);
    set_stack_status(partial: Encoded);
    set_global_latency(ms: Scalar);
    set_operation_failure(operation: Scalar, config: Encoded);
    clear_operation_failure(operation: Scalar);
    clear_all_failures();
    patch_state(partial: Encoded) now;
}

operations! { bool:
    put_parameter(name: Scalar, value: Scalar, kind: Scalar, overwrite: Scalar) now;
    delete_parameter_if_value(name: Scalar, expected: Scalar);
    release_lease(name: Scalar, token: Scalar) now;
}

/// The failure as JSON, or `null`.
#[napi(catch_unwind)]
fn take_operation_failure(env: Env, handle: Handle, operation: Scalar) -> Result<Answer<Option<String>>> {
    let take = move |store: &Store| Ok(store.take_operation_failure(operation.0)?.as_ref().map(json));
    answer(env, handle.share().change(take))
}

/// Whether the lease was acquired, and the one that is held then, as JSON.
#[napi(catch_unwind)]
fn acquire_lease(env: Env, handle: Handle, name: Scalar, options: Encoded, now: f64) -> Result<Answer<String>> {
    let now = Now::from_millis(now)?;
    let acquire = move |store: &Store| Ok(json(&store.acquire_lease(name.0, options.0, now)?));
    answer(env, handle.share().change(acquire))
}

/// The lease as JSON, or `null`.
#[napi(catch_unwind)]
fn renew_lease(
    env: Env,
    handle: Handle,
    name: Scalar,
    token: Scalar,
    options: Encoded,
    now: f64,
) -> Result<Answer<Option<String>>> {
    let now = Now::from_millis(now)?;
    let renew = move |store: &Store| Ok(store.renew_lease(name.0, token.0, options.0, now)?.as_ref().map(json));
    answer(env, handle.share().change(renew))
}

/// Whether what was read at a revision is still so.
#[napi(catch_unwind)]
fn reads_hold(handle: Handle, revision: f64, reads: Encoded) -> Result<bool> {
    let reads = Reads::at(revision_of(revision), reads.0)?;
    Ok(handle.share().engine().read(|store| store.reads_hold(&reads))?)
}

/// Commits a draft, unless what it read at a revision is no longer so, and answers whether that held.
#[napi(catch_unwind)]
fn transact(env: Env, handle: Handle, revision: f64, reads: Encoded, draft: Encoded, now: f64) -> Result<Answer<bool>> {
    let (options, now) = (Arc::clone(handle.share().options()), Now::from_millis(now)?);
    let reads = Reads::at(revision_of(revision), reads.0)?;
    answer(env, handle.share().change(move |store| store.transact(&reads, draft.0, &options, now)))
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

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a revision")]
fn revision_of(number: f64) -> u64 {
    number as u64
}

/// Writing strings and numbers into memory does not fail.
fn json(record: &impl serde::Serialize) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

#[napi(catch_unwind)]
fn add_command(env: Env, handle: Handle, commands: Encoded, now: f64) -> Result<Answer<String>> {
    let (options, now) = (Arc::clone(handle.share().options()), Now::from_millis(now)?);
    let change = move |store: &Store| store.add_command(commands.0, &options, now).map(Into::into);
    answer(env, handle.share().change(change))
}

#[napi(catch_unwind)]
fn reset_state(env: Env, handle: Handle, now: f64) -> Result<Answer<()>> {
    let (options, now) = (Arc::clone(handle.share().options()), Now::from_millis(now)?);
    answer(env, handle.share().change(move |store| store.reset_state(&options, now)))
}

/// The value of a parameter, or `null`.
#[napi(catch_unwind)]
fn parameter_value(handle: Handle, name: Scalar) -> Result<Option<String>> {
    let name = name.0;
    Ok(handle.share().engine().read(|store| store.parameter_value(name.clone()))?.map(Into::into))
}

/// The changes after a revision (below 0: none is known) and a part of the state, as
/// [`Store::catch_up`](crate::store::Store::catch_up) writes them.
#[napi(catch_unwind)]
fn catch_up(handle: Handle, since: f64, part: u32, name: Scalar) -> Result<String> {
    let part = Part::wanted(part, name.0)?;
    let since = (since >= 0.0).then(|| revision_of(since));
    Ok(handle.share().engine().read(|store| store.catch_up(since, &part))?)
}

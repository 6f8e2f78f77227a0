//! The operations that change the state, and the one that reads it.

use std::thread;
use std::time::Duration;

use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

use super::argument::{Encoded, Scalar};
use super::error::Result;
use super::raw::Handle;
use crate::clock::Now;
use crate::share::runtime;
use crate::store::{Acquisition, Part, Reads};

/// Declares a function that hands its arguments to an operation of the store.
macro_rules! operations {
    ($answer:ty: $( $name:ident($($argument:ident: $kind:ident),*) $($now:ident)?; )*) => {
        $(
            #[napi(catch_unwind)]
            fn $name(handle: Handle, $($argument: $kind,)* $($now: f64)?) -> Result<$answer> {
                $( let $now = Now::from_millis($now)?; )?
                Ok(handle.share().engine().change(|store| store.$name($($argument.0,)* $($now)?))?)
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
fn take_operation_failure(handle: Handle, operation: Scalar) -> Result<Option<String>> {
    let taken = handle.share().engine().change(|store| store.take_operation_failure(operation.0))?;
    Ok(taken.map(|failure| json(&failure)))
}

/// Whether it was acquired, and the lease as JSON.
#[napi(catch_unwind)]
fn acquire_lease(handle: Handle, name: Scalar, options: Encoded, now: f64) -> Result<(bool, String)> {
    let now = Now::from_millis(now)?;
    let Acquisition { acquired, lease } =
        handle.share().engine().change(|store| store.acquire_lease(name.0, options.0, now))?;
    Ok((acquired, json(&lease)))
}

/// The lease as JSON, or `null`.
#[napi(catch_unwind)]
fn renew_lease(handle: Handle, name: Scalar, token: Scalar, options: Encoded, now: f64) -> Result<Option<String>> {
    let now = Now::from_millis(now)?;
    let renewed = handle.share().engine().change(|store| store.renew_lease(name.0, token.0, options.0, now))?;
    Ok(renewed.map(|lease| json(&lease)))
}

/// Whether what was read at a revision is still so.
#[napi(catch_unwind)]
fn reads_hold(handle: Handle, revision: f64, reads: Encoded) -> Result<bool> {
    let reads = Reads::at(revision_of(revision), reads.0)?;
    Ok(handle.share().engine().store().reads_hold(&reads)?)
}

/// Commits a draft, unless what it read at a revision is no longer so, and answers whether it did.
#[napi(catch_unwind)]
fn transact(handle: Handle, revision: f64, reads: Encoded, draft: Encoded, now: f64) -> Result<bool> {
    let (share, now) = (handle.share(), Now::from_millis(now)?);
    let reads = Reads::at(revision_of(revision), reads.0)?;
    Ok(share.engine().change(|store| store.transact(&reads, draft.0, share.options(), now))?)
}

/// A promise that resolves after some milliseconds, whatever a realm has made of its timers. Until then
/// the process goes on.
#[napi(catch_unwind)]
fn pause(env: &Env, ms: f64) -> napi::Result<Object<'_>> {
    let (deferred, promise) = env.create_deferred()?;
    let time = Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default();
    runtime::spawn_blocking(move || {
        thread::sleep(time);
        deferred.resolve(|_| Ok(()));
    });
    Ok(promise)
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
fn add_command(handle: Handle, commands: Encoded, now: f64) -> Result<String> {
    let (share, now) = (handle.share(), Now::from_millis(now)?);
    Ok(share.engine().change(|store| store.add_command(commands.0, share.options(), now))?.into())
}

#[napi(catch_unwind)]
fn reset_state(handle: Handle, now: f64) -> Result<()> {
    let (share, now) = (handle.share(), Now::from_millis(now)?);
    Ok(share.engine().change(|store| store.reset_state(share.options(), now))?)
}

/// The value of a parameter, or `null`.
#[napi(catch_unwind)]
fn parameter_value(handle: Handle, name: Scalar) -> Result<Option<String>> {
    Ok(handle.share().engine().store().parameter_value(name.0)?.map(Into::into))
}

/// The changes after a revision (below 0: none is known) and a part of the state, as
/// [`Store::catch_up`](crate::store::Store::catch_up) writes them.
#[napi(catch_unwind)]
fn catch_up(handle: Handle, since: f64, part: u32, name: Scalar) -> Result<String> {
    let part = Part::wanted(part, name.0)?;
    let since = (since >= 0.0).then(|| revision_of(since));
    Ok(handle.share().engine().store().catch_up(since, &part)?)
}

//! The operations that change the state, and the one that reads it.

use std::sync::Arc;

use napi::Env;
use napi_derive::napi;

use super::answer::{Answer, answer};
use super::argument::{Encoded, Scalar};
use super::error::Result;
use super::raw::Handle;
use crate::clock::Now;
use crate::store::{Part, Store};

/// Declares a function that hands its arguments to an operation of the store.
macro_rules! operations {
    ($( $name:ident($($argument:ident: $kind:ident),*) $($now:ident)?; )*) => {
        $(
            #[napi(catch_unwind)]
            fn $name(env: Env, handle: Handle, $($argument: $kind,)* $($now: f64)?) -> Result<Answer<()>> {
                $( let $now = Now::from_millis($now)?; )?
                answer(env, handle.share().engine().change(move |store| store.$name($($argument.0,)* $($now)?)))
            }
        )*
    };
}

operations! {
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

#[napi(catch_unwind)]
fn add_command(env: Env, handle: Handle, commands: Encoded, now: f64) -> Result<Answer<String>> {
    let (options, now) = (Arc::clone(handle.share().options()), Now::from_millis(now)?);
    let change = move |store: &Store| store.add_command(commands.0, &options, now).map(Into::into);
    answer(env, handle.share().engine().change(change))
}

#[napi(catch_unwind)]
fn reset_state(env: Env, handle: Handle, now: f64) -> Result<Answer<()>> {
    let (options, now) = (Arc::clone(handle.share().options()), Now::from_millis(now)?);
    answer(env, handle.share().engine().change(move |store| store.reset_state(&options, now)))
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
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a revision")]
    let since = (since >= 0.0).then_some(since as u64);
    Ok(handle.share().engine().read(|store| store.catch_up(since, &part))?)
}

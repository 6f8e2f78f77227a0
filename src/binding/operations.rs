//! The methods that change the state.

use napi::Env;
use napi::bindgen_prelude::ToNapiValue;
use napi_derive::napi;
use serde::Serialize;

use super::answer::{Answer, answer};
use super::argument::{Argument, revision, setting};
use super::error::Result;
use super::handle::with;
use crate::change::Change;
use crate::document::{Path, Value};
use crate::error::Result as Outcome;
use crate::state::{
    Entries, Mode, Origin, State, backups, commands, costs, global_latency, instance, leases, operation_failures,
    overlay, parameters, stack,
};
use crate::store::Reads;
use crate::time::Now;

/// Runs an operation.
fn change<C: Into<Change>>(
    env: &Env,
    store: u32,
    operation: impl FnOnce(&State) -> Outcome<C> + Send + 'static,
) -> Result<Answer<'_, ()>> {
    with(store, |share| answer(env, share.change(move |store| store.commit(operation))))
}

/// Runs an operation that answers something.
fn change_with<T: ToNapiValue + Send + 'static>(
    env: &Env,
    store: u32,
    operation: impl FnOnce(&State) -> Outcome<(Entries, T)> + Send + 'static,
) -> Result<Answer<'_, T>> {
    with(store, |share| answer(env, share.change(move |store| store.commit_with(operation))))
}

/// Writing strings and numbers into memory does not fail.
fn json(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

#[napi(catch_unwind)]
fn set_instance(env: &Env, store: u32, partial: Argument, now: f64) -> Result<Answer<'_, ()>> {
    let (partial, now) = (partial.value()?, Now::from_millis(now)?);
    change(env, store, move |state| instance::merge(state, partial, now))
}

#[napi(catch_unwind)]
fn update_instance_state(env: &Env, store: u32, new: Argument, now: f64) -> Result<Answer<'_, ()>> {
    let (new, now) = (new.value()?, Now::from_millis(now)?);
    change(env, store, move |state| instance::set_state(state, new, now))
}

#[napi(catch_unwind)]
fn set_public_ip(env: &Env, store: u32, public_ip: Argument, now: f64) -> Result<Answer<'_, ()>> {
    let public_ip = public_ip.read_if_given("publicIp")?;
    let now = Now::from_millis(now)?;
    change(env, store, move |state| instance::set_public_ip(state, public_ip, now))
}

#[napi(catch_unwind)]
fn set_has_volume(env: &Env, store: u32, has_volume: Argument, now: f64) -> Result<Answer<'_, ()>> {
    let (has_volume, now) = (has_volume.read("hasVolume")?, Now::from_millis(now)?);
    change(env, store, move |state| instance::set_has_volume(state, has_volume, now))
}

#[napi(catch_unwind)]
fn set_parameter(
    env: &Env,
    store: u32,
    name: Argument,
    content: Argument,
    kind: Argument,
    now: f64,
) -> Result<Answer<'_, ()>> {
    let (name, content, kind) = (name.text("name")?, content.text("value")?, kind.value()?);
    let now = Now::from_millis(now)?;
    change(env, store, move |state| parameters::put(state, &name, content, kind, true, now))
}

#[napi(catch_unwind)]
fn put_parameter(
    env: &Env,
    store: u32,
    name: Argument,
    content: Argument,
    kind: Argument,
    overwrite: Argument,
    now: f64,
) -> Result<Answer<'_, bool>> {
    let (name, content, kind) = (name.text("name")?, content.text("value")?, kind.value()?);
    let overwrite = overwrite.read_if_given("overwrite")?.unwrap_or(true);
    let now = Now::from_millis(now)?;
    change_with(env, store, move |state| {
        let entries = parameters::put(state, &name, content, kind, overwrite, now)?;
        let wrote = !entries.is_empty();
        Ok((entries, wrote))
    })
}

#[napi(catch_unwind)]
fn delete_parameter(env: &Env, store: u32, name: Argument) -> Result<Answer<'_, ()>> {
    let name = name.text("name")?;
    change(env, store, move |state| Ok(parameters::delete(state, &name, None)))
}

#[napi(catch_unwind)]
fn delete_parameter_if_value(env: &Env, store: u32, name: Argument, expected: Argument) -> Result<Answer<'_, bool>> {
    let (name, expected) = (name.text("name")?, expected.text("expected")?);
    change_with(env, store, move |state| {
        let entries = parameters::delete(state, &name, Some(&expected));
        let deleted = !entries.is_empty();
        Ok((entries, deleted))
    })
}

#[napi(catch_unwind)]
fn add_command(env: &Env, store: u32, lines: Argument, now: f64) -> Result<Answer<'_, String>> {
    let (lines, now) = (lines.value()?, Now::from_millis(now)?);
    let limit = with(store, |share| Ok(share.options().command_history_limit))?;
    change_with(env, store, move |state| {
        let (entries, id) = commands::add(state, lines, limit, now)?;
        Ok((entries, id.into()))
    })
}

#[napi(catch_unwind)]
fn update_command(env: &Env, store: u32, command_id: Argument, updates: Argument) -> Result<Answer<'_, ()>> {
    let (id, updates) = (command_id.text("commandId")?, updates.value()?);
    change(env, store, move |state| commands::update(state, id, updates))
}

#[napi(catch_unwind)]
fn clear_commands(env: &Env, store: u32) -> Result<Answer<'_, ()>> {
    change(env, store, |state| Ok(commands::clear(state)))
}

#[napi(catch_unwind)]
fn add_backup(env: &Env, store: u32, backup: Argument) -> Result<Answer<'_, ()>> {
    let backup = backup.value()?;
    change(env, store, move |state| backups::add(state, backup))
}

#[napi(catch_unwind)]
fn remove_backup(env: &Env, store: u32, name: Argument) -> Result<Answer<'_, ()>> {
    let name = name.text("name")?;
    change(env, store, move |state| backups::remove(state, &name))
}

#[napi(catch_unwind)]
fn clear_backups(env: &Env, store: u32) -> Result<Answer<'_, ()>> {
    change(env, store, |_| Ok(backups::clear()))
}

#[napi(catch_unwind)]
fn set_costs(env: &Env, store: u32, period: Argument, data: Argument) -> Result<Answer<'_, ()>> {
    let (period, data) = (period.value()?, data.value()?);
    change(env, store, move |_| costs::set(period, data))
}

#[napi(catch_unwind)]
fn set_stack_status(env: &Env, store: u32, partial: Argument) -> Result<Answer<'_, ()>> {
    let partial = partial.value()?;
    change(env, store, move |state| stack::merge(state, partial))
}

#[napi(catch_unwind)]
fn set_global_latency(env: &Env, store: u32, ms: Argument) -> Result<Answer<'_, ()>> {
    let ms = ms.value()?;
    change(env, store, move |_| global_latency::set(ms))
}

#[napi(catch_unwind)]
fn set_operation_failure(env: &Env, store: u32, operation: Argument, config: Argument) -> Result<Answer<'_, ()>> {
    let (operation, config) = (operation.text("operation")?, config.value()?);
    change(env, store, move |_| operation_failures::set(&operation, config))
}

#[napi(catch_unwind)]
fn clear_operation_failure(env: &Env, store: u32, operation: Argument) -> Result<Answer<'_, ()>> {
    let operation = operation.text("operation")?;
    change(env, store, move |state| Ok(operation_failures::clear(state, &operation)))
}

/// Answers the failure as JSON.
#[napi(catch_unwind)]
fn take_operation_failure(env: &Env, store: u32, operation: Argument) -> Result<Answer<'_, Option<String>>> {
    let operation = operation.text("operation")?;
    change_with(env, store, move |state| {
        let (entries, failure) = operation_failures::take(state, &operation);
        Ok((entries, failure.as_ref().map(json)))
    })
}

#[napi(catch_unwind)]
fn clear_all_failures(env: &Env, store: u32) -> Result<Answer<'_, ()>> {
    change(env, store, |_| Ok(operation_failures::clear_all()))
}

/// Answers a [`leases::Acquisition`] as JSON.
#[napi(catch_unwind)]
fn acquire_lease(env: &Env, store: u32, name: Argument, options: Argument, now: f64) -> Result<Answer<'_, String>> {
    let (name, options, now) = (name.text("name")?, options.value()?, Now::from_millis(now)?);
    change_with(env, store, move |state| {
        let (entries, acquisition) = leases::acquire(state, &name, options, now)?;
        Ok((entries, json(&acquisition)))
    })
}

/// Answers the renewed lease as JSON.
#[napi(catch_unwind)]
fn renew_lease(
    env: &Env,
    store: u32,
    name: Argument,
    fencing_token: Argument,
    options: Argument,
    now: f64,
) -> Result<Answer<'_, Option<String>>> {
    let (name, token, options) = (name.text("name")?, fencing_token.value()?, options.value()?);
    let now = Now::from_millis(now)?;
    change_with(env, store, move |state| {
        let (entries, lease) = leases::renew(state, &name, token, options, now)?;
        Ok((entries, lease.as_ref().map(json)))
    })
}

#[napi(catch_unwind)]
fn release_lease(env: &Env, store: u32, name: Argument, fencing_token: Argument, now: f64) -> Result<Answer<'_, bool>> {
    let (name, token, now) = (name.text("name")?, fencing_token.value()?, Now::from_millis(now)?);
    change_with(env, store, move |state| {
        let entries = leases::release(state, &name, token, now)?;
        let released = !entries.is_empty();
        Ok((entries, released))
    })
}

#[napi(catch_unwind)]
fn patch_state(env: &Env, store: u32, partial: Argument, now: f64) -> Result<Answer<'_, ()>> {
    let (partial, setting) = (partial.value()?, setting(now)?);
    if !matches!(partial, Value::Object(_)) {
        return Err(partial.mismatch(&Path::Root("state"), "an object").into());
    }
    change(env, store, move |state| overlay(state, partial, &Path::Root(""), Mode::Patch, &setting))
}

#[napi(catch_unwind)]
fn reset_state(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    let initial_state = with(store, |share| Ok(share.options().initial_state.clone()))?;
    let origin = Origin { initial_state, setting: setting(now)? };
    change(env, store, move |state| Ok(state.reset_to(&State::initial(&origin)?)))
}

/// Commits what a transaction has written, and answers whether what it has read was still so.
#[napi(catch_unwind)]
fn transact(env: &Env, store: u32, since: f64, reads: Argument, draft: Argument, now: f64) -> Result<Answer<'_, bool>> {
    let (reads, draft, setting) = (Reads::at(revision(since), reads.value()?)?, draft.value()?, setting(now)?);
    with(store, |share| {
        let limit = share.options().command_history_limit;
        answer(env, share.change(move |store| store.transact(&reads, draft, limit, &setting)))
    })
}

//! The methods that change the state. Each takes the realm's time.

use napi::Env;
use napi::bindgen_prelude::ToNapiValue;
use napi_derive::napi;
use serde::Serialize;

use super::answer::{Answer, answer};
use super::argument::{Argument, revision};
use super::error::Result;
use super::handle::with;
use crate::aws::faults::doubts_of_rule;
use crate::change::Change;
use crate::document::{Path, Value};
use crate::error::Result as Outcome;
use crate::state::{
    Draft, Entries, Mode, Origin, Setting, State, backups, clock, commands, costs, current_scenario, fault_rules,
    global_latency, instance, leases, operation_failures, overlay, parameters, random, scheduled, stack,
};
use crate::store::Reads;
use crate::time::Now;

/// Runs an operation.
pub(super) fn change<C: Into<Change>>(
    env: &Env,
    store: u32,
    now: f64,
    operation: impl FnOnce(&State, &Setting) -> Outcome<C> + Send + 'static,
) -> Result<Answer<'_, ()>> {
    let now = Now::from_millis(now)?;
    with(store, |share| answer(env, share.change(move |store| store.commit(now, operation))))
}

/// Runs an operation that answers something.
pub(super) fn change_with<C: Into<Change>, T: ToNapiValue + Send + 'static>(
    env: &Env,
    store: u32,
    now: f64,
    operation: impl FnOnce(&State, &Setting) -> Outcome<(C, T)> + Send + 'static,
) -> Result<Answer<'_, T>> {
    let now = Now::from_millis(now)?;
    with(store, |share| answer(env, share.change(move |store| store.commit_with(now, operation))))
}

/// Runs an operation that takes back only what it says: it sets no state by hand.
fn change_beside(
    env: &Env,
    store: u32,
    now: f64,
    operation: impl FnOnce(&State, Now) -> Outcome<Entries> + Send + 'static,
) -> Result<Answer<'_, ()>> {
    let now = Now::from_millis(now)?;
    let operation = |draft: Draft| Ok((operation(draft.state(), draft.now())?, ()));
    with(store, |share| answer(env, share.change(move |store| store.commit_draft(now, operation))))
}

/// Writing strings and numbers into memory does not fail.
pub(super) fn json(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

#[napi(catch_unwind)]
fn set_instance(env: &Env, store: u32, now: f64, partial: Argument) -> Result<Answer<'_, ()>> {
    let partial = partial.value()?;
    change(env, store, now, move |state, setting| instance::merge(state, partial, setting.now))
}

#[napi(catch_unwind)]
fn update_instance_state(env: &Env, store: u32, now: f64, new: Argument) -> Result<Answer<'_, ()>> {
    let new = new.value()?;
    change(env, store, now, move |state, setting| instance::set_state(state, new, setting.now))
}

#[napi(catch_unwind)]
fn set_public_ip(env: &Env, store: u32, now: f64, public_ip: Argument) -> Result<Answer<'_, ()>> {
    let public_ip = public_ip.read_if_given("publicIp")?;
    change_beside(env, store, now, move |state, now| instance::set_public_ip(state, public_ip, now))
}

#[napi(catch_unwind)]
fn set_has_volume(env: &Env, store: u32, now: f64, has_volume: Argument) -> Result<Answer<'_, ()>> {
    let has_volume = has_volume.read("hasVolume")?;
    change_beside(env, store, now, move |state, now| instance::set_has_volume(state, has_volume, now))
}

#[napi(catch_unwind)]
fn set_parameter(
    env: &Env,
    store: u32,
    now: f64,
    name: Argument,
    content: Argument,
    kind: Argument,
) -> Result<Answer<'_, ()>> {
    let (name, content, kind) = (name.text("name")?, content.text("value")?, kind.value()?);
    change(env, store, now, move |state, setting| parameters::put(state, &name, content, kind, true, setting.now))
}

#[napi(catch_unwind)]
fn put_parameter(
    env: &Env,
    store: u32,
    now: f64,
    name: Argument,
    content: Argument,
    kind: Argument,
    overwrite: Argument,
) -> Result<Answer<'_, bool>> {
    let (name, content, kind) = (name.text("name")?, content.text("value")?, kind.value()?);
    let overwrite = overwrite.read_if_given("overwrite")?.unwrap_or(true);
    change_with(env, store, now, move |state, setting| {
        let entries = parameters::put(state, &name, content, kind, overwrite, setting.now)?;
        let wrote = !entries.is_empty();
        Ok((entries, wrote))
    })
}

#[napi(catch_unwind)]
fn delete_parameter(env: &Env, store: u32, now: f64, name: Argument) -> Result<Answer<'_, ()>> {
    let name = name.text("name")?;
    change(env, store, now, move |state, _| Ok(parameters::delete(state, &name, None)))
}

#[napi(catch_unwind)]
fn delete_parameter_if_value(
    env: &Env,
    store: u32,
    now: f64,
    name: Argument,
    expected: Argument,
) -> Result<Answer<'_, bool>> {
    let (name, expected) = (name.text("name")?, expected.text("expected")?);
    change_with(env, store, now, move |state, _| {
        let entries = parameters::delete(state, &name, Some(&expected));
        let deleted = !entries.is_empty();
        Ok((entries, deleted))
    })
}

#[napi(catch_unwind)]
fn add_command(env: &Env, store: u32, now: f64, lines: Argument) -> Result<Answer<'_, String>> {
    let lines = lines.value()?;
    let limit = with(store, |share| Ok(share.options().command_history_limit))?;
    change_with(env, store, now, move |state, setting| {
        let (entries, id) = commands::add(state, lines, limit, setting)?;
        Ok((entries, id.into()))
    })
}

#[napi(catch_unwind)]
fn update_command(env: &Env, store: u32, now: f64, command_id: Argument, updates: Argument) -> Result<Answer<'_, ()>> {
    let (id, updates) = (command_id.text("commandId")?, updates.value()?);
    change(env, store, now, move |state, _| commands::update(state, id, updates))
}

#[napi(catch_unwind)]
fn clear_commands(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    change(env, store, now, |state, _| Ok(commands::clear(state)))
}

#[napi(catch_unwind)]
fn add_backup(env: &Env, store: u32, now: f64, backup: Argument) -> Result<Answer<'_, ()>> {
    let backup = backup.value()?;
    change(env, store, now, move |state, _| backups::add(state, backup))
}

#[napi(catch_unwind)]
fn remove_backup(env: &Env, store: u32, now: f64, name: Argument) -> Result<Answer<'_, ()>> {
    let name = name.text("name")?;
    change(env, store, now, move |state, _| backups::remove(state, &name))
}

#[napi(catch_unwind)]
fn clear_backups(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    change(env, store, now, |_, _| Ok(backups::clear()))
}

#[napi(catch_unwind)]
fn set_costs(env: &Env, store: u32, now: f64, period: Argument, data: Argument) -> Result<Answer<'_, ()>> {
    let (period, data) = (period.value()?, data.value()?);
    change(env, store, now, move |_, _| costs::set(period, data))
}

#[napi(catch_unwind)]
fn set_stack_status(env: &Env, store: u32, now: f64, partial: Argument) -> Result<Answer<'_, ()>> {
    let partial = partial.value()?;
    change(env, store, now, move |state, _| stack::merge(state, partial))
}

#[napi(catch_unwind)]
fn set_global_latency(env: &Env, store: u32, now: f64, ms: Argument) -> Result<Answer<'_, ()>> {
    let ms = ms.value()?;
    change(env, store, now, move |_, _| global_latency::set(ms))
}

#[napi(catch_unwind)]
fn set_operation_failure(
    env: &Env,
    store: u32,
    now: f64,
    operation: Argument,
    config: Argument,
) -> Result<Answer<'_, ()>> {
    let (operation, config) = (operation.text("operation")?, config.value()?);
    change(env, store, now, move |_, _| operation_failures::set(&operation, config))
}

#[napi(catch_unwind)]
fn clear_operation_failure(env: &Env, store: u32, now: f64, operation: Argument) -> Result<Answer<'_, ()>> {
    let operation = operation.text("operation")?;
    change(env, store, now, move |state, _| Ok(operation_failures::clear(state, &operation)))
}

/// Answers the failure as JSON.
#[napi(catch_unwind)]
fn take_operation_failure(env: &Env, store: u32, now: f64, operation: Argument) -> Result<Answer<'_, Option<String>>> {
    let operation = operation.text("operation")?;
    change_with(env, store, now, move |state, _| {
        let (entries, failure) = operation_failures::take(state, &operation);
        Ok((entries, failure.as_ref().map(json)))
    })
}

#[napi(catch_unwind)]
fn clear_all_failures(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    change(env, store, now, |_, _| Ok(operation_failures::clear_all()))
}

/// Adds a rule, and answers its id and what is doubtful about it, as JSON.
#[napi(catch_unwind)]
fn add_fault(env: &Env, store: u32, now: f64, rule: Argument) -> Result<Answer<'_, String>> {
    let rule = rule.value()?;
    change_with(env, store, now, move |state, setting| {
        let (entries, rule) = fault_rules::add(state, rule, &setting.random)?;
        Ok((entries, json(&(&rule.id, doubts_of_rule(&rule)))))
    })
}

/// Removes a rule, and answers whether there was one.
#[napi(catch_unwind)]
fn remove_fault(env: &Env, store: u32, now: f64, id: Argument) -> Result<Answer<'_, bool>> {
    let id = id.text("id")?;
    change_with(env, store, now, move |state, _| {
        let entries = fault_rules::remove(state, &id);
        let removed = !entries.is_empty();
        Ok((entries, removed))
    })
}

/// Removes all rules.
#[napi(catch_unwind)]
fn clear_faults(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    change(env, store, now, |state, _| Ok(fault_rules::clear(state)))
}

/// Answers a [`leases::Acquisition`] as JSON.
#[napi(catch_unwind)]
fn acquire_lease(env: &Env, store: u32, now: f64, name: Argument, options: Argument) -> Result<Answer<'_, String>> {
    let (name, options) = (name.text("name")?, options.value()?);
    change_with(env, store, now, move |state, setting| {
        let (entries, acquisition) = leases::acquire(state, &name, options, setting.now)?;
        Ok((entries, json(&acquisition)))
    })
}

/// Answers the renewed lease as JSON.
#[napi(catch_unwind)]
fn renew_lease(
    env: &Env,
    store: u32,
    now: f64,
    name: Argument,
    fencing_token: Argument,
    options: Argument,
) -> Result<Answer<'_, Option<String>>> {
    let (name, token, options) = (name.text("name")?, fencing_token.value()?, options.value()?);
    change_with(env, store, now, move |state, setting| {
        let (entries, lease) = leases::renew(state, &name, token, options, setting.now)?;
        Ok((entries, lease.as_ref().map(json)))
    })
}

#[napi(catch_unwind)]
fn release_lease(env: &Env, store: u32, now: f64, name: Argument, fencing_token: Argument) -> Result<Answer<'_, bool>> {
    let (name, token) = (name.text("name")?, fencing_token.value()?);
    change_with(env, store, now, move |state, setting| {
        let entries = leases::release(state, &name, token, setting.now)?;
        let released = !entries.is_empty();
        Ok((entries, released))
    })
}

#[napi(catch_unwind)]
fn patch_state(env: &Env, store: u32, now: f64, partial: Argument) -> Result<Answer<'_, ()>> {
    let partial = partial.value()?;
    if !matches!(partial, Value::Object(_)) {
        return Err(partial.mismatch(&Path::Root("state"), "an object").into());
    }
    change(env, store, now, move |state, setting| overlay(state, partial, &Path::Root(""), Mode::Patch, setting))
}

#[napi(catch_unwind)]
fn reset_state(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    let initial_state = with(store, |share| Ok(share.options().initial_state.clone()))?;
    let realm = Now::from_millis(now)?;
    change(env, store, now, move |state, setting| {
        // It puts the clock back too.
        let origin = Origin { initial_state, setting: setting.moved_to(realm) };
        Ok(state.reset_to(&State::initial(&origin)?))
    })
}

/// Commits what a transaction has written, and answers whether what it has read was still so.
#[napi(catch_unwind)]
fn transact(env: &Env, store: u32, now: f64, since: f64, reads: Argument, draft: Argument) -> Result<Answer<'_, bool>> {
    let (reads, draft) = (Reads::at(revision(since), reads.value()?)?, draft.value()?);
    let now = Now::from_millis(now)?;
    with(store, |share| {
        let limit = share.options().command_history_limit;
        answer(env, share.change(move |store| store.transact(now, &reads, draft, limit)))
    })
}

/// Moves the account's clock on.
#[napi(catch_unwind)]
fn advance_clock(env: &Env, store: u32, now: f64, ms: Argument) -> Result<Answer<'_, ()>> {
    let (ms, realm) = (ms.value()?, Now::from_millis(now)?);
    change(env, store, now, move |state, setting| clock::advance(state, ms, realm, &setting.random))
}

/// Moves the account's clock to a moment.
#[napi(catch_unwind)]
fn set_clock(env: &Env, store: u32, now: f64, time: Argument) -> Result<Answer<'_, ()>> {
    let (time, realm) = (time.value()?, Now::from_millis(now)?);
    change(env, store, now, move |state, setting| clock::set(state, &time, realm, &setting.random))
}

/// Stops the account's clock.
#[napi(catch_unwind)]
fn freeze_clock(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    let realm = Now::from_millis(now)?;
    change(env, store, now, move |state, _| Ok(clock::freeze(state, realm)))
}

/// Lets the account's clock go on.
#[napi(catch_unwind)]
fn resume_clock(env: &Env, store: u32, now: f64) -> Result<Answer<'_, ()>> {
    let realm = Now::from_millis(now)?;
    change(env, store, now, move |state, _| Ok(clock::resume(state, realm)))
}

/// Says how long transitions take.
#[napi(catch_unwind)]
fn set_transitions(env: &Env, store: u32, now: f64, partial: Argument) -> Result<Answer<'_, ()>> {
    let partial = partial.value()?;
    change(env, store, now, move |state, _| {
        current_scenario::set_transitions(state, partial, &Path::Root("transitions"))
    })
}

/// Applies the options of a store that are part of the state. Those of one more store of a file leave the scenario alone
/// that it may be in.
#[napi(catch_unwind)]
fn apply_settings(env: &Env, store: u32, now: f64, settings: Argument) -> Result<Answer<'_, ()>> {
    let path = Path::Root("options");
    let is_shared = with(store, |share| Ok(share.engine().log_words().is_some()))?;
    let set_transitions =
        if is_shared { current_scenario::set_own_transitions } else { current_scenario::set_transitions };
    let mut settings = settings.value()?.into_object(&path)?;
    let (seed, durations) = (Value::take(&mut settings, "seed"), Value::take(&mut settings, "transitions"));
    change(env, store, now, move |state, _| {
        let mut entries = Entries::new();
        if seed != Value::Undefined {
            entries.extend(random::set(state, seed, &path.key("seed"))?);
        }
        if durations != Value::Undefined {
            entries.extend(set_transitions(state, durations, &path.key("transitions"))?);
        }
        Ok(entries)
    })
}

/// Schedules a patch, and answers its id.
#[napi(catch_unwind)]
fn schedule(env: &Env, store: u32, now: f64, delay_ms: Argument, patch: Argument) -> Result<Answer<'_, String>> {
    let (delay_ms, patch) = (delay_ms.value()?, patch.value()?);
    change_with(env, store, now, move |state, setting| {
        let (entries, id) = scheduled::schedule(state, delay_ms, patch, setting)?;
        Ok((entries, id.into()))
    })
}

/// Cancels what is scheduled, and answers whether it was.
#[napi(catch_unwind)]
fn cancel(env: &Env, store: u32, now: f64, id: Argument) -> Result<Answer<'_, bool>> {
    let id = id.text("id")?;
    change_with(env, store, now, move |state, _| {
        let entries = scheduled::cancel(state, &id);
        let cancelled = !entries.is_empty();
        Ok((entries, cancelled))
    })
}

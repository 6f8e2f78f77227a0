//! The engine against a naive model: a JSON value and the contract's rules, with nothing clever.

mod due;
mod due_model;

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::{Reads, Store};
use crate::change::Change;
use crate::document::{Path, Value};
use crate::state::{
    Area, Mode, Setting, State, Stored, backups, commands, global_latency, instance, leases, operation_failures,
    overlay, parameters,
};
use crate::time::Now;

const LIMIT: usize = 3;
const NAMES: [&str; 5] = ["/minecraft/player-count", "__proto__", "", "10", "/minecraft/gdrive-token"];
const STATES: [&str; 3] = ["running", "stopped", "terminated"];
const DATES: [&str; 4] = ["2026-01-30T00:00:00.000Z", "2026-01-28", "never", "2000-01-01T00:00:00Z"];

/// An operation; a number stands for one of the constants above or for a command that there is.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    SetParameter(usize, u8),
    DeleteParameter(usize),
    UpdateInstanceState(usize),
    SetPublicIp(Option<u8>),
    SetHasVolume(bool),
    SetInstance(u8),
    AddCommand(u8),
    UpdateCommand(usize, u8),
    ClearCommands,
    AddBackup(usize, usize),
    RemoveBackup(usize),
    ClearBackups,
    SetLatency(u8),
    SetFailure(usize, bool),
    ClearFailure(usize),
    ClearAllFailures,
    PutParameter(usize, u8),
    DeleteParameterIfValue(usize, u8),
    TakeFailure(usize),
    AcquireLease(usize, u8),
    ReleaseLease(usize),
    Transact(usize, u8),
    Patch(usize, bool, u8),
    Reset,
}

pub(crate) fn operation() -> impl Strategy<Value = Operation> {
    use Operation::*;
    prop_oneof![
        4 => (0..NAMES.len(), any::<u8>()).prop_map(|(name, value)| SetParameter(name, value)),
        2 => (0..NAMES.len()).prop_map(DeleteParameter),
        1 => (0..STATES.len()).prop_map(UpdateInstanceState),
        1 => any::<Option<u8>>().prop_map(SetPublicIp),
        1 => any::<bool>().prop_map(SetHasVolume),
        1 => any::<u8>().prop_map(SetInstance),
        4 => any::<u8>().prop_map(AddCommand),
        3 => (0..LIMIT, any::<u8>()).prop_map(|(index, output)| UpdateCommand(index, output)),
        1 => Just(ClearCommands),
        2 => (0..NAMES.len(), 0..DATES.len()).prop_map(|(name, date)| AddBackup(name, date)),
        1 => (0..NAMES.len()).prop_map(RemoveBackup),
        1 => Just(ClearBackups),
        1 => any::<u8>().prop_map(SetLatency),
        2 => (0..NAMES.len(), any::<bool>()).prop_map(|(name, always)| SetFailure(name, always)),
        1 => (0..NAMES.len()).prop_map(ClearFailure),
        1 => Just(ClearAllFailures),
        1 => (0..NAMES.len(), any::<u8>()).prop_map(|(name, value)| PutParameter(name, value)),
        1 => (0..NAMES.len(), any::<u8>()).prop_map(|(name, value)| DeleteParameterIfValue(name, value)),
        1 => (0..NAMES.len()).prop_map(TakeFailure),
        2 => (0..NAMES.len(), 1..5_u8).prop_map(|(name, ttl)| AcquireLease(name, ttl)),
        1 => (0..NAMES.len()).prop_map(ReleaseLease),
        2 => (0..NAMES.len(), any::<u8>()).prop_map(|(name, value)| Transact(name, value)),
        1 => (0..NAMES.len(), any::<bool>(), any::<u8>()).prop_map(|(name, gone, value)| Patch(name, gone, value)),
        1 => Just(Reset),
    ]
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

fn arg(json: &Json) -> Value {
    Value::from_json(json.to_string().as_bytes()).unwrap()
}

pub(crate) fn now(step: usize) -> Now {
    Now::from_millis(1_769_680_800_000.0 + f64::from(u16::try_from(step).unwrap())).unwrap()
}

fn patch(name: usize, gone: bool, value: u8, at: Now) -> Json {
    let parameter = json!({ "value": value.to_string(), "type": "SecureString", "lastModified": at.iso() });
    json!({
        "ssm": { "parameters": { NAMES[name]: if gone { Json::Null } else { parameter } } },
        "faults": { "operationFailures": { NAMES[name]: { "failNext": gone, "alwaysFail": false } } },
        "noted": value,
    })
}

/// The whole state with some changes, as a transaction writes it; a parameter is to be removed.
fn transaction(state: &Json, name: usize, value: u8, at: Now) -> Json {
    let mut draft = state.clone();
    draft["instance"]["tag"] = value.into();
    map(&mut draft["ssm"]["parameters"]).insert(NAMES[name].into(), Json::Null);
    map(&mut draft["faults"]["operationFailures"]).shift_remove(NAMES[name]);
    list(&mut draft["backups"]).push(json!({ "name": NAMES[name], "date": at.iso(), "size": "" }));
    draft["noted"] = value.into();
    draft
}

pub(crate) fn run(store: &Store, operation: &Operation, at: Now) {
    if let Operation::Transact(name, value) = *operation {
        let draft = transaction(&serde_json::to_value(store.snapshot().unwrap().state).unwrap(), name, value, at);
        assert!(store.transact(at, &Reads::default(), arg(&draft), LIMIT).unwrap());
        return;
    }
    store.commit(at, |state, setting| change(state, operation, setting)).unwrap();
}

fn change(state: &State, operation: &Operation, setting: &Setting) -> crate::error::Result<Change> {
    let at = setting.now;
    let put = |name: usize, value: u8, overwrite| {
        parameters::put(state, NAMES[name], value.to_string().as_str().into(), Value::Undefined, overwrite, at)
    };
    let entries = match *operation {
        Operation::SetParameter(name, value) => put(name, value, true),
        Operation::PutParameter(name, value) => put(name, value, false),
        Operation::DeleteParameter(name) => Ok(parameters::delete(state, NAMES[name], None)),
        Operation::DeleteParameterIfValue(name, value) => {
            Ok(parameters::delete(state, NAMES[name], Some(&value.to_string())))
        }
        Operation::UpdateInstanceState(to) => instance::set_state(state, text(STATES[to]), at),
        Operation::SetPublicIp(ip) => instance::set_public_ip(state, ip.map(|ip| ip.to_string().as_str().into()), at),
        Operation::SetHasVolume(flag) => instance::set_has_volume(state, flag, at),
        Operation::SetInstance(value) => instance::merge(state, arg(&json!({ "tag": value })), at),
        Operation::AddCommand(line) => {
            commands::add(state, arg(&json!([line.to_string()])), LIMIT, &Setting::at(at)).map(|(entries, _)| entries)
        }
        Operation::UpdateCommand(index, output) => {
            let document = state.list(Area::Command).iter().nth(index).map(|(_, document)| document);
            let id = document.and_then(commands::Command::from_document).map(|command| command.command_id.clone());
            let updates = json!({ "output": output.to_string(), "status": "Success" });
            commands::update(state, id.unwrap_or("none".into()), arg(&updates))
        }
        Operation::ClearCommands => Ok(commands::clear(state)),
        Operation::AddBackup(name, date) => {
            backups::add(state, arg(&json!({ "name": NAMES[name], "date": DATES[date], "size": "" })))
        }
        Operation::RemoveBackup(name) => backups::remove(state, NAMES[name]),
        Operation::ClearBackups => Ok(backups::clear()),
        Operation::SetLatency(ms) => global_latency::set(Value::Number(ms.into())),
        Operation::SetFailure(name, always) => {
            operation_failures::set(NAMES[name], arg(&json!({ "failNext": true, "alwaysFail": always })))
        }
        Operation::ClearFailure(name) => Ok(operation_failures::clear(state, NAMES[name])),
        Operation::ClearAllFailures => Ok(operation_failures::clear_all()),
        Operation::TakeFailure(name) => Ok(operation_failures::take(state, NAMES[name]).0),
        Operation::AcquireLease(name, ttl) => {
            let options = arg(&json!({ "owner": "me", "ttlMs": ttl }));
            leases::acquire(state, NAMES[name], options, at).map(|(entries, _)| entries)
        }
        Operation::ReleaseLease(name) => {
            let lease = state.named::<leases::Lease>(NAMES[name]);
            let token = lease.map(|lease| lease.fencing_token).unwrap_or_default();
            leases::release(state, NAMES[name], arg(&json!(token)), at)
        }
        Operation::Patch(name, gone, value) => {
            overlay(state, arg(&patch(name, gone, value, at)), &Path::Root(""), Mode::Patch, setting)
        }
        Operation::Reset => return Ok(state.reset_to(&State::defaults(setting)).into()),
        Operation::Transact(..) => unreachable!(),
    };
    entries.map(Change::from)
}

/// What the contract says of an operation, on plain JSON.
fn run_naively(model: &mut Json, operation: &Operation, at: Now) {
    match *operation {
        Operation::SetParameter(name, value) => {
            let parameter = json!({ "value": value.to_string(), "type": "String", "lastModified": at.iso() });
            map(&mut model["ssm"]["parameters"]).insert(NAMES[name].into(), parameter);
        }
        Operation::DeleteParameter(name) => {
            map(&mut model["ssm"]["parameters"]).shift_remove(NAMES[name]);
        }
        Operation::UpdateInstanceState(state) => {
            let instance = map(&mut model["instance"]);
            instance.insert("state".into(), STATES[state].into());
            instance.insert("lastUpdated".into(), at.iso().as_str().into());
            if STATES[state] != "running" {
                instance.shift_remove("publicIp");
            } else if !instance.contains_key("publicIp") {
                instance.insert("publicIp".into(), "203.0.113.42".into());
            }
        }
        Operation::SetPublicIp(ip) => {
            let instance = map(&mut model["instance"]);
            instance.insert("lastUpdated".into(), at.iso().as_str().into());
            match ip {
                Some(ip) => instance.insert("publicIp".into(), ip.to_string().into()),
                None => instance.shift_remove("publicIp"),
            };
        }
        Operation::SetHasVolume(flag) => {
            let instance = &mut model["instance"];
            instance["hasVolume"] = flag.into();
            instance["lastUpdated"] = at.iso().as_str().into();
            let mappings = instance["blockDeviceMappings"].as_array_mut().unwrap();
            if !flag {
                mappings.clear();
            } else if mappings.is_empty() {
                mappings.push(json!({
                    "deviceName": "/dev/sda1",
                    "volumeId": format!("vol-mock{:x}", at.millis()),
                    "status": "attached",
                    "deleteOnTermination": true,
                }));
            }
        }
        Operation::SetInstance(value) => {
            model["instance"]["tag"] = value.into();
            model["instance"]["lastUpdated"] = at.iso().as_str().into();
        }
        Operation::AddCommand(line) => {
            let commands = list(&mut model["ssm"]["commands"]);
            commands.push(json!({
                "commandId": "", "commands": [line.to_string()], "status": "Pending", "createdAt": at.iso(),
            }));
            let excess = commands.len().saturating_sub(LIMIT);
            commands.drain(..excess);
        }
        Operation::UpdateCommand(index, output) => {
            if let Some(command) = list(&mut model["ssm"]["commands"]).get_mut(index) {
                command["output"] = output.to_string().into();
                command["status"] = "Success".into();
            }
        }
        Operation::ClearCommands => list(&mut model["ssm"]["commands"]).clear(),
        Operation::AddBackup(name, date) => {
            let backups = list(&mut model["backups"]);
            backups.push(json!({ "name": NAMES[name], "date": DATES[date], "size": "" }));
            backups.sort_by_key(|backup| {
                let date = backup["date"].as_str().unwrap();
                let full = if date.len() == 10 { format!("{date}T00:00:00Z") } else { date.into() };
                std::cmp::Reverse(full.parse::<jiff::Timestamp>().ok())
            });
        }
        Operation::RemoveBackup(name) => list(&mut model["backups"]).retain(|backup| backup["name"] != NAMES[name]),
        Operation::ClearBackups => list(&mut model["backups"]).clear(),
        Operation::SetLatency(ms) => model["faults"]["globalLatencyMs"] = ms.into(),
        Operation::SetFailure(name, always) => {
            let config = json!({ "failNext": true, "alwaysFail": always });
            map(&mut model["faults"]["operationFailures"]).insert(NAMES[name].into(), config);
        }
        Operation::ClearFailure(name) => {
            map(&mut model["faults"]["operationFailures"]).shift_remove(NAMES[name]);
        }
        Operation::ClearAllFailures => {
            model["faults"] = json!({ "globalLatencyMs": 0, "operationFailures": {} });
        }
        Operation::Reset => {
            let leases = map(model).remove("leases");
            *model = json(&State::defaults(&Setting::at(at)));
            if let Some(mut leases) = leases {
                leases["held"] = json!({});
                map(model).insert("leases".into(), leases);
            }
        }
        ref other => combine_naively(model, other, at),
    }
}

/// The same of an operation that does several things.
fn combine_naively(model: &mut Json, operation: &Operation, at: Now) {
    match *operation {
        Operation::PutParameter(name, value) => {
            if model["ssm"]["parameters"].get(NAMES[name]).is_none() {
                run_naively(model, &Operation::SetParameter(name, value), at);
            }
        }
        Operation::DeleteParameterIfValue(name, value) => {
            if model["ssm"]["parameters"].get(NAMES[name]).is_some_and(|p| p["value"] == *value.to_string()) {
                run_naively(model, &Operation::DeleteParameter(name), at);
            }
        }
        Operation::TakeFailure(name) => {
            let failure = model["faults"]["operationFailures"].get(NAMES[name]);
            if failure.is_some_and(|failure| failure["failNext"] == true && failure["alwaysFail"] == false) {
                run_naively(model, &Operation::ClearFailure(name), at);
            }
        }
        Operation::AcquireLease(name, ttl) => {
            let last = model.get("leases").map_or(0, |leases| leases["lastFencingToken"].as_u64().unwrap());
            let leases = map(model).entry("leases").or_insert(json!({ "lastFencingToken": 0, "held": {} }));
            let held = map(&mut leases["held"]);
            held.retain(|other, lease| other == NAMES[name] || lease["expiresAt"].as_str() > Some(&at.iso()));
            let live = held.get(NAMES[name]).filter(|lease| lease["expiresAt"].as_str() > Some(&at.iso()));
            let token = live.map_or(last + 1, |lease| lease["fencingToken"].as_u64().unwrap());
            let expires_at = at.later(ttl.into()).unwrap();
            held.insert(NAMES[name].into(), json!({ "owner": "me", "fencingToken": token, "expiresAt": expires_at }));
            leases["lastFencingToken"] = last.max(token).into();
        }
        Operation::ReleaseLease(name) => {
            let held = model.get_mut("leases").map(|leases| map(&mut leases["held"]));
            if let Some(held) = held
                && held.get(NAMES[name]).is_some_and(|lease| lease["expiresAt"].as_str() > Some(&at.iso()))
            {
                held.shift_remove(NAMES[name]);
            }
        }
        Operation::Transact(name, value) => {
            let draft = transaction(model, name, value, at);
            *model = draft;
            run_naively(model, &Operation::DeleteParameter(name), at);
        }
        Operation::Patch(name, gone, value) => {
            let patch = patch(name, gone, value, at);
            let parameters = map(&mut model["ssm"]["parameters"]);
            match &patch["ssm"]["parameters"][NAMES[name]] {
                Json::Null => parameters.shift_remove(NAMES[name]),
                parameter => parameters.insert(NAMES[name].into(), parameter.clone()),
            };
            model["faults"]["operationFailures"] = patch["faults"]["operationFailures"].clone();
            model["noted"] = value.into();
        }
        ref other => unreachable!("{other:?}"),
    }
}

fn map(json: &mut Json) -> &mut Map<String, Json> {
    json.as_object_mut().unwrap()
}

fn list(json: &mut Json) -> &mut Vec<Json> {
    json.as_array_mut().unwrap()
}

fn json(state: &State) -> Json {
    let mut json = serde_json::to_value(state).unwrap();
    for command in list(&mut json["ssm"]["commands"]) {
        command["commandId"] = "".into();
    }
    json
}

fn store() -> Store {
    Store::new(State::defaults(&Setting::at(now(0))), Arc::default())
}

proptest! {
    #[test]
    fn does_what_the_naive_model_does(operations in prop::collection::vec(operation(), 1..60)) {
        let store = store();
        let mut model = json(&State::defaults(&Setting::at(now(0))));
        for (step, operation) in operations.iter().enumerate() {
            run(&store, operation, now(step));
            run_naively(&mut model, operation, now(step));
            let state = json(&store.snapshot().unwrap().state);
            prop_assert_eq!(&state, &model);
        }
    }

    #[test]
    fn a_copy_that_is_handed_the_changes_equals_the_state(
        operations in prop::collection::vec((operation(), any::<bool>()), 1..60)
    ) {
        let store = store();
        let start = store.snapshot().unwrap();
        let (mut copy, mut revision) = (start.state, start.revision);
        for (step, (operation, catch_up)) in operations.iter().enumerate() {
            run(&store, operation, now(step));
            if *catch_up || step + 1 == operations.len() {
                let (next, change) = store.changes_since(revision).unwrap();
                change.apply(&mut copy);
                let state = store.snapshot().unwrap().state;
                prop_assert_eq!(&copy, &state);
                let mut again = copy.clone();
                change.apply(&mut again);
                let [again, once] = [&again, &copy].map(|state| serde_json::to_value(state).unwrap());
                prop_assert_eq!(again, once, "applying a change again changes nothing but the order");
                revision = next;
            }
        }
    }
}

#[test]
fn a_refused_operation_changes_nothing() {
    let store = store();
    let before = store.snapshot().unwrap();
    let half_wrong = json!({ "instance": { "state": "running" }, "backups": [{ "name": 1 }] });
    let patch =
        |state: &State, setting: &Setting| overlay(state, arg(&half_wrong), &Path::Root(""), Mode::Patch, setting);
    assert!(store.commit(now(1), patch).is_err());
    let after = store.snapshot().unwrap();
    assert_eq!((before.state, before.revision), (after.state, after.revision));
}

#[test]
fn an_operation_that_panics_closes_the_store() {
    let store = store();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ = store.commit(now(0), |_, _| -> crate::error::Result<Change> { panic!("on purpose") });
    }));
    assert!(panic.is_err());
    assert!(matches!(store.snapshot(), Err(crate::error::Error::Closed)));
    let is_zero = |word: &std::sync::atomic::AtomicU64| word.load(std::sync::atomic::Ordering::Relaxed) == 0;
    assert!(!store.words().iter().any(is_zero), "no cache takes itself for current");
}

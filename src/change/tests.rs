//! Changes of every kind, written and read back.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::{Change, Entry, coalesce};
use crate::clock::Now;
use crate::fixtures;
use crate::model::{CostPeriod, Field, Path, Section, State, Value};

pub(super) fn start() -> State {
    fixtures::defaults(Now::from_millis(1_769_680_800_000.0).unwrap())
}

fn read<T: Field>(json: &Json) -> T {
    T::read(Value::from_json(json.to_string().as_bytes()).unwrap(), &Path::Root("test")).unwrap()
}

/// What unknown keys hold; the keys look like anything but those that are known.
fn unknown() -> impl Strategy<Value = Map<String, Json>> {
    let scalar = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    let key = || "[^a-z]{0,4}";
    let value = scalar.prop_recursive(3, 8, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            prop::collection::vec((key(), inner), 0..3).prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    });
    prop::collection::vec((key(), value), 0..2).prop_map(|entries| entries.into_iter().collect())
}

/// A record: what it has to hold, what it may hold, and unknown keys.
fn record(known: Json, optional: Option<(&'static str, String)>, unknown: Map<String, Json>) -> Json {
    let Json::Object(mut known) = known else { unreachable!() };
    known.extend(optional.map(|(key, text)| (key.into(), text.into())));
    known.extend(unknown);
    Json::Object(known)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just("__proto__".into()), Just("\0u".into()), any::<String>()]
}

fn entry() -> impl Strategy<Value = Entry> {
    (0..15, text(), prop::option::of(text()), unknown(), 0..6_u64, any::<f64>()).prop_map(
        |(kind, text, other, unknown, number, float)| {
            let ms = if float.is_finite() { float.abs() } else { 0.0 };
            let gone = number == 0;
            let name = || Arc::<str>::from(text.as_str());
            match kind {
                0 => {
                    let volume = json!({ "deviceName": text, "volumeId": "", "status": "detaching",
                        "deleteOnTermination": gone, "": unknown });
                    let known = json!({ "instanceId": text, "state": "hibernating", "hasVolume": gone,
                        "blockDeviceMappings": [volume], "lastUpdated": "" });
                    Entry::Instance(read(&record(known, other.map(|ip| ("publicIp", ip)), unknown)))
                }
                1 | 2 => {
                    let known = json!({ "value": text, "type": "SecureString", "lastModified": "" });
                    Entry::Parameter(name(), (!gone).then(|| read(&record(known, None, unknown))))
                }
                3 | 4 => {
                    let known =
                        json!({ "commandId": text, "commands": [text], "status": "InProgress", "createdAt": "" });
                    let output = other.map(|output| ("output", output));
                    Entry::Command(number, read(&record(known, output, unknown)))
                }
                5 => Entry::CommandsBelow(number),
                6 => Entry::Backups(read(&json!([record(
                    json!({ "name": text, "date": "", "size": "" }),
                    None,
                    unknown
                )]))),
                7 => {
                    let known = json!({ "period": { "start": text, "end": "", "0": unknown }, "totalCost": text,
                        "currency": "", "breakdown": [{ "service": text, "cost": "" }], "fetchedAt": "" });
                    Entry::Costs(CostPeriod::LastMonth, read(&record(known, None, unknown)))
                }
                8 => {
                    let known = json!({ "exists": gone, "status": text, "stackId": "" });
                    Entry::Stack(read(&record(known, None, unknown)))
                }
                9 => Entry::Latency(read(&json!(ms))),
                10 => {
                    let known = json!({ "failNext": true, "alwaysFail": gone });
                    let failure = record(known, other.map(|code| ("errorCode", code)), unknown);
                    Entry::Failure(name(), (!gone).then(|| read(&failure)))
                }
                11 => Entry::FailuresGone,
                12 => {
                    let known = json!({ "owner": text, "fencingToken": number,
                        "expiresAt": "2026-01-29T10:00:00.000Z" });
                    Entry::Lease(name(), (!gone).then(|| read(&record(known, None, unknown))))
                }
                13 => Entry::FencingToken(read(&json!(number))),
                _ => {
                    let sections = [Section::State, Section::Ssm, Section::Costs, Section::Faults, Section::Leases];
                    let section = sections.into_iter().nth(usize::try_from(number).unwrap()).unwrap_or(Section::State);
                    Entry::Extra(section, read(&Json::Object(unknown)))
                }
            }
        },
    )
}

/// Changes that a state goes through, some of which replace all of it.
pub(super) fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((prop::collection::vec(entry(), 1..4), 0..8), 0..8).prop_map(|changes| {
        let mut state = start();
        let whole = |(entries, whole): (Vec<Entry>, i32)| {
            let mut change: Change = entries.into_iter().collect();
            change.apply(&mut state);
            if whole == 0 {
                change = Entry::State(Arc::new(state.clone())).into();
            }
            change
        };
        changes.into_iter().map(whole).collect()
    })
}

fn json(state: &State) -> String {
    serde_json::to_string(state).unwrap()
}

proptest! {
    #[test]
    fn a_change_that_is_read_back_is_the_same(changes in changes()) {
        let (mut state, mut other) = (start(), start());
        for change in changes {
            let text = serde_json::to_string(&change).unwrap();
            let again = Change::from_json(text.as_bytes()).unwrap();
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), text);
            change.apply(&mut state);
            again.apply(&mut other);
            prop_assert_eq!(&state, &other);
            prop_assert_eq!(json(&state), json(&other));
            prop_assert_eq!(state.commands.first(), other.commands.first());
        }
    }

    #[test]
    fn a_state_that_is_read_back_is_the_same(changes in changes()) {
        let mut state = start();
        coalesce(changes.iter()).apply(&mut state);
        let text = json(&state);
        prop_assert_eq!(json(&State::read(Value::from_json(text.as_bytes()).unwrap(), &Path::Root("")).unwrap()), text);
    }
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        "{}",
        "[[\"failuresGone\"]",
        "[\"failuresGone\"]",
        "[[]]",
        "[[1]]",
        "[[\"unheardOf\"]]",
        "[[\"failuresGone\",1]]",
        "[[\"commandsBelow\"]]",
        "[[\"commandsBelow\",-1]]",
        "[[\"commandsBelow\",1.5]]",
        "[[\"parameter\",\"a\"]]",
        "[[\"parameter\",\"a\",{\"value\":\"v\",\"type\":\"String\"}]]",
        "[[\"parameter\",1,null]]",
        "[[\"costs\",\"tomorrow\",{}]]",
        "[[\"extra\",\"nowhere\",{}]]",
        "[[\"fencingToken\",9007199254740992]]",
        "[[\"state\",0,{}]]",
    ] {
        assert!(Change::from_json(text.as_bytes()).is_err(), "{text}");
    }
}

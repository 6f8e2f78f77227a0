//! Scenarios.

use serde_json::{Value as Json, json};

use super::super::instance::{Instance, ServerState};
use super::super::scenarios::{self, BUILT_IN};
use super::super::scheduled::{self, Scheduled};
use super::super::transitions::{self, Transition};
use super::super::{Fixtures, Origin, Profile, Setting, State};
use super::{after, arg, now, setting};
use crate::document::Path;

fn origin(fixtures: Fixtures) -> Origin {
    let profile = Profile { fixtures, ..Profile::default() }.into();
    Origin { initial_state: None, setting: Setting { profile, ..Setting::at(now()) } }
}

fn apply(present: &State, parts: &Json) -> Result<State, String> {
    let mut scenario = json!({ "name": "lunch", "description": "Nobody plays." });
    scenario.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    let state = scenarios::apply(present, arg(&scenario), &Path::Root("scenario"), &origin(Fixtures::Default));
    state.map_err(|error| error.to_string())
}

fn start() -> State {
    State::defaults(&setting())
}

fn under_way(state: &State) -> Vec<(Option<Transition>, String)> {
    let resource = |it: &Scheduled| it.resource.clone().unwrap_or_default().into();
    state.all::<Scheduled>().map(|(_, it)| (it.transition, resource(it))).collect()
}

#[test]
fn that_are_built_in_are_right_whatever_the_account_begins_with() {
    let Json::Array(built_in) = serde_json::from_str(BUILT_IN).unwrap() else { panic!("an array") };
    assert_eq!(built_in.len(), 16);
    for scenario in built_in {
        for fixtures in [Fixtures::Default, Fixtures::Empty] {
            let title = scenarios::check(arg(&scenario), &Path::Root("scenario"), &origin(fixtures)).unwrap();
            assert_eq!(scenario["name"], *title.name);
        }
    }
}

#[test]
fn begin_one_transition_for_each_resource_in_an_intermediate_state() {
    let mapping = |id: &str, status: &str| json!({ "deviceName": format!("/dev/{id}"), "volumeId": id, "status": status, "deleteOnTermination": true });
    let command =
        |id: &str, status: &str| json!({ "commandId": id, "commands": [], "status": status, "createdAt": "" });
    let stack = |id: &str| json!({ "exists": true, "status": "DELETE_IN_PROGRESS", "stackId": id });
    let state = json!({
        "instance": {
            "instanceId": "i-own", "state": "stopping", "awsState": "shutting-down",
            "blockDeviceMappings": [mapping("vol-a", "attached"), mapping("vol-b", "detaching")],
        },
        "ec2": {
            "instances": { "i-1": { "state": "pending" }, "i-2": { "state": "running" } },
            "volumes": { "vol-c": { "size": 1, "availabilityZone": "", "state": "creating" } },
        },
        "ssm": { "commands": [command("c-1", "Pending"), command("c-2", "Success"), command("c-3", "InProgress")] },
        "cloudformation": { "status": "UPDATE_COMPLETE" },
        "stacks": { "s": stack("arn-s") },
    });
    let state = apply(&start(), &json!({ "state": state })).unwrap();
    let mut found = under_way(&state);
    found.sort_by_key(|(_, resource)| resource.clone());
    let names: Vec<_> = found.iter().map(|(it, resource)| (it.map(Transition::name), &**resource)).collect();
    assert_eq!(
        names,
        [
            (Some("cloudformation:stack"), "arn-s"),
            (Some("ssm:command"), "c-1"),
            (Some("ssm:command"), "c-3"),
            (Some("ec2:pending"), "i-1"),
            (Some("ec2:shutting-down"), "i-own"),
            (Some("ec2:volume"), "vol-b"),
            (Some("ec2:volume"), "vol-c"),
        ]
    );
}

#[test]
fn drop_what_was_under_way() {
    let pending = json!({ "state": { "instance": { "state": "pending" } } });
    let state = apply(&start(), &pending).unwrap();
    assert_eq!(under_way(&state).len(), 1);
    assert!(under_way(&apply(&state, &json!({})).unwrap()).is_empty());
    assert_eq!(under_way(&apply(&state, &pending).unwrap()).len(), 1);
}

#[test]
fn keep_what_a_step_leaves_under_way_that_it_does_not_set() {
    let steps = json!([
        { "atMs": 1000, "state": { "instance": { "state": "pending" } } },
        { "atMs": 2000, "state": { "ours": 1 } },
    ]);
    let mut state = apply(&start(), &json!({ "timeline": steps })).unwrap();
    let mut states = Vec::new();
    while let Some(entries) = scheduled::complete_next(&state, &setting()) {
        state = after(&state, &entries);
        states.push((state.one::<Instance>().unwrap().state, under_way(&state).len()));
    }
    let pending = ServerState::Pending;
    assert_eq!(states, [(pending, 2), (pending, 1), (ServerState::Running, 0)]);
}

#[test]
fn remember_the_durations_that_were_chosen_before() {
    let path = Path::Root("transitions");
    let chosen = json!({ "ec2:pending": 7 });
    let before = after(&start(), &transitions::set(&start(), arg(&chosen), &path).unwrap());
    let first = apply(&before, &json!({ "transitions": { "*": "manual" } })).unwrap();
    let second = apply(&first, &json!({ "transitions": { "ssm:command": 1 } })).unwrap();
    for state in [&first, &second] {
        assert_eq!(state.reset_to(&start()), before.reset_to(&start()));
    }
    assert_eq!(apply(&second, &json!({})).unwrap(), apply(&before, &json!({})).unwrap());
}

#[test]
fn are_refused_with_the_path_of_what_is_wrong() {
    let wrong_step = json!({ "atMs": 1, "state": { "instance": { "state": "gone" } } });
    for (wrong, path) in [
        (json!({ "sate": {} }), "scenario.sate"),
        (json!({ "state": { "backups": {} } }), "scenario.state.backups"),
        (json!({ "faults": [{ "action": 5 }] }), "scenario.faults[0].action"),
        (json!({ "transitions": { "*": -1 } }), "scenario.transitions[\"*\"]"),
        (json!({ "timeline": [{ "atMs": 2 }, wrong_step] }), "scenario.timeline[1].state.instance.state"),
    ] {
        let message = apply(&start(), &wrong).unwrap_err();
        assert!(message.contains(&format!("\"{path}\"")), "{wrong}: {message}");
    }
}

use super::*;
use crate::error::Error;

fn value(json: &str) -> Value {
    Value::from_json(json.as_bytes()).unwrap()
}

fn rules_of(json: &str) -> FaultRules {
    FaultRules::read(value(json), &Path::Root("rules")).unwrap()
}

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> (String, String) {
    match result.unwrap_err() {
        Error::ArgType { path, expected, .. } | Error::ArgValue { path, expected, .. } => (path, expected),
        other => panic!("{other}"),
    }
}

fn added(rules: &[&str]) -> State {
    let mut state = State::empty();
    for rule in rules {
        for entry in add(&state.clone(), value(rule), &Random::default()).unwrap().0 {
            state.apply(&entry);
        }
    }
    state
}

#[test]
fn a_rule_is_written_as_it_is_read() {
    let json = concat!(
        r#"[{"id":"a","name":"b","action":["ec2:*","ssm:Get?"],"resource":"i-*","probability":0.5,"skip":1,"every":2,"#,
        r#""times":3,"from":"2026-01-30","until":"2026-01-31T00:00:00Z","error":{"code":"A","statusCode":500,"x":1},"#,
        r#""latencyMs":{"distribution":"lognormal","median":1.5,"sigma":0.5,"max":9},"after":true,"hits":1,"matched":4,"#,
        r#""bucket":{"tokens":0.5,"at":"2026-01-30T00:00:00.000Z"},"mine":{"a":[1]}},"#,
        r#"{"id":"c","action":["*"],"throttle":{"ratePerSecond":2,"burst":1},"connection":"reset","afterMs":5}]"#,
    );
    assert_eq!(serde_json::to_string(&rules_of(json)).unwrap(), json);
}

#[test]
fn rules_without_an_id_get_one_that_is_free() {
    let FaultRules(rules) = rules_of(
        r#"[{"action":"*","error":"A"},{"id":"fault-1","action":"*","error":"A"},{"id":null,"action":"*","error":"A"}]"#,
    );
    let ids: Vec<_> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["fault-2", "fault-1", "fault-3"]);
}

#[test]
fn no_two_rules_have_one_id() {
    let twice = value(r#"[{"id":"a","action":"*","error":"A"},{"id":"a","action":"*","error":"A"}]"#);
    assert_eq!(refusal(FaultRules::read(twice, &Path::Root("rules"))).0, "rules[1].id");
}

#[test]
fn a_rule_replaces_the_one_of_its_id_in_its_place_and_has_not_hit() {
    let mut state = added(&[r#"{"id":"a","action":"*","error":"A"}"#, r#"{"id":"b","action":"*","error":"B"}"#]);
    for entry in
        add(&state.clone(), value(r#"{"id":"a","action":"*","error":"C","hits":4}"#), &Random::default()).unwrap().0
    {
        state.apply(&entry);
    }
    let json = serde_json::to_string(all(&state)).unwrap();
    assert_eq!(json, r#"[{"id":"a","action":"*","error":"C"},{"id":"b","action":"*","error":"B"}]"#);
}

#[test]
fn there_are_no_more_than_a_thousand() {
    let rules: Vec<_> = (0..MOST).map(|_| r#"{"action":"*","error":"A"}"#).collect();
    let state = added(&rules);
    assert_eq!(refusal(add(&state, value(rules[0]), &Random::default())).0, "rule");
}

#[test]
fn an_unknown_key_is_refused_by_callers_with_the_nearest_one() {
    let cases = [
        (r#"{"action":"*","error":"A","probabilty":1}"#, "rule.probabilty", "probability"),
        (r#"{"actoin":"*","error":"A"}"#, "rule.actoin", "action"),
        (r#"{"action":"*","error":{"code":"A","status":500}}"#, "rule.error.status", "statusCode"),
        (r#"{"action":"*","throttle":{"rate":1,"burst":1}}"#, "rule.throttle.rate", "ratePerSecond"),
        (
            r#"{"action":"*","latencyMs":{"distribution":"normal","mean":1,"stdev":1}}"#,
            "rule.latencyMs.stdev",
            "stdDev",
        ),
    ];
    for (rule, expected_path, key) in cases {
        let (path, expected) = refusal(add(&State::empty(), value(rule), &Random::default()));
        assert_eq!(path, expected_path);
        assert!(expected.contains(&format!("{key:?}")), "{expected}");
    }
}

#[test]
fn replacing_checks_each_rule_and_fills_in_what_it_lacks() {
    let entries = replacing(value(r#"[{"action":"*","error":"A","hits":9}]"#), &Path::Root("faults")).unwrap();
    let mut state = added(&[r#"{"id":"old","action":"*","error":"A"}"#]);
    entries.iter().for_each(|entry| state.apply(entry));
    assert_eq!(serde_json::to_string(all(&state)).unwrap(), r#"[{"id":"fault-1","action":"*","error":"A"}]"#);
    let wrong = value(r#"[{"action":"*","error":"A"},{"action":"*","eror":"A"}]"#);
    assert_eq!(refusal(replacing(wrong, &Path::Root("faults"))).0, "faults[1].eror");
    assert_eq!(replacing(value("[]"), &Path::Root("faults")).unwrap()[0].document, None);
}

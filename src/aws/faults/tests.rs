use serde_json::{Value as Json, json};

use super::*;
use crate::aws::error::AwsError;
use crate::aws::models::ServiceId;
use crate::document::{Path, Value};
use crate::state::fault_rules;
use crate::state::fault_rules::effect::Connection;
use crate::state::random::{Random, set as set_seed};
use crate::state::tests::setting;
use crate::state::{Draft, Entry, Mode, Setting, State, global_latency, operation_failures, overlay};

/// An account with rules, and calls that only its faults are decided on.
struct Account {
    state: State,
    setting: Setting,
}

impl Account {
    fn with(rules: &Json) -> Self {
        let state = State::defaults(&setting());
        let mut account = Self { state, setting: setting() };
        let rules = Value::from_json(rules.to_string().as_bytes()).unwrap();
        account.apply(fault_rules::replacing(rules, &Path::Root("rules")).unwrap());
        account
    }

    fn seeded(mut self) -> Self {
        self.apply(set_seed(&self.state, Value::Number(7.into()), &Path::Root("seed")).unwrap());
        self
    }

    fn apply(&mut self, entries: impl IntoIterator<Item = Entry>) {
        entries.into_iter().for_each(|entry| self.state.apply(&entry));
    }

    fn decide(&mut self, target: &Target<'_>) -> Decision {
        let setting = Setting { random: Random::of(&self.state), ..self.setting.clone() };
        let mut draft = Draft::new(&self.state, setting.clone());
        let decision = decide(&mut draft, target);
        self.apply(draft.into_entries());
        self.apply(setting.random.counted(&self.state));
        decision
    }

    /// Starts an instance.
    fn start(&mut self) -> Decision {
        let input = json!({ "InstanceIds": ["i-1"] });
        self.decide(&Target::on_wire(ServiceId::Ec2, "StartInstances", Some(&input)))
    }

    /// Of so many calls, the numbers of those that a rule hits, from 1.
    fn hits(&mut self, calls: usize) -> Vec<usize> {
        (1..=calls).filter(|_| self.start().instead.is_some()).collect()
    }

    fn rules(&self) -> Json {
        json!(fault_rules::all(&self.state))
    }
}

fn rule(fields: &Json) -> Json {
    let mut rule = json!({ "id": "a", "action": "*", "error": "Broken" });
    rule.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    rule
}

fn error(decision: Decision) -> AwsError {
    match decision.instead {
        Some(Instead::Error { error }) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_rule_is_for_calls_of_its_action_and_its_resource() {
    let cases = [
        (json!({ "action": "ec2:StartInstances" }), true),
        (json!({ "action": "EC2:start*" }), true),
        (json!({ "action": ["ssm:*", "*:*Instances"] }), true),
        (json!({ "action": "ec2:StopInstances" }), false),
        (json!({ "resource": "i-1" }), true),
        (json!({ "resource": ["i-2", "i-?"] }), true),
        (json!({ "resource": "i-2" }), false),
        (json!({ "resource": "*" }), true),
        (json!({ "action": "ec2:StopInstances", "resource": "i-1" }), false),
    ];
    for (fields, expected) in cases {
        assert_eq!(Account::with(&json!([rule(&fields)])).hits(1).len() == 1, expected, "{fields}");
    }
}

#[test]
fn an_arn_is_for_calls_that_name_the_resource_in_any_way() {
    let (ec2, ssm) = (ServiceId::Ec2, ServiceId::Ssm);
    let parameter = json!({ "Name": "/game/motd" });
    let cases = [
        ("arn:aws:ec2:*:*:instance/i-1", ec2, json!({ "InstanceIds": ["i-0", "i-1"] }), true),
        ("arn:aws:ec2:*:*:instance/*", ssm, json!({ "InstanceIds": ["i-1"] }), true),
        ("arn:aws:ec2:*:*:instance/*", ec2, json!({ "VolumeId": "vol-1" }), false),
        ("arn:aws:ec2:*:*:instance/*", ssm, parameter.clone(), false),
        ("arn:aws:ec2:*:*:volume/vol-1", ec2, json!({ "VolumeId": "vol-1" }), true),
        ("arn:aws:ec2:*:*:security-group/sg-1", ec2, json!({ "GroupId": "sg-1" }), true),
        ("arn:aws:ssm:us-east-1:123456789012:parameter/game/motd", ssm, parameter.clone(), true),
        ("arn:aws:ssm:*:*:parameter/game/*", ssm, json!({ "Names": ["/other", "/game/a"] }), true),
        ("arn:aws:ssm:*:*:parameter/plain", ssm, json!({ "Name": "plain" }), true),
        ("arn:aws:ssm:*:*:parameter/motd", ssm, parameter, false),
        ("arn:aws:ssm:*::document/AWS-*", ssm, json!({ "DocumentName": "AWS-RunShellScript" }), true),
        ("arn:aws:lambda:*:*:function:f", ServiceId::Lambda, json!({ "FunctionName": "f" }), true),
        ("arn:aws:lambda:*:*:function:f", ServiceId::Lambda, json!({ "FunctionName": "g" }), false),
        ("arn:aws:cloudformation:*:*:stack/a/*", ServiceId::CloudFormation, json!({ "StackName": "a" }), true),
        ("arn:aws:cloudformation:*:*:stack/a/0-1", ServiceId::CloudFormation, json!({ "StackName": "a" }), true),
        ("arn:aws:cloudformation:*:*:stack/a/*", ServiceId::CloudFormation, json!({ "StackName": "ab" }), false),
    ];
    for (pattern, id, input, expected) in cases {
        let mut account = Account::with(&json!([rule(&json!({ "resource": pattern }))]));
        let decision = account.decide(&Target::on_wire(id, "Anything", Some(&input)));
        assert_eq!(decision.instead.is_some(), expected, "{pattern} {input}");
    }
    let mut account = Account::with(&json!([rule(&json!({ "resource": "arn:aws:dynamodb:*:*:table/games" }))]));
    let target = Target::of_action("dynamodb:PutItem", Some("games".into())).unwrap();
    assert_eq!(error(account.decide(&target)).code, "Broken");
}

#[test]
fn a_rule_is_in_force_from_one_moment_to_another() {
    let mut account = Account::with(&json!([rule(
        &json!({ "from": "2026-01-29T10:00:01.000Z", "until": "2026-01-29T10:00:02.000Z" })
    )]));
    let begun = setting().now;
    assert_eq!(begun.iso(), "2026-01-29T10:00:00.000Z");
    let at = |account: &mut Account, ms| {
        account.setting.now = begun.moved(ms);
        account.hits(1).len()
    };
    assert_eq!([0, 999, 1000, 1999, 2000].map(|ms| at(&mut account, ms)), [0, 0, 1, 1, 0]);
}

#[test]
fn skip_every_and_times_say_which_calls_it_hits() {
    let cases = [
        (json!({ "skip": 2 }), vec![3, 4, 5, 6, 7, 8, 9]),
        (json!({ "every": 3 }), vec![3, 6, 9]),
        (json!({ "skip": 2, "every": 3 }), vec![5, 8]),
        (json!({ "times": 2 }), vec![1, 2]),
        (json!({ "skip": 1, "every": 2, "times": 2 }), vec![3, 5]),
        (json!({ "times": 0 }), vec![]),
    ];
    for (fields, expected) in cases {
        assert_eq!(Account::with(&json!([rule(&fields)])).hits(9), expected, "{fields}");
    }
}

#[test]
fn only_calls_that_action_and_resource_match_are_counted() {
    let mut account = Account::with(&json!([rule(&json!({ "action": "ec2:StartInstances", "skip": 1 }))]));
    account.decide(&Target::on_wire(ServiceId::Ec2, "StopInstances", None));
    assert_eq!(account.hits(2), [2]);
    assert_eq!(account.rules()[0]["matched"], 2);
    assert_eq!(account.rules()[0]["hits"], 1);
}

#[test]
fn a_probability_is_drawn_by_the_seed_once_the_other_conditions_hold() {
    let rules = json!([rule(&json!({ "probability": 0.25, "skip": 1000 }))]);
    let hits = Account::with(&rules).seeded().hits(5000);
    assert!(hits[0] > 1000 && (900..1100).contains(&hits.len()), "{}", hits.len());
    assert_eq!(hits, Account::with(&rules).seeded().hits(5000));
}

#[test]
fn nothing_is_drawn_where_nothing_is_left_to_chance() {
    let rules = json!([rule(&json!({ "probability": 1 })), rule(&json!({ "id": "b", "probability": 0.5 }))]);
    let mut account = Account::with(&rules).seeded();
    account.hits(10);
    assert_eq!(json!(account.state)["random"]["position"], 0);
}

#[test]
fn times_counts_hits_and_not_calls() {
    let mut account = Account::with(&json!([rule(&json!({ "probability": 0.1, "times": 5 }))])).seeded();
    assert_eq!(account.hits(1000).len(), 5);
    assert_eq!(account.rules()[0]["hits"], 5);
}

#[test]
fn the_first_rule_that_decides_ends_the_search_and_latencies_before_it_add_up() {
    let mut account = Account::with(&json!([
        { "id": "slow", "action": "*", "latencyMs": 100 },
        { "id": "late", "action": "*", "latencyMs": 10, "after": true },
        { "id": "other", "action": "ssm:*", "error": "Broken" },
        { "id": "first", "name": "The first", "action": "*", "error": "First", "latencyMs": 1 },
        { "id": "second", "action": "*", "error": "Second", "latencyMs": 1000 },
    ]));
    account.apply(global_latency::set(Value::Number(5.into())).unwrap());
    let decision = account.start();
    assert_eq!((decision.before_ms, decision.after_ms), (106.0, 10.0));
    assert_eq!(decision.fault.as_deref(), Some("The first"));
    assert_eq!(error(decision).code, "First");
    assert_eq!(account.rules()[4].get("hits"), None);
}

#[test]
fn a_call_that_is_only_delayed_names_what_delays_it() {
    let mut account = Account::with(&json!([
        { "id": "a", "action": "*", "latencyMs": 1 },
        { "id": "b", "name": "slow", "action": "*", "latencyMs": 2 },
    ]));
    let decision = account.start();
    assert_eq!((decision.fault.as_deref(), decision.before_ms), (Some("a, slow"), 3.0));
    let delayed = Account::with(&json!([])).start();
    assert_eq!(delayed, Decision::default());
}

#[test]
fn entries_of_operation_failures_come_before_the_rules() {
    let mut account = Account::with(&json!([rule(&json!({ "latencyMs": 9 }))]));
    let failure = Value::from_json(br#"{"failNext":true,"alwaysFail":false,"errorCode":"Entry"}"#).unwrap();
    account.apply(operation_failures::set("StartInstances", failure).unwrap());
    let first = account.start();
    assert_eq!((first.fault.as_deref(), first.before_ms), (Some("StartInstances"), 0.0));
    assert_eq!(error(first).code, "Entry");
    assert_eq!(error(account.start()).code, "Broken");
}

#[test]
fn a_bucket_decides_only_where_it_is_empty() {
    let throttle = json!({ "id": "bucket", "action": "*", "throttle": { "ratePerSecond": 2, "burst": 3 } });
    let mut account = Account::with(&json!([throttle, rule(&json!({}))]));
    let codes = |account: &mut Account| [(); 4].map(|()| error(account.start()).code.into_owned());
    assert_eq!(codes(&mut account), ["Broken", "Broken", "Broken", "RequestLimitExceeded"]);
    account.setting.now = account.setting.now.moved(1000);
    assert_eq!(codes(&mut account), ["Broken", "Broken", "RequestLimitExceeded", "RequestLimitExceeded"]);
}

#[test]
fn beyond_a_bucket_comes_what_its_rule_says() {
    let bucket = json!({ "throttle": { "ratePerSecond": 1, "burst": 1 }, "latencyMs": 50 });
    let mut account = Account::with(&json!([rule(&bucket)]));
    assert_eq!(account.start(), Decision::default());
    let decision = account.start();
    assert!((decision.before_ms - 50.0).abs() < 1e-9);
    assert_eq!(error(decision).code, "Broken");
}

#[test]
fn a_connection_is_the_rules_instead_of_an_error() {
    let rules = json!([{ "action": "*", "connection": "reset", "afterMs": 7, "after": true }]);
    let decision = Account::with(&rules).start();
    assert_eq!(decision.instead, Some(Instead::Connection { connection: Connection::Reset, after_ms: Some(7.0) }));
    assert!(decision.is_after);
    let json = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
}

#[test]
fn an_error_has_the_status_of_its_code_unless_it_says_another() {
    let cases = [
        (json!("RequestLimitExceeded"), ("RequestLimitExceeded", 503, "Request limit exceeded.")),
        (json!("InternalError"), ("InternalError", 500, "An internal error has occurred")),
        (json!("Throttled"), ("Throttled", 400, "The request failed because of a fault (a).")),
        (json!({ "code": "Nobody.Knows", "message": "x" }), ("Nobody.Knows", 400, "x")),
        (json!({ "code": "InternalError", "message": "", "statusCode": 418 }), ("InternalError", 418, "")),
    ];
    for (given, (code, status, message)) in cases {
        let found = error(Account::with(&json!([rule(&json!({ "error": given }))])).start());
        assert_eq!((&*found.code, found.status, &*found.message), (code, status, message), "{given}");
    }
}

#[test]
fn each_service_has_its_own_words() {
    let names = ["throttling", "unavailable", "internal", "access-denied", "capacity"];
    let found = ServiceId::ALL.map(|id| {
        let words = names.map(|name| {
            let mut account = Account::with(&json!([rule(&json!({ "error": name }))]));
            let error = error(account.decide(&Target::on_wire(id, "Anything", None)));
            assert!(!error.message.is_empty(), "{id:?} {name}");
            assert_eq!(status_of(Some(id), &error.code), error.status, "{id:?} {name}");
            format!("{} {}", error.code, error.status)
        });
        format!("{}: {}", id.signing_name(), words.join(", "))
    });
    assert_eq!(
        found.join("\n"),
        "ec2: RequestLimitExceeded 503, Unavailable 503, InternalError 500, UnauthorizedOperation 403, \
         InsufficientInstanceCapacity 500\n\
         ssm: ThrottlingException 400, ServiceUnavailable 503, InternalServerError 500, AccessDeniedException 400, \
         ServiceUnavailable 503\n\
         cloudformation: Throttling 400, ServiceUnavailable 503, InternalFailure 500, AccessDenied 403, \
         LimitExceededException 400\n\
         ce: LimitExceededException 400, ServiceUnavailable 503, InternalFailure 500, AccessDeniedException 400, \
         ServiceUnavailable 503\n\
         lambda: TooManyRequestsException 429, ServiceUnavailable 503, ServiceException 500, AccessDeniedException 403, \
         TooManyRequestsException 429\n\
         sts: Throttling 400, ServiceUnavailable 503, InternalFailure 500, AccessDenied 403, ServiceUnavailable 503\n\
         ses: Throttling 400, ServiceUnavailable 503, InternalFailure 500, AccessDenied 403, Throttling 400"
    );
}

#[test]
fn a_denial_names_user_action_and_resource() {
    let denial = |id, operation, input: Json| {
        let mut account = Account::with(&json!([rule(&json!({ "error": "access-denied" }))]));
        error(account.decide(&Target::on_wire(id, operation, Some(&input)))).message
    };
    assert_eq!(
        denial(ServiceId::Ssm, "GetParameter", json!({ "Name": "/game/motd" })),
        "User: arn:aws:iam::123456789012:user/mock is not authorized to perform: ssm:GetParameter on resource: \
         arn:aws:ssm:us-east-1:123456789012:parameter/game/motd because no identity-based policy allows the \
         ssm:GetParameter action"
    );
    assert_eq!(
        denial(ServiceId::Ec2, "StartInstances", json!({ "InstanceIds": ["i-1"] })),
        "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/mock is not authorized \
         to perform: ec2:StartInstances on resource: arn:aws:ec2:us-east-1:123456789012:instance/i-1 because no \
         identity-based policy allows the ec2:StartInstances action"
    );
    let cases = [
        (ServiceId::Sts, "GetCallerIdentity", json!({}), "sts:GetCallerIdentity on resource: * because"),
        (
            ServiceId::Ssm,
            "SendCommand",
            json!({ "InstanceIds": ["i-1"] }),
            ":ec2:us-east-1:123456789012:instance/i-1 because",
        ),
        (
            ServiceId::Ssm,
            "SendCommand",
            json!({ "DocumentName": "AWS-RunShellScript" }),
            ":document/AWS-RunShellScript because",
        ),
        (ServiceId::CloudFormation, "DescribeStacks", json!({ "StackName": "a" }), ":stack/a/* because"),
        (
            ServiceId::Lambda,
            "Invoke",
            json!({ "FunctionName": "f" }),
            "lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:f because",
        ),
        (ServiceId::Ses, "SendEmail", json!({ "Source": "a@example.com" }), ":identity/a@example.com because"),
    ];
    for (id, operation, input, expected) in cases {
        let message = denial(id, operation, input);
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_denial_names_the_resource_that_the_rule_is_for() {
    let cases = [
        ("/game/*", json!({ "Names": ["/other", "/game/motd"] }), "parameter/game/motd"),
        ("arn:aws:ssm:*:*:parameter/game/*", json!({ "Names": ["/other", "/game/motd"] }), "parameter/game/motd"),
        ("i-1", json!({ "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1"] }), "instance/i-1"),
        ("*", json!({ "Names": ["/other", "/game/motd"] }), "parameter/other"),
        ("parameter/*", json!({ "ResourceArn": "arn:aws:ssm:x:1:parameter/a" }), "arn:aws:ssm:x:1:parameter/a"),
    ];
    for (resource, input, expected) in cases {
        let mut account = Account::with(&json!([rule(&json!({ "resource": resource, "error": "access-denied" }))]));
        let message = error(account.decide(&Target::on_wire(ServiceId::Ssm, "Anything", Some(&input)))).message;
        assert!(message.contains(&format!("{expected} because")), "{message}");
    }
}

#[test]
fn an_action_of_any_service_can_be_decided_on() {
    let mut account =
        Account::with(&json!([rule(&json!({ "action": "s3:Get*", "resource": "a*", "error": "throttling" }))]));
    let target = |resource: &str| Target::of_action("s3:GetObject", Some(resource.into())).unwrap();
    assert_eq!(error(account.decide(&target("abc"))).code, "ThrottlingException");
    assert_eq!(account.decide(&target("b")), Decision::default());
    for action in ["", "StartInstances", "ec2:*", "ec2:Start?", "*"] {
        assert!(Target::of_action(action, None).is_err(), "{action}");
    }
}

#[test]
fn a_call_has_the_name_that_iam_has_for_it() {
    for action in ["lambda:Invoke", "lambda:InvokeFunction"] {
        let mut account = Account::with(&json!([rule(&json!({ "action": action }))]));
        assert_eq!(error(account.decide(&Target::on_wire(ServiceId::Lambda, "Invoke", None))).code, "Broken");
    }
}

#[test]
fn an_action_that_no_operation_has_is_doubtful() {
    let doubts_of = |action: &str| {
        let account = Account::with(&json!([rule(&json!({ "action": action }))]));
        doubts_of_rule(&fault_rules::all(&account.state)[0])
    };
    assert!(doubts_of("ec2:StartInstance")[0].ends_with(r#"did you mean "ec2:StartInstances"?"#));
    assert!(doubts_of("EC2:Strat*")[0].contains("EC2:Strat*"));
    for action in ["*", "ec2:*", "ec2:startinstances", "*:Whatever", "s3:GetObject", "lambda:InvokeFunction"] {
        assert_eq!(doubts_of(action), Vec::<String>::new(), "{action}");
    }
    let of_service = |action: &str| doubt_of_action(action).unwrap_or_default();
    assert_eq!(
        of_service("costexplorer:GetCostAndUsage"),
        "applyFaults() is called for the service \"costexplorer\", which is not answered here; \
         did you mean \"ce:GetCostAndUsage\"?"
    );
    assert!(of_service("Cost-Explorer:*").ends_with("\"ce:*\"?"));
    assert!(of_service("lamda:Invoke").ends_with("\"lambda:Invoke\"?"));
    for action in ["dynamodb:PutItem", "ecs:RunTask", "sqs:SendMessage", "sns:Publish", "lambda*:Invoke", "mine:Do"] {
        assert_eq!(doubt_of_action(action), None, "{action}");
    }
}

#[test]
fn rules_of_a_patch_count_on_and_a_reset_clears_them() {
    let mut account = Account::with(&json!([rule(&json!({ "times": 3 }))]));
    assert_eq!(account.hits(2), [1, 2]);
    let patch = json!({ "faults": { "rules": account.rules() } });
    let patch = Value::from_json(patch.to_string().as_bytes()).unwrap();
    let entries = overlay(&account.state, patch, &Path::Root(""), Mode::Patch, &account.setting).unwrap();
    account.apply(entries);
    assert_eq!(account.hits(2), [1]);
    let reset = account.state.reset_to(&State::defaults(&account.setting));
    assert!(fault_rules::all(&reset).is_empty());
}

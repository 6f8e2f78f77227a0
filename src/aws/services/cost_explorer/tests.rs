//! Specs of costs. Today is 2026-01-29.

use serde_json::{Value, json};

use crate::aws::services::tests::Account;
use crate::state::Setting;
use crate::time::{Now, parse};

fn at(today: &str) -> Account {
    Account::of(Setting::at(Now::from_epoch(parse(today).unwrap())))
}

fn input(start: &str, end: &str, granularity: &str) -> Value {
    json!({
        "TimePeriod": { "Start": start, "End": end }, "Granularity": granularity, "Metrics": ["UnblendedCost"],
    })
}

fn amounts(account: &mut Account, start: &str, end: &str, granularity: &str) -> Vec<String> {
    let output = account.call("GetCostAndUsage", input(start, end, granularity)).unwrap();
    let results = output["ResultsByTime"].as_array().unwrap().clone();
    results.iter().map(|it| it["Total"]["UnblendedCost"]["Amount"].as_str().unwrap().to_owned()).collect()
}

fn cents(amounts: &[String]) -> f64 {
    amounts.iter().map(|amount| amount.parse::<f64>().unwrap()).sum()
}

#[test]
fn costs_that_are_kept_are_told_as_they_are() {
    let mut account = Account::new();
    for (start, end, amount) in [
        ("2026-01-01", "2026-01-29", "15.50"),
        ("2026-01-01", "2026-01-30", "15.50"),
        ("2026-01-01", "2026-02-01", "15.50"),
        ("2025-12-01", "2026-01-01", "18.75"),
        ("2025-12-01", "2025-12-31", "18.75"),
    ] {
        assert_eq!(amounts(&mut account, start, end, "MONTHLY"), [amount], "{start} to {end}");
    }
    assert_eq!(amounts(&mut account, "2025-12-01", "2026-02-01", "MONTHLY"), ["18.75", "15.50"]);
    let days = amounts(&mut account, "2025-12-30", "2026-01-29", "DAILY");
    assert_eq!((days.len(), format!("{:.2}", cents(&days))), (30, "34.25".into()));
}

#[test]
fn other_periods_are_in_proportion() {
    let mut account = Account::new();
    // Cumulated, and cut after ten digits: 15.50 over 29 days, 18.75 over 31, 34.25 over 30.
    assert_eq!(amounts(&mut account, "2026-01-10", "2026-01-11", "DAILY"), ["0.5344827587"]);
    assert_eq!(amounts(&mut account, "2025-12-02", "2025-12-03", "DAILY"), ["0.6048387097"]);
    assert_eq!(amounts(&mut account, "2025-11-01", "2025-11-02", "DAILY"), ["1.1416666666"]);
    assert_eq!(amounts(&mut account, "2026-02-01", "2026-02-02", "DAILY"), ["0.00"]);
    let hours = amounts(&mut account, "2026-01-10T00:00:00Z", "2026-01-10T02:00:00Z", "HOURLY");
    assert_eq!(hours.len(), 2);
    let days = amounts(&mut account, "2026-01-01", "2026-02-01", "DAILY");
    assert_eq!((days.len(), days[28] == "0.00", days[29].as_str()), (31, false, "0.00"));
    assert_eq!(format!("{:.2}", cents(&days)), "15.50");
}

#[test]
fn on_the_first_the_current_month_is_what_there_is_of_it() {
    let mut account = at("2026-03-01T12:00:00Z");
    assert_eq!(amounts(&mut account, "2026-03-01", "2026-03-02", "DAILY"), ["15.50"]);
    assert_eq!(amounts(&mut account, "2026-01-30", "2026-03-01", "MONTHLY").len(), 2);
    let error = account.error("GetCostAndUsage", input("2026-03-01", "2026-03-01", "MONTHLY"));
    assert_eq!(error.code, "ValidationException");
    assert_eq!(error.message, "Start date (and hour) should be before end date (and hour)");
}

#[test]
fn groups_are_those_of_the_breakdown() {
    let mut account = Account::new();
    let mut get = |groups: Value| {
        let mut input = input("2026-01-01", "2026-01-29", "MONTHLY");
        input["GroupBy"] = groups;
        input["Metrics"] = json!(["UnblendedCost", "UsageQuantity"]);
        account.call("GetCostAndUsage", input)
    };
    let service = || json!({ "Type": "DIMENSION", "Key": "SERVICE" });
    let output = get(json!([service()])).unwrap();
    let result = &output["ResultsByTime"][0];
    assert_eq!((&result["Total"], &result["Estimated"]), (&json!({}), &json!(true)));
    assert_eq!(result["TimePeriod"], json!({ "Start": "2026-01-01", "End": "2026-01-29" }));
    assert_eq!(
        result["Groups"][0],
        json!({
            "Keys": ["Amazon EC2"],
            "Metrics": {
                "UnblendedCost": { "Amount": "15.50", "Unit": "USD" },
                "UsageQuantity": { "Amount": "0", "Unit": "N/A" },
            },
        })
    );
    assert_eq!(output["GroupDefinitions"], json!([service()]));
    let output = get(json!([{ "Type": "DIMENSION", "Key": "REGION" }, { "Type": "TAG", "Key": "team" }])).unwrap();
    let groups = &output["ResultsByTime"][0]["Groups"];
    assert_eq!(groups[0]["Keys"], json!(["us-east-1", "team$"]));
    assert_eq!(groups[0]["Metrics"]["UnblendedCost"]["Amount"], "15.50");
    let error = get(json!([{ "Type": "DIMENSION", "Key": "USAGE_TYPE" }])).unwrap_err();
    assert!(error.message.contains("USAGE_TYPE"), "{}", error.message);
}

#[test]
fn filters_choose_services() {
    let mut account = Account::new();
    let mut get = |filter: Value| {
        let mut input = input("2026-01-01", "2026-01-29", "MONTHLY");
        input["Filter"] = filter;
        let output = account.call("GetCostAndUsage", input)?;
        Ok::<_, crate::aws::error::AwsError>(output["ResultsByTime"][0]["Total"]["UnblendedCost"]["Amount"].clone())
    };
    let ec2 = || json!({ "Dimensions": { "Key": "SERVICE", "Values": ["Amazon EC2"] } });
    assert_eq!(get(ec2()).unwrap(), "15.50");
    assert_eq!(get(json!({ "Not": ec2() })).unwrap(), "0.00");
    assert_eq!(get(json!({ "And": [ec2(), { "Not": ec2() }] })).unwrap(), "0.00");
    assert!(get(json!({ "Tags": { "Key": "team", "Values": ["a"] } })).is_err());
}

#[test]
fn what_is_wrong_is_refused() {
    let mut account = Account::new();
    let mut message = |input| account.error("GetCostAndUsage", input).message;
    let start = message(input("2026-02-31", "2026-03-01", "DAILY"));
    assert_eq!(start, "Start time 2026-02-31 is invalid. Valid format is: yyyy-MM-dd.");
    let many = message(input("0001-01-01", "9998-12-31", "DAILY"));
    assert_eq!(many, "The period has more than 10000 parts of this granularity.");
    let mut without = input("2026-01-01", "2026-01-29", "MONTHLY");
    without["Metrics"] = json!(["Love"]);
    assert!(message(without).starts_with("Metric Love is not valid."));
}

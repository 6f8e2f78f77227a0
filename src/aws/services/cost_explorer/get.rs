//! Costs over time.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::amount::Amount;
use super::buckets::Granularity;
use super::filter::Expression;
use super::grouping::{self, Grouping};
use super::invalid;
use super::period::{Calendar, DateInterval, Period};
use super::shares::{self, Share};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::State;

/// The costs; AWS has discounts and shares between them, which an account like this one does not.
const COSTS: [&str; 5] = ["AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost"];

/// What is not kept: 0.
const QUANTITIES: [&str; 2] = ["NormalizedUsageAmount", "UsageQuantity"];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetCostAndUsage {
    time_period: DateInterval,
    granularity: Granularity,
    filter: Option<Expression>,
    metrics: Vec<Text>,
    group_by: Vec<Grouping>,
    /// All results are on one page, so that no token is one of ours.
    next_page_token: Option<Text>,
}

pub fn get(call: &mut Call, input: GetCostAndUsage) -> Result<Value> {
    let (state, profile) = (call.draft.state(), call.draft.profile());
    let period = Period::read(&input.time_period)?;
    let metrics = metrics(&input.metrics)?;
    grouping::check(&input.group_by, profile)?;
    input.filter.iter().try_for_each(|filter| filter.check(profile))?;
    if input.next_page_token.is_some_and(|token| !token.is_empty()) {
        let text = "The pagination token is invalid. Try again without a pagination token.";
        return Err(AwsError::new("InvalidNextTokenException", text));
    }
    let calendar = Calendar::at(call.draft.now());
    let mut results = Vec::new();
    for bucket in input.granularity.buckets(period)? {
        let shares = shares::of(bucket, period, calendar);
        let mut services = by_service(&shares, state);
        if let Some(filter) = &input.filter {
            services.retain(|(service, _)| filter.matches(service, profile));
        }
        let unit = shares.iter().find_map(|share| share.costs(state)).map_or("USD", |costs| costs.currency.as_str());
        let total = match &input.filter {
            Some(_) => Amount::sum(services.iter().map(|(_, amount)| amount.clone())),
            None => total(&shares, state),
        };
        let groups =
            groups(&input.group_by, services, &total, |service| grouping::keys(&input.group_by, service, profile));
        let groups =
            groups.into_iter().map(|(keys, amount)| json!({ "Keys": keys, "Metrics": shown(&metrics, &amount, unit) }));
        let groups: Vec<_> = groups.collect();
        let is_total = input.group_by.is_empty();
        let show = |hour| input.granularity.show(hour);
        results.push(json!({
            "TimePeriod": { "Start": show(bucket.start), "End": show(bucket.end) },
            "Total": if is_total { shown(&metrics, &total, unit) } else { json!({}) },
            "Groups": groups,
            "Estimated": bucket.end > calendar.month,
        }));
    }
    let mut output = Map::new();
    if !input.group_by.is_empty() {
        output.insert("GroupDefinitions".into(), json!(input.group_by));
    }
    output.insert("ResultsByTime".into(), json!(results));
    output.insert("DimensionValueAttributes".into(), json!([]));
    Ok(Value::Object(output))
}

/// The metrics by their names in the answer. A request may also write them as `UNBLENDED_COST`.
fn metrics(asked: &[Text]) -> Result<Vec<&'static str>> {
    let bare = |name: &str| name.replace('_', "").to_ascii_lowercase();
    if asked.is_empty() {
        return Err(invalid("Metrics is a required field. Select at least one metric to proceed."));
    }
    let known = |name: &Text| {
        let found = COSTS.into_iter().chain(QUANTITIES).find(|known| bare(known) == bare(name));
        found.ok_or_else(|| {
            let known: Vec<_> = COSTS.into_iter().chain(QUANTITIES).collect();
            invalid(format!("Metric {name} is not valid. Valid values are: {}", known.join(", ")))
        })
    };
    asked.iter().map(known).collect()
}

fn total(shares: &[Share], state: &State) -> Amount {
    let costs = shares.iter().filter_map(|share| Some((share, share.costs(state)?)));
    Amount::sum(costs.map(|(share, costs)| share.part_of(&costs.total_cost)))
}

/// The costs by service, in the order in which the state has them.
fn by_service(shares: &[Share], state: &State) -> Vec<(Text, Amount)> {
    let mut services: Vec<(Text, Amount)> = Vec::new();
    for (share, costs) in shares.iter().filter_map(|share| Some((share, share.costs(state)?))) {
        for one in &costs.breakdown {
            let part = share.part_of(&one.cost);
            match services.iter_mut().find(|(service, _)| *service == one.service) {
                Some((_, amount)) => *amount = Amount::sum([std::mem::take(amount), part].into_iter()),
                None => services.push((one.service.clone(), part)),
            }
        }
    }
    services
}

/// The amounts by the keys of their groups. A group that holds everything has the total.
fn groups(
    groupings: &[Grouping],
    services: Vec<(Text, Amount)>,
    total: &Amount,
    keys: impl Fn(&str) -> Vec<String>,
) -> Vec<(Vec<String>, Amount)> {
    let mut groups: Vec<(Vec<String>, Amount, usize)> = Vec::new();
    if groupings.is_empty() {
        return Vec::new();
    }
    let all = services.len();
    for (service, amount) in services {
        let keys = keys(&service);
        match groups.iter_mut().find(|(other, ..)| *other == keys) {
            Some((_, sum, count)) => {
                *sum = Amount::sum([std::mem::take(sum), amount].into_iter());
                *count += 1;
            }
            None => groups.push((keys, amount, 1)),
        }
    }
    let whole = |amount, count| if count == all && all > 1 { total.clone() } else { amount };
    groups.into_iter().map(|(keys, amount, count)| (keys, whole(amount, count))).collect()
}

fn shown(metrics: &[&str], amount: &Amount, unit: &str) -> Value {
    let one = |metric: &&str| {
        let is_cost = COSTS.contains(metric);
        let (amount, unit) = if is_cost { (amount.show(), unit) } else { ("0".to_owned(), "N/A") };
        ((*metric).to_owned(), json!({ "Amount": amount, "Unit": unit }))
    };
    Value::Object(metrics.iter().map(one).collect())
}

//! Costs, by period.

use super::{Area, Entries, Entry, Key, Patch, Record, Setting, Spec};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record};
use crate::error::Result;

/// The periods that costs are kept for.
const PERIODS: [&str; 3] = ["current-month", "last-month", "last-30-days"];

record! {
    /// From when to when.
    pub struct Period {
        /// The first moment, ISO 8601.
        start: Text = "start",
        /// The last moment, ISO 8601.
        end: Text = "end",
    }
}

record! {
    /// What one service costs.
    pub struct ServiceCost {
        /// For example `Amazon EC2`.
        service: Text = "service",
        /// A decimal number.
        cost: Text = "cost",
    }
}

record! {
    /// The costs of a period.
    pub struct CostData {
        /// From when to when.
        period: Period = "period",
        /// A decimal number.
        total_cost: Text = "totalCost",
        /// ISO 4217.
        currency: Text = "currency",
        /// The total by service.
        breakdown: Vec<ServiceCost> = "breakdown",
        /// When the costs were read, ISO 8601.
        fetched_at: Text = "fetchedAt",
    }
}

impl Record for CostData {
    const SPEC: Spec =
        Spec { key: "period", names: Some(&PERIODS), patch: Patch::Set, ..Spec::named("costs", &["costs"]) };

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        let now = setting.now;
        let [current_month, last_month, last_30_days] = PERIODS;
        [
            (current_month, now.month(0), "15.50"),
            (last_month, now.month(-1), "18.75"),
            (last_30_days, (now.iso_hours_ago(30 * 24), now.iso()), "34.25"),
        ]
        .map(|(name, period, total)| {
            let total = if setting.is_empty() { "0.00" } else { total };
            (Key::Name(name.into()), costs(period, total, now.iso()))
        })
        .into()
    }
}

fn costs((start, end): (Text, Text), total: &str, fetched_at: Text) -> CostData {
    let service = |service: &str, cost: &str| ServiceCost {
        service: service.into(),
        cost: cost.into(),
        unknown: UnknownKeys::default(),
    };
    CostData {
        period: Period { start, end, unknown: UnknownKeys::default() },
        total_cost: total.into(),
        currency: "USD".into(),
        breakdown: vec![
            service("Amazon EC2", total),
            service("Amazon EBS", "0.00"),
            service("AWS Lambda", "0.00"),
            service("Amazon SNS", "0.00"),
            service("Amazon SES", "0.00"),
        ],
        fetched_at,
        unknown: UnknownKeys::default(),
    }
}

/// Replaces the costs of a period.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn set(period: Value, costs: Value) -> Result<Entries> {
    let period = Area::CostData.read_name(period)?;
    Ok(Entry::named(period.as_str().into(), CostData::read(costs, &Path::Root("costs"))?).into())
}

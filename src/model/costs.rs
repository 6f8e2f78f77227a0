//! Costs by period.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap};

use super::{Extra, Text, record, text_enum};

text_enum! {
    /// A period that costs are kept for.
    pub enum CostPeriod {
        /// This month.
        CurrentMonth = "current-month",
        /// The month before.
        LastMonth = "last-month",
        /// The last thirty days.
        Last30Days = "last-30-days",
    }
}

impl CostPeriod {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CurrentMonth, Self::LastMonth, Self::Last30Days];
}

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

/// The costs of every period.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// This month.
    pub current_month: Arc<CostData>,
    /// The month before.
    pub last_month: Arc<CostData>,
    /// The last thirty days.
    pub last_30_days: Arc<CostData>,
    /// The keys that nobody here knows.
    pub extra: Extra,
}

impl Costs {
    /// The costs of a period.
    #[must_use]
    pub fn get(&self, period: CostPeriod) -> &Arc<CostData> {
        match period {
            CostPeriod::CurrentMonth => &self.current_month,
            CostPeriod::LastMonth => &self.last_month,
            CostPeriod::Last30Days => &self.last_30_days,
        }
    }

    /// Replaces the costs of a period.
    pub fn set(&mut self, period: CostPeriod, data: Arc<CostData>) {
        *match period {
            CostPeriod::CurrentMonth => &mut self.current_month,
            CostPeriod::LastMonth => &mut self.last_month,
            CostPeriod::Last30Days => &mut self.last_30_days,
        } = data;
    }
}

impl Serialize for Costs {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for period in CostPeriod::ALL {
            map.serialize_entry(&period, self.get(period))?;
        }
        self.extra.serialize_into(&mut map)?;
        map.end()
    }
}

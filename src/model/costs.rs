//! Costs by period.

use std::sync::Arc;

use super::{Text, record, text_enum};

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

record! {
    /// The costs of every period.
    pub struct Costs {
        /// This month.
        current_month: Arc<CostData> = "current-month",
        /// The month before.
        last_month: Arc<CostData> = "last-month",
        /// The last thirty days.
        last_30_days: Arc<CostData> = "last-30-days",
    }
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

//! Costs.

use std::sync::Arc;

use super::Store;
use crate::change::Entry;
use crate::error::Result;
use crate::model::{CostData, CostPeriod, Field, Path, Value};

impl Store {
    /// Replaces the costs of a period.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn set_costs(&self, period: Value, costs: Value) -> Result<()> {
        let period = CostPeriod::read(period, &Path::Root("period"))?;
        let costs = CostData::read(costs, &Path::Root("costs"))?;
        self.commit(|_| Ok(Some(Entry::Costs(period, Arc::new(costs)))))
    }
}

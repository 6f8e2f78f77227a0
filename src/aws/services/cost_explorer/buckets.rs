//! The parts of a period by their granularity.

use serde::Deserialize;

use super::invalid;
use super::period::{DAY, Period, month, time_of};
use crate::aws::error::Result;

/// How a period is parted.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
pub enum Granularity {
    /// By hours.
    Hourly,
    /// By days.
    Daily,
    /// By months.
    #[default]
    Monthly,
}

/// How many parts an answer has at most.
const MOST: usize = 10_000;

impl Granularity {
    /// The parts of a period, in order, if they are not too many.
    pub fn buckets(self, period: Period) -> Result<Vec<Period>> {
        let mut start = period.start;
        let next = move || {
            let next = match self {
                Self::Hourly => start + 1,
                Self::Daily => start - start.rem_euclid(DAY) + DAY,
                Self::Monthly => month(start, 1),
            };
            let bucket = Period { start, end: next.min(period.end) };
            start = bucket.end;
            (bucket.start < bucket.end).then_some(bucket)
        };
        let buckets: Vec<_> = std::iter::from_fn(next).take(MOST + 1).collect();
        if buckets.len() <= MOST {
            Ok(buckets)
        } else {
            Err(invalid(format!("The period has more than {MOST} parts of this granularity.")))
        }
    }

    /// An hour as the answer has it.
    pub fn show(self, hour: i64) -> String {
        let time = time_of(hour);
        if self == Self::Hourly { time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string() } else { time.date().to_string() }
    }
}

//! Periods of time in whole hours, and the days that costs are kept by.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::invalid;
use crate::aws::error::Result;
use crate::time::Now;

/// The hours of a day.
pub const DAY: i64 = 24;

const HOUR_SECONDS: i64 = 3600;

/// A period as a request has it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DateInterval {
    start: String,
    end: String,
}

/// A period, in hours since 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// Its first hour.
    pub start: i64,
    /// The hour after its last.
    pub end: i64,
}

impl Period {
    /// Reads a period that is not empty.
    pub fn read(DateInterval { start, end }: &DateInterval) -> Result<Self> {
        let period = Self { start: hour("Start", start)?, end: hour("End", end)? };
        if period.start < period.end {
            Ok(period)
        } else {
            Err(invalid("Start date (and hour) should be before end date (and hour)"))
        }
    }

    /// How many of its hours come before one.
    pub fn hours_before(self, hour: i64) -> i64 {
        (hour.min(self.end) - self.start).max(0)
    }
}

fn hour(which: &str, text: &str) -> Result<i64> {
    let moment = match text.len() {
        10 => text.parse::<Date>().map(|date| date.at(0, 0, 0, 0)),
        _ => text.trim_end_matches('Z').parse::<DateTime>(),
    };
    let hour = moment.ok().and_then(hour_of);
    hour.ok_or_else(|| invalid(format!("{which} time {text} is invalid. Valid format is: yyyy-MM-dd.")))
}

fn hour_of(moment: DateTime) -> Option<i64> {
    Some(Offset::UTC.to_timestamp(moment).ok()?.as_second().div_euclid(HOUR_SECONDS))
}

/// The date and time of an hour.
pub fn time_of(hour: i64) -> DateTime {
    let moment = Timestamp::from_second(hour.saturating_mul(HOUR_SECONDS)).unwrap_or_default();
    Offset::UTC.to_datetime(moment)
}

/// The first hour of the month of an hour, or of one some months later.
pub fn month(hour: i64, later: i32) -> i64 {
    let first = time_of(hour).date().first_of_month();
    hour_of(first.saturating_add(later.months()).at(0, 0, 0, 0)).unwrap_or(hour)
}

/// The days that costs are kept by, each as its first hour.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Today.
    pub today: i64,
    /// The first of the month before this one.
    pub last_month: i64,
    /// The first of this month.
    pub month: i64,
    /// The first of the next month.
    pub next_month: i64,
}

impl Calendar {
    /// The days around a moment, in UTC.
    pub fn at(now: Now) -> Self {
        let hour = now.millis().div_euclid(HOUR_SECONDS * 1000);
        let today = hour - hour.rem_euclid(DAY);
        Self { today, last_month: month(today, -1), month: month(today, 0), next_month: month(today, 1) }
    }

    /// The costs of the state that are those of a period as they are.
    pub fn kept_costs(self, Period { start, end }: Period) -> Option<&'static str> {
        if start == self.month && (self.today..=self.next_month).contains(&end) && end > start {
            Some("current-month")
        } else if start == self.last_month && (end == self.month || end == self.month - DAY) {
            Some("last-month")
        } else if start == self.today - 30 * DAY && end == self.today {
            Some("last-30-days")
        } else {
            None
        }
    }
}

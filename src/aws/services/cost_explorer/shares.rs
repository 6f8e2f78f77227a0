//! Which part of which costs falls into a period.

use super::amount::Amount;
use super::period::{Calendar, DAY, Period};
use crate::state::State;
use crate::state::costs::CostData;

/// The part of some costs that falls into a period: that from one hour to another of all the hours that they are for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    costs: &'static str,
    from: i64,
    to: i64,
    of: i64,
}

impl Share {
    /// The costs that it is a part of.
    pub fn costs(self, state: &State) -> Option<&CostData> {
        state.named::<CostData>(self.costs).map(|costs| &**costs)
    }

    /// This part of an amount. The parts of all its hours make up the amount.
    pub fn part_of(self, amount: &str) -> Amount {
        if self.from == 0 && self.to == self.of {
            return Amount::as_it_is(amount);
        }
        Amount::part(amount, self.from, self.to, self.of)
    }
}

/// The shares of a bucket of a period. Where the costs of the period are kept as they are, its hours that are not to
/// come share them; so is it with a bucket's. Otherwise each day has its part of the month that it is in, and one
/// before that of 30 days.
pub fn of(bucket: Period, period: Period, calendar: Calendar) -> Vec<Share> {
    let past = calendar.today + DAY;
    for whole in [period, bucket] {
        if let Some(costs) = calendar.kept_costs(whole) {
            let from = whole.hours_before(bucket.start.min(past));
            let to = whole.hours_before(bucket.end.min(past));
            let share = Share { costs, from, to, of: whole.hours_before(past) };
            return Vec::from_iter((from < to).then_some(share));
        }
    }
    let Calendar { last_month, month, .. } = calendar;
    let month_costs = |costs, start, end| {
        let month = Period { start, end };
        Share { costs, from: month.hours_before(bucket.start), to: month.hours_before(bucket.end), of: end - start }
    };
    let earlier = (bucket.end.min(last_month) - bucket.start).max(0);
    let shares = [
        Share { costs: "last-30-days", from: 0, to: earlier, of: 30 * DAY },
        month_costs("last-month", last_month, month),
        month_costs("current-month", month, past),
    ];
    shares.into_iter().filter(|share| share.from < share.to).collect()
}

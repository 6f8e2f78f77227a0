//! Token buckets, on the account's time.

use super::amount::Amount;
use crate::document::{Path, Text, UnknownKeys, record};
use crate::error::Result;
use crate::time::{Now, parse};

/// What a token can lack and still be whole: the parts that refill it are not exact.
const ROUNDING: f64 = 1e-6;

record! {
    /// How a bucket is filled.
    pub struct Throttle {
        /// How many tokens it gets a second.
        rate_per_second: Amount = "ratePerSecond",
        /// How many tokens it can hold.
        burst: Amount = "burst",
    }
}

record! {
    /// What a bucket held after a call.
    pub struct Bucket {
        /// How many tokens.
        tokens: Amount = "tokens",
        /// When, ISO 8601.
        at: Text = "at",
    }
}

impl Throttle {
    pub(super) fn check(&self, path: &Path<'_>) -> Result<()> {
        if self.rate_per_second.0 <= 0.0 {
            return Err(self.rate_per_second.refuse(&path.key("ratePerSecond"), "a number above 0"));
        }
        self.burst.check_from(Amount(1.0), &path.key("burst"), "a number from 1")
    }

    /// Takes a token: the bucket without it, or `None` where it is empty. A bucket that has not been used is full.
    #[must_use]
    pub fn take(&self, bucket: Option<&Bucket>, now: Now) -> Option<Bucket> {
        let tokens = bucket.map_or(self.burst.0, |bucket| self.refilled(bucket, now));
        let left = tokens - 1.0;
        (left > -ROUNDING).then(|| Bucket {
            tokens: Amount(left.max(0.0)),
            at: now.iso(),
            unknown: UnknownKeys::default(),
        })
    }

    fn refilled(&self, bucket: &Bucket, now: Now) -> f64 {
        let since = parse(&bucket.at).map_or(0, |at| now.millis().saturating_sub(at).max(0));
        #[expect(clippy::cast_precision_loss, reason = "a time is no more precise")]
        let refill = since as f64 / 1000.0 * self.rate_per_second.0;
        (bucket.tokens.0 + refill).min(self.burst.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many calls of one moment after another get a token.
    fn granted(rate: f64, burst: f64, moments: impl IntoIterator<Item = i64>) -> usize {
        let throttle =
            Throttle { rate_per_second: Amount(rate), burst: Amount(burst), unknown: UnknownKeys::default() };
        let mut bucket = None;
        let mut take = |ms| {
            let taken = throttle.take(bucket.as_ref(), Now::from_epoch(ms));
            let is_granted = taken.is_some();
            bucket = taken.or(bucket.take());
            is_granted
        };
        moments.into_iter().filter(|ms| take(*ms)).count()
    }

    #[test]
    fn a_bucket_holds_its_burst_and_is_not_refilled_while_time_stands_still() {
        assert_eq!(granted(10.0, 5.0, [0; 100]), 5);
    }

    #[test]
    fn a_bucket_is_refilled_at_its_rate_up_to_its_burst() {
        assert_eq!(granted(10.0, 5.0, [0; 9].into_iter().chain([300; 9])), 5 + 3);
        assert_eq!(granted(10.0, 5.0, [0; 9].into_iter().chain([60_000; 9])), 5 + 5);
        assert_eq!(granted(0.5, 1.0, (0..10_000).map(|ms| ms * 10)), 50);
    }

    #[test]
    fn the_parts_that_refill_a_token_add_up() {
        assert_eq!(granted(3.0, 1.0, (0..=100).map(|i| i * 1000)), 101);
        assert_eq!(granted(7.0, 1.0, 0..70_000), 490);
    }

    #[test]
    fn a_clock_that_was_put_back_takes_nothing() {
        assert_eq!(granted(10.0, 2.0, [1000, 0, 0]), 2);
    }
}

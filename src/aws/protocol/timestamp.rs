//! Timestamps: ISO 8601 in a value, and what protocols make of them.

use jiff::{SignedDuration, Timestamp, Unit};
use serde_json::{Number, Value};

use crate::document::Text;
use crate::time::{Now, parse};

/// `YYYY-MM-DDTHH:mm:ss.sssZ`
fn text(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// From any ISO 8601 text with an offset.
pub(super) fn from_iso(iso: &str) -> Option<String> {
    iso.parse().ok().map(text)
}

/// From seconds since 1970.
pub(super) fn from_seconds(seconds: &Number) -> Option<String> {
    let since = SignedDuration::try_from_secs_f64(seconds.as_f64()?).ok()?;
    Timestamp::from_duration(since).ok()?.round(Unit::Millisecond).ok().map(text)
}

/// The moment that a text in the state stands for, which people can have written there: in any form that `Date.parse`
/// reads, or in none, which is 1970. Clients read no years but those of four digits.
fn moment(text: &str) -> Now {
    Now::from_epoch(parse(text).unwrap_or_default()).in_four_digits()
}

/// To ISO 8601.
pub(super) fn to_iso(text: &str) -> Text {
    moment(text).iso()
}

/// To seconds since 1970, as whole ones where they are.
pub(super) fn to_seconds(text: &str) -> Value {
    let millis = moment(text).millis();
    if millis % 1000 == 0 {
        return (millis / 1000).into();
    }
    #[expect(clippy::cast_precision_loss, reason = "no moment comes near 2^53")]
    let seconds = millis as f64 / 1000.0;
    seconds.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_text_are_the_same_moment() {
        for (seconds, iso) in [
            ("1769688000", "2026-01-29T12:00:00.000Z"),
            ("1769688000.123", "2026-01-29T12:00:00.123Z"),
            ("-0.5", "1969-12-31T23:59:59.500Z"),
        ] {
            let number: Number = serde_json::from_str(seconds).unwrap();
            assert_eq!(from_seconds(&number).as_deref(), Some(iso));
            assert_eq!(to_seconds(iso).to_string(), seconds);
        }
    }

    #[test]
    fn moments_that_there_are_not_are_refused() {
        assert_eq!(from_seconds(&serde_json::from_str("1e300").unwrap()), None);
        assert_eq!(from_iso("yesterday"), None);
    }

    #[test]
    fn whatever_people_write_is_a_moment_that_clients_read() {
        for (text, iso, seconds) in [
            ("2026-01-29", "2026-01-29T00:00:00.000Z", 1_769_644_800),
            ("Thu, 29 Jan 2026 12:00:00 GMT", "2026-01-29T12:00:00.000Z", 1_769_688_000),
            ("yesterday", "1970-01-01T00:00:00.000Z", 0),
            ("+010000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", 0),
        ] {
            assert_eq!(to_iso(text), iso);
            assert!(seconds == 0 || to_seconds(text) == seconds);
        }
    }

    #[test]
    fn any_offset_is_taken_and_utc_is_given() {
        assert_eq!(from_iso("2026-01-29T13:00:00+01:00").as_deref(), Some("2026-01-29T12:00:00.000Z"));
    }
}

//! Timestamps: ISO 8601 in a value, and what protocols make of them.

use jiff::{SignedDuration, Timestamp, Unit};
use serde_json::{Number, Value};

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

/// To seconds since 1970, as whole ones where they are.
pub(super) fn to_seconds(iso: &str) -> Option<Value> {
    let since = iso.parse::<Timestamp>().ok()?.as_duration();
    Some(if since.subsec_millis() == 0 { since.as_secs().into() } else { since.as_secs_f64().into() })
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
            assert_eq!(to_seconds(iso).unwrap().to_string(), seconds);
        }
    }

    #[test]
    fn moments_that_there_are_not_are_refused() {
        assert_eq!(from_seconds(&serde_json::from_str("1e300").unwrap()), None);
        assert_eq!(from_iso("yesterday"), None);
        assert_eq!(to_seconds("yesterday"), None);
    }

    #[test]
    fn any_offset_is_taken_and_utc_is_given() {
        assert_eq!(from_iso("2026-01-29T13:00:00+01:00").as_deref(), Some("2026-01-29T12:00:00.000Z"));
    }
}

//! Time as the state writes it: ISO 8601 text in UTC with milliseconds, made from the epoch
//! milliseconds that the caller's `Date.now()` gives.

use std::cell::Cell;
use std::ops::{Range, RangeInclusive};

use compact_str::format_compact;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::document::Text;
use crate::error::{Error, Result};

/// What jiff knows of time ends with the year 9999, while a JavaScript `Date` goes on to 275760. The
/// calendar repeats every 400 years: what is beyond is looked up that many years nearer.
const CYCLE_YEARS: i64 = 400;
const CYCLE_MS: i64 = 146_097 * 86_400_000;

/// The last millisecond of a JavaScript `Date`, on both sides of 1970.
const MOST_MS: i64 = 8_640_000_000_000_000;

/// The years 0 to 9999, which ISO 8601 writes with four digits: within them, times are in the order of their texts.
pub const FOUR_DIGITS: RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

/// A moment, from the caller's clock, in epoch milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Now(i64);

impl Now {
    /// A moment from epoch milliseconds.
    ///
    /// # Errors
    /// [`Error::ArgValue`] where the clock shows no time that a JavaScript `Date` can hold.
    pub fn from_millis(ms: f64) -> Result<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "saturates, and the range is checked")]
        let millis = ms as i64;
        if ms.is_finite() && (-MOST_MS..=MOST_MS).contains(&millis) {
            return Ok(Self(millis));
        }
        Err(Error::ArgValue {
            path: "Date.now()".into(),
            expected: "a time that a Date can hold".into(),
            received: ms.to_string(),
        })
    }

    /// A moment from whole epoch milliseconds; the nearest that a `Date` can hold.
    #[must_use]
    pub fn from_epoch(millis: i64) -> Self {
        Self(millis.clamp(-MOST_MS, MOST_MS))
    }

    /// The moment some milliseconds later, or earlier; the nearest that a `Date` can hold.
    #[must_use]
    pub fn moved(self, ms: i64) -> Self {
        Self::from_epoch(self.0.saturating_add(ms))
    }

    /// The nearest moment of the years that have four digits.
    #[must_use]
    pub fn in_four_digits(self) -> Self {
        Self(self.0.clamp(*FOUR_DIGITS.start(), *FOUR_DIGITS.end()))
    }

    /// The epoch milliseconds.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The moment as ISO text.
    #[must_use]
    pub fn iso(self) -> Text {
        iso(self.0)
    }

    /// The moment some hours earlier, as ISO text.
    #[must_use]
    pub fn iso_hours_ago(self, hours: i64) -> Text {
        iso(self.0 - hours * 3_600_000)
    }

    /// The moment some milliseconds later, unless no `Date` can hold it. A part of a millisecond counts as one.
    #[must_use]
    pub fn later(self, ms: f64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
        Self::from_millis(self.0 as f64 + ms.ceil()).ok()
    }

    /// The first and the last day of a month, at midnight in the local time zone, as ISO text; the
    /// month is this one (0) or one before it (-1).
    #[must_use]
    pub fn month(self, offset: i32) -> (Text, Text) {
        self.month_in(&local(), offset)
    }

    fn month_in(self, zone: &TimeZone, offset: i32) -> (Text, Text) {
        let (moment, cycles) = nearer(self.0);
        let day = moment.to_zoned(zone.clone()).date().first_of_month().saturating_add(offset.months());
        let midnight = |date: jiff::civil::Date| {
            let midnight = date.to_zoned(zone.clone()).map_or(moment, |midnight| midnight.timestamp());
            iso(midnight.as_millisecond() + cycles * CYCLE_MS)
        };
        (midnight(day.first_of_month()), midnight(day.last_of_month()))
    }
}

/// The time zone of the process. jiff remembers the system's for minutes, but `process.env.TZ` can be
/// set at any time, and counts from then on.
fn local() -> TimeZone {
    let named = std::env::var("TZ").ok().and_then(|name| TimeZone::get(name.trim_start_matches(':')).ok());
    named.unwrap_or_else(TimeZone::system)
}

/// A moment within the years 2000 to 2399 where the given one is beyond what jiff knows, and how
/// many cycles were taken off.
fn nearer(millis: i64) -> (Timestamp, i64) {
    /// 2000-01-01T00:00:00Z.
    const START: i64 = 946_684_800_000;
    let within = |millis| Timestamp::from_millisecond(millis).unwrap_or_default();
    if (-377_000_000_000_000..253_000_000_000_000).contains(&millis) {
        return (within(millis), 0);
    }
    let cycles = (millis - START).div_euclid(CYCLE_MS);
    (within(millis - cycles * CYCLE_MS), cycles)
}

/// `YYYY-MM-DDTHH:mm:ss.sssZ`, as `Date.prototype.toISOString` writes it, with a sign and two digits
/// more where the year needs them. Every write needs one, and digits put in their places take a fifth
/// of what formatting takes; most writes come in the same second as the one before.
fn iso(millis: i64) -> Text {
    thread_local! {
        static LAST: Cell<(i64, [u8; 24])> = const { Cell::new((i64::MIN, [0; 24])) };
    }
    let (second, rest) = (millis.div_euclid(1000), millis.rem_euclid(1000));
    let (last, mut text) = LAST.get();
    if last != second {
        let full = iso_in_full(second * 1000);
        // A year of more digits is not remembered.
        let Ok(bytes) = full.as_bytes().try_into() else { return iso_in_full(millis) };
        text = bytes;
        LAST.set((second, text));
    }
    let [.., hundreds, tens, ones, _] = &mut text;
    let digit = |number: i64| b'0' + u8::try_from(number % 10).unwrap_or_default();
    (*hundreds, *tens, *ones) = (digit(rest / 100), digit(rest / 10), digit(rest));
    str::from_utf8(&text).unwrap_or_default().into()
}

fn iso_in_full(millis: i64) -> Text {
    let (moment, cycles) = nearer(millis);
    let time = Offset::UTC.to_datetime(moment);
    let year = i64::from(time.year()) + cycles * CYCLE_YEARS;
    let mut text = *b"0000-00-00T00:00:00.000Z";
    let mut put = |places: Range<usize>, mut number: u32| {
        for digit in text.get_mut(places).into_iter().flatten().rev() {
            *digit = b'0' + (number % 10) as u8;
            number /= 10;
        }
    };
    put(5..7, time.month().unsigned_abs().into());
    put(8..10, time.day().unsigned_abs().into());
    put(11..13, time.hour().unsigned_abs().into());
    put(14..16, time.minute().unsigned_abs().into());
    put(17..19, time.second().unsigned_abs().into());
    put(20..23, time.millisecond().unsigned_abs().into());
    match u32::try_from(year) {
        Ok(year @ 0..=9999) => {
            put(0..4, year);
            str::from_utf8(&text).unwrap_or_default().into()
        }
        _ => format_compact!(
            "{year:+07}{}",
            text.get(4..).and_then(|rest| str::from_utf8(rest).ok()).unwrap_or_default()
        ),
    }
}

/// The epoch milliseconds of a date as people and programs write it, as far as `Date.parse` would
/// understand it too: ISO 8601 (a date alone is UTC, a time without a zone local), RFC 2822,
/// JavaScript's own `Date.prototype.toString`, and the usual American forms.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some((year, rest)) = text.split_at_checked(7).filter(|_| text.starts_with(['+', '-'])) {
        let year: i64 = year.parse().ok()?;
        let nearer = 2000 + year.rem_euclid(CYCLE_YEARS);
        return Some(parse(&format!("{nearer}{rest}"))? + (year - nearer) / CYCLE_YEARS * CYCLE_MS);
    }
    // What jiff knows ends within the last days of that year.
    if let Some(rest) = text.strip_prefix("9999") {
        return Some(parse(&format!("9599{rest}"))? + CYCLE_MS);
    }
    parse_iso(text)
        .or_else(|| text.parse().ok())
        .or_else(|| parse_civil(text))
        .or_else(|| rfc2822::DateTimeParser::new().parse_timestamp(text).ok())
        .or_else(|| parse_forms(text))
        .map(Timestamp::as_millisecond)
}

/// The form that [`iso`] writes, in which most dates are, for a tenth of what the others take.
fn parse_iso(text: &str) -> Option<Timestamp> {
    let text: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let template = b"0000-00-00T00:00:00.000Z";
    let is_iso = text.iter().zip(template).all(|(byte, expected)| match expected {
        b'0' => byte.is_ascii_digit(),
        expected => byte == expected,
    });
    let number = |places: Range<usize>| {
        text.get(places).into_iter().flatten().fold(0, |number: i16, digit| number * 10 + i16::from(digit - b'0'))
    };
    let small = |places| i8::try_from(number(places)).ok();
    let (month, day) = (small(5..7).filter(|_| is_iso)?, small(8..10)?);
    let (hour, minute, second) = (small(11..13)?, small(14..16)?, small(17..19)?);
    let nanosecond = i32::from(number(20..23)) * 1_000_000;
    let time = DateTime::new(number(0..4), month, day, hour, minute, second, nanosecond).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

fn parse_civil(text: &str) -> Option<Timestamp> {
    let civil: DateTime = match text.len() {
        4 => format!("{text}-01-01").parse().ok()?,
        7 => format!("{text}-01").parse().ok()?,
        _ => text.parse().ok()?,
    };
    let zone = if text.contains(':') { local() } else { TimeZone::UTC };
    Some(civil.to_zoned(zone).ok()?.timestamp())
}

fn parse_forms(text: &str) -> Option<Timestamp> {
    const DATES: [&str; 7] = ["%Y/%m/%d", "%Y-%m-%d", "%m/%d/%Y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y"];
    const TIMES: [&str; 5] = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];
    // JavaScript: "Thu Jan 29 2026 10:00:00 GMT+0100 (Central European Standard Time)".
    let text = text.split(" (").next()?;
    if let Ok(moment) = Timestamp::strptime("%a %b %d %Y %H:%M:%S GMT%z", text) {
        return Some(moment);
    }
    let utc = ["UTC", "GMT", "Z", "+0000"].iter().find_map(|zone| text.strip_suffix(zone));
    let (text, zone) = utc.map_or_else(|| (text, local()), |text| (text, TimeZone::UTC));
    let text = text.replace(',', "");
    let without_weekday = text.split_once(' ').filter(|(day, _)| day.chars().all(char::is_alphabetic));
    let civil =
        [Some(text.trim()), without_weekday.map(|(_, rest)| rest.trim())].into_iter().flatten().find_map(|text| {
            DATES.iter().find_map(|date| {
                TIMES.iter().find_map(|time| match *time {
                    "" => jiff::civil::Date::strptime(date, text).ok().map(DateTime::from),
                    time => DateTime::strptime(format!("{date}{time}"), text).ok(),
                })
            })
        });
    Some(civil?.to_zoned(zone).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Now {
        Now(parse(text).unwrap_or_default())
    }

    #[test]
    fn writes_what_to_iso_string_writes() -> Result<()> {
        assert_eq!(Now::from_millis(0.0)?.iso(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Now::from_millis(1_769_680_800_120.9)?.iso(), "2026-01-29T10:00:00.120Z");
        assert_eq!(Now::from_millis(1_769_680_800_007.0)?.iso(), "2026-01-29T10:00:00.007Z");
        assert_eq!(Now::from_millis(-1.0)?.iso(), "1969-12-31T23:59:59.999Z");
        assert_eq!(Now::from_millis(-62_198_755_200_000.0)?.iso(), "-000001-01-01T00:00:00.000Z");
        assert_eq!(Now::from_millis(253_402_300_799_999.0)?.iso(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Now::from_millis(8.64e15)?.iso(), "+275760-09-13T00:00:00.000Z");
        assert_eq!(Now::from_millis(-8.64e15)?.iso(), "-271821-04-20T00:00:00.000Z");
        Ok(())
    }

    #[test]
    fn refuses_a_clock_that_shows_no_time() {
        for ms in [f64::NAN, f64::INFINITY, 8.65e15] {
            assert!(matches!(Now::from_millis(ms), Err(Error::ArgValue { .. })));
        }
    }

    #[test]
    fn a_month_runs_from_its_first_to_its_last_midnight() {
        let (start, end) = at("2026-03-15T12:00:00Z").month_in(&TimeZone::UTC, 0);
        assert_eq!((start.as_str(), end.as_str()), ("2026-03-01T00:00:00.000Z", "2026-03-31T00:00:00.000Z"));
        let (start, end) = at("2026-03-31T12:00:00Z").month_in(&TimeZone::UTC, -1);
        assert_eq!((start.as_str(), end.as_str()), ("2026-02-01T00:00:00.000Z", "2026-02-28T00:00:00.000Z"));
    }

    #[test]
    fn midnight_is_local_on_both_sides_of_a_clock_change() -> std::result::Result<(), jiff::Error> {
        let (start, end) = at("2026-03-15T12:00:00Z").month_in(&TimeZone::get("Europe/Berlin")?, 0);
        assert_eq!((start.as_str(), end.as_str()), ("2026-02-28T23:00:00.000Z", "2026-03-30T22:00:00.000Z"));
        Ok(())
    }

    #[test]
    fn reads_the_dates_that_people_write() {
        let ten = Some(1_769_680_800_000);
        for text in [
            "2026-01-29T10:00:00.000Z",
            "2026-01-29T10:00Z",
            "2026-01-29T11:00:00+01:00",
            "Thu, 29 Jan 2026 10:00:00 GMT",
            "Thu Jan 29 2026 11:00:00 GMT+0100 (Central European Standard Time)",
        ] {
            assert_eq!(parse(text), ten, "{text}");
        }
        assert_eq!(parse("2026-01-29"), Some(1_769_644_800_000));
        assert_eq!((parse("2026-01"), parse("2026")), (parse("2026-01-01"), parse("2026-01-01")));
        for text in ["2026/01/29", "1/29/2026", "Jan 29, 2026", "January 29, 2026 12:00:00 AM", "2026-1-29"] {
            assert_eq!(parse(text), parse("2026-01-29T00:00:00"), "{text}");
        }
        for text in ["1/29/2026, 10:00:00 AM UTC", "29 January 2026 10:00 GMT", "Thu Jan 29 2026 10:00:00 +0000"] {
            assert_eq!(parse(text), ten, "{text}");
        }
        assert_eq!(parse("+275760-09-13T00:00:00.000Z"), Some(MOST_MS));
        assert_eq!(parse("9999-12-31T23:59:59.999Z"), Some(253_402_300_799_999));
        assert_eq!(parse("yesterday"), None);
    }
}

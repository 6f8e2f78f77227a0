//! The account's clock: an offset over the time of the realm, or a frozen moment.

use super::random::Random;
use super::{Area, Entries, Entry, Key, Patch, Presence, Record, Spec, State, Stored, scheduled};
use crate::document::{Field, Path, Signed, Text, UnknownKeys, Value, record};
use crate::error::Result;
use crate::time::{Now, parse};

record! {
    /// The clock.
    pub struct Clock {
        /// How many milliseconds it is ahead of the realm's.
        offset_ms: Signed = "offsetMs",
        /// The moment at which it stands still, ISO 8601.
        frozen_at: Option<Text> = "frozenAt",
    }
}

impl Record for Clock {
    const SPEC: Spec = Spec { presence: Presence::NotEmpty, patch: Patch::Ignore, ..Spec::one("clock", &["clock"]) };
}

impl Clock {
    fn of(state: &State) -> Option<&Self> {
        state.get(Self::AREA, &Key::Only).and_then(Self::from_document).map(|clock| &**clock)
    }

    fn at(&self, realm: Now) -> Now {
        let frozen = self.frozen_at.as_deref().and_then(parse);
        frozen.map_or_else(|| realm.moved(self.offset_ms.0), Now::from_epoch)
    }
}

/// The time of an account whose realm shows a moment.
#[must_use]
pub fn now(state: &State, realm: Now) -> Now {
    Clock::of(state).map_or(realm, |clock| clock.at(realm))
}

/// The moment of the realm at which a moment of the account comes: never, where the clock stands still before it.
#[must_use]
pub fn realm_time(state: &State, account: Now) -> Option<Now> {
    let Some(clock) = Clock::of(state) else { return Some(account) };
    if clock.frozen_at.is_some() {
        return (clock.at(Now::default()) >= account).then(|| Now::from_epoch(i64::MIN));
    }
    Some(account.moved(-clock.offset_ms.0))
}

/// Moves the clock to a moment; what is scheduled for no moment comes due then.
///
/// # Errors
/// [`Error::ArgValue`](crate::error::Error::ArgValue) where the moment is past.
pub fn set(state: &State, time: &Value, realm: Now, random: &Random) -> Result<Entries> {
    let path = Path::Root("time");
    let refused = |value: &Value| value.refuse(&path, "a time that is not past, in milliseconds or as ISO 8601 text");
    let millis = match &value_of(time) {
        Some(millis) => *millis,
        None if matches!(time, Value::Number(_) | Value::NotFinite(_) | Value::String(_)) => {
            return Err(refused(time));
        }
        None => return Err(time.mismatch(&path, "a number or a string")),
    };
    let to = Now::from_millis(millis).map_err(|_| refused(time))?;
    if to < now(state, realm) { Err(refused(time)) } else { Ok(moved(state, to, realm, random)) }
}

#[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
fn value_of(time: &Value) -> Option<f64> {
    match time {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => parse(text).map(|millis| millis as f64),
        _ => None,
    }
}

/// Moves the clock on by some milliseconds; what is scheduled for no moment comes due then.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn advance(state: &State, ms: Value, realm: Now, random: &Random) -> Result<Entries> {
    let path = Path::Root("ms");
    let refused = ms.refuse(&path, "a number of milliseconds from 0, up to a time that a Date can hold");
    let ms = crate::document::Milliseconds::read(ms, &path)?.0;
    let to = now(state, realm).later(ms).ok_or(refused)?;
    Ok(moved(state, to, realm, random))
}

fn moved(state: &State, to: Now, realm: Now, random: &Random) -> Entries {
    let is_frozen = Clock::of(state).is_some_and(|clock| clock.frozen_at.is_some());
    let mut entries = written(state, to, realm, is_frozen);
    entries.extend(scheduled::released(state, to, random));
    entries
}

/// Stops the clock where it is.
#[must_use]
pub fn freeze(state: &State, realm: Now) -> Entries {
    written(state, now(state, realm), realm, true)
}

/// Lets the clock go on from where it stands.
#[must_use]
pub fn resume(state: &State, realm: Now) -> Entries {
    written(state, now(state, realm), realm, false)
}

/// The entries that have a state go on from a moment, or stand still at it where it does.
#[must_use]
pub fn continued(state: &State, at: Now, realm: Now) -> Entries {
    written(state, at, realm, Clock::of(state).is_some_and(|clock| clock.frozen_at.is_some()))
}

/// The entry that makes two clocks the same that stand still at the same moment, whenever they were stopped.
#[must_use]
pub fn without_meaningless_offset(state: &State) -> Option<Entry> {
    let clock = Clock::of(state).filter(|clock| clock.frozen_at.is_some())?;
    Some(Entry::one(Clock { offset_ms: Signed(0), ..clock.clone() }))
}

/// The entries that make it show a moment.
fn written(state: &State, at: Now, realm: Now, is_frozen: bool) -> Entries {
    let offset_ms = Signed::nearest(at.millis() - realm.millis());
    let present = Clock::of(state);
    let unknown = present.map(|clock| clock.unknown.clone()).unwrap_or_default();
    let clock = Clock { offset_ms, frozen_at: is_frozen.then(|| at.iso()), unknown };
    let is_plain = offset_ms.0 == 0 && !is_frozen && clock.unknown == UnknownKeys::default();
    let entry = if is_plain { Entry::gone(Area::Clock, Key::Only) } else { Entry::one(clock) };
    [entry].into_iter().filter(|entry| state.differs(entry)).collect()
}

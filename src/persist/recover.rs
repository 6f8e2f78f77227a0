//! What a file and its journal lead to: those that the last ones have left, and those that others have open.

use std::io::{self, ErrorKind};
use std::sync::Arc;

use super::Warning;
use super::found::{Found, changes_after, find, replay};
use super::journal::{Base, Journal};
use super::load::{self, Content, Loaded, Problem, Read};
use super::place::Place;
use super::record::{Numbers, Record, Records, SnapshotId};
use super::words::Words;
use crate::change::{Change, Entry, coalesce, rebase};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::{State, Value};

/// Where whoever opens a file begins, and what there is to say about that.
#[derive(Debug)]
pub(super) struct Recovered {
    pub(super) state: State,
    pub(super) revision: u64,
    pub(super) journal: Journal,
    pub(super) warnings: Vec<Warning>,
}

/// A base to start a journal from.
fn base(state: &State, snapshot: Option<SnapshotId>, is_complete: bool) -> Base {
    let whole = (!is_complete).then(|| Entry::State(Arc::new(state.clone())).into());
    Base { snapshot, numbers: Numbers::of(state), state: whole }
}

/// By how much the time of a file may be behind the clock, in nanoseconds.
const GRAIN: u64 = 20_000_000;

/// The state that the file and the journal of the last ones who had them lead to.
pub(super) fn recover(place: &Place, words: &Words, initial_state: Option<&Value>, now: Now) -> Result<Recovered> {
    let Loaded { state, content, id, is_complete, mut warnings } = load::load(place, initial_state, now)?;
    if content == Content::Occupied {
        let source = io::Error::other(warnings.pop().map_or_else(String::new, |warning| warning.message));
        return Err(place.error("use", source));
    }
    let failed = |error| place.error("read the journal of", error);
    let found = find(&*place.disk, &place.journal(), None).map_err(failed)?;
    let Some(found) = found else {
        if place.disk.stat(&place.journal()).is_ok_and(|stamp| stamp.length > 0) {
            warnings.extend(keep_rest(place, &read_all(place)?, now));
        }
        let _ = place.disk.remove(&place.journal());
        let journal = Journal::new(place.clone(), words.clone(), base(&state, id, is_complete), None);
        return Ok(Recovered { state, revision: 0, journal, warnings });
    };
    let rest = found.bytes.get(found.end..).unwrap_or_default();
    if !rest.is_empty() {
        warnings.extend(keep_rest(place, rest, now));
        found.file.set_len(found.end as u64).map_err(failed)?;
    }
    if let Some((state, revision)) = replay(&found, state.clone(), id) {
        words.switched(found.header.generation, found.end as u64);
        words.moved(found.end as u64, revision);
        let mut journal = Journal::new(place.clone(), words.clone(), base(&state, id, true), Some(&found));
        journal.set_foreign();
        return Ok(Recovered { state, revision, journal, warnings });
    }
    // Somebody has edited the file since, or has taken it away.
    let edited_at = id.map_or(u64::MAX, |id| id.stamp.modified.saturating_add(GRAIN));
    let is_older = |record: &Record| matches!(record, Record::Change { time, .. } if *time < edited_at);
    let older = found.records().filter(is_older).count();
    let newer: Vec<Change> = found
        .records()
        .filter(|record| !is_older(record))
        .filter_map(|record| if let Record::Change { change, .. } = record { Some(change) } else { None })
        .collect();
    let all = changes_after(&found, 0).len();
    if older > 0 {
        let aside = load::move_aside(place, &place.journal(), &format!("-journal.stale-{}", now.millis()))
            .map_err(|error| place.error("move aside the journal of", error))?;
        let what = if id.is_some() { "edited" } else { "removed" };
        let message = format!(
            "{} was {what} after {older} of {all} changes in its journal, which are left out; they are in {}",
            place.path.display(),
            aside.display()
        );
        warnings.push(Warning { code: "ERR_PERSISTENCE", message });
    } else {
        let _ = place.disk.remove(&place.journal());
    }
    let Numbers { first, next } = found.header.numbers;
    let over = rebase(&coalesce(newer.iter()), first, next, &state);
    let mut merged = state;
    over.apply(&mut merged);
    let mut journal =
        Journal::new(place.clone(), words.clone(), base(&merged, id, is_complete && over.is_empty()), None);
    if !over.is_empty() {
        journal.start().map_err(|error| place.error("write the journal of", error))?;
    }
    Ok(Recovered { state: merged, revision: 0, journal, warnings })
}

fn read_all(place: &Place) -> Result<Vec<u8>> {
    Ok(place.disk.read(&place.journal()).map_err(|error| place.error("read the journal of", error))?.0)
}

/// Keeps what cannot be read of a journal, but for a line that somebody died over.
fn keep_rest(place: &Place, rest: &[u8], now: Now) -> Option<Warning> {
    let mut records = Records::of(rest);
    records.by_ref().for_each(drop);
    if !records.rest().contains(&b'\n') {
        return None;
    }
    let aside = place.side(&format!("-journal.corrupt-{}", now.millis()));
    let kept = place.disk.create(&aside).and_then(|file| file.write_all_at(rest, 0));
    let fate = match kept {
        Ok(()) => format!("what comes after is in {}", aside.display()),
        Err(error) => format!("what comes after could not be kept: {error}"),
    };
    let message = format!("The journal of {} is damaged; {fate}", place.path.display());
    Some(Warning { code: "ERR_PERSISTENCE", message })
}

/// The state that those are at who have the file open.
pub(super) fn join(place: &Place, words: &Words, initial_state: Option<&Value>, now: Now) -> Result<Recovered> {
    const ATTEMPTS: usize = 3;
    for _ in 0..ATTEMPTS {
        let read = load::read_snapshot(place, initial_state, now).map_err(|problem| match problem {
            Problem::Options(error) => error,
            Problem::Unreadable(error) => place.error("read", error),
            Problem::Malformed(problem, _) => place.error("read", io::Error::new(ErrorKind::InvalidData, problem)),
        })?;
        let Read { state, id, is_complete } = read;
        let (generation, end) = words.position();
        if generation == 0 {
            let journal = Journal::new(place.clone(), words.clone(), base(&state, id, is_complete), None);
            return Ok(Recovered { state, revision: words.revision(), journal, warnings: Vec::new() });
        }
        let found = find(&*place.disk, &place.journal(), Some(end));
        let found: Option<Found> = found.map_err(|error| place.error("read the journal of", error))?;
        if let Some(found) = found.filter(|found| found.header.generation == generation) {
            if let Some((state, revision)) = replay(&found, state.clone(), id) {
                let journal = Journal::new(place.clone(), words.clone(), base(&state, id, true), Some(&found));
                return Ok(Recovered { state, revision, journal, warnings: Vec::new() });
            }
            Journal::new(place.clone(), words.clone(), base(&state, id, is_complete), None).adopt(
                state,
                id,
                is_complete,
            )?;
        }
    }
    Err(Error::Busy { path: place.path.clone(), holder: None })
}

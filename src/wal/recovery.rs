//! Recovery: the state that a JSON file and its log lead to when a store is opened.

use super::Warning;
use super::log::{Base, LogState};
use super::place::Place;
use super::reader::{LogContent, LogFile};
use super::record::{Record, Records};
use super::snapshot::{self, Snapshot};
use super::words::Words;
use crate::change::{Change, coalesce, rebase};
use crate::error::{Error, Result};
use crate::state::{Origin, State};

/// The result of recovery.
#[derive(Debug)]
pub(super) struct Recovered {
    pub(super) state: State,
    pub(super) revision: u64,
    pub(super) log: LogState,
    pub(super) warnings: Vec<Warning>,
}

/// By how much the time of a file can be behind the clock, in nanoseconds.
const GRAIN: u64 = 20_000_000;

/// Recovers the state that the last processes have left; no process has the files open.
pub(super) fn recover(place: &Place, words: &Words, origin: &Origin) -> Result<Recovered> {
    let (Snapshot { state, id, is_whole }, warning) = snapshot::open(place, origin)?;
    let mut warnings: Vec<_> = warning.into_iter().collect();
    let failed = |error| place.error("read the journal of", error);
    let new_log = |base, found| LogState::new(place.clone(), words.clone(), origin.clone(), base, found);
    let Some(found) = LogFile::read(place, None).map_err(failed)? else {
        if place.disk.stat(&place.log()).is_ok_and(|stamp| stamp.length > 0) {
            let (content, _) = place.disk.read(&place.log()).map_err(failed)?;
            warnings.extend(keep_rest(place, &content, origin));
        }
        let _ = place.disk.remove(&place.log());
        let log = new_log(Base::of(&state, id, is_whole), None);
        return Ok(Recovered { state, revision: 0, log, warnings });
    };
    let rest = found.bytes.get(found.end..).unwrap_or_default();
    if !rest.is_empty() {
        warnings.extend(keep_rest(place, rest, origin));
        found.file.set_len(found.end as u64).map_err(failed)?;
    }
    if let Some((state, revision)) = found.replay(&state, id) {
        words.switch_generation(found.header.generation, found.end as u64);
        words.advance(found.end as u64, revision);
        let mut log = new_log(Base::of(&state, id, true), Some(&found));
        log.set_foreign();
        return Ok(Recovered { state, revision, log, warnings });
    }
    // The file was edited or removed since.
    let edited_at = id.map_or(u64::MAX, |id| id.stamp.modified.saturating_add(GRAIN));
    let mut older = 0;
    let mut newer: Vec<Change> = Vec::new();
    for record in found.records() {
        match record {
            Record::Change { time, .. } if time < edited_at => older += 1,
            Record::Change { change, .. } => newer.push(change),
            _ => {}
        }
    }
    if older > 0 {
        let aside = place
            .move_aside(&place.log(), &format!("-journal.stale-{}", origin.setting.now.millis()))
            .map_err(|error| place.error("move aside the journal of", error))?;
        let what = if id.is_some() { "edited" } else { "removed" };
        warnings.push(Warning::persistence(format!(
            "{} was {what} after {older} of {} changes in its journal, which are left out; they are in {}",
            place.path.display(),
            older + newer.len(),
            aside.display()
        )));
    } else {
        let _ = place.disk.remove(&place.log());
    }
    let over = rebase(&coalesce(newer.iter()), &found.header.numbers, &state);
    let mut merged = state;
    over.apply(&mut merged);
    let mut log = new_log(Base::of(&merged, id, is_whole && over.is_empty()), None);
    if !over.is_empty() {
        log.start().map_err(|error| place.error("write the journal of", error))?;
    }
    Ok(Recovered { state: merged, revision: 0, log, warnings })
}

/// Keeps the part of a log that cannot be read, unless it is the one record that a process died over.
fn keep_rest(place: &Place, rest: &[u8], origin: &Origin) -> Option<Warning> {
    let mut records = Records::of(rest);
    records.by_ref().for_each(drop);
    if !records.rest().contains(&b'\n') {
        return None;
    }
    let aside = place.side(&format!("-journal.corrupt-{}", origin.setting.now.millis()));
    let kept = place.disk.create(&aside).and_then(|file| file.write_all_at(rest, 0));
    let fate = match kept {
        Ok(()) => format!("what comes after is in {}", aside.display()),
        Err(error) => format!("what comes after could not be kept: {error}"),
    };
    Some(Warning::persistence(format!("The journal of {} is damaged; {fate}", place.path.display())))
}

/// Recovers the state that the processes have that have the files open; the caller holds the file lock.
pub(super) fn join(place: &Place, words: &Words, origin: &Origin) -> Result<Recovered> {
    const ATTEMPTS: usize = 3;
    let new_log = |base, found| LogState::new(place.clone(), words.clone(), origin.clone(), base, found);
    for _ in 0..ATTEMPTS {
        let Snapshot { state, id, is_whole } =
            snapshot::read(place, origin).map_err(|unreadable| unreadable.into_error(place))?;
        let (generation, end) = words.position();
        if generation == 0 {
            let log = new_log(Base::of(&state, id, is_whole), None);
            return Ok(Recovered { state, revision: words.revision(), log, warnings: Vec::new() });
        }
        let found = LogFile::read(place, Some(end)).map_err(|error| place.error("read the journal of", error))?;
        if let Some(found) = found.filter(|found| found.header.generation == generation) {
            if let Some((state, revision)) = found.replay(&state, id) {
                let log = new_log(Base::of(&state, id, true), Some(&found));
                return Ok(Recovered { state, revision, log, warnings: Vec::new() });
            }
            new_log(Base::of(&state, id, is_whole), None).adopt(&state, id, is_whole)?;
        }
    }
    Err(Error::Busy { path: place.path.clone(), holder: None })
}

/// Reads the state of files that cannot be written: what of them can be read, or the initial state.
///
/// # Errors
/// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
pub fn read_only(place: &Place, origin: &Origin) -> Result<State> {
    let Ok(Snapshot { state, id, .. }) = snapshot::read(place, origin) else { return State::initial(origin) };
    let log = place.disk.read(&place.log()).ok().and_then(|(bytes, _)| LogContent::parse(bytes));
    Ok(log.and_then(|log| log.replay(&state, id)).map_or(state, |(state, _)| state))
}

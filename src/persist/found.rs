//! A journal as it is found on the disk, and the state that it leads to.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use super::disk::{Disk, Handle};
use super::place::Place;
use super::record::{Header, Numbers, Record, Records, SnapshotId};
use crate::change::Change;
use crate::model::State;

/// A journal as it is found on the disk.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) file: Arc<dyn Handle>,
    pub(super) header: Header,
    pub(super) bytes: Vec<u8>,
    /// How many bytes the header takes.
    pub(super) start: usize,
    /// How many bytes can be read.
    pub(super) end: usize,
}

impl Found {
    /// The records after the header.
    pub(super) fn records(&self) -> impl Iterator<Item = Record> {
        Records::of(self.bytes.get(self.start..self.end).unwrap_or_default())
    }

    /// The revision that the last record leads to.
    pub(super) fn revision(&self) -> u64 {
        self.records().fold(self.header.revision, |last, record| match record {
            Record::Change { revision, .. } => revision,
            _ => last,
        })
    }
}

/// Reads the journal at a path; `None` where there is none that can be read at all.
pub(super) fn find(disk: &dyn Disk, path: &Path, end: Option<u64>) -> io::Result<Option<Found>> {
    let file: Arc<dyn Handle> = match disk.open(path) {
        Ok(file) => file.into(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = file.stat()?.length;
    let bytes = file.read_range(0, end.unwrap_or(length).min(length))?;
    Ok(parse(file, bytes))
}

fn parse(file: Arc<dyn Handle>, bytes: Vec<u8>) -> Option<Found> {
    let mut records = Records::of(&bytes);
    let Some(Record::Header(header)) = records.next() else { return None };
    let start = records.read;
    records.by_ref().for_each(drop);
    let end = records.read;
    Some(Found { file, header, bytes, start, end })
}

/// The changes of a journal after a revision.
pub(super) fn changes_after(found: &Found, after: u64) -> Vec<Change> {
    found
        .records()
        .filter_map(|record| match record {
            Record::Change { revision, change, .. } if revision > after => Some(change),
            _ => None,
        })
        .collect()
}

/// The state that a journal leads to that nobody may have open, if it can be read.
pub(super) fn left_behind(place: &Place, state: &State, id: Option<SnapshotId>) -> Option<State> {
    let (bytes, _) = place.disk.read(&place.journal()).ok()?;
    let file: Arc<dyn Handle> = Arc::new(std::fs::File::open(place.journal()).ok()?);
    let found = parse(file, bytes)?;
    replay(&found, state.clone(), id).map(|(state, _)| state)
}

/// The fold that wrote a JSON file, if one of a journal's did.
pub(super) fn last_fold(found: &Found, id: Option<&SnapshotId>) -> Option<(u64, Numbers)> {
    let id = id?;
    let folds = found.records().filter_map(|record| match record {
        Record::Folded { revision, snapshot, numbers } if snapshot.is_content_of(id) => Some((revision, numbers)),
        _ => None,
    });
    folds.last()
}

/// The state that a journal leads to from the JSON file, and its revision; none where it goes on from
/// another file.
pub(super) fn replay(found: &Found, mut state: State, id: Option<SnapshotId>) -> Option<(State, u64)> {
    let same = |other: &Option<SnapshotId>| match (other, &id) {
        (None, None) => true,
        (Some(one), Some(other)) => one.is_content_of(other),
        _ => false,
    };
    let mut revision = found.header.revision;
    let mut numbers = found.header.numbers;
    if same(&found.header.snapshot) {
        if let Some(base) = &found.header.base {
            base.apply(&mut state);
        } else {
            state.commands = state.commands.starting_at(numbers.first);
        }
    } else {
        (revision, numbers) = last_fold(found, id.as_ref())?;
        state.commands = state.commands.starting_at(numbers.first);
    }
    for record in found.records() {
        if let Record::Change { revision: next, change, .. } = record
            && next > revision
        {
            change.apply(&mut state);
            revision = next;
        }
    }
    Some((state, revision))
}

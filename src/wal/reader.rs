//! Reading a log as it is on the disk, and the state that it leads to.

use std::io::{self, ErrorKind};
use std::ops::Deref;
use std::sync::Arc;

use super::disk::Handle;
use super::place::Place;
use super::record::{Header, Record, Records, SnapshotId};
use crate::change::Change;
use crate::state::{ListNumbers, State};

/// A log that is open, and its content.
#[derive(Debug)]
pub(super) struct LogFile {
    pub(super) file: Arc<dyn Handle>,
    content: LogContent,
}

impl Deref for LogFile {
    type Target = LogContent;

    fn deref(&self) -> &LogContent {
        &self.content
    }
}

/// The content of a log.
#[derive(Debug)]
pub(super) struct LogContent {
    pub(super) header: Header,
    pub(super) bytes: Vec<u8>,
    /// How many bytes the header takes.
    pub(super) start: usize,
    /// How many bytes are valid.
    pub(super) end: usize,
}

impl LogFile {
    /// Reads the log of a place, up to `end` where that is given; `None` where there is none with a valid header.
    pub(super) fn read(place: &Place, end: Option<u64>) -> io::Result<Option<Self>> {
        let file: Arc<dyn Handle> = match place.disk.open(&place.log()) {
            Ok(file) => file.into(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let length = file.stat()?.length;
        let bytes = file.read_range(0, end.unwrap_or(length).min(length))?;
        Ok(LogContent::parse(bytes).map(|content| Self { file, content }))
    }
}

impl LogContent {
    /// Parses a log; `None` where its header is not valid.
    pub(super) fn parse(bytes: Vec<u8>) -> Option<Self> {
        let mut records = Records::of(&bytes);
        let Some(Record::Header(header)) = records.next() else { return None };
        let start = records.read;
        records.by_ref().for_each(drop);
        let end = records.read;
        Some(Self { header, bytes, start, end })
    }

    /// The valid bytes after the header.
    pub(super) fn tail(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// The records after the header.
    pub(super) fn records(&self) -> impl Iterator<Item = Record> {
        Records::of(self.tail())
    }

    /// All changes.
    pub(super) fn changes(&self) -> Vec<Change> {
        let change = |record| if let Record::Change { change, .. } = record { Some(change) } else { None };
        self.records().filter_map(change).collect()
    }

    /// The revision that the last record leads to.
    pub(super) fn revision(&self) -> u64 {
        self.records().fold(self.header.revision, |last, record| match record {
            Record::Change { revision, .. } => revision,
            _ => last,
        })
    }

    /// The checkpoint of this log that wrote a JSON file, if one did.
    pub(super) fn last_checkpoint(&self, id: Option<&SnapshotId>) -> Option<(u64, ListNumbers)> {
        let id = id?;
        let checkpoints = self.records().filter_map(|record| match record {
            Record::Folded { revision, snapshot, numbers } if snapshot.is_content_of(id) => Some((revision, numbers)),
            _ => None,
        });
        checkpoints.last()
    }

    /// The state that the log leads to from the JSON file, and its revision; `None` where it goes on from another file.
    pub(super) fn replay(&self, snapshot: &State, id: Option<SnapshotId>) -> Option<(State, u64)> {
        let goes_on = match (&self.header.snapshot, &id) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is_content_of(other),
            _ => false,
        };
        if goes_on && self.header.base.is_some() {
            return self.replay_base();
        }
        let (numbers, revision) = if goes_on {
            (self.header.numbers.clone(), self.header.revision)
        } else {
            let (revision, numbers) = self.last_checkpoint(id.as_ref())?;
            (numbers, revision)
        };
        Some(self.replay_onto(snapshot.numbered(&numbers), revision))
    }

    /// The state that the log leads to from its own base, where it has one, and its revision.
    pub(super) fn replay_base(&self) -> Option<(State, u64)> {
        let mut state = State::empty();
        self.header.base.as_ref()?.apply(&mut state);
        Some(self.replay_onto(state, self.header.revision))
    }

    fn replay_onto(&self, mut state: State, mut revision: u64) -> (State, u64) {
        for record in self.records() {
            if let Record::Change { revision: next, change, .. } = record
                && next > revision
            {
                change.apply(&mut state);
                revision = next;
            }
        }
        (state, revision)
    }
}

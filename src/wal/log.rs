//! The write-ahead log: every change since the JSON file was written, before it takes effect.
//!
//! A writer holds the file lock; a reader needs none, for the [words](Words) say how much of which log is valid. A
//! checkpoint puts a log of the next generation in the place of the old one, whose readers read it to its end first.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::disk::{Handle, nanoseconds};
use super::place::Place;
use super::reader::LogFile;
use super::record::{Header, Record, Records, SnapshotId, write_change, write_folded, write_header};
use super::snapshot;
use super::words::Words;
use crate::change::{Change, coalesce, rebase};
use crate::error::{Error, Result};
use crate::state::{ListNumbers, Origin, State};
use crate::store::{Commit, Log};

/// The state that a store goes on from where there is no log yet.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) snapshot: Option<SnapshotId>,
    pub(super) numbers: ListNumbers,
    /// The whole state, where the JSON file is not.
    pub(super) state: Option<State>,
}

impl Base {
    pub(super) fn of(state: &State, snapshot: Option<SnapshotId>, is_whole: bool) -> Self {
        Self { snapshot, numbers: ListNumbers::of(state), state: (!is_whole).then(|| state.clone()) }
    }
}

#[derive(Clone, Debug)]
struct OpenLog {
    file: Arc<dyn Handle>,
    generation: u64,
    /// The revision that the log goes on from.
    revision: u64,
    snapshot: Option<SnapshotId>,
    /// True if it goes on from a state of its own rather than the JSON file.
    has_base: bool,
    /// How much of it this process has read or written.
    offset: u64,
}

impl OpenLog {
    fn new(file: Arc<dyn Handle>, header: &Header, offset: u64) -> Self {
        Self {
            file,
            generation: header.generation,
            revision: header.revision,
            snapshot: header.snapshot,
            has_base: header.base.is_some(),
            offset,
        }
    }
}

/// How many bytes most records take.
const RECORD: usize = 1 << 10;

/// The log as this process has it open.
#[derive(Debug)]
pub(super) struct LogState {
    place: Place,
    words: Words,
    origin: Origin,
    base: Base,
    open: Option<OpenLog>,
    /// The last revision that another process has committed.
    foreign: u64,
}

/// The position of the log at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) generation: u64,
    pub(super) offset: u64,
    /// True if the JSON file lacks changes.
    pub(super) is_ahead: bool,
}

impl LogState {
    pub(super) fn new(place: Place, words: Words, origin: Origin, base: Base, found: Option<&LogFile>) -> Self {
        let open = found.map(|found| OpenLog::new(Arc::clone(&found.file), &found.header, found.end as u64));
        Self { place, words, origin, base, open, foreign: 0 }
    }

    /// Opens the log that has taken the place of this one, where the store, at a revision, has read all of this one.
    pub(super) fn switch_generation(&mut self, revision: u64) {
        let (generation, _) = self.words.position();
        if self.open.as_ref().map_or(0, |open| open.generation) == generation {
            return;
        }
        let Ok(Some(found)) = LogFile::read(&self.place, None) else { return };
        if found.header.generation != generation || found.header.revision > revision {
            return;
        }
        let mut records = Records::of(found.tail());
        let mut read = 0;
        while let Some(record) = records.next() {
            if matches!(record, Record::Change { revision: next, .. } if next > revision) {
                break;
            }
            read = records.read;
        }
        self.open = Some(OpenLog::new(Arc::clone(&found.file), &found.header, (found.start + read) as u64));
    }

    /// The JSON file as it was last read or written.
    pub(super) fn snapshot(&self) -> Option<SnapshotId> {
        self.open.as_ref().map_or(self.base.snapshot, |open| open.snapshot)
    }

    /// True if the JSON file lacks changes of a process that may have died.
    pub(super) fn is_orphaned(&self) -> bool {
        self.open.as_ref().is_some_and(|open| self.foreign > open.revision)
    }

    /// Says that all changes so far are those of processes that may have died.
    pub(super) fn set_foreign(&mut self) {
        self.foreign = u64::MAX;
    }

    pub(super) fn position(&self) -> Position {
        let open = self.open.as_ref();
        Position {
            generation: open.map_or(0, |open| open.generation),
            offset: open.map_or(0, |open| open.offset),
            is_ahead: open.is_some_and(|open| open.has_base || open.revision != self.words.revision()),
        }
    }

    /// The size of the log, and that of the JSON file, in bytes.
    pub(super) fn sizes(&self) -> (u64, u64) {
        let json = self.snapshot().map_or(0, |id| id.stamp.length);
        (self.words.position().1, json)
    }

    /// The file, with the generation and the offset that a sync of it reaches.
    pub(super) fn to_sync(&self) -> Option<(Arc<dyn Handle>, u64, u64)> {
        self.open.as_ref().map(|open| (Arc::clone(&open.file), open.generation, open.offset))
    }

    /// Repairs what a process has left that died while it held the file lock, which the caller holds now.
    pub(super) fn repair(&mut self) -> io::Result<()> {
        let Some(found) = LogFile::read(&self.place, None)? else { return Ok(()) };
        let (generation, _) = self.words.position();
        if found.header.generation < generation {
            return Ok(());
        }
        let end = found.end as u64;
        if found.file.stat()?.length > end {
            found.file.set_len(end)?;
        }
        if found.header.generation > generation {
            self.words.switch_generation(found.header.generation, end);
        }
        self.words.advance(end, found.revision());
        Ok(())
    }

    /// Reads the changes after a revision. What fails has read nothing: it is read again the next time.
    fn read_changes(&mut self, after: u64) -> Result<Vec<Commit>> {
        let before = self.open.clone();
        let changes = self.try_read_changes(after);
        if changes.is_err() {
            self.open = before;
        }
        changes
    }

    fn try_read_changes(&mut self, mut last: u64) -> Result<Vec<Commit>> {
        /// How often the log can be replaced while it is read.
        const ATTEMPTS: usize = 100;
        let failed = |place: &Place, error| place.error("read the journal of", error);
        let mut commits = Vec::new();
        for _ in 0..ATTEMPTS {
            let (generation, end) = self.words.position();
            if let Some(open) = &mut self.open {
                let is_current = open.generation == generation;
                // The rest of an old log is read before the new one.
                let to = if is_current { end } else { open.file.stat().map_or(0, |stamp| stamp.length) };
                let bytes = open.file.read_range(open.offset, to).map_err(|error| failed(&self.place, error))?;
                let mut records = Records::of(&bytes);
                collect(&mut records, &mut last, &mut commits);
                open.offset += records.read as u64;
                if is_current && open.offset >= end {
                    self.foreign = last;
                    return Ok(commits);
                }
                if is_current {
                    // The end may be that of an earlier generation for a moment.
                    std::thread::yield_now();
                    continue;
                }
            }
            let found = LogFile::read(&self.place, None).map_err(|error| failed(&self.place, error))?;
            let Some(found) = found.filter(|found| found.header.generation == self.words.position().0) else {
                std::thread::yield_now();
                continue;
            };
            if self.follows(&found.header, last) {
                self.open = Some(OpenLog::new(Arc::clone(&found.file), &found.header, found.start as u64));
                continue;
            }
            let replayed = found.replay_base().or_else(|| {
                let snapshot = snapshot::read(&self.place, &self.origin).ok()?;
                found.replay(&snapshot.state, snapshot.id)
            });
            let Some((state, revision)) = replayed else {
                std::thread::yield_now();
                continue;
            };
            self.open = Some(OpenLog::new(Arc::clone(&found.file), &found.header, found.end as u64));
            self.foreign = revision;
            return Ok(vec![Commit { revision, change: state.into() }]);
        }
        Err(Error::Busy { path: self.place.path.clone(), holder: None })
    }

    /// True if a log goes on from a revision that this process knows.
    fn follows(&self, header: &Header, last: u64) -> bool {
        if self.open.is_some() {
            return header.revision <= last;
        }
        let is_same = match (&header.snapshot, &self.base.snapshot) {
            (Some(one), Some(other)) => one.is_content_of(other),
            _ => false,
        };
        header.base.is_none() && header.revision == last && is_same
    }

    fn append_change(&mut self, revision: u64, change: &Change) -> io::Result<()> {
        let time = nanoseconds(SystemTime::now());
        let (generation, end) = self.words.position();
        if generation == 0 {
            let header = self.first_header(revision - 1);
            let mut records = Vec::new();
            write_header(&mut records, &header);
            write_change(&mut records, time, revision, change);
            return self.replace(&header, &records, revision);
        }
        let mut record = Vec::with_capacity(RECORD);
        write_change(&mut record, time, revision, change);
        let end_after = end + record.len() as u64;
        self.append(generation, end, &record)?.offset = end_after;
        self.words.advance(end_after, revision);
        Ok(())
    }

    /// Appends records to the log of a generation.
    fn append(&mut self, generation: u64, end: u64, records: &[u8]) -> io::Result<&mut OpenLog> {
        let open = self.current(generation, end)?;
        if let Err(error) = open.file.write_all_at(records, end) {
            // What cannot be cut off is not valid, and is overwritten by the next record.
            let _ = open.file.set_len(end);
            return Err(error);
        }
        Ok(open)
    }

    /// The log of a generation, of which everything up to `end` is known.
    fn current(&mut self, generation: u64, end: u64) -> io::Result<&mut OpenLog> {
        if self.open.as_ref().is_none_or(|open| open.generation != generation) {
            let found = LogFile::read(&self.place, None)?.filter(|found| found.header.generation == generation);
            let found = found.ok_or_else(taken_away)?;
            self.open = Some(OpenLog::new(Arc::clone(&found.file), &found.header, end));
        }
        self.open.as_mut().ok_or_else(taken_away)
    }

    fn first_header(&self, revision: u64) -> Header {
        let Base { snapshot, numbers, state } = &self.base;
        let base = state.clone().map(Change::from);
        Header { generation: 1, revision, snapshot: *snapshot, numbers: numbers.clone(), base }
    }

    /// Starts a log without a change.
    pub(super) fn start(&mut self) -> io::Result<()> {
        let header = self.first_header(0);
        let mut records = Vec::new();
        write_header(&mut records, &header);
        self.set_foreign();
        self.replace(&header, &records, 0)
    }

    /// Puts a log that consists of some records in the place of the present one.
    fn replace(&mut self, header: &Header, records: &[u8], revision: u64) -> io::Result<()> {
        let Place { disk, .. } = &self.place;
        let temporary = self.place.temporary();
        let file: Arc<dyn Handle> = disk.create(&temporary)?.into();
        let is_power_safe = self.words.is_power_safe();
        let written = file
            .write_all_at(records, 0)
            .and_then(|()| if is_power_safe { file.sync() } else { Ok(()) })
            .and_then(|()| disk.rename(&temporary, &self.place.log()));
        if let Err(error) = written {
            let _ = disk.remove(&temporary);
            return Err(error);
        }
        if is_power_safe {
            let _ = disk.sync_folder(self.place.folder());
        }
        let end = records.len() as u64;
        self.open = Some(OpenLog::new(file, header, end));
        self.words.switch_generation(header.generation, end);
        self.words.advance(end, revision);
        Ok(())
    }

    /// Makes a state that was written into the JSON file the one that every process goes on from, with the changes laid
    /// over it that it lacks. The caller holds the file lock.
    pub(super) fn adopt(&mut self, edited: &State, snapshot: Option<SnapshotId>, is_whole: bool) -> Result<()> {
        let place = self.place.clone();
        self.try_adopt(edited, snapshot, is_whole).map_err(|error| place.error("write the journal of", error))
    }

    fn try_adopt(&mut self, edited: &State, snapshot: Option<SnapshotId>, is_whole: bool) -> io::Result<()> {
        let (generation, end) = self.words.position();
        let revision = self.words.revision();
        if generation == 0 {
            let base = (!is_whole).then(|| edited.clone().into());
            let numbers = ListNumbers::of(edited);
            let header = Header { generation: 1, revision: revision + 1, snapshot, numbers, base };
            let mut records = Vec::new();
            write_header(&mut records, &header);
            self.replace(&header, &records, revision + 1)?;
            // Nothing of it has been read: the next read begins with its state.
            self.open = None;
            self.base.snapshot = None;
            return Ok(());
        }
        let found = LogFile::read(&self.place, Some(end))?.ok_or_else(taken_away)?;
        let is_known =
            |other: SnapshotId| snapshot.is_some_and(|id| id.stamp == other.stamp && id.is_content_of(&other));
        if found.header.snapshot.is_some_and(is_known) {
            return Ok(());
        }
        if let Some((checkpoint, numbers)) = found.last_checkpoint(snapshot.as_ref()) {
            // It is no edit: a process has died between the two renames of a checkpoint.
            let header = Header { generation: generation + 1, revision: checkpoint, snapshot, numbers, base: None };
            let mut records = Vec::new();
            write_header(&mut records, &header);
            records.extend_from_slice(found.tail());
            return self.replace_unread(&header, &records, revision);
        }
        let changes = found.changes();
        let lacking = coalesce(changes.iter()).into_owned();
        let made_on = &found.header.numbers;
        // No number of a list is used twice: the edited lists follow all that the changes have counted.
        let mut counted = edited.numbered(&made_on.following());
        lacking.apply(&mut counted);
        let edited = edited.numbered(&ListNumbers::after(&counted));
        let over = rebase(&lacking, made_on, &edited);
        let time = nanoseconds(SystemTime::now());
        let numbers = ListNumbers::of(&edited);
        let mut last = revision + 1;
        let base = (!is_whole).then(|| edited.clone().into());
        let header = Header { generation: generation + 1, revision: last, snapshot, numbers, base };
        let (mut old, mut new) = (Vec::new(), Vec::new());
        write_change(&mut old, time, last, &edited.into());
        write_header(&mut new, &header);
        if !over.is_empty() {
            last += 1;
            write_change(&mut old, time, last, &over);
            write_change(&mut new, time, last, &over);
        }
        // Processes that have the old log open read the edit there.
        found.file.write_all_at(&old, end).inspect_err(|_| drop(found.file.set_len(end)))?;
        let replaced = self.replace_unread(&header, &new, last);
        if replaced.is_err() {
            self.words.advance(end + old.len() as u64, last);
        }
        replaced
    }

    /// Replaces the log by one whose records this process reads like any other: from the log that it has open.
    fn replace_unread(&mut self, header: &Header, records: &[u8], revision: u64) -> io::Result<()> {
        let open = self.open.take();
        let replaced = self.replace(header, records, revision);
        self.open = open;
        replaced
    }

    /// Notes that a checkpoint is about to replace the JSON file.
    pub(super) fn note_checkpoint(
        &mut self,
        revision: u64,
        snapshot: &SnapshotId,
        numbers: &ListNumbers,
    ) -> io::Result<()> {
        let (generation, end) = self.words.position();
        if generation == 0 {
            return Ok(());
        }
        let is_power_safe = self.words.is_power_safe();
        let mut record = Vec::new();
        write_folded(&mut record, revision, snapshot, numbers);
        let length = record.len() as u64;
        let open = self.append(generation, end, &record)?;
        if is_power_safe {
            open.file.sync().inspect_err(|_| drop(open.file.set_len(end)))?;
        }
        if open.offset == end {
            open.offset += length;
        }
        self.words.advance(end + length, self.words.revision());
        Ok(())
    }

    /// Starts the log of the next generation: the JSON file holds everything up to a revision. `position` is that of the
    /// log when the revision was current.
    pub(super) fn start_generation(
        &mut self,
        position: &Position,
        revision: u64,
        snapshot: SnapshotId,
        numbers: &ListNumbers,
    ) -> io::Result<()> {
        let (generation, end) = self.words.position();
        self.base = Base { snapshot: Some(snapshot), numbers: numbers.clone(), state: None };
        let header = Header {
            generation: generation + 1,
            revision,
            snapshot: Some(snapshot),
            numbers: numbers.clone(),
            base: None,
        };
        let mut records = Vec::new();
        write_header(&mut records, &header);
        if generation == 0 {
            // A process that starts a log later must not take the file for an edit: this log says that it is none.
            return self.replace(&header, &records, self.words.revision());
        }
        let open = self.current(generation, position.offset)?;
        let start = records.len() as u64;
        records.extend(open.file.read_range(position.offset, end)?);
        let read = open.offset.saturating_sub(position.offset);
        self.replace(&header, &records, self.words.revision())?;
        self.current(generation + 1, start + read)?.offset = start + read;
        Ok(())
    }

    /// Removes the log; no other process has it open.
    pub(super) fn remove(&mut self) {
        let _ = self.place.disk.remove(&self.place.log());
    }
}

fn taken_away() -> io::Error {
    io::Error::new(ErrorKind::NotFound, "the journal has been taken away")
}

fn collect(records: &mut Records<'_>, last: &mut u64, commits: &mut Vec<Commit>) {
    for record in records {
        if let Record::Change { revision, change, .. } = record
            && revision > *last
        {
            *last = revision;
            commits.push(Commit { revision, change });
        }
    }
}

/// The log that a store and its file share. Lock the store first.
#[derive(Clone, Debug)]
pub(super) struct SharedLog {
    state: Arc<Mutex<LogState>>,
    words: Words,
}

impl SharedLog {
    pub(super) fn new(state: LogState) -> Self {
        let words = state.words.clone();
        Self { state: Arc::new(Mutex::new(state)), words }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, LogState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log for SharedLog {
    fn revision(&self) -> u64 {
        self.words.revision()
    }

    fn read(&mut self, after: u64) -> Result<Vec<Commit>> {
        self.lock().read_changes(after)
    }

    fn append(&mut self, revision: u64, change: &Change) -> Result<()> {
        let mut log = self.lock();
        log.append_change(revision, change).map_err(|error| log.place.error("write the journal of", error))
    }
}

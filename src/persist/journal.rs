//! The journal beside the JSON file: every change since the file was written, before it takes effect.
//!
//! Whoever appends holds the lock of the file; whoever reads needs none, for the words say how much of
//! which journal counts. A fold puts a new journal in the place of the old one, whose readers read it
//! to its end first.

use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use super::disk::{Handle, nanoseconds};
use super::found::{Found, changes_after, find, last_fold, replay};
use super::load;
use super::place::{Place, folder};
use super::record::{Header, Numbers, Record, Records, SnapshotId, write_change, write_folded, write_header};
use super::words::Words;
use crate::change::{Change, Entry, coalesce, lay_over};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::model::State;
use crate::store::{Log, News};

/// The state that a store goes on from where there is no journal yet.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) snapshot: Option<SnapshotId>,
    pub(super) numbers: Numbers,
    /// All of it, where the JSON file is not.
    pub(super) state: Option<Change>,
}

#[derive(Clone, Debug)]
struct Open {
    file: Arc<dyn Handle>,
    generation: u64,
    /// The revision that it goes on from.
    revision: u64,
    snapshot: Option<SnapshotId>,
    /// Whether it goes on from a state of its own rather than the JSON file.
    has_base: bool,
    /// How much of it this process has read or written.
    offset: u64,
}

impl Open {
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

/// How much room is kept for a line.
const LINE: usize = 1 << 16;

/// A journal that this process has open.
#[derive(Debug)]
pub struct Journal {
    place: Place,
    words: Words,
    base: Base,
    open: Option<Open>,
    /// What somebody else has committed last.
    foreign: u64,
    /// Where lines are written before they go to the file.
    line: Vec<u8>,
}

/// Where a journal was at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) generation: u64,
    pub(super) offset: u64,
    pub(super) is_behind: bool,
}

impl Journal {
    pub(super) fn new(place: Place, words: Words, base: Base, found: Option<&Found>) -> Self {
        let open = found.map(|found| Open::new(Arc::clone(&found.file), &found.header, found.end as u64));
        Self { place, words, base, open, foreign: 0, line: Vec::new() }
    }

    /// Goes on to the journal that others have put in the place of this one, where its store, at a
    /// revision, has read all of this one.
    pub(super) fn turn(&mut self, revision: u64) {
        let (generation, _) = self.words.position();
        if self.open.as_ref().map_or(0, |open| open.generation) == generation {
            return;
        }
        let Ok(Some(found)) = find(&*self.place.disk, &self.place.journal(), None) else { return };
        if found.header.generation != generation || found.header.revision > revision {
            return;
        }
        let mut records = Records::of(found.bytes.get(found.start..found.end).unwrap_or_default());
        let mut read = 0;
        while let Some(record) = records.next() {
            if matches!(record, Record::Change { revision: next, .. } if next > revision) {
                break;
            }
            read = records.read;
        }
        self.open = Some(Open::new(Arc::clone(&found.file), &found.header, (found.start + read) as u64));
    }

    /// What the JSON file looked like when it was last read or written.
    pub(super) fn snapshot(&self) -> Option<SnapshotId> {
        self.open.as_ref().map_or(self.base.snapshot, |open| open.snapshot)
    }

    /// Whether the JSON file lacks changes of somebody who may not be there to write them.
    pub(super) fn is_orphaned(&self) -> bool {
        self.open.as_ref().is_some_and(|open| self.foreign > open.revision)
    }

    pub(super) fn set_foreign(&mut self) {
        self.foreign = u64::MAX;
    }

    pub(super) fn mark(&self) -> Mark {
        let is_behind = self.open.as_ref().is_some_and(|open| open.has_base || open.revision != self.words.revision());
        Mark {
            generation: self.open.as_ref().map_or(0, |open| open.generation),
            offset: self.open.as_ref().map_or(0, |open| open.offset),
            is_behind,
        }
    }

    /// The open file, and how much of it is to be synced.
    pub(super) fn to_sync(&self) -> Option<(Arc<dyn Handle>, u64, u64)> {
        self.open.as_ref().map(|open| (Arc::clone(&open.file), open.generation, open.offset))
    }

    /// Sets right what a process has left that died while it held the lock. Whoever calls this holds
    /// it now.
    pub(super) fn repair(&mut self) -> io::Result<()> {
        let Some(found) = find(&*self.place.disk, &self.place.journal(), None)? else { return Ok(()) };
        let (generation, _) = self.words.position();
        if found.header.generation < generation {
            return Ok(());
        }
        if found.file.stat()?.length > found.end as u64 {
            found.file.set_len(found.end as u64)?;
        }
        if found.header.generation > generation {
            self.words.switched(found.header.generation, found.end as u64);
        }
        self.words.moved(found.end as u64, found.revision());
        Ok(())
    }

    /// What fails has read nothing: it is read again the next time.
    fn read_news(&mut self, last: u64) -> Result<Vec<News>> {
        let before = self.open.clone();
        let news = self.try_read_news(last);
        if news.is_err() {
            self.open = before;
        }
        news
    }

    fn try_read_news(&mut self, mut last: u64) -> Result<Vec<News>> {
        const ATTEMPTS: usize = 100;
        let mut news = Vec::new();
        for _ in 0..ATTEMPTS {
            let (generation, end) = self.words.position();
            if let Some(open) = self.open.as_mut().filter(|open| open.generation == generation) {
                let bytes = open
                    .file
                    .read_range(open.offset, end)
                    .map_err(|error| self.place.error("read the journal of", error))?;
                let mut records = Records::of(&bytes);
                collect(&mut records, &mut last, &mut news);
                open.offset += records.read as u64;
                if open.offset < end {
                    // The end may be that of the journal before, for a moment.
                    std::thread::yield_now();
                    continue;
                }
                self.foreign = last;
                return Ok(news);
            }
            if let Some(open) = &mut self.open {
                let length = open.file.stat().map_or(0, |stamp| stamp.length);
                let bytes = open
                    .file
                    .read_range(open.offset, length)
                    .map_err(|error| self.place.error("read the journal of", error))?;
                let mut records = Records::of(&bytes);
                collect(&mut records, &mut last, &mut news);
                open.offset += records.read as u64;
            }
            let found = find(&*self.place.disk, &self.place.journal(), None)
                .map_err(|error| self.place.error("read the journal of", error))?;
            let Some(found) = found.filter(|found| found.header.generation == self.words.position().0) else {
                std::thread::yield_now();
                continue;
            };
            let follows = if self.open.is_some() {
                found.header.revision <= last
            } else {
                let same = match (&found.header.snapshot, &self.base.snapshot) {
                    (Some(one), Some(other)) => one.is_content_of(other),
                    _ => false,
                };
                found.header.base.is_none() && found.header.revision == last && same
            };
            if follows {
                self.open = Some(Open::new(Arc::clone(&found.file), &found.header, found.start as u64));
                continue;
            }
            let Some((state, revision)) = self.whole(&found) else {
                std::thread::yield_now();
                continue;
            };
            self.open = Some(Open::new(Arc::clone(&found.file), &found.header, found.end as u64));
            self.foreign = revision;
            return Ok(vec![News { revision, change: Entry::State(Arc::new(state)).into() }]);
        }
        Err(Error::Busy { path: self.place.path.clone(), holder: None })
    }

    /// The state that a journal leads to, and its revision; none where the JSON file is another than
    /// the one it goes on from.
    fn whole(&self, found: &Found) -> Option<(State, u64)> {
        let loaded = load::read_snapshot(&self.place, None, Now::default()).ok()?;
        replay(found, loaded.state, loaded.id)
    }

    fn append_change(&mut self, revision: u64, change: &Change) -> io::Result<()> {
        let time = nanoseconds(SystemTime::now());
        let (generation, end) = self.words.position();
        if generation == 0 {
            let mut line = Vec::new();
            let header = Header {
                generation: 1,
                revision: revision - 1,
                snapshot: self.base.snapshot,
                numbers: self.base.numbers,
                base: self.base.state.clone(),
            };
            write_header(&mut line, &header);
            write_change(&mut line, time, revision, change);
            return self.replace(&header, &line, revision);
        }
        if self.open.as_ref().is_none_or(|open| open.generation != generation) {
            // Nothing is missing up to here, or there would have been news.
            let found = find(&*self.place.disk, &self.place.journal(), None)?;
            let found = found.filter(|found| found.header.generation == generation);
            let found = found.ok_or_else(|| io::Error::new(ErrorKind::NotFound, "the journal has been taken away"))?;
            self.open = Some(Open::new(found.file, &found.header, end));
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        let line = &mut self.line;
        line.clear();
        // A large one is not kept for the small ones that follow.
        line.shrink_to(LINE);
        write_change(line, time, revision, change);
        if let Err(error) = open.file.write_all_at(line, end) {
            // What cannot be cut off is not counted, and overwritten by the next one.
            let _ = open.file.set_len(end);
            return Err(error);
        }
        open.offset = end + line.len() as u64;
        self.words.moved(open.offset, revision);
        Ok(())
    }

    /// Starts a journal whose base is all there is.
    pub(super) fn start(&mut self) -> io::Result<()> {
        let Base { snapshot, numbers, state } = &self.base;
        let header = Header { generation: 1, revision: 0, snapshot: *snapshot, numbers: *numbers, base: state.clone() };
        let mut line = Vec::new();
        write_header(&mut line, &header);
        self.foreign = u64::MAX;
        self.replace(&header, &line, 0)
    }

    /// Puts a journal that consists of some lines in the place of what there is.
    fn replace(&mut self, header: &Header, lines: &[u8], revision: u64) -> io::Result<()> {
        let Place { disk, .. } = &self.place;
        let temporary = load::temporary(&self.place);
        let file: Arc<dyn Handle> = disk.create(&temporary)?.into();
        let is_power = self.words.is_power();
        let written = file
            .write_all_at(lines, 0)
            .and_then(|()| if is_power { file.sync() } else { Ok(()) })
            .and_then(|()| disk.rename(&temporary, &self.place.journal()));
        if let Err(error) = written {
            let _ = disk.remove(&temporary);
            return Err(error);
        }
        if is_power {
            let _ = disk.sync_folder(folder(&self.place.path));
        }
        let end = lines.len() as u64;
        self.open = Some(Open::new(file, header, end));
        self.words.switched(header.generation, end);
        self.words.moved(end, revision);
        Ok(())
    }

    /// Makes a state that somebody has written into the JSON file the one that everybody goes on from,
    /// with the changes that it lacks laid over it. Whoever calls this holds the lock.
    pub(super) fn adopt(&mut self, mut edited: State, snapshot: Option<SnapshotId>, is_complete: bool) -> Result<()> {
        let failed = |place: &Place, error| place.error("write the journal of", error);
        let (generation, end) = self.words.position();
        let revision = self.words.revision();
        let place = self.place.clone();
        if generation == 0 {
            let base = (!is_complete).then(|| Entry::State(Arc::new(edited.clone())).into());
            let numbers = Numbers::of(&edited);
            let header = Header { generation: 1, revision: revision + 1, snapshot, numbers, base };
            let mut line = Vec::new();
            write_header(&mut line, &header);
            // What is open is none of this journal's, so that the state is read from the beginning.
            self.replace(&header, &line, revision + 1).map_err(|error| failed(&place, error))?;
            self.open = None;
            self.base.snapshot = None;
            return Ok(());
        }
        let found = find(&*place.disk, &place.journal(), Some(end)).map_err(|error| failed(&place, error))?;
        let Some(found) = found else { return Ok(()) };
        let is_known =
            |other: SnapshotId| snapshot.is_some_and(|id| id.stamp == other.stamp && id.is_content_of(&other));
        if found.header.snapshot.is_some_and(is_known) {
            return Ok(());
        }
        if let Some((folded, numbers)) = last_fold(&found, snapshot.as_ref()) {
            // It is no edit: somebody died between the two renames of a fold.
            let header = Header { generation: generation + 1, revision: folded, snapshot, numbers, base: None };
            let mut lines = Vec::new();
            write_header(&mut lines, &header);
            lines.extend_from_slice(found.bytes.get(found.start..found.end).unwrap_or_default());
            let mine = self.open.take();
            let replaced = self.replace(&header, &lines, revision).map_err(|error| failed(&place, error));
            self.open = mine;
            return replaced;
        }
        let changes: Vec<Change> = changes_after(&found, 0);
        let lacking = coalesce(changes.iter()).into_owned();
        // No number may be used twice.
        let mut numbered = edited.clone();
        numbered.commands = crate::model::Commands::default().starting_at(found.header.numbers.next);
        lacking.apply(&mut numbered);
        let Numbers { first, next } = found.header.numbers;
        let over = lay_over(&lacking, first, next, numbered.commands.next(), &mut edited);
        let time = nanoseconds(SystemTime::now());
        let numbers = Numbers::of(&edited);
        let whole: Change = Entry::State(Arc::new(edited)).into();
        let mut last = revision + 1;
        let header = Header {
            generation: generation + 1,
            revision: last,
            snapshot,
            numbers,
            base: (!is_complete).then(|| whole.clone()),
        };
        let (mut old, mut new) = (Vec::new(), Vec::new());
        write_change(&mut old, time, last, &whole);
        write_header(&mut new, &header);
        if !over.is_empty() {
            last += 1;
            write_change(&mut old, time, last, &over);
            write_change(&mut new, time, last, &over);
        }
        // Those who are at work read it where they are.
        found.file.write_all_at(&old, end).map_err(|error| {
            let _ = found.file.set_len(end);
            failed(&place, error)
        })?;
        let mine = self.open.take();
        let replaced = self.replace(&header, &new, last).map_err(|error| failed(&place, error));
        if replaced.is_err() {
            self.words.moved(end + old.len() as u64, last);
        }
        // This process reads it there too.
        self.open = mine;
        replaced
    }

    /// The JSON file is about to be replaced.
    pub(super) fn note_fold(&mut self, revision: u64, snapshot: &SnapshotId, numbers: Numbers) -> io::Result<()> {
        let (generation, end) = self.words.position();
        let Some(open) = self.open.as_mut().filter(|open| open.generation == generation && generation > 0) else {
            return Ok(());
        };
        let mut line = Vec::new();
        write_folded(&mut line, revision, snapshot, numbers);
        let is_power = self.words.is_power();
        let written = open.file.write_all_at(&line, end);
        if let Err(error) = written.and_then(|()| if is_power { open.file.sync() } else { Ok(()) }) {
            let _ = open.file.set_len(end);
            return Err(error);
        }
        if open.offset == end {
            open.offset += line.len() as u64;
        }
        self.words.moved(end + line.len() as u64, self.words.revision());
        Ok(())
    }

    /// The JSON file has been replaced: what it holds is no longer needed here.
    pub(super) fn folded(
        &mut self,
        mark: &Mark,
        revision: u64,
        snapshot: SnapshotId,
        numbers: Numbers,
    ) -> io::Result<()> {
        let (generation, end) = self.words.position();
        self.base.snapshot = Some(snapshot);
        self.base.state = None;
        self.base.numbers = numbers;
        let header = Header { generation: generation + 1, revision, snapshot: Some(snapshot), numbers, base: None };
        let mut lines = Vec::new();
        write_header(&mut lines, &header);
        if generation == 0 {
            // Whoever starts a journal later must not take the file for an edit: this one tells what it is.
            return self.replace(&header, &lines, self.words.revision());
        }
        let Some(open) = &self.open else { return Ok(()) };
        let start = lines.len() as u64;
        lines.extend(open.file.read_range(mark.offset, end)?);
        let read = open.offset.saturating_sub(mark.offset);
        self.replace(&header, &lines, self.words.revision())?;
        if let Some(open) = &mut self.open {
            open.offset = start + read;
        }
        Ok(())
    }

    /// Removes the journal; nobody else has it open.
    pub(super) fn remove(&mut self) {
        let _ = self.place.disk.remove(&self.place.journal());
    }
}

fn collect(records: &mut Records<'_>, last: &mut u64, news: &mut Vec<News>) {
    for record in records {
        if let Record::Change { revision, change, .. } = record
            && revision > *last
        {
            *last = revision;
            news.push(News { revision, change });
        }
    }
}

/// A journal that its store and its file share. The store's lock comes first.
#[derive(Clone, Debug)]
pub struct SharedJournal(pub(super) Arc<Mutex<Journal>>);

impl SharedJournal {
    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, Journal> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Log for SharedJournal {
    fn news(&mut self, revision: u64) -> Result<Vec<News>> {
        self.lock().read_news(revision)
    }

    fn append(&mut self, revision: u64, change: &Change) -> Result<()> {
        let mut journal = self.lock();
        journal.append_change(revision, change).map_err(|error| journal.place.error("write the journal of", error))
    }
}

//! The lines of a journal: a checksum, a space, JSON.
//!
//! - `["journal", format, generation, revision, snapshot, first, next, base]`, the first line: the
//!   journal goes on from a revision, whose state is the JSON file that looked like `snapshot`, or
//!   `base` where that is not `null`; the numbers of its commands are `first` up to `next`.
//! - `["change", time, revision, […]]`: a change, the revision it led to, and when that was, in
//!   nanoseconds since 1970 by the system's clock.
//! - `["folded", revision, snapshot, first, next]`: the JSON file is about to be replaced by one that
//!   looks like `snapshot` and holds everything up to a revision.

use memchr::memchr;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::disk::Stamp;
use crate::change::Change;
use crate::model::State;

/// The format of journals. Another one is not read.
const FORMAT: u32 = 1;

/// What tells one content of the JSON file from another.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct SnapshotId {
    pub(super) crc: u32,
    #[serde(flatten)]
    pub(super) stamp: Stamp,
}

impl SnapshotId {
    pub(super) fn of(content: &[u8], stamp: Stamp) -> Self {
        Self { crc: crc32fast::hash(content), stamp: Stamp { length: content.len() as u64, ..stamp } }
    }

    /// Whether it is the same content, in whatever file.
    pub(super) fn is_content_of(&self, other: &Self) -> bool {
        (self.crc, self.stamp.length) == (other.crc, other.stamp.length)
    }
}

/// The numbers of the commands of a state: from the first up to the next one to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numbers {
    pub(super) first: u64,
    pub(super) next: u64,
}

impl Numbers {
    pub(super) fn of(state: &State) -> Self {
        Self { first: state.commands.first(), next: state.commands.next() }
    }
}

/// What a journal goes on from.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) generation: u64,
    pub(super) revision: u64,
    pub(super) snapshot: Option<SnapshotId>,
    pub(super) numbers: Numbers,
    /// The state itself, where the JSON file is not all of it.
    pub(super) base: Option<Change>,
}

#[derive(Debug)]
pub(super) enum Record {
    Header(Header),
    Change { time: u64, revision: u64, change: Change },
    Folded { revision: u64, snapshot: SnapshotId, numbers: Numbers },
}

pub(super) fn write_header(line: &mut Vec<u8>, header: &Header) {
    let Header { generation, revision, snapshot, numbers, base } = header;
    write_line(line, &("journal", FORMAT, generation, revision, snapshot, numbers.first, numbers.next, base));
}

pub(super) fn write_change(line: &mut Vec<u8>, time: u64, revision: u64, change: &Change) {
    write_line(line, &("change", time, revision, change));
}

pub(super) fn write_folded(line: &mut Vec<u8>, revision: u64, snapshot: &SnapshotId, numbers: Numbers) {
    write_line(line, &("folded", revision, snapshot, numbers.first, numbers.next));
}

/// Appends a line.
fn write_line(line: &mut Vec<u8>, record: &impl Serialize) {
    let start = line.len();
    line.extend_from_slice(b"00000000 ");
    // Writing strings and numbers into memory does not fail.
    let _ = serde_json::to_writer(&mut *line, record);
    let mut crc = crc32fast::hash(line.get(start + PREFIX..).unwrap_or_default());
    for digit in line.get_mut(start..start + DIGITS).into_iter().flatten().rev() {
        let value = (crc % 16) as u8;
        *digit = value + if value < 10 { b'0' } else { b'a' - 10 };
        crc /= 16;
    }
    line.push(b'\n');
}

const DIGITS: usize = 8;
const PREFIX: usize = DIGITS + 1;

/// The records at the beginning of some bytes.
#[derive(Debug)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    /// How many bytes the records that have been read take.
    pub(super) read: usize,
}

impl<'a> Records<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, read: 0 }
    }

    /// What comes after the records that can be read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.read..).unwrap_or_default()
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let rest = self.rest();
        let end = memchr(b'\n', rest)?;
        let record = parse(rest.get(..end)?)?;
        self.read += end + 1;
        Some(record)
    }
}

fn parse(line: &[u8]) -> Option<Record> {
    let (digits, json) = line.split_at_checked(PREFIX)?;
    let crc = u32::from_str_radix(str::from_utf8(digits.strip_suffix(b" ")?).ok()?, 16).ok()?;
    if crc != crc32fast::hash(json) {
        return None;
    }
    let change = |raw: &RawValue| Change::from_json(raw.get().as_bytes()).ok();
    if json.starts_with(b"[\"change\"") {
        let (_, time, revision, raw): (&str, u64, u64, &RawValue) = serde_json::from_slice(json).ok()?;
        return Some(Record::Change { time, revision, change: change(raw)? });
    }
    if json.starts_with(b"[\"folded\"") {
        let (_, revision, snapshot, first, next): (&str, _, _, _, _) = serde_json::from_slice(json).ok()?;
        return Some(Record::Folded { revision, snapshot, numbers: Numbers { first, next } });
    }
    let (tag, format, generation, revision, snapshot, first, next, base): (
        &str,
        u32,
        _,
        _,
        _,
        _,
        _,
        Option<&RawValue>,
    ) = serde_json::from_slice(json).ok()?;
    let base = match base {
        Some(raw) => Some(change(raw)?),
        None => None,
    };
    let header = Header { generation, revision, snapshot, numbers: Numbers { first, next }, base };
    (tag == "journal" && format == FORMAT).then_some(Record::Header(header))
}

//! The records of the log, a line each: a checksum, a space, JSON.
//!
//! - `["journal", format, generation, revision, snapshot, numbers, base]`, the first one: the log goes on from a
//!   revision, whose state is the JSON file with the id `snapshot`, or `base` where that is not `null`; `numbers`
//!   are those of its lists.
//! - `["change", time, revision, […]]`: a change, the revision it led to, and when that was, in
//!   nanoseconds since 1970 by the system's clock.
//! - `["folded", revision, snapshot, numbers]`: a checkpoint is about to replace the JSON file by one with the id
//!   `snapshot`, which holds everything up to a revision.
//!
//! The first format has two numbers, those of the commands, in place of `numbers`. It is read, not written.

use memchr::memchr;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::disk::Stamp;
use crate::change::Change;
use crate::document::{Path, Value};
use crate::state::ListNumbers;

/// The format of logs that is written.
const FORMAT: u32 = 2;

/// The format of the first stage, which is read as well.
const FIRST_FORMAT: u32 = 1;

/// Identifies a content of the JSON file.
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

    /// True if both identify the same content, in whatever file.
    pub(super) fn is_content_of(&self, other: &Self) -> bool {
        (self.crc, self.stamp.length) == (other.crc, other.stamp.length)
    }
}

/// What a log goes on from.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) generation: u64,
    pub(super) revision: u64,
    pub(super) snapshot: Option<SnapshotId>,
    pub(super) numbers: ListNumbers,
    /// The state itself, where the JSON file is not all of it.
    pub(super) base: Option<Change>,
}

#[derive(Debug)]
pub(super) enum Record {
    Header(Header),
    Change { time: u64, revision: u64, change: Change },
    Folded { revision: u64, snapshot: SnapshotId, numbers: ListNumbers },
}

pub(super) fn write_header(line: &mut Vec<u8>, header: &Header) {
    let Header { generation, revision, snapshot, numbers, base } = header;
    write_line(line, &("journal", FORMAT, generation, revision, snapshot, numbers, base));
}

pub(super) fn write_change(line: &mut Vec<u8>, time: u64, revision: u64, change: &Change) {
    write_line(line, &("change", time, revision, change));
}

pub(super) fn write_folded(line: &mut Vec<u8>, revision: u64, snapshot: &SnapshotId, numbers: &ListNumbers) {
    write_line(line, &("folded", revision, snapshot, numbers));
}

/// Appends a record.
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

/// The valid records at the beginning of some bytes.
#[derive(Debug)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    /// How many bytes have been read.
    pub(super) read: usize,
}

impl<'a> Records<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, read: 0 }
    }

    /// The bytes after those that have been read.
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
    let parts: Vec<&RawValue> = serde_json::from_slice(json).ok()?;
    match parts.as_slice() {
        [kind, revision, snapshot, rest @ ..] if kind.get() == r#""folded""# => {
            Some(Record::Folded { revision: read(revision)?, snapshot: read(snapshot)?, numbers: numbers(rest)? })
        }
        [kind, format, generation, revision, snapshot, rest @ .., base] if kind.get() == r#""journal""# => {
            let format: u32 = read(format)?;
            let base = if base.get() == "null" { None } else { Some(change(base)?) };
            let header = Header {
                generation: read(generation)?,
                revision: read(revision)?,
                snapshot: read(snapshot)?,
                numbers: numbers(rest)?,
                base,
            };
            [FORMAT, FIRST_FORMAT].contains(&format).then_some(Record::Header(header))
        }
        _ => None,
    }
}

fn read<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// The numbers of the lists; of the first format the two of the commands.
fn numbers(parts: &[&RawValue]) -> Option<ListNumbers> {
    match parts {
        [numbers] => ListNumbers::read(Value::from_json(numbers.get().as_bytes()).ok()?, &Path::Root("numbers")).ok(),
        [first, next] => Some(ListNumbers::of_commands(read(first)?, read(next)?)),
        _ => None,
    }
}

//! The calls that were made on the wire: a line of JSON for each, in memory, or in a file beside that of the store,
//! where other processes find them too.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::wal::Place;

/// How many bytes of lines are kept in all.
const MOST: usize = 8 << 20;

/// The file that lines are appended to, and the one before it.
const SUFFIXES: [&str; 2] = ["-calls", "-calls-old"];

/// The last calls. They are no part of the state.
#[derive(Debug)]
pub(super) enum Calls {
    /// In memory.
    Memory(Mutex<Lines>),
    /// In two files, of which the older one is dropped when the newer one is full. Callers
    /// that append or clear must hold the file lock.
    Files { current: PathBuf, old: PathBuf },
}

/// Lines, oldest first.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: VecDeque<String>,
    /// How many bytes they have in all, each with a newline.
    size: usize,
}

impl Calls {
    pub(super) fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    pub(super) fn beside(place: &Place) -> Self {
        let [current, old] = SUFFIXES.map(|suffix| place.side(suffix));
        Self::Files { current, old }
    }

    /// Appends a line without a newline; `limit` lines are kept. A line that cannot be written is lost: the call was
    /// answered all the same.
    pub(super) fn append(&self, mut line: String, limit: usize) {
        match self {
            Self::Memory(lines) => lines.lock().unwrap_or_else(PoisonError::into_inner).append(line, limit),
            Self::Files { current, old } => {
                line.push('\n');
                let size = fs::metadata(current).map_or(0, |metadata| metadata.len());
                if size + line.len() as u64 > (MOST / 2) as u64 && size > 0 {
                    let _ = fs::rename(current, old);
                }
                let _ = append_options().open(current).and_then(|mut file: File| file.write_all(line.as_bytes()));
            }
        }
    }

    /// The last `limit` lines, each with a newline.
    pub(super) fn read(&self, limit: usize) -> std::io::Result<String> {
        match self {
            Self::Memory(lines) => {
                let lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
                let skipped = lines.lines.len().saturating_sub(limit);
                Ok(lines.lines.iter().skip(skipped).flat_map(|line| [line.as_str(), "\n"]).collect())
            }
            Self::Files { current, old } => {
                let mut text = String::new();
                for path in [old, current] {
                    match File::open(path).and_then(|mut file| file.read_to_string(&mut text)) {
                        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                        _ => {}
                    }
                }
                // A line that is being appended has no end yet.
                text.truncate(text.rfind('\n').map_or(0, |end| end + 1));
                let skipped = text.bytes().filter(|byte| *byte == b'\n').count().saturating_sub(limit);
                let start = text.match_indices('\n').nth(skipped.wrapping_sub(1)).map_or(0, |(end, _)| end + 1);
                Ok(text.split_off(start))
            }
        }
    }

    /// Forgets all lines.
    pub(super) fn clear(&self) {
        match self {
            Self::Memory(lines) => *lines.lock().unwrap_or_else(PoisonError::into_inner) = Lines::default(),
            Self::Files { current, old } => {
                for path in [current, old] {
                    let _ = fs::remove_file(path);
                }
            }
        }
    }
}

/// They can hold what the state holds, and are as private.
fn append_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

impl Lines {
    fn append(&mut self, line: String, limit: usize) {
        self.size += line.len() + 1;
        self.lines.push_back(line);
        while self.lines.len() > limit || (self.size > MOST && self.lines.len() > 1) {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.size -= oldest.len() + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::wal::disk::RealDisk;

    fn beside(folder: &tempfile::TempDir) -> Calls {
        Calls::beside(&Place { disk: Arc::new(RealDisk), path: folder.path().join("state.json") })
    }

    #[test]
    fn the_last_calls_are_read_in_memory_and_in_files() {
        let folder = tempfile::tempdir().unwrap();
        for calls in [Calls::in_memory(), beside(&folder)] {
            for number in 0..5 {
                calls.append(number.to_string(), 3);
            }
            assert_eq!(calls.read(3).unwrap(), "2\n3\n4\n");
            assert_eq!(calls.read(1).unwrap(), "4\n");
            calls.clear();
            assert_eq!(calls.read(3).unwrap(), "");
        }
    }

    #[test]
    fn no_more_bytes_are_kept_than_there_is_room_for() {
        let folder = tempfile::tempdir().unwrap();
        for calls in [Calls::in_memory(), beside(&folder)] {
            for _ in 0..20 {
                calls.append("x".repeat(1 << 20), usize::MAX);
            }
            assert!((1..=MOST).contains(&calls.read(usize::MAX).unwrap().len()));
        }
    }

    #[test]
    fn a_line_that_is_being_written_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let calls = beside(&folder);
        calls.append("1".into(), 9);
        append_options().open(folder.path().join("state.json-calls")).unwrap().write_all(b"{").unwrap();
        assert_eq!(calls.read(9).unwrap(), "1\n");
    }
}

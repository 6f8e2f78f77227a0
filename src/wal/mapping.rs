//! Words of memory that processes share by mapping a file.

use std::fs::File;
use std::io;
use std::sync::atomic::AtomicU64;

use memmap2::MmapRaw;

use super::words::{Memory, WORDS};

/// The size of the file: a page. It never changes: access to a mapping beyond the end of its file kills the process.
pub(super) const SIZE: usize = 4096;

#[derive(Debug)]
pub(super) struct Mapping(MmapRaw);

impl Mapping {
    /// Maps a file of [`SIZE`] bytes.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let map = MmapRaw::map_raw(file)?;
        if map.len() == SIZE { Ok(Self(map)) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl Memory for Mapping {
    fn words(&self) -> &[AtomicU64; WORDS] {
        // SAFETY: the mapping is a page, aligned as one, and lives as long as `self`; everybody who
        // maps it uses the words atomically.
        unsafe { &*self.0.as_ptr().cast() }
    }
}

//! Replacing the JSON file whole.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::disk::Stream;
use super::load::temporary;
use super::place::{Place, folder};
use super::record::SnapshotId;
use crate::model::State;

/// The JSON of a state in a file that is to take the place of another; removed where it does not.
#[derive(Debug)]
pub(super) struct Replacement<'a> {
    place: &'a Place,
    temporary: Option<PathBuf>,
    pub(super) id: SnapshotId,
}

impl<'a> Replacement<'a> {
    /// Writes the state beside the file, readable by its owner alone, and syncs it.
    pub(super) fn write(place: &'a Place, state: &State) -> io::Result<Self> {
        let path = temporary(place);
        let file = place.disk.create(&path)?;
        let written = (|| {
            let mut writer = Hashing { inner: Stream::new(&*file), crc: crc32fast::Hasher::new() };
            let mut buffer = BufWriter::with_capacity(1 << 16, &mut writer);
            serde_json::to_writer_pretty(&mut buffer, state)?;
            buffer.flush()?;
            drop(buffer);
            file.sync()?;
            Ok(SnapshotId { crc: writer.crc.finalize(), stamp: file.stat()? })
        })();
        match written {
            Ok(id) => Ok(Self { place, temporary: Some(path), id }),
            Err(error) => {
                let _ = place.disk.remove(&path);
                Err(error)
            }
        }
    }

    /// Puts it in the place of the file: a reader sees the old file or the new one.
    pub(super) fn rename(mut self) -> io::Result<SnapshotId> {
        if let Some(temporary) = &self.temporary {
            self.place.disk.rename(temporary, &self.place.path)?;
        }
        self.temporary = None;
        Ok(self.id)
    }
}

impl Drop for Replacement<'_> {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            let _ = self.place.disk.remove(temporary);
        }
    }
}

/// Lets the new name survive a power loss, where the file system knows how to.
pub(super) fn sync_name(place: &Place) {
    let _ = place.disk.sync_folder(folder(&place.path));
}

struct Hashing<W> {
    inner: W,
    crc: crc32fast::Hasher,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.crc.update(buffer.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Whether the path has a folder that is to be made.
pub(super) fn lacks_folder(path: &Path) -> bool {
    path.parent().is_some_and(|folder| !folder.exists())
}

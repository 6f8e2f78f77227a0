//! The JSON file: read, replaced whole, and set aside where it is none.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;

use super::Warning;
use super::disk::{Stamp, Stream};
use super::place::Place;
use super::record::SnapshotId;
use crate::error::{Error, Result};
use crate::state::{Origin, State, read_state};

/// A state that was read from the JSON file, or the initial one where there is no file.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) state: State,
    /// The content that was read; none where there is no file.
    pub(super) id: Option<SnapshotId>,
    /// True if all of the state comes from the file.
    pub(super) is_whole: bool,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// The initial state is wrong.
    Options(Error),
    /// The system refuses.
    System(io::Error),
    /// It does not hold the state of a store.
    Corrupt(String, Stamp),
}

impl Unreadable {
    /// The error for a caller that needs the file.
    pub(super) fn into_error(self, place: &Place) -> Error {
        match self {
            Self::Options(error) => error,
            Self::System(error) => place.error("read", error),
            Self::Corrupt(problem, _) => place.error("read", io::Error::new(ErrorKind::InvalidData, problem)),
        }
    }
}

/// Reads the JSON file over the initial state.
pub(super) fn read(place: &Place, origin: &Origin) -> Result<Snapshot, Unreadable> {
    let initial = State::initial(origin).map_err(Unreadable::Options)?;
    match place.disk.read(&place.path) {
        Ok((text, stamp)) => {
            let (state, is_whole) =
                read_state(&text, &initial, &origin.setting).map_err(|problem| Unreadable::Corrupt(problem, stamp))?;
            Ok(Snapshot { state, id: Some(SnapshotId::of(&text, stamp)), is_whole })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Snapshot { state: initial, id: None, is_whole: false }),
        Err(error) => Err(Unreadable::System(error)),
    }
}

/// Reads the JSON file when a store is opened; a file that does not hold a state is set aside.
///
/// # Errors
/// [`Error::Persistence`] where there is something at the path that can neither be read nor set aside.
pub(super) fn open(place: &Place, origin: &Origin) -> Result<(Snapshot, Option<Warning>)> {
    let problem = match read(place, origin) {
        Ok(snapshot) => return Ok((snapshot, None)),
        Err(Unreadable::Corrupt(problem, _)) => problem,
        Err(unreadable) => return Err(unreadable.into_error(place)),
    };
    let aside = set_aside(place, origin).map_err(|error| {
        let message = format!("it does not hold the state of a store ({problem}) and cannot be set aside: {error}");
        place.error("use", io::Error::new(error.kind(), message))
    })?;
    let message = format!(
        "{} does not hold the state of a store: {problem}. It was moved to {}",
        place.path.display(),
        aside.display()
    );
    let state = State::initial(origin)?;
    Ok((Snapshot { state, id: None, is_whole: false }, Some(Warning::persistence(message))))
}

/// Moves the file to `<name>.corrupt-<time>` in its folder, over no other file.
pub(super) fn set_aside(place: &Place, origin: &Origin) -> io::Result<PathBuf> {
    place.move_aside(&place.path, &format!(".corrupt-{}", origin.setting.now.millis()))
}

/// The warning about an edit that is no state.
pub(super) fn ignored(place: &Place, problem: &str) -> Warning {
    let path = place.path.display();
    Warning::persistence(format!("{path} does not hold the state of a store: {problem}. It is ignored until it does"))
}

/// The error of a checkpoint that leaves an edit that is no state to its author.
pub(super) fn not_overwritten(place: &Place) -> Error {
    let problem = io::Error::new(ErrorKind::InvalidData, "it has been edited and is no longer a state");
    place.error("write", problem)
}

/// The JSON of a state in a temporary file that can take the place of the JSON file; removed where it does not.
#[derive(Debug)]
pub(super) struct Replacement<'a> {
    place: &'a Place,
    temporary: Option<PathBuf>,
    pub(super) id: SnapshotId,
}

impl<'a> Replacement<'a> {
    /// Writes the state beside the file, readable by its owner alone, and syncs it.
    pub(super) fn write(place: &'a Place, state: &State) -> io::Result<Self> {
        let path = place.temporary();
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

    /// Puts it in the place of the JSON file: a reader sees the old file or the new one.
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

/// Syncs the name of the JSON file, where the file system can.
pub(super) fn sync_name(place: &Place) {
    let _ = place.disk.sync_folder(place.folder());
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

//! Snapshots in the folder beside the file of a store, a file each. Processes need no lock for it: a file is replaced
//! whole.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::name::is_name;
use super::{SnapshotInfo, SnapshotList, lock};
use crate::document::Text;
use crate::error::{Error, Result};
use crate::state::{AccountSnapshot, Origin};
use crate::wal::disk::{Disk, Stamp, Stream};
use crate::wal::{Place, STALE, Warning, resolve};

const EXTENSION: &str = ".json";

/// The folder of a store's snapshots. It is made with the first of them.
#[derive(Debug)]
pub(in crate::share) struct Folder {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    /// The last one that was written or read: tests restore the same one again and again.
    last: Mutex<Option<Box<Known>>>,
}

/// A snapshot that a file holds as long as it has that stamp.
#[derive(Debug)]
struct Known {
    name: Text,
    stamp: Stamp,
    snapshot: AccountSnapshot,
}

impl Folder {
    pub(super) fn beside(place: &Place) -> Self {
        Self { disk: Arc::clone(&place.disk), path: place.side(".snapshots"), last: Mutex::default() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}{EXTENSION}"))
    }

    /// Where the file of a snapshot is; a link stays one when it is replaced.
    fn place(&self, name: &str) -> Place {
        Place { disk: Arc::clone(&self.disk), path: resolve(&self.path(name)) }
    }

    /// Replaces the file of a snapshot whole, readable by its owner alone. Where it fails, nothing is left behind.
    pub(super) fn write(&self, name: &str, snapshot: AccountSnapshot) -> Result<()> {
        let snapshot = snapshot.normalized();
        let error = |source| Error::Persistence { action: "write", path: self.path(name), source };
        let is_new = self.disk.make_private_folder(&self.path).map_err(error)?;
        match self.replace(&self.place(name), &snapshot) {
            Ok(stamp) => {
                self.remember(name, stamp, snapshot);
                Ok(())
            }
            Err(source) => {
                if is_new {
                    let _ = self.disk.remove_folder(&self.path);
                }
                Err(error(source))
            }
        }
    }

    fn remember(&self, name: &str, stamp: Stamp, snapshot: AccountSnapshot) {
        *lock(&self.last) = Some(Box::new(Known { name: name.into(), stamp, snapshot }));
    }

    fn replace(&self, place: &Place, snapshot: &AccountSnapshot) -> io::Result<Stamp> {
        self.remove_temporary_files(place.folder());
        let temporary = place.temporary();
        let file = self.disk.create(&temporary)?;
        let written = (|| {
            let mut writer = BufWriter::with_capacity(1 << 16, Stream::new(&*file));
            snapshot.write(&mut writer)?;
            writer.write_all(b"\n")?;
            writer.flush()?;
            file.sync()?;
            let stamp = file.stat()?;
            self.disk.rename(&temporary, &place.path).map(|()| stamp)
        })();
        if written.is_err() {
            let _ = self.disk.remove(&temporary);
        } else {
            let _ = self.disk.sync_folder(place.folder());
        }
        written
    }

    /// Removes the temporary files of processes that were killed, of whichever snapshot: the folder is to be committed.
    fn remove_temporary_files(&self, folder: &Path) {
        for (file, _) in self.disk.list(folder) {
            let name = file.to_str().and_then(|file| file.strip_prefix('.')?.rsplit_once(".json-"));
            if let Some((name, _)) = name.filter(|(name, _)| is_name(name)) {
                let path = folder.join(format!("{name}{EXTENSION}"));
                Place { disk: Arc::clone(&self.disk), path }.remove_temporary_files(STALE);
            }
        }
    }

    /// Reads a snapshot; `None` where there is none. Its file stays as it is, whatever is in it.
    pub(super) fn read(&self, name: &str, origin: &Origin) -> Result<Option<AccountSnapshot>> {
        if let Some(known) = self.known(name) {
            return Ok(Some(known));
        }
        let read = self.with_text(name, |text, stamp| Ok((AccountSnapshot::read(text, origin)?, stamp)))?;
        Ok(read.map(|(snapshot, stamp)| {
            self.remember(name, stamp, snapshot.clone());
            snapshot
        }))
    }

    fn known(&self, name: &str) -> Option<AccountSnapshot> {
        let last = lock(&self.last);
        let known = last.as_ref().filter(|known| known.name == name)?;
        self.disk.stat(&self.path(name)).is_ok_and(|stamp| stamp == known.stamp).then(|| known.snapshot.clone())
    }

    fn with_text<T>(&self, name: &str, read: impl FnOnce(&[u8], Stamp) -> Result<T, String>) -> Result<Option<T>> {
        let path = self.path(name);
        let read = match self.disk.read(&path) {
            Ok((text, stamp)) => read(&text, stamp).map_err(|problem| io::Error::new(ErrorKind::InvalidData, problem)),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => Err(error),
        };
        read.map(Some).map_err(|source| Error::Persistence { action: "read", path, source })
    }

    /// The names of all, in order; other files in the folder are none.
    pub(super) fn names(&self) -> Vec<Text> {
        let files = self.disk.list(&self.path).into_iter();
        let name = |file: &str| file.strip_suffix(EXTENSION).filter(|name| is_name(name)).map(Text::from);
        let mut names: Vec<_> = files.filter_map(|(file, _)| name(file.to_str()?)).collect();
        names.sort();
        names
    }

    /// All that can be restored as far as their beginnings tell, and a warning about each of the others.
    pub(super) fn list(&self) -> SnapshotList {
        let mut list = SnapshotList::default();
        for name in self.names() {
            match self.with_text(&name, |text, _| AccountSnapshot::read_time(text)) {
                Ok(Some(taken_at)) => list.snapshots.push(SnapshotInfo { name, taken_at: taken_at.iso() }),
                Ok(None) => {}
                Err(error) => {
                    let message = format!("{error}. listSnapshots() leaves it out");
                    list.warnings.push(Warning { code: error.code(), message });
                }
            }
        }
        list
    }

    /// Removes a snapshot, whatever is in its file; answers whether there was one.
    pub(super) fn remove(&self, name: &str) -> Result<bool> {
        let path = self.path(name);
        match self.disk.remove(&path) {
            Ok(()) => {
                let _ = self.disk.sync_folder(&self.path);
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(source) => Err(Error::Persistence { action: "remove", path, source }),
        }
    }
}

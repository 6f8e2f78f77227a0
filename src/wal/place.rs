//! Where a JSON file and its side files are.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{env, fs, iter};

use super::disk::Disk;
use crate::error::Error;

/// A JSON file and the folder of its side files.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The JSON file.
    pub path: PathBuf,
}

/// How old a temporary file is before its writer counts as dead, where other processes may be writing.
pub const STALE: Duration = Duration::from_secs(60);

const TEMPORARY: &str = ".tmp";
/// The random letters in the name of a temporary file.
const LETTERS: usize = 8;

impl Place {
    /// The path of a side file.
    #[must_use]
    pub fn side(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.file_name().map(OsString::from).unwrap_or_default();
        name.push(suffix);
        self.path.with_file_name(name)
    }

    /// The path of the log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.side("-journal")
    }

    /// The error of a call of the system for the file.
    #[must_use]
    pub fn error(&self, action: &'static str, source: io::Error) -> Error {
        Error::Persistence { action, path: self.path.clone(), source }
    }

    /// Checks that there can be side files, and creates the folder where there is none.
    ///
    /// # Errors
    /// Those of the system; [`ErrorKind::Unsupported`] where the path is no regular file.
    pub fn require_writable(&self) -> io::Result<()> {
        match self.disk.is_file(&self.path) {
            Some(false) => Err(io::Error::new(ErrorKind::Unsupported, "not a regular file")),
            Some(true) => Ok(()),
            None => self.disk.make_folder(self.folder()),
        }
    }

    /// The folder of the files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// A path for a file that is being written: hidden, and known as one of this place.
    #[must_use]
    pub fn temporary(&self) -> PathBuf {
        let mut name = self.temporary_prefix();
        let letters: String = iter::repeat_with(fastrand::alphanumeric).take(LETTERS).collect();
        name.push(letters);
        name.push(TEMPORARY);
        self.path.with_file_name(name)
    }

    /// Removes the temporary files of processes that were killed. Younger ones may still be written.
    pub fn remove_temporary_files(&self, least_age: Duration) {
        let prefix = self.temporary_prefix();
        let is_letters = |letters: &[u8]| letters.len() == LETTERS && letters.iter().all(u8::is_ascii_alphanumeric);
        for (name, age) in self.disk.list(self.folder()) {
            let rest = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
            // The files of another store can begin with the same prefix.
            let letters = rest.and_then(|rest| rest.strip_suffix(TEMPORARY.as_bytes()));
            if letters.is_some_and(is_letters) && age >= least_age {
                let _ = self.disk.remove(&self.folder().join(&name));
            }
        }
    }

    fn temporary_prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(self.path.file_name().unwrap_or_default());
        prefix.push("-");
        prefix
    }

    /// Moves a file of the store to a name with some suffix, over no other file. Answers its new path.
    pub(super) fn move_aside(&self, from: &Path, suffix: &str) -> io::Result<PathBuf> {
        let mut aside = self.side(suffix);
        let mut attempt = 1;
        while self.disk.stat(&aside).is_ok() {
            attempt += 1;
            aside = self.side(&format!("{suffix}-{attempt}"));
        }
        self.disk.rename(from, &aside)?;
        Ok(aside)
    }
}

/// The canonical path of a file: absolute, without `..` (as in Node's `path.resolve`), and behind every symbolic
/// link, so that a link stays a link when the file is replaced, and a file has one path however it is written.
#[must_use]
pub fn resolve(path: &Path) -> PathBuf {
    /// As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut place = normalize(path);
    for _ in 0..MOST_LINKS {
        if let Ok(known) = fs::canonicalize(&place) {
            return known;
        }
        // The file that a dangling link names is the one that will be written.
        let Ok(target) = fs::read_link(&place) else { break };
        place = normalize(&place.with_file_name("").join(target));
    }
    place
        .ancestors()
        .find_map(|known| Some(fs::canonicalize(known).ok()?.join(place.strip_prefix(known).ok()?)))
        .unwrap_or_else(|| place.clone())
}

fn normalize(path: &Path) -> PathBuf {
    let absolute = env::current_dir().map_or_else(|_| path.to_owned(), |folder| folder.join(path));
    absolute.components().fold(PathBuf::new(), |mut known, component| {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(known.pop()),
            component => known.push(component),
        }
        known
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::disk::RealDisk;
    use super::*;

    #[test]
    fn temporary_files_of_a_store_with_a_longer_name_stay() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| Place { disk: Arc::new(RealDisk), path: folder.path().join(name) };
        let (own, other) = (place("state").temporary(), place("state-e2e").temporary());
        for path in [&own, &other] {
            fs::write(path, "").unwrap();
        }
        place("state").remove_temporary_files(Duration::ZERO);
        assert_eq!((own.exists(), other.exists()), (false, true));
    }
}

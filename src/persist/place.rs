//! Where a JSON file is, and what is beside it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::Disk;
use crate::error::Error;

/// Where a JSON file and its side files are.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The JSON file.
    pub path: PathBuf,
}

impl Place {
    /// The path of a side file.
    #[must_use]
    pub fn side(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.file_name().map(std::ffi::OsString::from).unwrap_or_default();
        name.push(suffix);
        self.path.with_file_name(name)
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.side("-journal")
    }

    pub(super) fn error(&self, action: &'static str, source: io::Error) -> Error {
        Error::Persistence { action, path: self.path.clone(), source }
    }
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

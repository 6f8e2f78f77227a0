//! Replacing a file whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::model::State;

const SUFFIX: &str = ".tmp";

/// Puts the JSON of a state in the place of a file: a reader sees the old file or the new one, also
/// after the system has gone down. Only its owner can read it.
pub(super) fn replace(path: &Path, state: &State) -> io::Result<()> {
    let folder = folder(path);
    // Readable by its owner alone, in the same folder and so on the same file system, and removed
    // where anything below fails.
    let mut file = tempfile::Builder::new().prefix(&prefix(path)).suffix(SUFFIX).tempfile_in(folder)?;
    let mut writer = BufWriter::with_capacity(1 << 16, file.as_file_mut());
    serde_json::to_writer_pretty(&mut writer, state)?;
    writer.flush()?;
    drop(writer);
    file.as_file().sync_all()?;
    rename(file, path)?;
    // Lets the new name survive a power loss, where the file system knows how to.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Removes what a process that was killed while it replaced the file has left. Younger ones may be
/// those of a process at work.
pub(super) fn remove_leftovers(path: &Path) {
    const OLD: Duration = Duration::from_secs(60);
    let prefix = prefix(path);
    for entry in fs::read_dir(folder(path)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let (name, prefix) = (name.as_encoded_bytes(), prefix.as_encoded_bytes());
        let age = || entry.metadata().and_then(|metadata| metadata.modified()).ok()?.elapsed().ok();
        if name.starts_with(prefix) && name.ends_with(SUFFIX.as_bytes()) && age().is_some_and(|age| age > OLD) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn prefix(path: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push("-");
    prefix
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Windows refuses while a scanner or an editor has the old file open, which is soon over.
fn rename(mut file: NamedTempFile, path: &Path) -> io::Result<()> {
    let mut attempts = if cfg!(windows) { 10 } else { 1 };
    loop {
        attempts -= 1;
        match file.persist(path) {
            Ok(_) => return Ok(()),
            Err(failure) if attempts > 0 && failure.error.kind() == io::ErrorKind::PermissionDenied => {
                file = failure.file;
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(failure) => return Err(failure.error),
        }
    }
}

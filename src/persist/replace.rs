//! Replacing a file whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::model::State;

/// Puts the JSON of a state in the place of a file: a reader sees the old file or the new one, also
/// after the system has gone down. Only its owner can read it.
pub(super) fn replace(path: &Path, state: &State) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Readable by its owner alone, in the same folder and so on the same file system, and removed
    // where anything below fails.
    let mut file = tempfile::Builder::new().prefix(".mock-state-").suffix(".tmp").tempfile_in(folder)?;
    let mut writer = BufWriter::with_capacity(1 << 16, file.as_file_mut());
    serde_json::to_writer_pretty(&mut writer, state)?;
    writer.flush()?;
    drop(writer);
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // Lets the new name survive a power loss, where the file system knows how to.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

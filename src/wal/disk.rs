//! Files, behind a trait, so that tests can break them.

use std::ffi::OsString;
use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The operations of a file system that a store needs.
pub trait Disk: Debug + Send + Sync {
    /// The content of a regular file, with its stamp. Nothing else is read: reading a pipe would never end.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for anything but a regular file.
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, Stamp)>;

    /// The stamp of a file.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]
    fn stat(&self, path: &Path) -> io::Result<Stamp>;

    /// True if there is a regular file, false if there is anything else; `None` if there is nothing.
    fn is_file(&self, path: &Path) -> Option<bool>;

    /// Opens a file that exists, to read and write it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`]
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>>;

    /// Creates a file that only its owner can read.
    ///
    /// # Errors
    /// [`ErrorKind::AlreadyExists`]
    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>>;

    /// Renames a file, over the one that has the name.
    ///
    /// # Errors
    /// Those of the system.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// Those of the system.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Creates a folder with its parents.
    ///
    /// # Errors
    /// Those of the system.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Creates a folder that only its owner can list, unless there is one of that name. Answers whether it did.
    ///
    /// # Errors
    /// Those of the system.
    fn make_private_folder(&self, path: &Path) -> io::Result<bool>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// Those of the system.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Syncs the names in a folder, where the file system can.
    ///
    /// # Errors
    /// Those of the system.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// The names in a folder, with how long ago each file was last written.
    fn list(&self, folder: &Path) -> Vec<(OsString, Duration)>;
}

/// An open file.
pub trait Handle: Debug + Send + Sync {
    /// Fills as much of a buffer as the file has from an offset on, and answers how much that is.
    ///
    /// # Errors
    /// Those of the system.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes some of a buffer at an offset, and answers how much.
    ///
    /// # Errors
    /// Those of the system.
    fn write_at(&self, buffer: &[u8], offset: u64) -> io::Result<usize>;

    /// Truncates the file.
    ///
    /// # Errors
    /// Those of the system.
    fn set_len(&self, length: u64) -> io::Result<()>;

    /// Syncs what has been written.
    ///
    /// # Errors
    /// Those of the system.
    fn sync(&self) -> io::Result<()>;

    /// The stamp of the file.
    ///
    /// # Errors
    /// Those of the system.
    fn stat(&self) -> io::Result<Stamp>;
}

/// What tells one version of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// When it was last written, in nanoseconds since 1970.
    pub modified: u64,
    /// How many bytes it has.
    pub length: u64,
    /// Its number in the file system, where there is such a thing.
    pub inode: u64,
}

impl dyn Handle + '_ {
    /// Writes all of a buffer at an offset.
    ///
    /// # Errors
    /// Those of [`Handle::write_at`].
    pub fn write_all_at(&self, mut buffer: &[u8], mut offset: u64) -> io::Result<()> {
        while !buffer.is_empty() {
            match self.write_at(buffer, offset) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => {
                    buffer = buffer.get(written..).unwrap_or_default();
                    offset += written as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// What the file holds from an offset on, up to another.
    ///
    /// # Errors
    /// Those of [`Handle::read_at`].
    pub fn read_range(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(to.saturating_sub(from)).unwrap_or(usize::MAX)];
        let mut length = 0;
        while let Some(rest) = bytes.get_mut(length..).filter(|rest| !rest.is_empty()) {
            match self.read_at(rest, from + length as u64) {
                Ok(0) => break,
                Ok(read) => length += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(length);
        Ok(bytes)
    }
}

/// A handle as a stream of bytes, from its beginning on.
#[derive(Debug)]
pub struct Stream<'a> {
    handle: &'a dyn Handle,
    offset: u64,
}

impl<'a> Stream<'a> {
    /// Writes a file from its beginning.
    #[must_use]
    pub fn new(handle: &'a dyn Handle) -> Self {
        Self { handle, offset: 0 }
    }
}

impl Write for Stream<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.handle.write_at(buffer, self.offset)?;
        self.offset += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file system of the machine.
#[derive(Debug)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, Stamp)> {
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::new(ErrorKind::Unsupported, "not a regular file"));
        }
        let mut file = File::open(path)?;
        let stamp = Stamp::of(&file.metadata()?);
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.length).unwrap_or_default());
        io::Read::read_to_end(&mut file, &mut bytes)?;
        Ok((bytes, stamp))
    }

    fn stat(&self, path: &Path) -> io::Result<Stamp> {
        fs::metadata(path).map(|metadata| Stamp::of(&metadata))
    }

    fn is_file(&self, path: &Path) -> Option<bool> {
        fs::metadata(path).ok().map(|metadata| metadata.is_file())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(OpenOptions::new().read(true).write(true).open(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(private().create_new(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        // Windows refuses while a scanner or an editor has the old file open, usually for a moment.
        let mut attempts = if cfg!(windows) { 10 } else { 1 };
        loop {
            attempts -= 1;
            match fs::rename(from, to) {
                Err(error) if attempts > 0 && error.kind() == ErrorKind::PermissionDenied => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                outcome => return outcome,
            }
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn make_private_folder(&self, path: &Path) -> io::Result<bool> {
        let builder = &mut fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
        match builder.create(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && fs::metadata(path)?.is_dir() => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        if cfg!(windows) {
            return Ok(());
        }
        match File::open(path)?.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            outcome => outcome,
        }
    }

    fn list(&self, folder: &Path) -> Vec<(OsString, Duration)> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| {
                let age = entry.metadata().and_then(|metadata| metadata.modified()).ok()?.elapsed().ok()?;
                Some((entry.file_name(), age))
            })
            .collect()
    }
}

/// Options to open a file that only its owner may read.
#[must_use]
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

impl Handle for File {
    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, buffer, offset)
    }

    #[cfg(unix)]
    fn write_at(&self, buffer: &[u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::write_at(self, buffer, offset)
    }

    #[cfg(windows)]
    fn write_at(&self, buffer: &[u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_write(self, buffer, offset)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn stat(&self) -> io::Result<Stamp> {
        self.metadata().map(|metadata| Stamp::of(&metadata))
    }
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Self {
        Self {
            modified: metadata.modified().map(nanoseconds).unwrap_or_default(),
            length: metadata.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(metadata),
            #[cfg(not(unix))]
            inode: 0,
        }
    }
}

/// A time of the system's clock in nanoseconds since 1970.
#[must_use]
pub fn nanoseconds(moment: SystemTime) -> u64 {
    moment.duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}

//! The file lock, and the processes that have a file open.
//!
//! Beside the JSON file there are `-lock`, which a writer locks, and `-shm`, the shared words, on which every process
//! that has the file open has a shared lock. Both locks are the system's: they go with their process. A process holds the
//! first to open and to close, so that the last one can remove the files.

use std::convert::Infallible;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::disk::{Handle, private};
use super::mapping::{Mapping, SIZE};
use super::place::Place;
use super::words::Words;
use crate::deadline::Deadline;
use crate::error::{Error, Result};

/// The format of the words.
const FORMAT: u64 = 1;

/// How often a lock is tried before it counts as held: holders keep it for some microseconds.
const SPINS: usize = 100;

/// The files that this process shares with others.
#[derive(Debug)]
pub struct Session {
    place: Place,
    lock: File,
    /// True if a thread of this process holds the lock, which belongs to the process.
    is_held: AtomicBool,
    /// Locked (shared) by every process that has the file open.
    presence: File,
    words: Words,
    timeout: Duration,
    /// Of this process: to ask the system takes as long as a lock.
    pid: u64,
}

/// The file lock; released when it is dropped.
#[derive(Debug)]
pub struct LockGuard {
    session: Arc<Session>,
    /// True if the last holder has died, and what it left has not been repaired.
    pub needs_repair: bool,
}

impl Session {
    /// Joins the processes that have the file open. Answers the file lock too, and whether there are no others.
    ///
    /// # Errors
    /// [`Error::Busy`]; [`Error::Persistence`] where there can be no side files.
    pub fn join(place: Place, timeout: Duration, deadline: &Deadline) -> Result<(Arc<Self>, LockGuard, bool)> {
        let failed =
            |error| Error::Persistence { action: "keep a journal beside", path: place.path.clone(), source: error };
        loop {
            let lock = open(&place.side("-lock")).map_err(failed)?;
            let is_locked =
                deadline.retry(|| match spin(|| lock.try_lock().map_or_else(not_yet, |()| Ok(Some(())))) {
                    Err(error) => Err(failed(error)),
                    Ok(locked) => Ok(locked),
                })?;
            if is_locked.is_none() {
                return Err(Error::Busy { holder: LockHolder::of(&place).pid(), path: place.path });
            }
            // The last process to close may have removed the file between the two calls.
            if !is_at(&lock, &place.side("-lock")) {
                continue;
            }
            let presence = open(&place.side("-shm")).map_err(failed)?;
            let is_alone = presence.try_lock().is_ok();
            if is_alone {
                reserve(&presence).map_err(failed)?;
            }
            presence.lock_shared().map_err(failed)?;
            let words = Words::new(Arc::new(Mapping::of(&presence).map_err(failed)?));
            if is_alone {
                words.clear();
            } else if words.format() != FORMAT {
                let other = io::Error::new(ErrorKind::Unsupported, "another version of mock-state-store has it open");
                return Err(failed(other));
            }
            let needs_repair = words.holder() != 0;
            let pid = std::process::id().into();
            words.set_holder(pid);
            let session = Arc::new(Self { place, lock, is_held: AtomicBool::new(true), presence, words, timeout, pid });
            let guard = LockGuard { session: Arc::clone(&session), needs_repair };
            return Ok((session, guard, is_alone));
        }
    }

    /// The shared words.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Says that the words are set: other processes may join.
    pub fn set_ready(&self) {
        self.words.set_format(FORMAT);
    }

    /// Takes the file lock, if it is free or soon released.
    #[must_use]
    pub fn try_lock(self: &Arc<Self>) -> Option<LockGuard> {
        let lock = || {
            if !self.is_held.swap(true, Ordering::Acquire) {
                if self.lock.try_lock().is_ok() {
                    let needs_repair = self.words.holder() != 0;
                    self.words.set_holder(self.pid);
                    return Ok(Some(LockGuard { session: Arc::clone(self), needs_repair }));
                }
                self.is_held.store(false, Ordering::Release);
            }
            Ok::<_, Infallible>(None)
        };
        spin(lock).unwrap_or_default()
    }

    /// Takes the file lock, and waits for it until the deadline.
    ///
    /// # Errors
    /// [`Error::Busy`].
    pub fn lock(self: &Arc<Self>, deadline: &Deadline) -> Result<LockGuard> {
        deadline.retry(|| Ok(self.try_lock()))?.ok_or_else(|| self.busy())
    }

    /// A deadline by the `lockTimeoutMs` of the store that opened the file.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        Deadline::after(self.timeout)
    }

    /// The error where another process holds the file lock.
    #[must_use]
    pub fn busy(&self) -> Error {
        let holder = Some(self.words.holder()).filter(|pid| *pid != 0).or_else(|| ask_system(&self.lock));
        Error::Busy { path: self.place.path.clone(), holder }
    }

    /// True if the side files are still those of this session; `None` where there are none.
    #[must_use]
    pub fn is_current(&self, _: &LockGuard) -> Option<bool> {
        let path = self.place.side("-lock");
        path.exists().then(|| is_at(&self.lock, &path))
    }

    /// True if no other process has the file open. If one has, this process no longer counts.
    #[must_use]
    pub fn is_last(&self, _: &LockGuard) -> bool {
        let is_last = self.presence.try_lock().is_ok();
        if !is_last {
            // Whether a shared lock is kept that could not be made exclusive is up to the system.
            let _ = self.presence.unlock();
        }
        is_last
    }

    /// Has this process count again, after [`Session::is_last`] was true.
    pub fn stay(&self, _: &LockGuard) {
        let _ = self.presence.lock_shared();
    }

    /// Removes the lock and the words: no other process has the file open, and this one no longer counts.
    pub fn remove_files(&self, _: &LockGuard) {
        for suffix in ["-calls", "-calls-old", "-shm", "-lock"] {
            let _ = fs::remove_file(self.place.side(suffix));
        }
        let _ = self.presence.unlock();
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        let session = &self.session;
        if !self.needs_repair && !thread::panicking() {
            session.words.set_holder(0);
        }
        let _ = session.lock.unlock();
        session.is_held.store(false, Ordering::Release);
    }
}

/// Makes the file one of [`SIZE`] zeros. They are written, even where it has them: to touch a page that the disk has no
/// room for kills the process.
fn reserve(presence: &File) -> io::Result<()> {
    let presence: &dyn Handle = presence;
    presence.set_len(0)?;
    presence.write_all_at(&[0; SIZE], 0)
}

fn open(path: &Path) -> io::Result<File> {
    private().create(true).truncate(false).open(path)
}

/// Tries a hundred times in a row.
fn spin<T, E>(mut attempt: impl FnMut() -> Result<Option<T>, E>) -> Result<Option<T>, E> {
    for _ in 0..SPINS {
        if let Some(outcome) = attempt()? {
            return Ok(Some(outcome));
        }
        std::hint::spin_loop();
    }
    Ok(None)
}

fn not_yet<T>(error: TryLockError) -> io::Result<Option<T>> {
    match error {
        TryLockError::WouldBlock => Ok(None),
        TryLockError::Error(error) => Err(error),
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().map(place).ok() == fs::metadata(path).map(place).ok()
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// The lock holder as Linux tells it: a holder can be stopped before it has set the word.
fn ask_system(lock: &File) -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let inode = format!(":{}", std::os::unix::fs::MetadataExt::ino(&lock.metadata().ok()?));
        let locks = fs::read_to_string("/proc/locks").ok()?;
        locks.lines().filter(|line| line.contains("FLOCK") && !line.contains("->")).find_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let is_it = words.iter().any(|word| word.ends_with(&inode));
            words.get(4).filter(|_| is_it)?.parse().ok()
        })
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = lock;
        None
    }
}

/// The process that holds the file lock, for a process that has not joined.
#[derive(Debug)]
pub struct LockHolder(Option<u64>);

impl LockHolder {
    /// The lock holder of a place.
    #[must_use]
    pub fn of(place: &Place) -> Self {
        let holder = read_holder(&place.side("-shm"));
        Self(holder.or_else(|| ask_system(&File::open(place.side("-lock")).ok()?)))
    }

    /// Its pid, where it is known.
    #[must_use]
    pub fn pid(&self) -> Option<u64> {
        self.0
    }
}

fn read_holder(shm: &PathBuf) -> Option<u64> {
    let file = File::open(shm).ok()?;
    (file.metadata().ok()?.len() == SIZE as u64).then_some(())?;
    let holder = Words::new(Arc::new(Mapping::of(&open(shm).ok()?).ok()?)).holder();
    drop(file);
    Some(holder).filter(|pid| *pid != 0)
}

//! A file that processes share: who is there, and whose turn it is.
//!
//! Beside the JSON file there are `-lock`, which whoever writes has locked, and `-shm`, the shared words,
//! on which everybody has a shared lock who is there. Both locks are the system's: they go with their
//! process. Whoever enters or leaves holds the first, so that the last one out can remove the files.

use std::convert::Infallible;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::patience::Patience;
use super::shm::{Mapping, SIZE};
use crate::error::{Error, Result};
use crate::persist::Place;
use crate::persist::disk::private;
use crate::persist::words::Words;

/// What the words mean; another meaning is another format.
const FORMAT: u64 = 1;

/// How often a lock is asked for before somebody has to wait for it: holders need some microseconds.
const SPINS: usize = 100;

#[derive(Debug)]
pub(super) struct Session {
    place: Place,
    lock: File,
    /// Whether a thread of this process has the lock, which belongs to the process.
    is_held: AtomicBool,
    presence: File,
    words: Words,
    timeout: Duration,
    /// Of this process: asking the system costs as much as a lock.
    pid: u64,
}

/// The lock of a session; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    session: Arc<Session>,
    /// The holder before has died, and what it left has not been set right.
    pub(super) needs_repair: bool,
}

impl Session {
    /// Enters, and answers the lock and whether nobody else is there.
    pub(super) fn enter(place: Place, timeout: Duration, patience: &Patience) -> Result<(Arc<Self>, Held, bool)> {
        let failed =
            |error| Error::Persistence { action: "keep a journal beside", path: place.path.clone(), source: error };
        loop {
            let lock = open(&place.side("-lock")).map_err(failed)?;
            let is_locked =
                patience.ask(|| match spin(|| lock.try_lock().map_or_else(not_yet, |()| Ok(Some(())))) {
                    Err(error) => Err(failed(error)),
                    Ok(locked) => Ok(locked),
                })?;
            if is_locked.is_none() {
                return Err(Error::Busy { holder: holder(&place), path: place.path });
            }
            // The last one out may have removed the file between the two calls.
            if !is_at(&lock, &place.side("-lock")) {
                continue;
            }
            let presence = open(&place.side("-shm")).map_err(failed)?;
            let is_alone = presence.try_lock().is_ok();
            if is_alone && presence.metadata().map_err(failed)?.len() != SIZE {
                presence.set_len(0).and_then(|()| presence.set_len(SIZE)).map_err(failed)?;
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
            let held = Held { session: Arc::clone(&session), needs_repair };
            return Ok((session, held, is_alone));
        }
    }

    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    /// The words are set: others may enter.
    pub(super) fn is_ready(&self) {
        self.words.set_format(FORMAT);
    }

    /// The lock, if it is free or about to be.
    pub(super) fn try_hold(self: &Arc<Self>) -> Option<Held> {
        let hold = || {
            if !self.is_held.swap(true, Ordering::Acquire) {
                if self.lock.try_lock().is_ok() {
                    let needs_repair = self.words.holder() != 0;
                    self.words.set_holder(self.pid);
                    return Ok(Some(Held { session: Arc::clone(self), needs_repair }));
                }
                self.is_held.store(false, Ordering::Release);
            }
            Ok::<_, Infallible>(None)
        };
        spin(hold).unwrap_or_default()
    }

    /// The lock, waiting for it.
    pub(super) fn hold(self: &Arc<Self>, patience: &Patience) -> Result<Held> {
        patience.ask(|| Ok(self.try_hold()))?.ok_or_else(|| self.busy())
    }

    /// How long whoever opened the file first waits.
    pub(super) fn patience(&self) -> Patience {
        Patience::of(self.timeout)
    }

    pub(super) fn busy(&self) -> Error {
        let holder = Some(self.words.holder()).filter(|pid| *pid != 0).or_else(|| ask_system(&self.lock));
        Error::Busy { path: self.place.path.clone(), holder }
    }

    /// Whether the files of the session are still those beside the JSON file; none where there are none.
    pub(super) fn is_current(&self, _: &Held) -> Option<bool> {
        let path = self.place.side("-lock");
        path.exists().then(|| is_at(&self.lock, &path))
    }

    /// Whether nobody else is there. Where somebody is, this process counts as gone.
    pub(super) fn is_last(&self, _: &Held) -> bool {
        let is_last = self.presence.try_lock().is_ok();
        if !is_last {
            // A lock that could not be made an exclusive one may be gone or not.
            let _ = self.presence.unlock();
        }
        is_last
    }

    /// Has the last one stay, who was about to leave.
    pub(super) fn stay(&self, _: &Held) {
        let _ = self.presence.lock_shared();
    }

    /// Removes the files of the session: nobody else is there, and this process counts as gone.
    pub(super) fn remove_files(&self, _: &Held) {
        for suffix in ["-shm", "-lock"] {
            let _ = fs::remove_file(self.place.side(suffix));
        }
        let _ = self.presence.unlock();
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let session = &self.session;
        if !self.needs_repair && !thread::panicking() {
            session.words.set_holder(0);
        }
        let _ = session.lock.unlock();
        session.is_held.store(false, Ordering::Release);
    }
}

fn open(path: &Path) -> io::Result<File> {
    private().create(true).truncate(false).open(path)
}

/// Keeps out those who would save the same JSON file without a journal, as long as the answer lives, by
/// a lock of the file or, where there is none yet, of its folder; none where the system has no such lock.
pub(super) fn keep_out_others(place: &Place, patience: &Patience) -> Result<Option<File>> {
    loop {
        let is_there = fs::metadata(&place.path).is_ok_and(|metadata| metadata.is_file());
        let path = if is_there { &place.path } else { place.path.parent().unwrap_or(&place.path) };
        let Ok(file) = File::open(path) else { return Ok(None) };
        let locked = patience.ask(|| {
            let locked = spin(|| file.try_lock().map_or_else(not_yet, |()| Ok(Some(true))));
            Ok(locked.unwrap_or(Some(false)))
        })?;
        let is_current = || if is_there { is_at(&file, &place.path) } else { !place.path.is_file() };
        match locked {
            Some(true) if is_current() => return Ok(Some(file)),
            // Whoever had it locked has replaced the file, or made one.
            Some(true) => {}
            Some(false) => return Ok(None),
            // The folder is not ours alone.
            None if !is_there => return Ok(None),
            None => return Err(Error::Busy { holder: ask_system(&file), path: place.path.clone() }),
        }
    }
}

/// Asks a hundred times at once.
fn spin<T, E>(mut ask: impl FnMut() -> Result<Option<T>, E>) -> Result<Option<T>, E> {
    for _ in 0..SPINS {
        if let Some(answer) = ask()? {
            return Ok(Some(answer));
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

/// Who holds the lock by what Linux tells: a holder can be stopped before it has said so itself.
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

/// Who holds the lock, for those who have not been let in.
pub(super) fn holder(place: &Place) -> Option<u64> {
    read_holder(&place.side("-shm")).or_else(|| ask_system(&File::open(place.side("-lock")).ok()?))
}

fn read_holder(shm: &PathBuf) -> Option<u64> {
    let file = File::open(shm).ok()?;
    (file.metadata().ok()?.len() == SIZE).then_some(())?;
    let holder = Words::new(Arc::new(Mapping::of(&open(shm).ok()?).ok()?)).holder();
    drop(file);
    Some(holder).filter(|pid| *pid != 0)
}

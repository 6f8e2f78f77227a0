//! The engines of this process that are kept in a file: one for each file, whichever bundle, thread
//! or realm asks.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::engine::{Attempt, Engine, Listener, place};
use super::options::EngineOptions;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::persist::{self, Fold, Warning};
use crate::store::{Options, Store};

static ENGINES: LazyLock<Mutex<HashMap<PathBuf, Shared>>> = LazyLock::new(Mutex::default);

/// Whether the process is on its way out.
pub(super) static EXITING: AtomicBool = AtomicBool::new(false);

#[derive(Debug)]
struct Shared {
    engine: Arc<Engine>,
    shares: usize,
}

/// A share in an engine, with the choices of its owner. When it goes, what the file lacks is saved.
#[derive(Debug)]
pub struct Share {
    engine: Arc<Engine>,
    options: Arc<Options>,
    /// Where the engine is kept, if it is shared.
    path: Option<PathBuf>,
    id: u64,
    /// How long another process is waited for.
    lock_timeout: Option<Duration>,
}

impl Share {
    /// An engine of its own, in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub fn in_memory(options: Options, now: Now) -> Result<Self> {
        let engine = Arc::new(Engine::in_memory(&options, now)?);
        Ok(Self::new(engine, options, None))
    }

    /// A share in the engine of a file, with what there is to say about the file; now, and to the
    /// listener, later.
    ///
    /// # Errors
    /// As [`Share::in_memory`]; [`Error::Busy`].
    pub fn in_file(path: &Path, options: EngineOptions, now: Now, listener: Listener) -> Result<(Self, Vec<Warning>)> {
        let path = persist::resolve(path);
        // Locked until the file is loaded: whoever is about to save and leave does that before or
        // after, but not meanwhile.
        let mut engines = engines();
        let (engine, warnings) = if let Some(shared) = engines.get_mut(&path) {
            let mut warnings = shared.engine.refresh(&options.store, now)?;
            warnings.extend(shared.engine.insist_on(options.durability));
            shared.shares += 1;
            (Arc::clone(&shared.engine), warnings)
        } else {
            let (engine, warnings) = Engine::in_file(place(path.clone()), &options, now)?;
            engines.insert(path.clone(), Shared { engine: Arc::clone(&engine), shares: 1 });
            (engine, warnings)
        };
        let mut share = Self::new(engine, options.store, Some(path));
        share.lock_timeout = Some(options.lock_timeout);
        share.engine.listen(share.id, options.debounce.0, listener);
        Ok((share, warnings))
    }

    fn new(engine: Arc<Engine>, options: Options, path: Option<PathBuf>) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        Self { engine, options: Arc::new(options), path, id, lock_timeout: None }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Runs an operation of the store that changes it, if it need not wait for another process.
    pub fn change<T, F>(&self, operation: F) -> Attempt<T>
    where
        F: FnOnce(&Store) -> Result<T> + Send + 'static,
    {
        self.engine.change(self.lock_timeout, operation)
    }

    /// The choices of the owner.
    #[must_use]
    pub fn options(&self) -> &Arc<Options> {
        &self.options
    }

    /// Gives the share back: saves what the file lacks, and leaves the file where nobody else in this
    /// process has a share in it.
    ///
    /// # Errors
    /// [`Error::Persistence`], [`Error::Busy`].
    pub fn release(mut self) -> Result<()> {
        self.path.take().map_or(Ok(()), |path| release(&path, self.id))
    }
}

fn release(path: &Path, id: u64) -> Result<()> {
    let mut engines = engines();
    let Some(shared) = engines.get_mut(path) else { return Ok(()) };
    shared.engine.unlisten(id);
    shared.shares -= 1;
    if shared.shares > 0 {
        // The timer that was to save may have gone with the owner.
        return if shared.engine.is_behind() { shared.engine.save(Fold::Lazy) } else { Ok(()) };
    }
    let outcome = shared.engine.leave();
    // What cannot be saved stays, for the next one who opens the file and for the exit.
    if outcome.is_ok() {
        engines.remove(path);
    }
    outcome
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            // There is nobody left to tell.
            let _ = release(&path, self.id);
        }
    }
}

/// Saves what the files of all engines lack, whichever thread they belong to, and from now on every
/// change at once. Answers what could not be saved, but for files whose folder has been taken away:
/// that is how tests clean up.
pub fn save_all_at_exit() -> Vec<Error> {
    EXITING.store(true, Ordering::Relaxed);
    engines()
        .values()
        .filter_map(|shared| shared.engine.leave().err())
        .filter(|error| !matches!(error, Error::Persistence { source, .. } if source.kind() == ErrorKind::NotFound))
        .collect()
}

fn engines() -> MutexGuard<'static, HashMap<PathBuf, Shared>> {
    // What the map holds is whole after any panic.
    ENGINES.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The engines of this process that are kept in a file: one for each file, whichever bundle, thread
//! or realm asks.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use super::Engine;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::persist::{self, Warning};
use crate::store::Options;

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
    options: Options,
    /// Where the engine is kept, if it is shared.
    path: Option<PathBuf>,
}

impl Share {
    /// An engine of its own, in memory.
    ///
    /// # Errors
    /// [`Error::ArgType`] or [`Error::ArgValue`] where the initial state is wrong.
    pub fn in_memory(options: Options, now: Now) -> Result<Self> {
        let engine = Arc::new(Engine::in_memory(&options, now)?);
        Ok(Self { engine, options, path: None })
    }

    /// A share in the engine of a file, with what there is to say about the file.
    ///
    /// # Errors
    /// As [`Share::in_memory`].
    pub fn in_file(path: &Path, options: Options, now: Now) -> Result<(Self, Vec<Warning>)> {
        let path = persist::resolve(path);
        // Locked until the file is loaded: whoever is about to save and leave does that before or
        // after, but not meanwhile.
        let mut engines = engines();
        let (engine, warnings) = if let Some(shared) = engines.get_mut(&path) {
            let warnings = shared.engine.refresh(&options, now)?;
            shared.shares += 1;
            (Arc::clone(&shared.engine), warnings)
        } else {
            let (engine, warnings) = Engine::in_file(path.clone(), &options, now)?;
            let engine = Arc::new(engine);
            engines.insert(path.clone(), Shared { engine: Arc::clone(&engine), shares: 1 });
            (engine, warnings)
        };
        Ok((Self { engine, options, path: Some(path) }, warnings))
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// The choices of the owner.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let Some(path) = &self.path else { return };
        let mut engines = engines();
        let Some(shared) = engines.get_mut(path) else { return };
        shared.shares -= 1;
        // Also where others stay: the timer that was to save may have gone with the owner.
        let saved = !shared.engine.is_behind() || shared.engine.save().is_ok();
        // What cannot be saved stays, for the next one who opens the file and for the exit.
        if shared.shares == 0 && saved {
            engines.remove(path);
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
        .filter(|shared| shared.engine.is_behind())
        .filter_map(|shared| shared.engine.save().err())
        .filter(|error| !matches!(error, Error::Persistence { source, .. } if source.kind() == ErrorKind::NotFound))
        .collect()
}

fn engines() -> MutexGuard<'static, HashMap<PathBuf, Shared>> {
    // What the map holds is whole after any panic.
    ENGINES.lock().unwrap_or_else(PoisonError::into_inner)
}

//! A disk in memory that can be broken at any of the calls that are made to it.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::persist::disk::{Disk, Handle, Stamp};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    /// The call fails with an error of the system.
    Error(i32),
    /// A write does a part of its work.
    Short,
    /// Nothing happens any more, from that call on.
    Stop,
}

#[derive(Clone, Debug, Default)]
pub(super) struct FakeDisk(Arc<Mutex<World>>);

#[derive(Debug, Default)]
struct World {
    names: HashMap<PathBuf, Arc<Mutex<Inode>>>,
    /// The names that survive a power loss.
    synced_names: HashMap<PathBuf, Arc<Mutex<Inode>>>,
    clock: u64,
    calls: usize,
    fault: Option<(usize, Fault)>,
    has_stopped: bool,
}

#[derive(Debug, Default)]
struct Inode {
    number: u64,
    modified: u64,
    content: Vec<u8>,
    /// What survives a power loss.
    synced: Vec<u8>,
}

impl FakeDisk {
    /// A disk on which the n-th call goes wrong.
    pub(super) fn breaking(call: usize, fault: Fault) -> Self {
        Self(Arc::new(Mutex::new(World { fault: Some((call, fault)), ..World::default() })))
    }

    /// How many calls there have been.
    pub(super) fn calls(&self) -> usize {
        self.world().calls
    }

    pub(super) fn has_stopped(&self) -> bool {
        self.world().has_stopped
    }

    /// What a process that starts later finds.
    pub(super) fn after_death(&self) {
        let mut world = self.world();
        world.fault = None;
        world.has_stopped = false;
    }

    /// What it finds after a power loss.
    pub(super) fn after_power_loss(&self) {
        let mut world = self.world();
        world.names = world.synced_names.clone();
        for inode in world.names.values() {
            let mut inode = inode.lock().unwrap();
            inode.content = inode.synced.clone();
        }
        drop(world);
        self.after_death();
    }

    pub(super) fn names(&self) -> Vec<String> {
        let world = self.world();
        let mut names: Vec<_> =
            world.names.keys().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    /// Counts a call, and answers whether it is to do a part of its work.
    fn call(&self) -> io::Result<bool> {
        let mut world = self.world();
        world.calls += 1;
        world.clock += 1_000_000_000;
        match world.fault {
            _ if world.has_stopped => Err(io::Error::other("the world has stopped")),
            Some((call, fault)) if call == world.calls => match fault {
                Fault::Error(code) => Err(io::Error::from_raw_os_error(code)),
                Fault::Short => Ok(true),
                Fault::Stop => {
                    world.has_stopped = true;
                    Err(io::Error::other("the world has stopped"))
                }
            },
            _ => Ok(false),
        }
    }

    fn find(&self, path: &Path) -> io::Result<Arc<Mutex<Inode>>> {
        self.world().names.get(path).cloned().ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn handle(&self, inode: Arc<Mutex<Inode>>) -> Box<dyn Handle> {
        Box::new(FakeHandle { disk: self.clone(), inode })
    }
}

impl Inode {
    fn stamp(&self) -> Stamp {
        Stamp { modified: self.modified, length: self.content.len() as u64, inode: self.number }
    }
}

impl Disk for FakeDisk {
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, Stamp)> {
        self.call()?;
        let inode = self.find(path)?;
        let inode = inode.lock().unwrap();
        Ok((inode.content.clone(), inode.stamp()))
    }

    fn stat(&self, path: &Path) -> io::Result<Stamp> {
        self.call()?;
        Ok(self.find(path)?.lock().unwrap().stamp())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call()?;
        Ok(self.handle(self.find(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call()?;
        let mut world = self.world();
        if world.names.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let inode = Inode { number: world.clock, modified: world.clock, ..Inode::default() };
        let inode = Arc::new(Mutex::new(inode));
        world.names.insert(path.to_owned(), Arc::clone(&inode));
        drop(world);
        Ok(self.handle(inode))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        let mut world = self.world();
        let inode = world.names.remove(from).ok_or(ErrorKind::NotFound)?;
        world.names.insert(to.to_owned(), inode);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        self.world().names.remove(path).map(drop).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        self.call().map(drop)
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.call()?;
        let mut world = self.world();
        world.synced_names = world.names.clone();
        Ok(())
    }

    fn list(&self, _: &Path) -> Vec<(OsString, Duration)> {
        let world = self.world();
        world.names.keys().map(|path| (path.file_name().unwrap().to_owned(), Duration::from_secs(1))).collect()
    }
}

#[derive(Debug)]
struct FakeHandle {
    disk: FakeDisk,
    inode: Arc<Mutex<Inode>>,
}

impl Handle for FakeHandle {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let is_short = self.disk.call()?;
        let inode = self.inode.lock().unwrap();
        let rest = inode.content.get(usize::try_from(offset).unwrap()..).unwrap_or_default();
        let mut length = rest.len().min(buffer.len());
        if is_short {
            length = length.div_ceil(2);
        }
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }

    fn write_at(&self, buffer: &[u8], offset: u64) -> io::Result<usize> {
        let outcome = self.disk.call();
        // Who is stopped in the middle of a write may have done some of it.
        let length = match outcome {
            Ok(false) => buffer.len(),
            Ok(true) => buffer.len().div_ceil(2),
            Err(_) if self.disk.world().has_stopped => buffer.len() / 2,
            Err(_) => 0,
        };
        let start = usize::try_from(offset).unwrap();
        let mut inode = self.inode.lock().unwrap();
        if self.disk.world().calls > 0 && length > 0 && (outcome.is_ok() || self.disk.is_at_the_stop()) {
            if inode.content.len() < start + length {
                inode.content.resize(start + length, 0);
            }
            inode.content[start..start + length].copy_from_slice(&buffer[..length]);
            inode.modified = self.disk.world().clock;
        }
        outcome.map(|_| length)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.disk.call()?;
        self.inode.lock().unwrap().content.resize(usize::try_from(length).unwrap(), 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.disk.call()?;
        let mut inode = self.inode.lock().unwrap();
        inode.synced = inode.content.clone();
        Ok(())
    }

    fn stat(&self) -> io::Result<Stamp> {
        self.disk.call()?;
        Ok(self.inode.lock().unwrap().stamp())
    }
}

impl FakeDisk {
    /// Whether the last call is the one at which the world has stopped.
    fn is_at_the_stop(&self) -> bool {
        let world = self.world();
        matches!(world.fault, Some((call, Fault::Stop)) if call == world.calls)
    }
}

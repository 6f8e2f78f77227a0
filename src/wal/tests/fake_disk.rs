//! A disk in memory that breaks on demand, and loses what was not synced when the power goes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::super::disk::{Disk, Handle, Stamp, nanoseconds};

/// The disk of one process: the files are shared, the faults its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct FakeDisk {
    files: Arc<Mutex<Files>>,
    faults: Arc<Mutex<Faults>>,
}

#[derive(Clone, Debug, Default)]
struct Files {
    nodes: Vec<Node>,
    names: BTreeMap<PathBuf, usize>,
    synced_names: BTreeMap<PathBuf, usize>,
}

/// A file without its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link(usize);

#[derive(Clone, Debug, Default)]
struct Node {
    content: Vec<u8>,
    synced: Vec<u8>,
    modified: u64,
}

#[derive(Debug, Default)]
struct Faults {
    calls: usize,
    plan: Option<Plan>,
}

/// Which calls fail, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// The number of the first one.
    pub(crate) at: usize,
    /// What becomes of it.
    pub(crate) first: Verdict,
    /// How many after it are refused.
    pub(crate) then: usize,
    /// For what reason.
    pub(crate) reason: ErrorKind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// Nothing is done, and the caller is told.
    Refused,
    /// Half of what is to be written is, and the caller is told how much.
    Half,
    /// Half of what is to be written is, and the caller is told that it failed.
    Torn,
    /// All is done, but the caller is told that it failed, or has died over it.
    Untold,
}

/// What the disk still has of the names or the contents of its files after a power loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Survives {
    All,
    Synced,
}

impl FakeDisk {
    /// The same files for another process, with no faults.
    pub(crate) fn for_another(&self) -> Self {
        Self { files: Arc::clone(&self.files), faults: Arc::default() }
    }

    /// A copy of the files as the next process finds them.
    pub(crate) fn after(&self, names: Survives, contents: Survives) -> Self {
        let mut files = self.files.lock().unwrap().clone();
        if names == Survives::Synced {
            files.names = files.synced_names.clone();
        }
        for node in files.nodes.iter_mut().filter(|_| contents == Survives::Synced) {
            node.content.clone_from(&node.synced);
        }
        Self { files: Arc::new(Mutex::new(files)), faults: Arc::default() }
    }

    pub(crate) fn plan(&self, plan: Plan) {
        self.faults.lock().unwrap().plan = Some(plan);
    }

    /// How many calls there have been.
    pub(crate) fn calls(&self) -> usize {
        self.faults.lock().unwrap().calls
    }

    /// True if no further call succeeds.
    pub(crate) fn is_stopped(&self) -> bool {
        let faults = self.faults.lock().unwrap();
        faults.plan.is_some_and(|plan| plan.then == usize::MAX && faults.calls > plan.at)
    }

    /// The names of the files there are.
    pub(crate) fn names(&self) -> Vec<String> {
        let files = self.files.lock().unwrap();
        files.names.keys().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    }

    /// Writes a file.
    pub(crate) fn write_file(&self, name: &str, content: &[u8]) {
        self.files.lock().unwrap().add(&Path::new("/folder").join(name), content.to_vec());
    }

    /// A file, whatever name it has later.
    pub(crate) fn link(&self, name: &str) -> Option<Link> {
        self.files.lock().unwrap().find(&Path::new("/folder").join(name)).ok().map(Link)
    }

    /// Gives a file a name; takes the name away where there is none.
    pub(crate) fn put(&self, name: &str, file: Option<Link>) {
        let path = Path::new("/folder").join(name);
        let names = &mut self.files.lock().unwrap().names;
        match file {
            Some(Link(node)) => names.insert(path, node),
            None => names.remove(&path),
        };
    }

    /// Serves a call or fails it.
    fn call<T>(&self, act: impl FnOnce(&mut Files) -> io::Result<T>) -> io::Result<T> {
        self.write(false, |files, _| act(files))
    }

    /// The same for one that may be a write; `act` learns whether to do all of it.
    fn write<T>(&self, is_write: bool, act: impl FnOnce(&mut Files, bool) -> io::Result<T>) -> io::Result<T> {
        let mut faults = self.faults.lock().unwrap();
        let call = faults.calls;
        faults.calls += 1;
        let mut files = self.files.lock().unwrap();
        let Some(Plan { at, first, then, reason }) = faults.plan.filter(|plan| plan.at <= call) else {
            return act(&mut files, true);
        };
        if call > at {
            return if call - at <= then { Err(reason.into()) } else { act(&mut files, true) };
        }
        match first {
            Verdict::Refused => Err(reason.into()),
            Verdict::Half => act(&mut files, false),
            Verdict::Torn if !is_write => Err(reason.into()),
            Verdict::Torn => act(&mut files, false).and(Err(reason.into())),
            Verdict::Untold => act(&mut files, true).and(Err(reason.into())),
        }
    }

    fn handle(&self, node: usize) -> Box<dyn Handle> {
        Box::new(FakeFile { disk: self.clone(), node })
    }
}

impl Files {
    fn add(&mut self, path: &Path, content: Vec<u8>) -> usize {
        self.nodes.push(Node { content, synced: Vec::new(), modified: nanoseconds(SystemTime::now()) });
        self.names.insert(path.to_owned(), self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn stamp(&self, node: usize) -> Stamp {
        let Node { content, modified, .. } = &self.nodes[node];
        Stamp { modified: *modified, length: content.len() as u64, inode: node as u64 }
    }
}

impl Disk for FakeDisk {
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, Stamp)> {
        self.call(|files| {
            let node = files.find(path)?;
            Ok((files.nodes[node].content.clone(), files.stamp(node)))
        })
    }

    fn stat(&self, path: &Path) -> io::Result<Stamp> {
        self.call(|files| Ok(files.stamp(files.find(path)?)))
    }

    fn is_file(&self, path: &Path) -> Option<bool> {
        self.files.lock().unwrap().names.contains_key(path).then_some(true)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call(|files| Ok(self.handle(files.find(path)?)))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.call(|files| {
            if files.names.contains_key(path) {
                return Err(ErrorKind::AlreadyExists.into());
            }
            Ok(self.handle(files.add(path, Vec::new())))
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|files| {
            let node = files.names.remove(from).ok_or(ErrorKind::NotFound)?;
            files.names.insert(to.to_owned(), node);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|files| files.names.remove(path).map(drop).ok_or_else(|| ErrorKind::NotFound.into()))
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        self.call(|_| Ok(()))
    }

    fn make_private_folder(&self, _: &Path) -> io::Result<bool> {
        self.call(|_| Ok(true))
    }

    fn remove_folder(&self, _: &Path) -> io::Result<()> {
        self.call(|_| Ok(()))
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.call(|files| {
            files.synced_names.clone_from(&files.names);
            Ok(())
        })
    }

    fn list(&self, _: &Path) -> Vec<(OsString, Duration)> {
        let names = |files: &mut Files| {
            Ok(files.names.keys().map(|path| (path.file_name().unwrap().into(), Duration::from_secs(60))).collect())
        };
        self.call(names).unwrap_or_default()
    }
}

#[derive(Debug)]
struct FakeFile {
    disk: FakeDisk,
    node: usize,
}

impl Handle for FakeFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.disk.call(|files| {
            let content = &files.nodes[self.node].content;
            let rest = content.get(usize::try_from(offset).unwrap()..).unwrap_or_default();
            let length = rest.len().min(buffer.len());
            buffer[..length].copy_from_slice(&rest[..length]);
            Ok(length)
        })
    }

    fn write_at(&self, buffer: &[u8], offset: u64) -> io::Result<usize> {
        self.disk.write(true, |files, all| {
            let length = if all { buffer.len() } else { buffer.len().div_ceil(2) };
            let start = usize::try_from(offset).unwrap();
            let node = &mut files.nodes[self.node];
            node.content.resize(node.content.len().max(start + length), 0);
            node.content[start..start + length].copy_from_slice(&buffer[..length]);
            node.modified = nanoseconds(SystemTime::now());
            Ok(length)
        })
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.disk.call(|files| {
            files.nodes[self.node].content.resize(usize::try_from(length).unwrap(), 0);
            Ok(())
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.disk.call(|files| {
            let node = &mut files.nodes[self.node];
            node.synced.clone_from(&node.content);
            Ok(())
        })
    }

    fn stat(&self) -> io::Result<Stamp> {
        self.disk.call(|files| Ok(files.stamp(self.node)))
    }
}

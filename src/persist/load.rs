//! Reading the file, and setting it aside where it is none of ours.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::Warning;
use crate::clock::Now;
use crate::error::Result;
use crate::fixtures;
use crate::model::{self, State, Value};
use crate::overlay::{Kind, overlay};

/// What stands at the path after loading.
#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// Nothing.
    Nothing,
    /// The state that was loaded.
    State,
    /// Something that could neither be read nor moved aside.
    Occupied,
}

#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) state: State,
    pub(super) content: Content,
    pub(super) warnings: Vec<Warning>,
}

/// A file's own place: absolute, and behind every symbolic link, so that a link stays a link when the
/// file is replaced, and a file has one place however its path is written.
#[must_use]
pub fn resolve(path: &Path) -> PathBuf {
    let absolute = env::current_dir().map_or_else(|_| path.to_owned(), |folder| folder.join(path));
    absolute
        .ancestors()
        .find_map(|known| {
            let rest = absolute.strip_prefix(known).ok()?;
            let known = fs::canonicalize(known).ok()?;
            Some(if rest.as_os_str().is_empty() { known } else { known.join(rest) })
        })
        .unwrap_or_else(|| absolute.clone())
}

/// Loads the state of a file over the state to start with.
pub(super) fn load(path: &Path, initial_state: Option<&Value>, now: Now) -> Result<Loaded> {
    let initial = fixtures::initial(initial_state, now)?;
    let text = match read_file(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Loaded { state: initial, content: Content::Nothing, warnings: Vec::new() });
        }
        Err(error) => {
            let message = format!(
                "Cannot read {}: {error}. The store starts without it and does not overwrite it",
                path.display()
            );
            let warnings = vec![Warning { code: "ERR_PERSISTENCE", message }];
            return Ok(Loaded { state: initial, content: Content::Occupied, warnings });
        }
    };
    let problem = match read(&text, &initial, now) {
        Ok(state) => return Ok(Loaded { state, content: Content::State, warnings: Vec::new() }),
        Err(problem) => problem,
    };
    let (content, fate) = match set_aside(path, now) {
        Ok(aside) => (Content::Nothing, format!("It was moved to {}", aside.display())),
        Err(error) => (Content::Occupied, format!("It could not be moved aside ({error}) and is not overwritten")),
    };
    let message = format!("{} does not hold the state of a store: {problem}. {fate}", path.display());
    Ok(Loaded { state: initial, content, warnings: vec![Warning { code: "ERR_PERSISTENCE", message }] })
}

/// Reads a regular file. Anything else is left alone: reading a pipe would wait for ever.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_file() {
        fs::read(path)
    } else {
        Err(io::Error::new(ErrorKind::Unsupported, "not a regular file"))
    }
}

fn read(text: &[u8], initial: &State, now: Now) -> Result<State, Box<dyn std::error::Error>> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let value = Value::from_json(text)?;
    if !matches!(value, Value::Object(_)) {
        return Err(value.mismatch(&model::Path::Root("state"), "an object").into());
    }
    let change = overlay(initial, value, &model::Path::Root(""), Kind::File, now)?;
    let mut state = initial.clone();
    change.apply(&mut state);
    Ok(state)
}

/// Moves a file to `<name>.corrupt-<time>` in its folder, over no other file.
pub(super) fn set_aside(path: &Path, now: Now) -> io::Result<PathBuf> {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".corrupt-{}", now.millis()));
    let mut aside = path.with_file_name(&name);
    let mut attempt = 1;
    while aside.symlink_metadata().is_ok() {
        attempt += 1;
        let mut name = name.clone();
        name.push(format!("-{attempt}"));
        aside = path.with_file_name(name);
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

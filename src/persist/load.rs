//! Reading the file, and setting it aside where it is none of ours.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
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

/// A file's own place: absolute, without `..` (which counts as in Node's `path.resolve`), and behind
/// every symbolic link, so that a link stays a link when the file is replaced, and a file has one
/// place however its path is written.
#[must_use]
pub fn resolve(path: &Path) -> PathBuf {
    /// As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut place = normalize(path);
    for _ in 0..MOST_LINKS {
        if let Ok(known) = fs::canonicalize(&place) {
            return known;
        }
        // A link to nothing is where the file is to be.
        let Ok(target) = fs::read_link(&place) else { break };
        place = normalize(&place.with_file_name("").join(target));
    }
    place
        .ancestors()
        .find_map(|known| Some(fs::canonicalize(known).ok()?.join(place.strip_prefix(known).ok()?)))
        .unwrap_or_else(|| place.clone())
}

fn normalize(path: &Path) -> PathBuf {
    let absolute = env::current_dir().map_or_else(|_| path.to_owned(), |folder| folder.join(path));
    absolute.components().fold(PathBuf::new(), |mut known, component| {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(known.pop()),
            component => known.push(component),
        }
        known
    })
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
    let value = Value::from_json(&well_formed(text))?;
    if !matches!(value, Value::Object(_)) {
        return Err(value.mismatch(&model::Path::Root("state"), "an object").into());
    }
    let change = overlay(initial, value, &model::Path::Root(""), Kind::File, now)?;
    let mut state = initial.clone();
    change.apply(&mut state);
    Ok(state)
}

/// JSON in which the escape of half a surrogate pair is that of U+FFFD. JavaScript writes such halves;
/// nobody else can read them.
fn well_formed(json: &[u8]) -> Cow<'_, [u8]> {
    const REPLACEMENT: &[u8] = b"\\ufffd";
    let mut fixed: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = json.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += found;
        let unit = escaped_unit(json, at);
        let (length, is_half) = match unit {
            Some(0xD800..=0xDBFF) => match escaped_unit(json, at + 6) {
                Some(0xDC00..=0xDFFF) => (12, false),
                _ => (6, true),
            },
            Some(0xDC00..=0xDFFF) => (6, true),
            Some(_) => (6, false),
            None => (2, false),
        };
        if is_half && let Some(escape) = fixed.get_or_insert_with(|| json.to_vec()).get_mut(at..at + 6) {
            escape.copy_from_slice(REPLACEMENT);
        }
        at += length;
    }
    fixed.map_or(Cow::Borrowed(json), Cow::Owned)
}

/// The UTF-16 unit of an escape that stands at a place, if one does.
fn escaped_unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
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

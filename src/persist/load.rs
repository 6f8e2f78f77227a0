//! Reading the file, and setting it aside where it is none of ours.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use super::Warning;
use super::disk::Stamp;
use super::place::{Place, folder};
use super::record::SnapshotId;
use crate::clock::Now;
use crate::error::{Error, Result};
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
    pub(super) id: Option<SnapshotId>,
    pub(super) is_complete: bool,
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

/// A state that was read from the file, or the one to start with where there is no file.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) state: State,
    /// What was read; none where there is nothing.
    pub(super) id: Option<SnapshotId>,
    /// Whether all of the state comes from the file.
    pub(super) is_complete: bool,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) enum Problem {
    /// The options are wrong.
    Options(Error),
    /// The system refuses.
    Unreadable(io::Error),
    /// It does not hold the state of a store.
    Malformed(String, Stamp),
}

/// Reads the file over the state to start with.
pub(super) fn read_snapshot(place: &Place, initial_state: Option<&Value>, now: Now) -> Result<Read, Problem> {
    let initial = fixtures::initial(initial_state, now).map_err(Problem::Options)?;
    match place.disk.read(&place.path) {
        Ok((text, stamp)) => {
            let (state, is_complete) =
                read(&text, &initial, now).map_err(|problem| Problem::Malformed(problem.to_string(), stamp))?;
            Ok(Read { state, id: Some(SnapshotId::of(&text, stamp)), is_complete })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Read { state: initial, id: None, is_complete: false }),
        Err(error) => Err(Problem::Unreadable(error)),
    }
}

/// What there is to say of an edit that is no state.
pub(super) fn ignored(place: &Place, problem: &str) -> Warning {
    let path = place.path.display();
    let message = format!("{path} does not hold the state of a store: {problem}. It is ignored until it does");
    Warning { code: "ERR_PERSISTENCE", message }
}

/// Why it is in the way of a save that leaves it to its author.
pub(super) fn not_overwritten(place: &Place) -> Error {
    let problem = io::Error::new(ErrorKind::InvalidData, "it has been edited and is no longer a state");
    place.error("write", problem)
}

/// What there is to say of a file that cannot be read.
pub(super) fn unreadable(place: &Place, error: &io::Error, consequence: &str) -> Warning {
    let message = format!("Cannot read {}: {error}. {consequence}", place.path.display());
    Warning { code: "ERR_PERSISTENCE", message }
}

/// Loads the state of a file over the state to start with.
pub(super) fn load(place: &Place, initial_state: Option<&Value>, now: Now) -> Result<Loaded> {
    let path = &place.path;
    let problem = match read_snapshot(place, initial_state, now) {
        Ok(Read { state, id, is_complete }) => {
            let content = if id.is_some() { Content::State } else { Content::Nothing };
            return Ok(Loaded { state, content, id, is_complete, warnings: Vec::new() });
        }
        Err(Problem::Options(error)) => return Err(error),
        Err(Problem::Unreadable(error)) => {
            let Warning { message, .. } =
                unreadable(place, &error, "The store starts without it and does not overwrite it");
            return starting_anew(initial_state, now, Content::Occupied, message);
        }
        Err(Problem::Malformed(problem, _)) => problem,
    };
    let (content, fate) = match set_aside(place, now) {
        Ok(aside) => (Content::Nothing, format!("It was moved to {}", aside.display())),
        Err(error) => (Content::Occupied, format!("It could not be moved aside ({error}) and is not overwritten")),
    };
    let message = format!("{} does not hold the state of a store: {problem}. {fate}", path.display());
    starting_anew(initial_state, now, content, message)
}

fn starting_anew(initial_state: Option<&Value>, now: Now, content: Content, message: String) -> Result<Loaded> {
    let state = fixtures::initial(initial_state, now)?;
    let warnings = vec![Warning { code: "ERR_PERSISTENCE", message }];
    Ok(Loaded { state, content, id: None, is_complete: false, warnings })
}

fn read(text: &[u8], initial: &State, now: Now) -> Result<(State, bool), Box<dyn std::error::Error>> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let value = Value::from_state(&well_formed(text))?;
    if !matches!(value, Value::Object(_)) {
        return Err(value.mismatch(&model::Path::Root("state"), "an object").into());
    }
    let is_complete = PARTS.iter().all(|part| has(&value, part));
    let change = overlay(initial, value, &model::Path::Root(""), Kind::File, now)?;
    let mut state = initial.clone();
    change.apply_to(&mut state);
    Ok((state, is_complete))
}

/// What a file has a default for that lacks it.
const PARTS: [&[&str]; 15] = [
    &["instance", "instanceId"],
    &["instance", "state"],
    &["instance", "hasVolume"],
    &["instance", "lastUpdated"],
    &["ssm", "parameters"],
    &["ssm", "commands"],
    &["backups"],
    &["costs", "current-month"],
    &["costs", "last-month"],
    &["costs", "last-30-days"],
    &["cloudformation", "exists"],
    &["cloudformation", "status"],
    &["cloudformation", "stackId"],
    &["faults", "globalLatencyMs"],
    &["faults", "operationFailures"],
];

fn has(value: &Value, part: &[&str]) -> bool {
    let Some((key, rest)) = part.split_first() else { return true };
    let Value::Object(entries) = value else { return false };
    entries.iter().any(|(name, value)| name == key && has(value, rest))
}

/// JSON in which the escape of half a surrogate pair is that of U+FFFD. JavaScript writes such halves;
/// nobody else can read them.
fn well_formed(json: &[u8]) -> Cow<'_, [u8]> {
    const REPLACEMENT: &[u8] = b"\\ufffd";
    let mut fixed: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = json.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
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

/// Moves the file to `<name>.corrupt-<time>` in its folder, over no other file.
pub(super) fn set_aside(place: &Place, now: Now) -> io::Result<PathBuf> {
    move_aside(place, &place.path, &format!(".corrupt-{}", now.millis()))
}

/// Moves a file of the store to a name of the store with some suffix, over no other file.
pub(super) fn move_aside(place: &Place, from: &Path, suffix: &str) -> io::Result<PathBuf> {
    let mut aside = place.side(suffix);
    let mut attempt = 1;
    while place.disk.stat(&aside).is_ok() {
        attempt += 1;
        aside = place.side(&format!("{suffix}-{attempt}"));
    }
    place.disk.rename(from, &aside)?;
    Ok(aside)
}

/// A name for a file that is being written: hidden, and known as ours.
pub(super) fn temporary(place: &Place) -> PathBuf {
    let mut name = prefix(&place.path);
    name.extend(
        std::iter::repeat_with(fastrand::alphanumeric).take(8).map(|letter| OsString::from(letter.to_string())),
    );
    name.push(SUFFIX);
    place.path.with_file_name(name)
}

/// How old a file is at least that nobody is writing any more.
pub(super) const LEFTOVER_AGE: Duration = Duration::from_secs(60);

/// Removes what a process that was killed while it replaced a file has left. Younger ones may be
/// those of a process at work.
pub(super) fn remove_leftovers(place: &Place, least_age: Duration) {
    let prefix = prefix(&place.path);
    let folder = folder(&place.path);
    for (name, age) in place.disk.list(folder) {
        let bytes = name.as_encoded_bytes();
        if bytes.starts_with(prefix.as_encoded_bytes()) && bytes.ends_with(SUFFIX.as_bytes()) && age >= least_age {
            let _ = place.disk.remove(&folder.join(&name));
        }
    }
}

const SUFFIX: &str = ".tmp";

fn prefix(path: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push("-");
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_over_defaults(text: &str) -> Result<State, String> {
        let now = Now::default();
        read(text.as_bytes(), &fixtures::defaults(now), now).map(|(state, _)| state).map_err(|error| error.to_string())
    }

    fn parameter(value: &str) -> String {
        format!(r#"{{"value":{value},"type":"String","lastModified":"2026-01-30T12:00:00.000Z","tags":[1]}}"#)
    }

    #[test]
    fn of_parameters_of_the_same_name_the_last_one_counts() {
        let [one, other] = [r#""1""#, r#""2""#].map(parameter);
        let twice = format!(r#"{{"ssm":{{"parameters":{{"a":{one},"b":{one},"a":{other}}}}}}}"#);
        let state = read_over_defaults(&twice).unwrap();
        let values: Vec<_> = state.parameters.iter().map(|(name, parameter)| (&**name, &*parameter.value)).collect();
        assert_eq!(values, [("a", "2"), ("b", "1")]);
        assert!(state.parameters.get("a").is_some_and(|parameter| !parameter.extra.is_empty()));
    }

    #[test]
    fn what_is_wrong_first_is_told_first() {
        let wrong = parameter("5");
        let parameters = format!(r#""ssm":{{"parameters":{{"a/b":{wrong}}}}}"#);
        let problem = |text: &str| read_over_defaults(text).unwrap_err();
        assert_eq!(
            problem(&format!("{{{parameters}}}")),
            r#"The "ssm.parameters["a/b"].value" argument must be of type string. Received type number (5)"#
        );
        assert!(problem(&format!(r#"{{"backups":5,{parameters}}}"#)).starts_with(r#"The "backups" argument"#));
        assert!(problem(&format!("{{{parameters},}}")).contains("line 1"));
        assert!(problem(r#"{"ssm":{"parameters":[]}}"#).starts_with(r#"The "ssm.parameters" argument"#));
        assert!(problem(r#"{"ssm":{"parameters":{}}}5"#).contains("trailing"));
    }
}

//! The options of a `MockStateStore`, as its caller gives them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::document::{Field, Milliseconds, Path, Text, Value, Whole, nearest, text_enum};
use crate::error::Result;
use crate::state::scenarios::{self, Title};
use crate::state::transitions::set as read_transitions;
use crate::state::{Fixtures, Origin, Profile, State};
use crate::wal::Warning;

const NAMES: [&str; 15] = [
    "enablePersistence",
    "persistencePath",
    "persistenceDebounceMs",
    "initialState",
    "commandHistoryLimit",
    "durability",
    "lockTimeoutMs",
    "fixtures",
    "accountId",
    "region",
    "stackName",
    "callHistoryLimit",
    "transitions",
    "seed",
    "scenarios",
];

/// The options that a fork takes; the rest is that of the store that it starts from.
const FORK_NAMES: [&str; 5] = ["commandHistoryLimit", "callHistoryLimit", "transitions", "seed", "scenarios"];

text_enum! {
    /// What a change survives once its promise has resolved.
    pub enum Durability {
        /// Any death of any process.
        Process = "process",
        /// The loss of power too.
        Power = "power",
    }
}

/// What an operation goes by that a caller can choose. Callers of one store can choose differently.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Laid over the defaults, at the start and at every reset.
    pub initial_state: Option<Value>,
    /// How many commands are kept when one is added.
    pub command_history_limit: usize,
    /// How many calls are kept.
    pub call_history_limit: usize,
    /// How the account is named, and what it begins with.
    pub profile: Arc<Profile>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { initial_state: None, command_history_limit: 1000, call_history_limit: 1000, profile: Arc::default() }
    }
}

/// What an engine is made with.
#[derive(Debug)]
pub struct EngineOptions {
    /// The options of its store.
    pub store: Arc<StoreOptions>,
    /// Its file, where it has one.
    pub path: Option<PathBuf>,
    /// How long after a change the JSON file is brought up to date.
    pub debounce: Milliseconds,
    /// What a change survives.
    pub durability: Durability,
    /// How long another process is waited for.
    pub lock_timeout: Duration,
    /// How long transitions take and the seed, where the caller says so: they are part of the state.
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// The scenarios of the caller, where it gives a list of them.
    pub scenarios: Vec<Value>,
    /// What the caller should be told.
    pub warnings: Vec<Warning>,
}

impl EngineOptions {
    /// Reads the options; `default_path` is where a store persists that does not say whether it
    /// does.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType) or
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn read(value: Value, default_path: Option<&str>) -> Result<Self> {
        let root = Path::Root("options");
        let entries = if value == Value::Undefined { Vec::new() } else { value.into_object(&root)? };
        Self::read_over(StoreOptions::default(), entries, default_path, &NAMES)
    }

    /// Reads the options of a fork over those of the store that it starts from.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType); [`Error::ArgValue`](crate::error::Error::ArgValue), also for an
    /// option that a fork does not take.
    pub fn read_for_fork(parent: &StoreOptions, value: Value) -> Result<Self> {
        let root = Path::Root("options");
        let entries = value.into_object(&root)?;
        let is_refused = |name: &str| NAMES.contains(&name) && !FORK_NAMES.contains(&name);
        if let Some((name, value)) = entries.iter().find(|(name, value)| is_refused(name) && *value != Value::Undefined)
        {
            return Err(value.refuse(&root.key(name), "left out: a fork is in memory, and all else is as in its store"));
        }
        Self::read_over(parent.clone(), entries, None, &FORK_NAMES)
    }

    fn read_over(
        mut store: StoreOptions,
        entries: Vec<(Text, Value)>,
        default_path: Option<&str>,
        names: &[&str],
    ) -> Result<Self> {
        let mut profile = Profile::clone(&store.profile);
        let mut enabled = None;
        let mut path = None;
        let mut debounce = Milliseconds(1000.0);
        let mut durability = Durability::Process;
        let mut lock_timeout = Milliseconds(5000.0);
        let mut warnings = Vec::new();
        let mut scenarios = Vec::new();
        let mut settings = serde_json::Map::new();
        let root = Path::Root("options");
        for (name, value) in entries {
            let at = root.key(&name);
            if value == Value::Undefined && NAMES.contains(&name.as_str()) {
                continue;
            }
            match name.as_str() {
                "enablePersistence" => enabled = Some(bool::read(value, &at)?),
                "persistencePath" => path = Some(read_path(value, &at, "the path of a file, not a URL")?),
                "persistenceDebounceMs" => debounce = Milliseconds::read(value, &at)?,
                "initialState" => match value {
                    Value::Object(_) => store.initial_state = Some(value),
                    other => return Err(other.mismatch(&at, "an object")),
                },
                "commandHistoryLimit" => store.command_history_limit = read_limit(&value, &at)?,
                "callHistoryLimit" => store.call_history_limit = read_limit(&value, &at)?,
                "fixtures" => profile.fixtures = Fixtures::read(value, &at)?,
                "accountId" => profile.account_id = read_matching(value, &at, "12 digits", is_account_id)?,
                "region" => {
                    profile.region = read_matching(value, &at, "the name of a region, as us-east-1", is_region)?;
                }
                "stackName" => profile.stack_name = read_matching(value, &at, STACK_NAME, is_stack_name)?,
                "transitions" => {
                    read_transitions(&State::empty(), value.clone(), &at)?;
                    settings.insert(name.to_string(), value.into_json(&at)?);
                }
                "seed" => {
                    Whole::read(value.clone(), &at)?;
                    settings.insert(name.to_string(), value.into_json(&at)?);
                }
                "scenarios" => match value {
                    Value::Array(list) => scenarios = list,
                    Value::String(_) => drop(read_path(value, &at, "the path of a folder, not a URL")?),
                    other => return Err(other.mismatch(&at, "an array of scenarios or of type string")),
                },
                "durability" => durability = Durability::read(value, &at)?,
                "lockTimeoutMs" => lock_timeout = Milliseconds::read(value, &at)?,
                unknown => warnings.push(unknown_option(unknown, names)),
            }
        }
        store.profile = Arc::new(profile);
        let path = match enabled {
            Some(true) => Some(path.unwrap_or_else(|| ".mock-state.json".into())),
            Some(false) => None,
            None => default_path.filter(|path| !path.is_empty()).map(Text::from),
        };
        let path = path.map(|path| PathBuf::from(path.as_str()));
        // No more than can be added to a moment.
        let lock_timeout = Duration::from_secs_f64(lock_timeout.0.min(1e9) / 1000.0);
        Ok(Self { store: Arc::new(store), path, debounce, durability, lock_timeout, settings, scenarios, warnings })
    }

    /// Checks the scenarios; answers their names and descriptions.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType) or
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn check_scenarios(&mut self, origin: &Origin) -> Result<Vec<Title>> {
        let root = Path::Root("options");
        let path = root.key("scenarios");
        let mut titles: Vec<Title> = Vec::new();
        for (index, scenario) in std::mem::take(&mut self.scenarios).into_iter().enumerate() {
            let path = path.index(index);
            let title = scenarios::check(scenario, &path, origin)?;
            if let Some(other) = titles.iter().position(|other| other.name == title.name) {
                let expected = format!("a name that options.scenarios[{other}] does not have");
                return Err(Value::String(title.name).refuse(&path.key("name"), &expected));
            }
            titles.push(title);
        }
        Ok(titles)
    }
}

/// Reads `commandHistoryLimit`: a whole number from 1, or infinity.
fn read_limit(value: &Value, path: &Path<'_>) -> Result<usize> {
    let limit = match value {
        Value::Number(number) => number.as_u64().filter(|limit| *limit > 0),
        Value::NotFinite(text) => (text == "Infinity").then_some(u64::MAX),
        other => return Err(other.mismatch(path, "of type number")),
    };
    limit
        .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX))
        .ok_or_else(|| value.refuse(path, "a whole number from 1, or Infinity"))
}

const STACK_NAME: &str = "a letter and up to 127 letters, digits and hyphens";

fn read_matching(value: Value, at: &Path<'_>, expected: &str, matches: fn(&str) -> bool) -> Result<Text> {
    match value {
        Value::String(text) if !matches(&text) => Err(Value::String(text).refuse(at, expected)),
        value => Text::read(value, at),
    }
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_region(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(is_allowed)
}

fn is_stack_name(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.len() <= 128 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_allowed)
}

fn read_path(value: Value, at: &Path<'_>, expected: &str) -> Result<Text> {
    match value {
        Value::String(path) if path.is_empty() || path.contains('\0') || path.starts_with("file:") => {
            Err(Value::String(path).refuse(at, expected))
        }
        value => Text::read(value, at),
    }
}

fn unknown_option(name: &str, names: &[&str]) -> Warning {
    let nearest = nearest(name, names.iter().copied()).unwrap_or_default();
    let message = format!("Unknown option \"{name}\" of MockStateStore; did you mean \"{nearest}\"?");
    Warning { code: "ERR_UNKNOWN_OPTION", message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, default_path: Option<&str>) -> Result<EngineOptions> {
        EngineOptions::read(Value::from_json(json.as_bytes()).unwrap_or(Value::Null), default_path)
    }

    #[test]
    fn names_the_option_that_was_probably_meant() -> Result<()> {
        let options = read(r#"{"persistancePath":"x"}"#, None)?;
        let messages: Vec<_> = options.warnings.iter().map(|warning| warning.message.as_str()).collect();
        assert_eq!(
            messages,
            ["Unknown option \"persistancePath\" of MockStateStore; did you mean \"persistencePath\"?"]
        );
        Ok(())
    }

    #[test]
    fn the_default_path_is_for_those_who_do_not_say() -> Result<()> {
        assert_eq!(read("{}", Some("/a"))?.path, Some("/a".into()));
        assert_eq!(read(r#"{"enablePersistence":false}"#, Some("/a"))?.path, None);
        assert_eq!(read(r#"{"enablePersistence":true}"#, Some("/a"))?.path, Some(".mock-state.json".into()));
        assert_eq!(read("{}", Some(""))?.path, None);
        Ok(())
    }
}

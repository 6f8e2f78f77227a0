//! SSM parameters, by name.

use super::{Area, Entries, Entry, Key, Patch, Record, Setting, Spec, State};
use crate::document::{Field, Path, Text, UnknownKeys, Value, record, text_enum};
use crate::error::Result;
use crate::time::Now;

text_enum! {
    /// The type of a parameter.
    pub enum ParameterType {
        /// Plain text.
        String = "String",
        /// Text that AWS would encrypt.
        SecureString = "SecureString",
    }
}

record! {
    /// An SSM parameter.
    pub struct Parameter {
        /// Its value.
        value: Text = "value",
        /// Its type.
        kind: ParameterType = "type",
        /// When its value was last set, ISO 8601.
        last_modified: Text = "lastModified",
    }
}

impl Record for Parameter {
    const SPEC: Spec =
        Spec { section: "parameters", patch: Patch::Set, ..Spec::named("parameter", &["ssm", "parameters"]) };

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        let parameter = |name: &str, value: &str, kind| {
            let last_modified = setting.now.iso();
            let unknown = UnknownKeys::default();
            (Key::Name(name.into()), Self { value: value.into(), kind, last_modified, unknown })
        };
        vec![
            parameter("/minecraft/email-allowlist", "[]", ParameterType::String),
            parameter("/minecraft/gdrive-token", "", ParameterType::SecureString),
            parameter("/minecraft/player-count", "0", ParameterType::String),
            parameter("/minecraft/server-action", "", ParameterType::String),
        ]
    }

    fn initial_fields(_: &str, setting: &Setting) -> Vec<(Text, Value)> {
        vec![("type".into(), Value::String("String".into())), ("lastModified".into(), Value::String(setting.now.iso()))]
    }
}

/// Sets a parameter unless there is one and `overwrite` is false; nothing then. Its type is `String` where it is not
/// given.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn put(state: &State, name: &str, value: Text, kind: Value, overwrite: bool, now: Now) -> Result<Entries> {
    let kind = match kind {
        Value::Undefined => ParameterType::String,
        kind => ParameterType::read(kind, &Path::Root("type"))?,
    };
    if !overwrite && state.named::<Parameter>(name).is_some() {
        return Ok(Entries::new());
    }
    let parameter = Parameter { value, kind, last_modified: now.iso(), unknown: UnknownKeys::default() };
    Ok(Entry::set(state.name::<Parameter>(name), parameter).into())
}

/// Deletes a parameter, if there is one of that name and, where one is given, of that value.
#[must_use]
pub fn delete(state: &State, name: &str, expected: Option<&str>) -> Entries {
    let found = state.named::<Parameter>(name);
    let found = found.filter(|parameter| expected.is_none_or(|expected| parameter.value == expected));
    found.map(|_| Entry::gone(Area::Parameter, Key::Name(name.into()))).into_iter().collect()
}

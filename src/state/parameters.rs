//! SSM parameters, by name.

use std::collections::BTreeMap;

use super::parameter_history::PastVersion;
use super::parameter_policies;
use super::{Area, Entries, Entry, Key, Patch, Record, Setting, Spec, State};
use crate::document::{Field, Path, Text, UnknownKeys, Value, Whole, record, text_enum};
use crate::error::Result;
use crate::time::Now;

text_enum! {
    /// The type of a parameter.
    pub enum ParameterType {
        /// Plain text.
        String = "String",
        /// Text that AWS would encrypt.
        SecureString = "SecureString",
        /// Texts, separated by commas.
        StringList = "StringList",
    }
}

text_enum! {
    /// What a parameter is paid for.
    pub enum ParameterTier {
        /// Up to 4,096 characters.
        Standard = "Standard",
        /// Up to 8,192 characters.
        Advanced = "Advanced",
    }
}

record! {
    /// What AWS knows of a parameter beside its value. Each field has AWS's default where it is absent.
    pub struct ParameterMetadata {
        /// How often the value was set: 1 by default.
        version: Option<Whole> = "version",
        /// For people.
        description: Option<Text> = "description",
        /// `Standard` by default.
        tier: Option<ParameterTier> = "tier",
        /// `text` by default.
        data_type: Option<Text> = "dataType",
        /// The key of a `SecureString`: `alias/aws/ssm` by default.
        key_id: Option<Text> = "keyId",
        /// A regular expression that values match.
        allowed_pattern: Option<Text> = "allowedPattern",
        /// The policies, each as the JSON that AWS has for it.
        policies: Option<Vec<Text>> = "policies",
        /// The labels of this version.
        labels: Option<Vec<Text>> = "labels",
        /// The parameter's tags, by key.
        tags: Option<BTreeMap<Text, Text>> = "tags",
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
        /// What an AWS client has set beside the value. Boxed: a parameter that the methods have set has none.
        metadata: Option<Box<ParameterMetadata>> = "metadata",
    }
}

impl Record for Parameter {
    const SPEC: Spec =
        Spec { section: "parameters", patch: Patch::Set, ..Spec::named("parameter", &["ssm", "parameters"]) };

    fn defaults(setting: &Setting) -> Vec<(Key, Self)> {
        if setting.is_empty() {
            return Vec::new();
        }
        [
            ("/minecraft/email-allowlist", "[]", ParameterType::String),
            ("/minecraft/gdrive-token", "", ParameterType::SecureString),
            ("/minecraft/player-count", "0", ParameterType::String),
            ("/minecraft/server-action", "", ParameterType::String),
        ]
        .map(|(name, value, kind)| (Key::Name(name.into()), Self::new(value.into(), kind, setting.now)))
        .into()
    }

    fn initial_fields(_: &str, setting: &Setting) -> Vec<(Text, Value)> {
        vec![("type".into(), Value::String("String".into())), ("lastModified".into(), Value::String(setting.now.iso()))]
    }
}

impl Parameter {
    /// A parameter that has a value and nothing else.
    #[must_use]
    pub fn new(value: Text, kind: ParameterType, now: Now) -> Self {
        Self { value, kind, last_modified: now.iso(), metadata: None, unknown: UnknownKeys::default() }
    }

    /// Its tags, by key.
    #[must_use]
    pub fn tags(&self) -> Option<&BTreeMap<Text, Text>> {
        self.metadata.as_ref()?.tags.as_ref()
    }

    /// The labels of this version.
    #[must_use]
    pub fn labels(&self) -> &[Text] {
        self.metadata.as_ref().and_then(|metadata| metadata.labels.as_deref()).unwrap_or_default()
    }

    /// Which version of the parameter it is.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.metadata.as_ref().and_then(|metadata| metadata.version).map_or(1, |Whole(version)| version)
    }
}

impl ParameterMetadata {
    /// Metadata in which everything is AWS's default.
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: None,
            description: None,
            tier: None,
            data_type: None,
            key_id: None,
            allowed_pattern: None,
            policies: None,
            labels: None,
            tags: None,
            unknown: UnknownKeys::default(),
        }
    }
}

impl Default for ParameterMetadata {
    fn default() -> Self {
        Self::new()
    }
}

/// Sets a parameter unless there is one and `overwrite` is false; nothing then. Its type is `String` where it is not
/// given. Versions are counted and kept from the first one on that an AWS client has set.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn put(state: &State, name: &str, value: Text, kind: Value, overwrite: bool, now: Now) -> Result<Entries> {
    let kind = match kind {
        Value::Undefined => ParameterType::String,
        kind => ParameterType::read(kind, &Path::Root("type"))?,
    };
    let present = state.named::<Parameter>(name);
    if !overwrite && present.is_some() {
        return Ok(Entries::new());
    }
    let parameter = Parameter::new(value, kind, now);
    Ok(match present.and_then(|present| present.metadata.clone()) {
        Some(metadata) => set_version(state, name, Parameter { metadata: Some(metadata), ..parameter }),
        None => Entry::set(state.name::<Parameter>(name), parameter).into(),
    })
}

/// Sets a parameter as the version after the one that is there, which goes into the history.
#[must_use]
pub fn set_version(state: &State, name: &str, parameter: Parameter) -> Entries {
    let present = state.named::<Parameter>(name);
    let version = present.map_or(1, |present| present.version() + 1);
    let metadata = parameter.metadata.unwrap_or_default();
    let metadata = ParameterMetadata { version: Some(Whole(version)), labels: None, ..*metadata };
    let parameter = Parameter { metadata: Some(Box::new(metadata)), ..parameter };
    let past = present.map(|present| PastVersion::entries(state, name, present)).unwrap_or_default();
    [Entry::set(state.name::<Parameter>(name), parameter)].into_iter().chain(past).collect()
}

/// Deletes a parameter with its history and what is scheduled for it, if there is one of that name and, where one is given, of that value.
#[must_use]
pub fn delete(state: &State, name: &str, expected: Option<&str>) -> Entries {
    let found = state.named::<Parameter>(name);
    let Some(parameter) = found.filter(|parameter| expected.is_none_or(|expected| parameter.value == expected)) else {
        return Entries::new();
    };
    let past = PastVersion::all(state, name, parameter.version());
    let past = past.into_iter().map(|(version, _)| Entry::gone(Area::PastVersion, PastVersion::key(name, version)));
    let scheduled = parameter.expires_at().map(|_| parameter_policies::unscheduled(state, name)).unwrap_or_default();
    [Entry::gone(Area::Parameter, Key::Name(name.into()))].into_iter().chain(past).chain(scheduled).collect()
}

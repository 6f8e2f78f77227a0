//! SSM parameters.

use std::sync::Arc;

use super::Store;
use crate::change::Entry;
use crate::clock::Now;
use crate::error::Result;
use crate::model::{Extra, Field, Parameter, ParameterType, Path, Text, Value};

impl Store {
    /// The value of a parameter.
    ///
    /// # Errors
    /// As [`Store::set_parameter`].
    pub fn parameter_value(&self, name: Value) -> Result<Option<Text>> {
        let name = Text::read(name, &Path::Root("name"))?;
        Ok(self.lock()?.state.parameters.get(&name).map(|parameter| parameter.value.clone()))
    }

    /// Sets a parameter; its type is `String` where it is not given.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn set_parameter(&self, name: Value, value: Value, kind: Value, now: Now) -> Result<()> {
        let name = Text::read(name, &Path::Root("name"))?;
        let parameter = Parameter {
            value: Text::read(value, &Path::Root("value"))?,
            kind: match kind {
                Value::Undefined => ParameterType::String,
                kind => ParameterType::read(kind, &Path::Root("type"))?,
            },
            last_modified: now.iso(),
            extra: Extra::default(),
        };
        self.commit(|state| Ok(Some(Entry::Parameter(state.parameters.name(&name), Some(Arc::new(parameter))))))
    }

    /// Deletes a parameter, if there is one of that name.
    ///
    /// # Errors
    /// As [`Store::set_parameter`].
    pub fn delete_parameter(&self, name: Value) -> Result<()> {
        let name = Text::read(name, &Path::Root("name"))?;
        self.commit(|state| {
            Ok(state.parameters.get(&name).is_some().then(|| Entry::Parameter(name.as_str().into(), None)))
        })
    }
}

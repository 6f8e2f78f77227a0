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
        self.put_parameter(name, value, kind, Value::Undefined, now).map(drop)
    }

    /// Sets a parameter unless there is one and `overwrite` is `false`, and answers whether it did.
    ///
    /// # Errors
    /// As [`Store::set_parameter`].
    pub fn put_parameter(&self, name: Value, value: Value, kind: Value, overwrite: Value, now: Now) -> Result<bool> {
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
        let overwrite = match overwrite {
            Value::Undefined => true,
            overwrite => bool::read(overwrite, &Path::Root("overwrite"))?,
        };
        let mut wrote = false;
        self.commit(|state| {
            wrote = overwrite || state.parameters.get(&name).is_none();
            Ok(wrote.then(|| Entry::Parameter(state.parameters.name(&name), Some(Arc::new(parameter)))))
        })?;
        Ok(wrote)
    }

    /// Takes over parameters that a replica has set by itself, each a change of its own: the name, the value, the
    /// type and the time.
    ///
    /// # Errors
    /// As [`Store::set_parameter`].
    pub fn follow_parameters(&self, parameters: Vec<(Value, Value, Value, Value)>) -> Result<()> {
        for (name, value, kind, last_modified) in parameters {
            let name = Text::read(name, &Path::Root("name"))?;
            let parameter = Parameter {
                value: Text::read(value, &Path::Root("value"))?,
                kind: ParameterType::read(kind, &Path::Root("type"))?,
                last_modified: Text::read(last_modified, &Path::Root("lastModified"))?,
                extra: Extra::default(),
            };
            self.commit(|state| Ok(Some(Entry::Parameter(state.parameters.name(&name), Some(Arc::new(parameter))))))?;
        }
        Ok(())
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

    /// Deletes a parameter if it has that value, and answers whether it did.
    ///
    /// # Errors
    /// As [`Store::set_parameter`].
    pub fn delete_parameter_if_value(&self, name: Value, expected: Value) -> Result<bool> {
        let name = Text::read(name, &Path::Root("name"))?;
        let expected = Text::read(expected, &Path::Root("expected"))?;
        let mut deleted = false;
        self.commit(|state| {
            deleted = state.parameters.get(&name).is_some_and(|parameter| parameter.value == expected);
            Ok(deleted.then(|| Entry::Parameter(name.as_str().into(), None)))
        })?;
        Ok(deleted)
    }
}

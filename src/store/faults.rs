//! Injected faults.

use std::sync::Arc;

use super::Store;
use crate::change::{Change, Entry};
use crate::error::Result;
use crate::model::{Field, Milliseconds, OperationFailure, Path, Text, Value};

impl Store {
    /// Sets how long the caller's provider is to wait.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn set_global_latency(&self, ms: Value) -> Result<()> {
        let latency = Milliseconds::read(ms, &Path::Root("ms"))?;
        self.commit(|_| Ok(Some(Entry::Latency(latency))))
    }

    /// Sets how an operation is to fail.
    ///
    /// # Errors
    /// As [`Store::set_global_latency`].
    pub fn set_operation_failure(&self, operation: Value, config: Value) -> Result<()> {
        let operation = Text::read(operation, &Path::Root("operation"))?;
        let failure = OperationFailure::read(config, &Path::Root("config"))?;
        self.commit(|_| Ok(Some(Entry::Failure(operation.as_str().into(), Some(Arc::new(failure))))))
    }

    /// Lets an operation succeed again.
    ///
    /// # Errors
    /// As [`Store::set_global_latency`].
    pub fn clear_operation_failure(&self, operation: Value) -> Result<()> {
        let operation = Text::read(operation, &Path::Root("operation"))?;
        self.commit(|state| {
            let known = state.operation_failures.get(&operation).is_some();
            Ok(known.then(|| Entry::Failure(operation.as_str().into(), None)))
        })
    }

    /// The failure of an operation, where it is active: the next call is to fail, or every call. One
    /// that is for the next call only is gone then.
    ///
    /// # Errors
    /// As [`Store::set_global_latency`].
    pub fn take_operation_failure(&self, operation: Value) -> Result<Option<Arc<OperationFailure>>> {
        let operation = Text::read(operation, &Path::Root("operation"))?;
        let mut taken = None;
        self.commit(|state| {
            let failure = state.operation_failures.get(&operation);
            taken = failure.filter(|failure| failure.fail_next || failure.always_fail).map(Arc::clone);
            let is_last = taken.as_ref().is_some_and(|failure| !failure.always_fail);
            Ok(is_last.then(|| Entry::Failure(operation.as_str().into(), None)))
        })?;
        Ok(taken)
    }

    /// Lets every operation succeed again, without latency.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn clear_all_failures(&self) -> Result<()> {
        let change: Change = [Entry::FailuresGone, Entry::Latency(Milliseconds::default())].into_iter().collect();
        self.commit(|_| Ok(Some(change)))
    }
}

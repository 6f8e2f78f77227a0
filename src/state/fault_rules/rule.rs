//! A rule, and what it must not be.

use super::amount::Probability;
use super::effect::{Connection, FaultError};
use super::latency::Latency;
use super::moment::Moment;
use super::pattern::{Actions, Resources};
use super::throttle::{Bucket, Throttle};
use crate::document::{Milliseconds, Path, Text, Value, Whole, record};
use crate::error::Result;
use crate::time::Now;

record! {
    /// The calls that a fault is for, and what becomes of them.
    pub struct FaultRule {
        /// What it is removed and replaced by.
        id: Text = "id",
        /// What calls show as their fault; the id by default.
        name: Option<Text> = "name",
        /// The actions.
        action: Actions = "action",
        /// The resources that a call has to name; any by default.
        resource: Option<Resources> = "resource",
        /// How many calls of 1 it hits.
        probability: Option<Probability> = "probability",
        /// How many calls it lets through first.
        skip: Option<Whole> = "skip",
        /// Of the calls after those, only each so-manieth.
        every: Option<Whole> = "every",
        /// How often it hits in all.
        times: Option<Whole> = "times",
        /// When it begins.
        from: Option<Moment> = "from",
        /// When it ends.
        until: Option<Moment> = "until",
        /// The error that it answers.
        error: Option<FaultError> = "error",
        /// How much longer the call takes.
        latency_ms: Option<Latency> = "latencyMs",
        /// The bucket that has to be empty.
        throttle: Option<Throttle> = "throttle",
        /// What happens instead of an answer.
        connection: Option<Connection> = "connection",
        /// When that happens.
        after_ms: Option<Milliseconds> = "afterMs",
        /// True if all of that comes after the change.
        after: Option<bool> = "after",
        /// How often it has hit.
        hits: Option<Whole> = "hits",
        /// How many calls action, resource and time have matched, where `skip` or `every` count them.
        matched: Option<Whole> = "matched",
        /// What its bucket held.
        bucket: Option<Bucket> = "bucket",
    }
}

impl FaultRule {
    /// The keys that only the store sets.
    pub const COUNTERS: [&str; 3] = ["hits", "matched", "bucket"];

    /// What calls show as their fault.
    #[must_use]
    pub fn label(&self) -> &Text {
        self.name.as_ref().unwrap_or(&self.id)
    }

    /// True if it is in force at a time.
    #[must_use]
    pub fn is_in_force(&self, now: Now) -> bool {
        self.from.as_ref().is_none_or(|from| from.has_come(now))
            && !self.until.as_ref().is_some_and(|until| until.has_come(now))
    }

    /// True if it has hit as often as it may.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.times.is_some_and(|times| self.hits.unwrap_or_default() >= times)
    }

    /// True if a hit ends the search.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.error.is_some() || self.connection.is_some() || self.throttle.is_some()
    }

    /// Checks what its fields say together.
    pub(super) fn check(self, path: &Path<'_>) -> Result<Self> {
        if self.every == Some(Whole(0)) {
            return Err(Value::Number(0.into()).refuse(&path.key("every"), "a whole number from 1"));
        }
        if let (Some(from), Some(until)) = (&self.from, &self.until)
            && !from.is_before(until)
        {
            return Err(until.refuse(&path.key("until"), "a time after from"));
        }
        if let Some(throttle) = &self.throttle {
            throttle.check(&path.key("throttle"))?;
        }
        if let Some(connection) = self.connection.filter(|_| self.error.is_some()) {
            let expected = "left out where there is an error";
            return Err(Value::String(connection.name().into()).refuse(&path.key("connection"), expected));
        }
        if let Some(Milliseconds(ms)) = self.after_ms.filter(|_| self.connection.is_none()) {
            let expected = "left out where there is no connection; latencyMs delays an answer";
            return Err(super::amount::Amount(ms).refuse(&path.key("afterMs"), expected));
        }
        if !self.decides() && self.latency_ms.is_none() {
            let expected = "a rule with an error, latencyMs, a throttle or a connection";
            return Err(Value::Object(Vec::new()).refuse(path, expected));
        }
        Ok(self)
    }
}

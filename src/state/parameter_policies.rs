//! The policies of parameters: one that expires is deleted when the account's time comes to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::parameters::{self, Parameter};
use super::scheduled::Scheduled;
use super::{Area, Draft, Entries, Entry, Key, State};
use crate::document::Text;
use crate::time::{Now, parse};

/// The type of a policy that deletes its parameter.
pub const EXPIRATION: &str = "Expiration";

/// A policy as AWS writes it.
#[derive(Debug, Default, Serialize, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase", default)]
pub struct ParameterPolicy {
    /// `Expiration`, `ExpirationNotification` or `NoChangeNotification`.
    pub r#type: Text,
    /// `1.0`.
    pub version: Text,
    /// What it says.
    pub attributes: BTreeMap<Text, Text>,
}

impl ParameterPolicy {
    /// When it deletes its parameter, if it does.
    #[must_use]
    pub fn expires_at(&self) -> Option<Now> {
        let timestamp = self.attributes.get("Timestamp").filter(|_| self.r#type == EXPIRATION);
        timestamp.and_then(|time| parse(time)).map(|time| Now::from_epoch(time).in_four_digits())
    }
}

impl Parameter {
    /// Its policies.
    pub fn policies(&self) -> impl Iterator<Item = ParameterPolicy> {
        let texts = self.metadata.as_ref().and_then(|metadata| metadata.policies.as_deref()).unwrap_or_default();
        texts.iter().filter_map(|text| serde_json::from_str(text).ok())
    }

    pub(super) fn expires_at(&self) -> Option<Now> {
        self.policies().find_map(|policy| policy.expires_at())
    }
}

/// What is scheduled for a parameter, gone.
pub(super) fn unscheduled(state: &State, name: &str) -> Entries {
    let of_it = state.all::<Scheduled>().filter(|(_, it)| it.expires.as_deref() == Some(name));
    of_it.map(|(id, _)| Entry::gone(Area::Scheduled, Key::Name(id.clone()))).collect()
}

/// Schedules that a parameter is deleted when its policies say so, and that alone.
pub fn schedule(draft: &mut Draft, name: &str) {
    draft.apply(unscheduled(draft.state(), name));
    if let Some(due) = draft.state().named::<Parameter>(name).and_then(|parameter| parameter.expires_at()) {
        let mut scheduled = Scheduled::at(due);
        scheduled.expires = Some(name.into());
        scheduled.put(due, draft);
    }
}

/// Deletes a parameter if its policies still say so.
pub(super) fn expire(draft: &mut Draft, name: &str) {
    let found = draft.state().named::<Parameter>(name);
    if found.and_then(|parameter| parameter.expires_at()).is_some_and(|time| time <= draft.now()) {
        draft.apply(parameters::delete(draft.state(), name, None));
    }
}

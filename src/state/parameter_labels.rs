//! Labels of the versions of a parameter: each is on one version at most.

use std::sync::Arc;

use super::parameter_history::PastVersion;
use super::parameters::Parameter;
use super::{Entries, Entry, State};
use crate::document::Text;

/// Puts labels on a version of a parameter, after those that it has, and takes them off all others.
#[must_use]
pub fn put(state: &State, name: &str, version: u64, labels: &[Text]) -> Entries {
    let Some(present) = state.named::<Parameter>(name) else { return Entries::new() };
    let past = PastVersion::all(state, name, present.version()).into_iter();
    past.chain([(present.version(), Arc::clone(present))])
        .filter_map(|(of, parameter)| {
            let before = parameter.labels();
            let is_target = of == version;
            let mut after: Vec<Text> =
                before.iter().filter(|label| is_target || !labels.contains(label)).cloned().collect();
            if is_target {
                after.extend(labels.iter().filter(|label| !before.contains(label)).cloned());
            }
            let labelled = (after.as_slice() != before).then(|| labelled(&parameter, after))?;
            Some(if of == present.version() {
                Entry::set(state.name::<Parameter>(name), labelled)
            } else {
                Entry::set(PastVersion::key(name, of), PastVersion(Arc::new(labelled)))
            })
        })
        .collect()
}

fn labelled(parameter: &Parameter, labels: Vec<Text>) -> Parameter {
    let mut parameter = parameter.clone();
    parameter.metadata.get_or_insert_default().labels = Some(labels).filter(|labels| !labels.is_empty());
    parameter
}

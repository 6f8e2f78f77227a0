//! Transitions of resources that data, and no call, has put into an intermediate state.

use super::Scheduled;
use crate::document::Text;
use crate::state::transitions::Transition;
use crate::state::{Area, Draft, Record, State, volumes};

/// The transitions that lead out of the states in which resources are. Volumes come first: an instance that is
/// terminated takes back what is under way for its own.
fn all(state: &State) -> Vec<(Transition, Text)> {
    // Only with the mappings of the instances does a volume say what it is about.
    let volumes = volumes::all(state).into_iter().filter_map(|volume| Some((volume.under_way()?, volume.volume_id)));
    let documents = Area::ALL.into_iter().filter(|area| *area != Area::Volume).flat_map(|area| state.iter(area));
    volumes.chain(documents.filter_map(|(_, document)| Some((document.under_way()?, document.id().into())))).collect()
}

/// Begins the transitions of all resources that are in an intermediate state.
pub(in crate::state) fn begin_all(draft: &mut Draft) {
    for (transition, resource) in all(draft.state()) {
        draft.begin(transition, &resource);
    }
}

/// Begins the transitions of the resources that were not in their intermediate state before, or whose transition has
/// been taken back since.
pub(in crate::state) fn begin_new(draft: &mut Draft, before: &State) {
    let are_scheduled = |state: &State, (transition, resource): &(Transition, Text)| {
        let is_it = |it: &Scheduled| it.transition == Some(*transition) && it.resource.as_ref() == Some(resource);
        state.all::<Scheduled>().any(|(_, scheduled)| is_it(scheduled))
    };
    let known = all(before);
    for begun in all(draft.state()) {
        let is_known = known.contains(&begun);
        let is_taken_back = are_scheduled(before, &begun) && !are_scheduled(draft.state(), &begun);
        if !is_known || is_taken_back {
            draft.begin(begun.0, &begun.1);
        }
    }
}

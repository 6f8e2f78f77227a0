//! Looks: what an answer shows of a resource that is under way counts as one, and may move it on.

use super::filters::Conditions;
use crate::document::Text;
use crate::state::Draft;

/// Looks at those of some resources that are under way, and shows them as they are then, if the filters still want them.
/// `again` is what a resource shows now; `None` where it is gone.
pub fn look<T>(
    draft: &mut Draft,
    shown: impl IntoIterator<Item = (bool, T)>,
    conditions: &Conditions<'_, T>,
    id: impl Fn(&T) -> &Text,
    again: impl Fn(&Draft, &str) -> Option<T>,
) -> Vec<T> {
    let mut seen = Vec::new();
    for (is_under_way, output) in shown {
        if is_under_way {
            let id = id(&output).clone();
            draft.look(&id);
            seen.extend(again(draft, &id).filter(|output| conditions.hold(output)));
        } else {
            seen.push(output);
        }
    }
    seen
}

//! What is probably a mistake: actions of our services that no operation of ours is one of.

use super::target::iam_name;
use crate::aws::models::ServiceId;
use crate::aws::services::of_service;
use crate::document::nearest;
use crate::state::fault_rules::FaultRule;
use crate::state::fault_rules::pattern::matches;

/// Names that are long enough to be misspelt, and what IAM has for them. The others are too much like those of services
/// that exist.
const SERVICES: [(&str, &str); 3] =
    [("cloudformation", "cloudformation"), ("costexplorer", "ce"), ("lambda", "lambda")];

/// How much like a name a misspelt one is, from 0 to 1.
const LIKENESS: f64 = 0.8;

/// What is doubtful about a rule.
#[must_use]
pub fn doubts_of_rule(rule: &FaultRule) -> Vec<String> {
    let doubt = |action| Some(format!("The fault {:?} is for {}", rule.label(), doubt(action)?));
    rule.action.iter().filter_map(doubt).collect()
}

/// What is doubtful about an action that faults are asked of.
#[must_use]
pub fn doubt_of_action(action: &str) -> Option<String> {
    Some(format!("applyFaults() is called for {}", doubt(action)?))
}

fn doubt(action: &str) -> Option<String> {
    let (service, operation) = action.split_once(':')?;
    let Some(id) = ServiceId::from_signing_name(&service.to_ascii_lowercase()) else {
        let meant = meant_service(service)?;
        return Some(format!(
            "the service {service:?}, which is not answered here; did you mean \"{meant}:{operation}\"?"
        ));
    };
    let names = || of_service(id).iter().flat_map(|(name, _)| [Some(*name), iam_name(Some(id), name)]).flatten();
    let pattern = operation.to_ascii_lowercase();
    if names().any(|name| matches(&pattern, &name.to_ascii_lowercase())) {
        return None;
    }
    let meant = nearest(operation, names()).unwrap_or_default();
    Some(format!("the action {action:?}, which no call that is answered here has; did you mean \"{service}:{meant}\"?"))
}

/// The service that a name is probably meant for.
fn meant_service(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('-', "");
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&name, known);
    SERVICES
        .into_iter()
        .find(|(known, _)| !name.contains(['*', '?']) && likeness(known) > LIKENESS)
        .map(|(_, meant)| meant)
}

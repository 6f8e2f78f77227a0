//! Finding a parameter by its name, its ARN, a version or a label.

use std::sync::Arc;

use super::super::invalid;
use crate::aws::error::{AwsError, Result};
use crate::state::parameter_history::PastVersion;
use crate::state::parameters::Parameter;
use crate::state::{Draft, State};

/// A parameter as a request has named it.
#[derive(Debug)]
pub struct Found {
    /// Its name.
    pub name: Arc<str>,
    /// The version that was asked for.
    pub parameter: Arc<Parameter>,
    /// What follows the name in the request, with its colon.
    pub selector: Option<String>,
}

/// There is no such parameter; the message is empty in AWS too.
pub fn not_found() -> AwsError {
    AwsError::new("ParameterNotFound", "")
}

/// The parameter that a request names.
pub fn find(draft: &Draft, requested: &str) -> Result<Found> {
    let state = draft.state();
    if let Some(found) = present(state, requested) {
        return Ok(found);
    }
    let (name, selector) = requested.rsplit_once(':').ok_or_else(not_found)?;
    let found = present(state, name);
    let has_selector = arn_resource(name).unwrap_or(name).contains(':');
    if selector.is_empty() || (found.is_none() && has_selector) {
        return Err(invalid(
            "Invalid parameter name. Please use correct syntax for referencing a version/label  <name>:<version/label>",
        ));
    }
    let found = found.ok_or_else(not_found)?;
    let parameter = selected(state, &found, selector)?;
    Ok(Found { parameter, selector: Some(format!(":{selector}")), ..found })
}

/// The parameter of a name or of an ARN, in its present version.
pub fn present(state: &State, requested: &str) -> Option<Found> {
    let named = |name: &str| {
        let parameter = Arc::clone(state.named::<Parameter>(name)?);
        Some(Found { name: name.into(), parameter, selector: None })
    };
    let from_arn = || {
        let path = arn_resource(requested)?.strip_prefix("parameter")?;
        // A name that begins with a slash has no second one in its ARN.
        named(path).or_else(|| named(path.strip_prefix('/')?))
    };
    named(requested).or_else(from_arn)
}

/// What an ARN names.
fn arn_resource(arn: &str) -> Option<&str> {
    arn.strip_prefix("arn:aws:ssm:")?.splitn(3, ':').nth(2)
}

/// All versions of a parameter, oldest first.
pub fn versions(state: &State, name: &str, present: &Arc<Parameter>) -> impl Iterator<Item = Arc<Parameter>> {
    let past = PastVersion::all(state, name, present.version());
    past.into_iter().map(|(_, parameter)| parameter).chain([Arc::clone(present)])
}

/// A version of a parameter.
pub fn version(state: &State, Found { name, parameter, .. }: &Found, version: i64) -> Result<Arc<Parameter>> {
    let found = versions(state, name, parameter).find(|it| i64::try_from(it.version()) == Ok(version));
    found.ok_or_else(|| {
        let what = format!("version {version} of {name}. Verify the version and try again.");
        AwsError::new("ParameterVersionNotFound", format!("Systems Manager could not find {what}"))
    })
}

/// The version of a parameter that has a label.
pub fn labelled(state: &State, name: &str, present: &Arc<Parameter>, label: &str) -> Option<Arc<Parameter>> {
    versions(state, name, present).find(|parameter| parameter.labels().iter().any(|it| it == label))
}

fn selected(state: &State, found: &Found, selector: &str) -> Result<Arc<Parameter>> {
    if selector.bytes().all(|digit| digit.is_ascii_digit()) {
        return version(state, found, selector.parse().unwrap_or(i64::MAX));
    }
    let Found { name, parameter, .. } = found;
    labelled(state, name, parameter, selector).ok_or_else(|| {
        let message = format!(
            "Systems Manager could not find a version of {name} that has the specified label, {selector}. Verify the \
             parameter label and try again."
        );
        AwsError::new("ParameterVersionNotFound", message)
    })
}

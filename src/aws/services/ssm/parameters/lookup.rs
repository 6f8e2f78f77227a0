//! Finding a parameter by its name, its ARN, a version or a label.

use std::sync::Arc;

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
    let found = present(state, name).ok_or_else(not_found)?;
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
        let path = requested.strip_prefix("arn:aws:ssm:")?.splitn(3, ':').nth(2)?.strip_prefix("parameter")?;
        // A name that begins with a slash has no second one in its ARN.
        named(path).or_else(|| named(path.strip_prefix('/')?))
    };
    named(requested).or_else(from_arn)
}

fn selected(state: &State, Found { name, parameter, .. }: &Found, selector: &str) -> Result<Arc<Parameter>> {
    let past = || PastVersion::all(state, name, parameter.version()).into_iter().map(|(_, parameter)| parameter);
    let mut all = past().chain([Arc::clone(parameter)]);
    let (found, what) = match selector.parse::<u64>() {
        Ok(version) => {
            (all.find(|it| it.version() == version), format!("version {version} of {name}. Verify the version"))
        }
        Err(_) => (
            all.find(|it| super::labels(it).iter().any(|label| label == selector)),
            format!("label {selector} for parameter {name}. Verify the label"),
        ),
    };
    let message = || format!("Systems Manager could not find {what} and try again.");
    found.ok_or_else(|| AwsError::new("ParameterVersionNotFound", message()))
}

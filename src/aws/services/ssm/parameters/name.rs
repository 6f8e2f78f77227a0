//! What a new parameter can be called.

use super::super::invalid;
use crate::aws::error::{AwsError, Result};

/// How many levels a name has at most.
const MOST_LEVELS: usize = 15;

/// How many characters a name has at most.
const MOST_CHARACTERS: usize = 1011;

const PATH: &str = "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can \
                    consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, \
                    numbers and the following 3 symbols .-_";

const REQUIREMENTS: &str = "The parameter doesn't meet the parameter name requirements. The parameter name must begin \
                            with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" \
                            (case-insensitive). It must use only letters, numbers, or the following symbols: . \
                            (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, \
                            if specified, must use the forward slash symbol \"/\". Valid example: \
                            /get/parameters2-/by1./path0_.";

/// Checks the name of a parameter that does not exist yet.
pub fn check(name: &str) -> Result<()> {
    let is_path = name.contains('/');
    let start = name.trim_start_matches('/').to_ascii_lowercase();
    let levels = name.trim_start_matches('/').split('/').count();
    if start.starts_with("aws") && name.matches('/').count() > 1 {
        let message = format!("No access to reserved parameter name: {name}.");
        Err(AwsError::new("AccessDeniedException", message))
    } else if start.starts_with("aws") || (start.starts_with("ssm") && !is_path) {
        Err(invalid("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive)."))
    } else if is_path && !name.starts_with('/') {
        Err(invalid("Parameter name must be a fully qualified name."))
    } else if start.starts_with("ssm") || !is_well_formed(name) {
        Err(invalid(if is_path {
            PATH
        } else {
            "Only a mix of letters, numbers and the following 3 symbols .-_ are allowed."
        }))
    } else if levels > MOST_LEVELS {
        let message = format!(
            "A hierarchy can have a maximum of {MOST_LEVELS} levels. For more information, see Requirements and \
             constraints for parameter names in the AWS Systems Manager User Guide."
        );
        Err(AwsError::new("HierarchyLevelLimitExceededException", message))
    } else if name.chars().count() > MOST_CHARACTERS {
        Err(invalid(format!("Parameter name must not be longer than {MOST_CHARACTERS} characters.")))
    } else {
        Ok(())
    }
}

/// Checks a path under which there is no parameter.
pub fn check_path(path: &str) -> Result<()> {
    if path.starts_with('/') && !path.contains("//") && path.chars().all(is_allowed) {
        Ok(())
    } else {
        Err(invalid(REQUIREMENTS))
    }
}

fn is_well_formed(name: &str) -> bool {
    let mut parts = name.strip_prefix('/').unwrap_or(name).split('/');
    parts.all(|part| !part.is_empty() && part.chars().all(is_allowed))
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || "/._-".contains(character)
}

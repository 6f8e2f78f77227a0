//! The ways to name a function.

use crate::aws::error::{AwsError, Result};
use crate::state::Profile;

/// The name of a function, and which version or alias of it is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunctionName<'a> {
    /// Its name.
    pub name: &'a str,
    /// A version or an alias.
    pub qualifier: Option<&'a str>,
}

impl<'a> FunctionName<'a> {
    /// The function of a request that may also name a version or an alias beside it.
    ///
    /// # Errors
    /// `InvalidParameterValueException` where both name one, and not the same.
    pub fn of(text: &'a str, qualifier: Option<&'a str>) -> Result<Self> {
        let function = Self::parse(text);
        if function.qualifier.is_some_and(|own| qualifier.is_some_and(|other| own != other)) {
            let message = "The derived qualifier from the function name does not match the specified qualifier.";
            return Err(AwsError::new("InvalidParameterValueException", message));
        }
        Ok(Self { qualifier: qualifier.or(function.qualifier), ..function })
    }

    /// Reads a name, an ARN, or the part of one that begins with the account, each with or without a qualifier.
    pub fn parse(text: &'a str) -> Self {
        let name = text.rsplit_once("function:").map_or(text, |(_, name)| name);
        match name.split_once(':') {
            Some((name, qualifier)) => Self { name, qualifier: Some(qualifier) },
            None => Self { name, qualifier: None },
        }
    }

    /// Its ARN, with the version or the alias.
    pub fn arn(self, profile: &Profile) -> String {
        let qualifier = self.qualifier.map(|qualifier| format!(":{qualifier}")).unwrap_or_default();
        let (region, account) = (&profile.region, &profile.account_id);
        format!("arn:aws:lambda:{region}:{account}:function:{}{qualifier}", self.name)
    }

    /// There is no such function.
    pub fn not_found(self, profile: &Profile) -> AwsError {
        let message = format!("Function not found: {}", self.arn(profile));
        AwsError::new("ResourceNotFoundException", message).with_status(404)
    }
}

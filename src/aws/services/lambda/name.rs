//! The ways to name a function.

use crate::aws::error::AwsError;
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
    /// Reads a name, an ARN, or the part of one that begins with the account, each with or without a qualifier.
    pub fn parse(text: &'a str) -> Self {
        let name = text.rsplit_once("function:").map_or(text, |(_, name)| name);
        match name.split_once(':') {
            Some((name, qualifier)) => Self { name, qualifier: Some(qualifier) },
            None => Self { name, qualifier: None },
        }
    }

    /// There is no such function.
    pub fn not_found(self, profile: &Profile) -> AwsError {
        let qualifier = self.qualifier.map(|qualifier| format!(":{qualifier}")).unwrap_or_default();
        let Self { name, .. } = self;
        let (region, account) = (&profile.region, &profile.account_id);
        let message = format!("Function not found: arn:aws:lambda:{region}:{account}:function:{name}{qualifier}");
        AwsError::new("ResourceNotFoundException", message).with_status(404)
    }
}

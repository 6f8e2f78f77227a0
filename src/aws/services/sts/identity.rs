//! `GetCallerIdentity`, and the ARN of a caller.

use serde::Deserialize;
use serde_json::{Value, json};

use super::session::Session;
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::state::Profile;

/// The IAM user of every request without the session of an assumed role.
const USER_NAME: &str = "mock";
const USER_ID: &str = "AIDAMOCKSTATESTORE000";

#[derive(Debug, Default, Deserialize)]
pub struct GetCallerIdentity {}

pub fn get(call: &mut Call, _input: GetCallerIdentity) -> Result<Value> {
    if let Some(Session { account, user_id, arn }) = Session::of_token(&call.session_token) {
        return Ok(json!({ "UserId": user_id, "Account": account, "Arn": arn }));
    }
    let profile = call.draft.profile();
    Ok(json!({ "UserId": USER_ID, "Account": profile.account_id, "Arn": user_arn(profile) }))
}

/// The ARN of the caller: that of the session, if the token is one of an assumed role, or of the IAM user.
#[must_use]
pub fn caller_arn(profile: &Profile, session_token: &str) -> String {
    Session::of_token(session_token).map_or_else(|| user_arn(profile), |session| session.arn)
}

/// The ARN of the account's IAM user.
#[must_use]
pub fn user_arn(profile: &Profile) -> String {
    format!("arn:aws:iam::{}:user/{USER_NAME}", profile.account_id)
}

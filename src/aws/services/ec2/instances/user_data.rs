//! The rules for user data.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::aws::error::{AwsError, Result};
use crate::aws::services::ec2::errors::invalid_value;
use crate::document::Text;

/// How many bytes it may have before it is encoded.
const MOST: usize = 16_384;

/// Requires base64, and not too much of it.
///
/// # Errors
/// `InvalidUserData.Malformed`, `InvalidParameterValue`.
pub fn checked(user_data: Option<Text>) -> Result<Option<Text>> {
    let Some(text) = user_data.filter(|text| !text.is_empty()) else { return Ok(None) };
    let digits: String = text.chars().filter(|it| !it.is_ascii_whitespace()).collect();
    match STANDARD.decode(digits) {
        Ok(bytes) if bytes.len() > MOST => Err(invalid_value(format!("User data is limited to {MOST} bytes"))),
        Ok(_) => Ok(Some(text)),
        Err(_) => Err(AwsError::new("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.")),
    }
}

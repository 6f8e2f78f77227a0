//! SSM parameters.

use super::{Text, record, text_enum};

text_enum! {
    /// The type of a parameter.
    pub enum ParameterType {
        /// Plain text.
        String = "String",
        /// Text that AWS would encrypt.
        SecureString = "SecureString",
    }
}

record! {
    /// An SSM parameter.
    pub struct Parameter {
        /// Its value.
        value: Text = "value",
        /// Its type.
        kind: ParameterType = "type",
        /// When its value was last set, ISO 8601.
        last_modified: Text = "lastModified",
    }
}

//! Lambda functions, by name: what each answers where no code of the application does.

use super::{Patch, Presence, Record, Spec};
use crate::document::{Text, record};

record! {
    /// How a function fails.
    pub struct FunctionError {
        /// For example `TypeError`.
        error_type: Option<Text> = "errorType",
        /// What went wrong.
        error_message: Option<Text> = "errorMessage",
    }
}

record! {
    /// A function.
    pub struct Function {
        /// What it answers: `null` by default.
        response: Option<serde_json::Value> = "response",
        /// How it fails, in place of a response.
        error: Option<FunctionError> = "error",
    }
}

impl Record for Function {
    const SPEC: Spec = Spec {
        section: "functions",
        presence: Presence::NotEmpty,
        patch: Patch::Merge,
        ..Spec::named("function", &["lambda", "functions"])
    };
}

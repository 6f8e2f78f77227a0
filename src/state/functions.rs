//! Lambda functions, by name: what each answers where no code of the application does.

use std::collections::BTreeMap;

use super::{Patch, Presence, Record, Spec};
use crate::document::{Text, Whole, record};

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
        /// For people.
        description: Option<Text> = "description",
        /// For example `nodejs22.x`.
        runtime: Option<Text> = "runtime",
        /// For example `index.handler`.
        handler: Option<Text> = "handler",
        /// Its memory in MB.
        memory_size: Option<Whole> = "memorySize",
        /// Its timeout in seconds.
        timeout: Option<Whole> = "timeout",
        /// The ARN of its role.
        role: Option<Text> = "role",
        /// Its environment variables.
        environment: Option<BTreeMap<Text, Text>> = "environment",
        /// When it was last changed, ISO 8601.
        last_modified: Option<Text> = "lastModified",
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

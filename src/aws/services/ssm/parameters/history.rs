//! The versions of a parameter.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{described, labels, lookup, secret};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::aws::services::ssm::invalid_token;
use crate::document::Text;
use crate::state::parameter_history::PastVersion;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetParameterHistory {
    name: Text,
    with_decryption: bool,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub fn get_history(call: &mut Call, input: GetParameterHistory) -> Result<Value> {
    let (state, profile) = (call.draft.state(), call.draft.profile());
    let found = lookup::present(state, &input.name).ok_or_else(lookup::not_found)?;
    let after: u64 = match &input.next_token {
        Some(token) => page::name_of(token).and_then(|version| version.parse().ok()).ok_or_else(invalid_token)?,
        None => 0,
    };
    let present = found.parameter.version();
    let all =
        PastVersion::all(state, &found.name, present).into_iter().chain([(present, Arc::clone(&found.parameter))]);
    let later = all.filter(|(version, _)| *version > after);
    let page = Page::new(later, input.max_results.unwrap_or(50), |(version, _)| version.to_string());
    Ok(page.output("Parameters", |(_, parameter)| {
        let mut members = described(&found.name, &parameter, profile);
        let value = secret::shown(&found.name, &parameter, input.with_decryption);
        members.insert("Value".into(), json!(value));
        members.insert("Labels".into(), json!(labels(&parameter)));
        members
    }))
}

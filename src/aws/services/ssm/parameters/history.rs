//! The versions of a parameter.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{described, lookup, policies, secret};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::aws::services::ssm::invalid_token;
use crate::document::Text;

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
    let of = format!("ParameterHistory {}", found.name);
    let after: u64 = match &input.next_token {
        Some(token) => {
            let version = page::name_in(&of, token).and_then(|version| version.parse().ok());
            version.ok_or_else(|| invalid_token(token))?
        }
        None => 0,
    };
    let all = lookup::versions(state, &found.name, &found.parameter);
    let later = all.filter(|parameter| parameter.version() > after);
    let page = Page::new(&of, later, input.max_results.unwrap_or(50), |parameter| parameter.version().to_string());
    Ok(page.output("Parameters", |parameter| {
        let mut members = described(&found.name, &parameter, profile);
        let value = secret::shown(&found.name, &parameter, input.with_decryption);
        members.insert("Value".into(), json!(value));
        members.insert("Labels".into(), json!(parameter.labels()));
        members.insert("Policies".into(), policies::shown(&parameter));
        members
    }))
}

//! Getting parameters by the path that their names begin with.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::filters::{self, Filter};
use super::lookup::{self, Found};
use super::{get, name};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::aws::services::page::{self, Page};
use crate::aws::services::ssm::{invalid, invalid_token};
use crate::document::Text;
use crate::state::State;
use crate::state::parameters::Parameter;

/// What tokens are of.
const OF: &str = "ParametersByPath";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetParametersByPath {
    path: Text,
    recursive: bool,
    parameter_filters: Vec<Filter>,
    with_decryption: bool,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub fn get_by_path(call: &mut Call, input: GetParametersByPath) -> Result<Value> {
    filters::check(&input.parameter_filters, filters::BY_PATH)?;
    let (state, profile) = (call.draft.state(), call.draft.profile());
    let path = Path::new(&input.path, input.recursive);
    let after = match &input.next_token {
        Some(token) => {
            Some(page::name_in(OF, token).filter(|name| path.holds(name)).ok_or_else(|| invalid_token(token))?)
        }
        None => None,
    };
    if after.is_none() && path.all(state, None).next().is_none() {
        name::check_path(&input.path)?;
        let start = input.path.to_ascii_lowercase();
        if start.starts_with("/aws/") {
            return Err(invalid("mock-state-store has no public parameters: there is nothing under /aws."));
        }
    }
    let filters = &input.parameter_filters;
    let label = filters.iter().find_map(Filter::label);
    let matching = path.all(state, after.as_deref()).filter_map(|(name, present)| {
        let parameter = match label {
            Some(label) => lookup::labelled(state, name, present, label)?,
            None => Arc::clone(present),
        };
        filters.iter().all(|filter| filter.matches(name, &parameter)).then_some((name, parameter))
    });
    let page = Page::new(OF, matching, input.max_results.unwrap_or(10), |(name, _)| name.to_string());
    Ok(page.output("Parameters", |(name, parameter)| {
        let found = Found { name: Arc::clone(name), parameter, selector: None };
        get::shown(&found, input.with_decryption, profile)
    }))
}

/// A path, and whether what is below its sub-paths belongs to it.
struct Path {
    /// What the names under it begin with; empty for the root, under which are also the names without a slash.
    prefix: String,
    recursive: bool,
}

impl Path {
    fn new(path: &str, recursive: bool) -> Self {
        let path = path.trim_end_matches('/');
        Self { prefix: if path.is_empty() { String::new() } else { format!("{path}/") }, recursive }
    }

    fn holds(&self, name: &str) -> bool {
        name.starts_with(&self.prefix)
    }

    /// The sub-path that a name is below, if it is.
    fn sub_path<'a>(&self, name: &'a str) -> Option<&'a str> {
        let rest = name.get(self.prefix.len()..)?;
        let start = name.len() - rest.trim_start_matches('/').len();
        let length = name.get(start..)?.find('/')?;
        name.get(..start + length)
    }

    /// The parameters under it, in the order of their names. What is below a sub-path is stepped over at once.
    fn all<'a>(
        &'a self,
        state: &'a State,
        after: Option<&str>,
    ) -> impl Iterator<Item = (&'a Arc<str>, &'a Arc<Parameter>)> {
        // `0` is what follows `/`, and NUL the first of all.
        let end = match self.prefix.strip_suffix('/') {
            Some(path) => format!("{path}0"),
            None => char::MAX.to_string(),
        };
        let mut from = after.map_or_else(|| self.prefix.clone(), |name| format!("{name}\0"));
        std::iter::from_fn(move || {
            loop {
                let (name, parameter) = state.between::<Parameter>(&from, &end).next()?;
                if let Some(sub_path) = self.sub_path(name).filter(|_| !self.recursive) {
                    from = format!("{sub_path}0");
                } else {
                    from = format!("{name}\0");
                    return Some((name, parameter));
                }
            }
        })
    }
}

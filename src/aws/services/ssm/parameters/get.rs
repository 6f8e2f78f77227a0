//! Getting parameters by name.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::lookup::{self, Found};
use super::{arn, data_type, secret};
use crate::aws::call::Call;
use crate::aws::error::Result;
use crate::document::Text;
use crate::state::Profile;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetParameter {
    name: Text,
    with_decryption: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GetParameters {
    names: BTreeSet<Text>,
    with_decryption: bool,
}

pub fn get(call: &mut Call, input: GetParameter) -> Result<Value> {
    let found = lookup::find(&call.draft, &input.name)?;
    Ok(json!({ "Parameter": shown(&found, input.with_decryption, call.draft.profile()) }))
}

pub fn get_many(call: &mut Call, input: GetParameters) -> Result<Value> {
    let (mut all, mut invalid) = (Vec::new(), Vec::new());
    for name in &input.names {
        match lookup::find(&call.draft, name) {
            Ok(found) => all.push(found),
            Err(_) => invalid.push(name),
        }
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    let shown: Vec<_> = all.iter().map(|it| shown(it, input.with_decryption, call.draft.profile())).collect();
    Ok(json!({ "Parameters": shown, "InvalidParameters": invalid }))
}

/// A parameter as an answer has it.
pub(super) fn shown(Found { name, parameter, selector }: &Found, with_decryption: bool, profile: &Profile) -> Value {
    let mut shown = json!({
        "Name": &**name,
        "Type": parameter.kind,
        "Value": secret::shown(name, parameter, with_decryption),
        "Version": parameter.version(),
        "LastModifiedDate": parameter.last_modified,
        "ARN": arn(name, profile),
        "DataType": data_type(parameter),
    });
    if let (Some(selector), Some(members)) = (selector, shown.as_object_mut()) {
        members.insert("Selector".into(), json!(selector));
    }
    shown
}

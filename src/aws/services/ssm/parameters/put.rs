//! Setting a parameter.

use std::collections::BTreeMap;

use fancy_regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::{invalid, tags};
use super::{data_type, name, policies, tier};
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::Entries;
use crate::state::parameter_history::{MOST_VERSIONS, PastVersion};
use crate::state::parameter_policies;
use crate::state::parameters::{self, Parameter, ParameterMetadata, ParameterTier, ParameterType};

const ADVANCED_PAGE: &str =
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";
const STANDARD_LIMIT: usize = 4096;
const ADVANCED_LIMIT: usize = 8192;
const DATA_TYPES: [&str; 3] = ["text", "aws:ec2:image", INTEGRATION];
const INTEGRATION: &str = "aws:ssm:integration";

/// What the names of parameters that are integrations begin with.
const INTEGRATION_PREFIX: &str = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PutParameter {
    name: Text,
    value: Text,
    r#type: Option<Kind>,
    description: Option<Text>,
    key_id: Option<Text>,
    overwrite: bool,
    allowed_pattern: Option<Text>,
    tags: Vec<tags::Tag>,
    tier: Option<Tier>,
    policies: Option<Text>,
    data_type: Option<Text>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum Kind {
    String,
    StringList,
    SecureString,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
enum Tier {
    Standard,
    Advanced,
    #[serde(rename = "Intelligent-Tiering")]
    IntelligentTiering,
}

impl From<Kind> for ParameterType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::String => Self::String,
            Kind::StringList => Self::StringList,
            Kind::SecureString => Self::SecureString,
        }
    }
}

pub fn put(call: &mut Call, input: PutParameter) -> Result<Value> {
    let draft = &mut call.draft;
    let present = draft.state().named::<Parameter>(&input.name).cloned();
    if input.overwrite && !input.tags.is_empty() {
        return Err(invalid(
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please \
             remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or \
             RemoveTagsFromResource.",
        ));
    }
    match &present {
        Some(_) if !input.overwrite => {
            return Err(AwsError::new(
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to \
                 true.",
            ));
        }
        Some(present) => check_versions(call, &input.name, present)?,
        None => name::check(&input.name)?,
    }
    let name = input.name.clone();
    let parameter = made(input, present.as_deref(), call)?;
    let output = json!({ "Version": present.map_or(1, |present| present.version() + 1), "Tier": tier(&parameter) });
    let entries: Entries = parameters::set_version(call.draft.state(), &name, parameter);
    call.draft.apply(entries);
    parameter_policies::schedule(&mut call.draft, &name);
    Ok(output)
}

/// The oldest version has to go where there are too many, which it cannot while it has a label.
fn check_versions(call: &Call, name: &str, present: &Parameter) -> Result<()> {
    let Some(oldest) = (present.version() + 1).checked_sub(MOST_VERSIONS) else { return Ok(()) };
    let past = PastVersion::all(call.draft.state(), name, present.version());
    let is_labelled = past.first().is_some_and(|(version, past)| *version == oldest && !past.labels().is_empty());
    if !is_labelled {
        return Ok(());
    }
    let message = format!(
        "You attempted to create a new version of {name} by calling the PutParameter API with the overwrite flag. \
         Version {oldest}, the oldest version, can't be deleted because it has a label associated with it. Move the \
         label to another version of the parameter, and try again."
    );
    Err(AwsError::new("ParameterMaxVersionLimitExceeded", message))
}

/// What the request makes of the parameter that is there. What it does not give stays as it is.
fn made(input: PutParameter, present: Option<&Parameter>, call: &Call) -> Result<Parameter> {
    let Some(kind) = input.r#type.map(Into::into).or(present.map(|present| present.kind)) else {
        return Err(invalid("A parameter type is required when you create a parameter."));
    };
    if input.value.is_empty() {
        return Err(invalid(
            "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length \
             greater than or equal to 1.",
        ));
    }
    check_value(&input.value, kind)?;
    if input.key_id.is_some() && kind != ParameterType::SecureString {
        return Err(invalid("KeyId is required for SecureString type parameter only."));
    }
    let before = present.and_then(|present| present.metadata.as_deref().cloned()).unwrap_or_default();
    let policies = input.policies.as_deref().map(policies::read).transpose()?.or(before.policies);
    let policies = policies.filter(|policies| !policies.is_empty());
    let metadata = ParameterMetadata {
        description: input.description.or(before.description),
        tier: tier_for(&input.value, input.tier, before.tier, policies.is_some())?,
        policies,
        data_type: input.data_type.or(before.data_type),
        key_id: input.key_id.or(before.key_id).filter(|_| kind == ParameterType::SecureString),
        allowed_pattern: input.allowed_pattern.or(before.allowed_pattern),
        tags: if present.is_some() {
            before.tags
        } else {
            Some(tags::laid_over(BTreeMap::new(), input.tags)?).filter(|tags| !tags.is_empty())
        },
        ..before
    };
    check_pattern(&input.value, metadata.allowed_pattern.as_deref())?;
    let mut parameter = Parameter::new(input.value, kind, call.draft.now());
    parameter.metadata = Some(Box::new(metadata));
    check_data_type(data_type(&parameter), &input.name)?;
    Ok(parameter)
}

/// Checks that a value names no other parameter. A secret is not told.
fn check_value(value: &str, kind: ParameterType) -> Result<()> {
    let nested = value.split_once("{{").is_some_and(|(_, rest)| rest.contains("}}"));
    if !nested {
        return Ok(());
    }
    let value = if kind == ParameterType::SecureString { "***" } else { value };
    Err(invalid(format!(
        "Parameter value: '{value}' failed to satisfy constraint: Parameter value can't nest another parameter. Do not \
         use \"{{{{}}}}\" in the value."
    )))
}

fn check_data_type(data_type: &str, name: &str) -> Result<()> {
    if !DATA_TYPES.contains(&data_type) {
        return Err(invalid(format!(
            "The following data type is not supported: {data_type}. (Data type names are all lowercase.)"
        )));
    }
    if data_type == INTEGRATION && !name.starts_with(INTEGRATION_PREFIX) {
        return Err(invalid(format!(
            "Parameters with data type: {INTEGRATION} must start with prefix: {INTEGRATION_PREFIX}"
        )));
    }
    Ok(())
}

fn tier_for(
    value: &str,
    asked: Option<Tier>,
    present: Option<ParameterTier>,
    has_policies: bool,
) -> Result<Option<ParameterTier>> {
    let length = value.chars().count();
    let is_advanced = present == Some(ParameterTier::Advanced);
    let tier = match asked {
        Some(Tier::Standard) if is_advanced => {
            return Err(invalid(
                "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the \
                 advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced \
                 parameter and recreate it as a standard parameter. Be aware that standard parameters have a value \
                 limit of 4096 characters.",
            ));
        }
        Some(Tier::Advanced) => Some(ParameterTier::Advanced),
        Some(Tier::IntelligentTiering) if length > STANDARD_LIMIT || has_policies => Some(ParameterTier::Advanced),
        _ => present,
    };
    if has_policies && tier != Some(ParameterTier::Advanced) {
        return Err(invalid(format!(
            "You can't assign parameter policies to a standard-parameter tier. You must upgrade the parameter to use \
             the advanced-parameter tier. For more information, see {ADVANCED_PAGE}"
        )));
    }
    let (limit, name) = match tier {
        Some(ParameterTier::Advanced) => (ADVANCED_LIMIT, "Advanced"),
        _ => (STANDARD_LIMIT, "Standard"),
    };
    if length <= limit {
        return Ok(tier.filter(|tier| *tier == ParameterTier::Advanced));
    }
    let advice = if limit == STANDARD_LIMIT {
        format!(
            " To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more \
             information, see {ADVANCED_PAGE}"
        )
    } else {
        String::new()
    };
    Err(invalid(format!("{name} tier parameters support a maximum parameter value of {limit} characters.{advice}")))
}

fn check_pattern(value: &str, pattern: Option<&str>) -> Result<()> {
    let Some(pattern) = pattern.filter(|pattern| !pattern.is_empty()) else { return Ok(()) };
    let Ok(regex) = Regex::new(pattern) else {
        let message = "The syntax of the allowedPattern parameter is invalid.";
        return Err(AwsError::new("InvalidAllowedPatternException", message));
    };
    // One that takes too long is not matched.
    if regex.is_match(value).unwrap_or(false) {
        return Ok(());
    }
    let message = format!("Parameter value, cannot be validated against allowedPattern: {pattern}");
    Err(AwsError::new("ParameterPatternMismatchException", message))
}

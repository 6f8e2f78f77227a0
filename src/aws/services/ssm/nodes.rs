//! The instances that take commands: those that run. AWS lists no others.

use serde::Deserialize;
use serde_json::{Value, json};

use super::super::ec2::private_dns;
use super::super::page::{self, Page};
use super::invalid;
use crate::aws::call::Call;
use crate::aws::error::{AwsError, Result};
use crate::document::Text;
use crate::state::instance::{Instance, ServerState};
use crate::state::{Draft, instances};

/// What tokens are of.
const OF: &str = "InstanceInformation";

/// How many are on a page where the request does not say.
const PAGE: usize = 10;

/// The filters of AWS that are about what no instance has here.
const UNSUPPORTED: [&str; 3] = ["ActivationIds", "AssociationStatus", "IamRole"];

/// The filters with a closed set of values.
const VALUES: [(&str, &[&str]); 5] = [
    ("PingStatus", &["Online", "ConnectionLost", "Inactive"]),
    ("PlatformType", &["Windows", "Linux", "MacOS"]),
    ("PlatformTypes", &["Windows", "Linux", "MacOS"]),
    ("ResourceType", &["EC2Instance", "ManagedInstance"]),
    ("SourceTypes", &["AWS::EC2::Instance", "AWS::SSM::ManagedInstance", "AWS::IoT::Thing"]),
];

const AGENT_VERSION: &str = "3.3.4624.0";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DescribeInstanceInformation {
    instance_information_filter_list: Vec<OldFilter>,
    filters: Vec<Filter>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    key: Text,
    values: Vec<Text>,
}

/// A filter of the form that `Filters` has replaced.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OldFilter {
    key: Text,
    value_set: Vec<Text>,
}

impl From<OldFilter> for Filter {
    fn from(OldFilter { key, value_set: values }: OldFilter) -> Self {
        Self { key, values }
    }
}

pub fn describe(call: &mut Call, input: DescribeInstanceInformation) -> Result<Value> {
    if !input.filters.is_empty() && !input.instance_information_filter_list.is_empty() {
        return Err(invalid("Cannot use both legacy and new filter simultaneously."));
    }
    let old = input.instance_information_filter_list.into_iter().map(Filter::from);
    let filters: Vec<Filter> = old.chain(input.filters).collect();
    check(&filters)?;
    let after = match &input.next_token {
        Some(token) => page::name_in(OF, token).ok_or_else(|| AwsError::new("InvalidNextToken", ""))?,
        None => String::new(),
    };
    let draft = &call.draft;
    let running = instances::all(draft.state()).filter(|instance| instance.state == ServerState::Running);
    let mut found: Vec<_> = running
        .filter(|instance| instance.instance_id.as_str() > after.as_str())
        .filter(|instance| filters.iter().all(|filter| filter.matches(instance)))
        .collect();
    found.sort_by_key(|instance| &instance.instance_id);
    let page = Page::new(OF, found.into_iter(), input.max_results.unwrap_or(PAGE), |instance| {
        instance.instance_id.to_string()
    });
    Ok(page.output("InstanceInformationList", |instance| shown(draft, instance)))
}

/// The host name of an instance, as its agent tells it.
pub fn computer_name(draft: &Draft, instance_id: &str) -> Text {
    instances::find(draft.state(), instance_id).map_or_else(Text::default, |it| private_dns(it, draft.profile()))
}

fn shown(draft: &Draft, instance: &Instance) -> Value {
    json!({
        "InstanceId": instance.instance_id,
        "PingStatus": "Online",
        "LastPingDateTime": draft.now().iso(),
        "AgentVersion": AGENT_VERSION,
        "IsLatestVersion": true,
        "PlatformType": "Linux",
        "PlatformName": "Amazon Linux",
        "PlatformVersion": "2023",
        "ResourceType": "EC2Instance",
        "IPAddress": instances::private_ip(instance),
        "ComputerName": private_dns(instance, draft.profile()),
        "SourceId": instance.instance_id,
        "SourceType": "AWS::EC2::Instance",
    })
}

fn check(filters: &[Filter]) -> Result<()> {
    if filters.len() > 1 && filters.iter().any(Filter::is_of_tags) && !filters.iter().all(Filter::is_of_tags) {
        return Err(invalid("Cannot mix tag or inventory filter with any other filter."));
    }
    filters.iter().try_for_each(Filter::check)
}

impl Filter {
    fn is_of_tags(&self) -> bool {
        self.key == "tag-key" || self.key.starts_with("tag:")
    }

    fn check(&self) -> Result<()> {
        let key = self.key.as_str();
        if UNSUPPORTED.contains(&key) {
            return Err(invalid(format!(
                "The filter '{key}' is not supported by mock-state-store; these are: AgentVersion, InstanceIds, \
                 PingStatus, PlatformType, ResourceType, SourceIds, SourceTypes, tag:<key>, tag-key"
            )));
        }
        let values = VALUES.iter().find(|(name, _)| *name == key).map(|(_, values)| *values);
        let is_open = self.is_of_tags() || ["AgentVersion", "InstanceIds", "SourceIds"].contains(&key);
        match values {
            Some(values) => match self.values.iter().find(|value| !values.contains(&value.as_str())) {
                Some(value) => {
                    let message = format!("The filter value {value} is not valid for {key}.");
                    Err(AwsError::new("InvalidInstanceInformationFilterValue", message))
                }
                None => Ok(()),
            },
            None if is_open => Ok(()),
            None => Err(invalid(format!("{key} filter Key is invalid."))),
        }
    }

    fn matches(&self, instance: &Instance) -> bool {
        let has = |value: &str| self.values.iter().any(|it| it == value);
        let tags = || instance.tags.iter().flatten();
        match self.key.as_str() {
            "InstanceIds" | "SourceIds" => has(&instance.instance_id),
            "AgentVersion" => has(AGENT_VERSION),
            "PingStatus" => has("Online"),
            // Requests of both forms come with either name.
            "PlatformType" | "PlatformTypes" => has("Linux"),
            "ResourceType" => has("EC2Instance"),
            "SourceTypes" => has("AWS::EC2::Instance"),
            "tag-key" => tags().any(|(key, _)| has(key)),
            key => tags().any(|(of, value)| key.strip_prefix("tag:") == Some(of) && has(value)),
        }
    }
}

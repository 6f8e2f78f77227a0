//! The ids that resources have in their services.

use compact_str::format_compact;
use serde_json::Value;

use crate::document::Text;
use crate::state::Draft;

/// The beginnings of EC2's ids.
const EC2: [(&str, &str); 10] = [
    ("AWS::EC2::Instance", "i-"),
    ("AWS::EC2::InternetGateway", "igw-"),
    ("AWS::EC2::LaunchTemplate", "lt-"),
    ("AWS::EC2::NatGateway", "nat-"),
    ("AWS::EC2::NetworkInterface", "eni-"),
    ("AWS::EC2::RouteTable", "rtb-"),
    ("AWS::EC2::SecurityGroup", "sg-"),
    ("AWS::EC2::Subnet", "subnet-"),
    ("AWS::EC2::Volume", "vol-"),
    ("AWS::EC2::VPC", "vpc-"),
];

/// The properties that name a resource.
const NAMES: [(&str, &str); 15] = [
    ("AWS::CloudWatch::Alarm", "AlarmName"),
    ("AWS::DynamoDB::Table", "TableName"),
    ("AWS::EC2::KeyPair", "KeyName"),
    ("AWS::ECS::Cluster", "ClusterName"),
    ("AWS::Events::Rule", "Name"),
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
    ("AWS::Lambda::Function", "FunctionName"),
    ("AWS::Logs::LogGroup", "LogGroupName"),
    ("AWS::S3::Bucket", "BucketName"),
    ("AWS::SNS::Topic", "TopicName"),
    ("AWS::SQS::Queue", "QueueName"),
    ("AWS::SSM::Parameter", "Name"),
];

/// The id of a resource whose properties name it.
pub fn given(draft: &Draft, kind: &str, properties: Option<&Value>) -> Option<Text> {
    let (_, property) = NAMES.iter().find(|(it, _)| *it == kind)?;
    let name = properties?.get(property)?.as_str()?;
    Some(of_name(draft, kind, name.into()))
}

/// The id of a new resource that nothing names.
pub fn generated(draft: &Draft, stack: &str, logical_id: &str, kind: &str) -> Text {
    if let Some((_, prefix)) = EC2.iter().find(|(it, _)| *it == kind) {
        return draft.new_id(prefix).into();
    }
    let suffix = draft.setting().random.digits(36, 12);
    let name = match kind {
        "AWS::S3::Bucket" => format_compact!("{stack}-{logical_id}-{suffix}").to_lowercase(),
        _ => format_compact!("{stack}-{logical_id}-{}", suffix.to_uppercase()),
    };
    of_name(draft, kind, name)
}

fn of_name(draft: &Draft, kind: &str, name: Text) -> Text {
    let (region, account) = (&draft.profile().region, &draft.profile().account_id);
    match kind {
        "AWS::SNS::Topic" => format_compact!("arn:aws:sns:{region}:{account}:{name}"),
        "AWS::SQS::Queue" => format_compact!("https://sqs.{region}.amazonaws.com/{account}/{name}"),
        _ => name,
    }
}

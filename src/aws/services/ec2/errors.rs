//! EC2's errors, in EC2's words.

use crate::aws::error::AwsError;

/// A value that is not accepted.
pub fn invalid_value(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidParameterValue", message)
}

/// Members that do not go together.
pub fn invalid_combination(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidParameterCombination", message)
}

/// A member that has to be there.
pub fn missing(name: &str) -> AwsError {
    AwsError::new("MissingParameter", format!("The request must contain the parameter {name}"))
}

/// A resource in a state that the operation does not take.
pub fn incorrect_state(message: impl Into<String>) -> AwsError {
    AwsError::new("IncorrectState", message)
}

/// A well-formed id of an instance that does not exist, or several.
pub fn no_instances(ids: &[&str]) -> AwsError {
    let message = match ids {
        [id] => format!("The instance ID '{id}' does not exist"),
        ids => format!("The instance IDs '{}' do not exist", ids.join(", ")),
    };
    AwsError::new("InvalidInstanceID.NotFound", message)
}

/// A well-formed id of a volume that does not exist, or several.
pub fn no_volumes(ids: &[&str]) -> AwsError {
    let message = match ids {
        [id] => format!("The volume '{id}' does not exist."),
        ids => format!("The volumes '{}' do not exist.", ids.join(", ")),
    };
    AwsError::new("InvalidVolume.NotFound", message)
}

/// A well-formed id of an image that does not exist, or several.
pub fn no_images(ids: &[&str]) -> AwsError {
    let message = match ids {
        [id] => format!("The image id '[{id}]' does not exist"),
        ids => format!("The image ids '[{}]' do not exist", ids.join(", ")),
    };
    AwsError::new("InvalidAMIID.NotFound", message)
}

/// One of two members that has to be there.
pub fn missing_one_of(one: &str, other: &str) -> AwsError {
    AwsError::new("MissingParameter", format!("Either {one} or {other} must be specified"))
}

/// An allocation id that does not exist, or several.
pub fn no_allocations(ids: &[&str]) -> AwsError {
    AwsError::new("InvalidAllocationID.NotFound", no("allocation ID", "allocation IDs", ids))
}

/// An address that the account does not have.
pub fn no_address(public_ip: &str) -> AwsError {
    AwsError::new("InvalidAddress.NotFound", format!("Address '{public_ip}' not found."))
}

/// A well-formed id of a VPC that does not exist, or several.
pub fn no_vpcs(ids: &[&str]) -> AwsError {
    AwsError::new("InvalidVpcID.NotFound", no("vpc ID", "vpc IDs", ids))
}

/// A well-formed id of a subnet that does not exist, or several.
pub fn no_subnets(ids: &[&str]) -> AwsError {
    AwsError::new("InvalidSubnetID.NotFound", no("subnet ID", "subnet IDs", ids))
}

/// A well-formed id of a security group that does not exist, or several.
pub fn no_groups(ids: &[&str]) -> AwsError {
    AwsError::new("InvalidGroup.NotFound", no("security group", "security groups", ids))
}

/// A name that no security group of the default VPC has.
pub fn no_group_of_name(name: &str, default_vpc: &str) -> AwsError {
    let text = format!("The security group '{name}' does not exist in default VPC '{default_vpc}'");
    AwsError::new("InvalidGroup.NotFound", text)
}

fn no(one: &str, several: &str, ids: &[&str]) -> String {
    match ids {
        [id] => format!("The {one} '{id}' does not exist"),
        ids => format!("The {several} '{}' do not exist", ids.join(", ")),
    }
}

/// An image that instances cannot be launched from, or that is gone.
pub fn image_unavailable(id: &str) -> AwsError {
    AwsError::new("InvalidAMIID.Unavailable", format!("The image id '[{id}]' is no longer available"))
}

/// A well-formed id of a snapshot that does not exist, or several.
pub fn no_snapshots(ids: &[&str]) -> AwsError {
    let message = match ids {
        [id] => format!("The snapshot '{id}' does not exist."),
        ids => format!("The snapshots '{}' do not exist.", ids.join(", ")),
    };
    AwsError::new("InvalidSnapshot.NotFound", message)
}

/// The answer to a request that would have succeeded.
pub fn dry_run() -> AwsError {
    AwsError::new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.").with_status(412)
}

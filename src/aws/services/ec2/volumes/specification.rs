//! What a volume can be: its types and their limits, and what it is made from.

use serde::{Deserialize, Serialize};

use super::super::errors::{invalid_combination, invalid_value};
use super::super::ids;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, Whole};
use crate::state::volumes::Volume;
use crate::state::{State, images, volumes};

/// A type of volume: its sizes in GiB, and the operations a second that it takes.
struct VolumeType {
    name: &'static str,
    sizes: (u64, u64),
    iops: Option<(u64, u64)>,
}

const TYPES: [VolumeType; 7] = [
    VolumeType { name: "standard", sizes: (1, 1024), iops: None },
    VolumeType { name: "io1", sizes: (4, 16_384), iops: Some((100, 64_000)) },
    VolumeType { name: "io2", sizes: (4, 65_536), iops: Some((100, 256_000)) },
    VolumeType { name: "gp2", sizes: (1, 16_384), iops: None },
    VolumeType { name: "gp3", sizes: (1, 65_536), iops: Some((3000, 80_000)) },
    VolumeType { name: "sc1", sizes: (125, 16_384), iops: None },
    VolumeType { name: "st1", sizes: (125, 16_384), iops: None },
];

/// The MiB a second that gp3 takes.
const THROUGHPUT: (u64, u64) = (125, 2000);

/// What a volume is to be.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Specification {
    /// Its size in GiB.
    #[serde(alias = "VolumeSize")]
    pub size: Option<i64>,
    /// The snapshot it is made from.
    pub snapshot_id: Option<Text>,
    /// Its type.
    pub volume_type: Option<Text>,
    /// Operations a second.
    pub iops: Option<i64>,
    /// MiB a second.
    pub throughput: Option<i64>,
    /// Whether it is encrypted.
    pub encrypted: Option<bool>,
    /// The key it is encrypted with.
    pub kms_key_id: Option<Text>,
}

/// What it is, with what goes without saying.
#[derive(Clone, Debug)]
pub struct Checked {
    pub size: Whole,
    pub volume_type: Text,
    pub snapshot_id: Option<Text>,
    pub iops: Option<Whole>,
    pub throughput: Option<Whole>,
    pub encrypted: bool,
    pub kms_key_id: Option<Text>,
}

impl Specification {
    /// The snapshot that it names.
    ///
    /// # Errors
    /// `InvalidSnapshot.NotFound`, `InvalidParameterValue` for an id of another form.
    pub fn snapshot(&self, state: &State) -> Result<Option<Snapshot>> {
        self.snapshot_id.as_ref().filter(|id| !id.is_empty()).map(|id| snapshot(state, id)).transpose()
    }

    /// Checks what is asked for, beside the snapshot that it names.
    ///
    /// # Errors
    /// What EC2 says of a type, a size and a performance that cannot be.
    pub fn check(&self, snapshot: Option<Snapshot>) -> Result<Checked> {
        let name = self.volume_type.as_deref().unwrap_or("gp2");
        let Some(kind) = TYPES.iter().find(|kind| kind.name == name) else {
            let text = format!("Unsupported volume type '{name}' for volume creation.");
            return Err(AwsError::new("UnknownVolumeType", text));
        };
        let snapshot_id = self.snapshot_id.as_ref().filter(|id| !id.is_empty());
        let size = kind.size(self.size, snapshot_id.zip(snapshot))?;
        if self.kms_key_id.is_some() && self.encrypted != Some(true) {
            let text = "The parameter KmsKeyId requires the parameter Encrypted to be set.";
            return Err(AwsError::new("InvalidParameterDependency", text));
        }
        Ok(Checked {
            size: Whole(size),
            volume_type: name.into(),
            snapshot_id: snapshot_id.cloned(),
            iops: kind.iops(self.iops)?,
            throughput: kind.throughput(self.throughput)?,
            encrypted: self.encrypted.unwrap_or(snapshot.is_some_and(|snapshot| snapshot.encrypted)),
            kms_key_id: self.kms_key_id.clone(),
        })
    }
}

impl VolumeType {
    fn size(&self, asked: Option<i64>, snapshot: Option<(&Text, Snapshot)>) -> Result<u64> {
        let (name, (least, most)) = (self.name, self.sizes);
        let refuse = |text: String| Err(invalid_value(text));
        let size = match (asked, snapshot) {
            (Some(size), _) => u64::try_from(size).unwrap_or_default(),
            (None, Some((_, snapshot))) => snapshot.size,
            (None, None) => {
                let text = "The request must contain the parameter size/snapshot";
                return Err(AwsError::new("MissingParameter", text));
            }
        };
        match snapshot {
            Some((id, snapshot)) if size < snapshot.size => refuse(format!(
                "Volume of {size}GiB is smaller than snapshot '{id}', expect size>= {}GiB",
                snapshot.size
            )),
            _ if size < least => {
                refuse(format!("Volume of {size}GiB is too small for volume type {name}; minimum is {least}GiB."))
            }
            _ if size > most => {
                refuse(format!("Volume of {size}GiB is too large for volume type {name}; maximum is {most}GiB."))
            }
            _ => Ok(size),
        }
    }

    fn iops(&self, asked: Option<i64>) -> Result<Option<Whole>> {
        let name = self.name;
        let Some((least, most)) = self.iops else {
            return match asked {
                None => Ok(None),
                Some(_) => Err(invalid_combination(format!("The parameter iops is not supported for {name} volumes."))),
            };
        };
        if asked.is_none() && name != "gp3" {
            let text = format!("The parameter iops must be specified for {name} volumes.");
            return Err(AwsError::new("MissingParameter", text));
        }
        in_range(asked, (least, most), "iops", name)
    }

    fn throughput(&self, asked: Option<i64>) -> Result<Option<Whole>> {
        if self.name != "gp3" && asked.is_some() {
            let text = format!("The parameter throughput is not supported for {} volumes.", self.name);
            return Err(invalid_combination(text));
        }
        in_range(asked, THROUGHPUT, "throughput", self.name)
    }
}

fn in_range(asked: Option<i64>, (least, most): (u64, u64), what: &str, name: &str) -> Result<Option<Whole>> {
    let Some(asked) = asked else { return Ok(None) };
    let number = u64::try_from(asked).ok().filter(|number| (least..=most).contains(number));
    let refused = || {
        let bound = if number.is_none() && asked < i64::try_from(least).unwrap_or_default() {
            format!("low; minimum is {least}")
        } else {
            format!("high; maximum is {most}")
        };
        invalid_value(format!("Volume {what} of {asked} is too {bound} for volume type {name}."))
    };
    number.map(|number| Some(Whole(number))).ok_or_else(refused)
}

/// The operations and the MiB a second that a volume has.
#[must_use]
pub fn performance(volume: &Volume) -> (Option<u64>, Option<u64>) {
    let asked = volume.iops.map(|Whole(iops)| iops);
    match volume.volume_type.as_str() {
        "gp3" => (asked.or(Some(3000)), volume.throughput.map(|it| it.0).or(Some(THROUGHPUT.0))),
        "gp2" => (Some((volume.size.0 * 3).clamp(100, 16_000)), None),
        _ => (asked, None),
    }
}

/// What is known of a snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot {
    /// Its size in GiB.
    pub size: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
}

/// The snapshots of an account are those of its images, and those that its volumes were made from.
fn snapshot(state: &State, id: &str) -> Result<Snapshot> {
    let of_images = || {
        images::all(state).into_iter().find_map(|image| {
            let mapping = image.block_device_mappings.iter().find(|mapping| mapping.snapshot_id == id)?;
            Some(Snapshot { size: mapping.volume_size.0, encrypted: mapping.encrypted })
        })
    };
    let of_volumes = || {
        let volume = volumes::all(state).into_iter().find(|volume| volume.snapshot_id.as_deref() == Some(id))?;
        Some(Snapshot { size: volume.size.0, encrypted: volume.encrypted })
    };
    of_images().or_else(of_volumes).ok_or_else(|| {
        let text = format!("The snapshot '{id}' does not exist.");
        let malformed = format!("Value ({id}) for parameter snapshotId is invalid. Expected: 'snap-...'.");
        if ids::is_well_formed(id, "snap-") {
            AwsError::new("InvalidSnapshot.NotFound", text)
        } else {
            invalid_value(malformed)
        }
    })
}

//! What a volume can be: its types and their limits, and what it is made from.

use serde::{Deserialize, Serialize};

use super::super::errors::{incorrect_state, invalid_combination, invalid_value};
use super::super::snapshots;
use crate::aws::error::{AwsError, Result};
use crate::document::{Text, Whole};
use crate::state::State;
use crate::state::volume_snapshots::{SnapshotState, VolumeSnapshot};
use crate::state::volumes::Volume;

/// A type of volume: its sizes in GiB, and the operations a second that it takes, in all and for each GiB.
struct VolumeType {
    name: &'static str,
    sizes: (u64, u64),
    iops: Option<(u64, u64)>,
    iops_per_gib: u64,
}

const TYPES: [VolumeType; 7] = [
    VolumeType { name: "standard", sizes: (1, 1024), iops: None, iops_per_gib: 0 },
    VolumeType { name: "io1", sizes: (4, 16_384), iops: Some((100, 64_000)), iops_per_gib: 50 },
    VolumeType { name: "io2", sizes: (4, 65_536), iops: Some((100, 256_000)), iops_per_gib: 1000 },
    VolumeType { name: "gp2", sizes: (1, 16_384), iops: None, iops_per_gib: 0 },
    VolumeType { name: "gp3", sizes: (1, 65_536), iops: Some((GP3_IOPS, 80_000)), iops_per_gib: 500 },
    VolumeType { name: "sc1", sizes: (125, 16_384), iops: None, iops_per_gib: 0 },
    VolumeType { name: "st1", sizes: (125, 16_384), iops: None, iops_per_gib: 0 },
];

/// The operations a second that every volume of gp3 has.
const GP3_IOPS: u64 = 3000;

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
    /// `InvalidSnapshot.NotFound`, `InvalidParameterValue` for an id of another form, `IncorrectState` where it is not
    /// completed.
    pub fn snapshot(&self, state: &State) -> Result<Option<Snapshot>> {
        self.snapshot_id.as_ref().filter(|id| !id.is_empty()).map(|id| completed(state, id)).transpose()
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
        let size = kind.size(self.size, snapshot_id.zip(snapshot.as_ref()))?;
        if self.kms_key_id.is_some() && self.encrypted != Some(true) {
            let text = "The parameter KmsKeyId requires the parameter Encrypted to be set.";
            return Err(AwsError::new("InvalidParameterDependency", text));
        }
        let (iops, throughput) = (kind.iops(self.iops)?, kind.throughput(self.throughput)?);
        kind.check_ratios(size, iops, throughput)?;
        let from_encrypted = snapshot.as_ref().is_some_and(|snapshot| snapshot.encrypted);
        Ok(Checked {
            size: Whole(size),
            volume_type: name.into(),
            snapshot_id: snapshot_id.cloned(),
            iops,
            throughput,
            encrypted: self.encrypted == Some(true) || from_encrypted,
            kms_key_id: self.kms_key_id.clone().or_else(|| snapshot?.kms_key_id),
        })
    }
}

impl VolumeType {
    fn size(&self, asked: Option<i64>, snapshot: Option<(&Text, &Snapshot)>) -> Result<u64> {
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

    /// What is asked for beyond what every volume of the type has is limited by its size.
    fn check_ratios(&self, size: u64, iops: Option<Whole>, throughput: Option<Whole>) -> Result<()> {
        let most = self.iops_per_gib;
        let beyond = iops.filter(|Whole(iops)| self.name != "gp3" || *iops > GP3_IOPS);
        if let Some(Whole(iops)) = beyond.filter(|Whole(iops)| *iops > size * most) {
            let ratio = ratio(iops, size);
            return Err(invalid_value(format!("Iops to volume size ratio of {ratio} is too high; maximum is {most}")));
        }
        let iops = iops.map_or(GP3_IOPS, |Whole(iops)| iops);
        match throughput {
            Some(Whole(throughput)) if throughput * 4 > iops => Err(invalid_value(format!(
                "Throughput (MiBps) to iops ratio of {} is too high; maximum is 0.250000 MiBps per iops.",
                ratio(throughput, iops)
            ))),
            _ => Ok(()),
        }
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

/// A quotient as EC2 writes it, with six digits.
fn ratio(of: u64, to: u64) -> String {
    let millionths = (of * 1_000_000).checked_div(to).unwrap_or_default();
    format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
}

/// The operations and the MiB a second that a volume has.
#[must_use]
pub fn performance(volume: &Volume) -> (Option<u64>, Option<u64>) {
    let asked = volume.iops.map(|Whole(iops)| iops);
    match volume.volume_type.as_str() {
        "gp3" => (asked.or(Some(GP3_IOPS)), volume.throughput.map(|it| it.0).or(Some(THROUGHPUT.0))),
        "gp2" => (Some((volume.size.0 * 3).clamp(100, 16_000)), None),
        _ => (asked, None),
    }
}

/// What a volume gets of the snapshot that it is made from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its size in GiB.
    pub size: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// The key it is encrypted with.
    pub kms_key_id: Option<Text>,
}

impl Snapshot {
    fn of(snapshot: VolumeSnapshot) -> Self {
        Self { size: snapshot.volume_size.0, encrypted: snapshot.encrypted, kms_key_id: snapshot.kms_key_id }
    }
}

/// A snapshot that is completed.
fn completed(state: &State, id: &str) -> Result<Snapshot> {
    let snapshot = snapshots::find(state, id)?;
    if snapshot.state != SnapshotState::Completed {
        let text = format!("Snapshot is in invalid state - {}", snapshot.state.name());
        return Err(incorrect_state(text));
    }
    Ok(Snapshot::of(snapshot))
}

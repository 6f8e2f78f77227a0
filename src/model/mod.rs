//! The state as data, which is also the format of the JSON file: a file for each area.

mod backups;
mod cloudformation;
mod commands;
mod costs;
mod faults;
mod instance;
mod leases;
mod parameters;
mod path;
mod record;
mod state;
mod table;
mod value;
mod wire;

/// The strings of the state: up to 24 bytes, as ISO times have, take no memory of their own.
pub use compact_str::CompactString as Text;

pub use backups::{Backup, Backups, newest_first};
pub use cloudformation::Stack;
pub use commands::{Command, CommandStatus, Commands};
pub use costs::{CostData, CostPeriod, Costs, Period, ServiceCost};
pub use faults::OperationFailure;
pub use instance::{BlockDeviceMapping, Instance, ServerState, VolumeStatus};
pub use leases::{FencingToken, Lease, Leases};
pub use parameters::{Parameter, ParameterType};
pub use path::Path;
pub use record::{Extra, Field, Milliseconds};
pub use state::{Section, State};
pub use table::Table;
pub use value::Value;
pub use wire::Reader;

pub(crate) use record::{record, text_enum};

//! The defaults, and `initialState` laid over them.

use std::sync::Arc;

use crate::clock::Now;
use crate::error::Result;
use crate::model::{
    Backup, BlockDeviceMapping, Commands, CostData, Costs, Extra, Instance, Leases, Milliseconds, Parameter,
    ParameterType, Path, Period, ServerState, ServiceCost, Stack, State, Table, Text, Value, VolumeStatus,
};
use crate::overlay::{Kind, overlay};

/// The state a store starts with and is reset to.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType) or
/// [`Error::ArgValue`](crate::error::Error::ArgValue) where the initial state is wrong.
pub fn initial(initial_state: Option<&Value>, now: Now) -> Result<State> {
    let mut state = defaults(now);
    if let Some(partial) = initial_state {
        let path = Path::Root("options.initialState");
        overlay(&state, partial.clone(), &path, Kind::Initial, now)?.apply_to(&mut state);
    }
    Ok(state)
}

/// The defaults of every part.
#[must_use]
pub fn defaults(now: Now) -> State {
    State {
        instance: Arc::new(instance(now)),
        parameters: parameters(now),
        commands: Commands::default(),
        backups: Arc::new(vec![
            backup("minecraft-backup-2026-01-29", "2.1 GB", 24, now),
            backup("minecraft-backup-2026-01-28", "2.0 GB", 48, now),
            backup("minecraft-backup-2026-01-27", "2.0 GB", 72, now),
        ]),
        costs: Costs {
            current_month: costs(now.month(0), "15.50", now),
            last_month: costs(now.month(-1), "18.75", now),
            last_30_days: costs((now.iso_hours_ago(30 * 24), now.iso()), "34.25", now),
            extra: Extra::default(),
        },
        cloudformation: Arc::new(Stack {
            exists: true,
            status: "CREATE_COMPLETE".into(),
            stack_id: "arn:aws:cloudformation:us-east-1:123456789012:stack/minecraft-stack/abc123".into(),
            extra: Extra::default(),
        }),
        global_latency: Milliseconds::default(),
        operation_failures: Table::default(),
        leases: Leases::default(),
        extra: Extra::default(),
        ssm_extra: Extra::default(),
        faults_extra: Extra::default(),
    }
}

fn instance(now: Now) -> Instance {
    Instance {
        instance_id: "i-mock1234567890abcdef".into(),
        state: ServerState::Stopped,
        has_volume: true,
        last_updated: now.iso(),
        public_ip: None,
        availability_zone: Some("us-east-1a".into()),
        block_device_mappings: Some(vec![BlockDeviceMapping {
            device_name: "/dev/sda1".into(),
            volume_id: "vol-mock1234567890abcdef".into(),
            status: VolumeStatus::Attached,
            delete_on_termination: true,
            extra: Extra::default(),
        }]),
        extra: Extra::default(),
    }
}

fn parameters(now: Now) -> Table<Parameter> {
    let mut table = Table::default();
    for (name, value, kind) in [
        ("/minecraft/email-allowlist", "[]", ParameterType::String),
        ("/minecraft/gdrive-token", "", ParameterType::SecureString),
        ("/minecraft/player-count", "0", ParameterType::String),
        ("/minecraft/server-action", "", ParameterType::String),
    ] {
        let parameter = Parameter { value: value.into(), kind, last_modified: now.iso(), extra: Extra::default() };
        table.set(name.into(), Arc::new(parameter));
    }
    table
}

fn backup(name: &str, size: &str, hours_ago: i64, now: Now) -> Arc<Backup> {
    let date = now.iso_hours_ago(hours_ago);
    Arc::new(Backup { name: name.into(), date, size: size.into(), extra: Extra::default() })
}

fn costs((start, end): (Text, Text), total: &str, now: Now) -> Arc<CostData> {
    let service =
        |service: &str, cost: &str| ServiceCost { service: service.into(), cost: cost.into(), extra: Extra::default() };
    Arc::new(CostData {
        period: Period { start, end, extra: Extra::default() },
        total_cost: total.into(),
        currency: "USD".into(),
        breakdown: vec![
            service("Amazon EC2", total),
            service("Amazon EBS", "0.00"),
            service("AWS Lambda", "0.00"),
            service("Amazon SNS", "0.00"),
            service("Amazon SES", "0.00"),
        ],
        fetched_at: now.iso(),
        extra: Extra::default(),
    })
}

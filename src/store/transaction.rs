//! Transactions: what a draft of the state has become, committed if what it was made from still holds.

use std::collections::{HashMap, HashSet};

use super::recent::Recent;
use super::{Options, Store};
use crate::change::Entry;
use crate::clock::Now;
use crate::error::Result;
use crate::model::{Field, Path, Section, Text, Value};
use crate::overlay::{Kind, overlay};

/// What a transaction has read, by kind and name, and the revision at which all of it held.
#[derive(Debug, Default)]
pub struct Reads {
    revision: u64,
    names: HashMap<Text, HashSet<Text>>,
}

impl Reads {
    /// Reads made at a revision, as the JavaScript face lists them: an object of lists of names. A kind
    /// of which there is but one has the name `""`.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType).
    pub fn at(revision: u64, names: Value) -> Result<Self> {
        let path = Path::Root("reads");
        let kinds = names.into_object(&path)?.into_iter();
        let kinds = kinds.map(|(kind, names)| Ok((kind, Vec::read(names, &path)?.into_iter().collect())));
        Ok(Self { revision, names: kinds.collect::<Result<_>>()? })
    }

    fn hold(&self, recent: &Recent) -> bool {
        self.names.is_empty()
            || recent
                .since(self.revision)
                .is_some_and(|mut changes| changes.all(|change| !change.entries().any(|entry| self.meet(entry))))
    }

    /// Whether an entry stands for something that was read.
    fn meet(&self, entry: &Entry) -> bool {
        let read = |kind: &str, name: &str| self.names.get(kind).is_some_and(|names| names.contains(name));
        match entry {
            Entry::Instance(_) => read("instance", ""),
            // It may be a name that is new.
            Entry::Parameter(name, _) => read("parameter", name) || read("parameterNames", ""),
            Entry::Command(..) | Entry::CommandsBelow(_) => read("commands", ""),
            Entry::Backups(_) => read("backups", ""),
            Entry::Costs(period, _) => read("costs", period.as_str()),
            Entry::Stack(_) => read("cloudformation", ""),
            Entry::Latency(_) => read("latency", ""),
            Entry::Failure(..) | Entry::FailuresGone => read("failures", ""),
            Entry::Lease(..) | Entry::FencingToken(_) | Entry::Extra(Section::Leases, _) => read("leases", ""),
            Entry::Extra(section, _) => read("extra", section.as_str()),
            Entry::State(_) => true,
        }
    }
}

impl Store {
    /// Whether what was read is still so.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn reads_hold(&self, reads: &Reads) -> Result<bool> {
        Ok(reads.hold(&self.lock()?.recent))
    }

    /// Commits what a transaction has written, a partial state, as one change, if what it has read is
    /// still so, and answers whether it is. What it has not read it replaces as it is now.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn transact(&self, reads: &Reads, draft: Value, options: &Options, now: Now) -> Result<bool> {
        let mut holds = true;
        self.commit_knowing(|state, recent| {
            holds = reads.hold(recent);
            if !holds {
                return Ok(None);
            }
            let kind = Kind::Draft { command_history_limit: options.command_history_limit };
            let change = overlay(state, draft, &Path::Root(""), kind, now)?;
            Ok((!change.is_empty()).then_some(change))
        })?;
        Ok(holds)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures;
    use crate::model::State;

    const OPTIONS: Options = Options { initial_state: None, command_history_limit: 3 };

    fn value(json: &serde_json::Value) -> Value {
        Value::from_json(json.to_string().as_bytes()).unwrap()
    }

    fn now() -> Now {
        Now::from_millis(1_769_680_800_000.0).unwrap()
    }

    fn store() -> Store {
        Store::new(fixtures::defaults(now()))
    }

    fn command(id: &str, output: &str) -> serde_json::Value {
        json!({ "commandId": id, "commands": [], "status": "Pending", "output": output, "createdAt": "" })
    }

    /// Writes what has not been read, and answers the entries that it took.
    fn write(store: &Store, draft: &serde_json::Value) -> serde_json::Value {
        let before = store.snapshot().unwrap().revision;
        assert!(store.transact(&Reads::default(), value(draft), &OPTIONS, now()).unwrap());
        serde_json::to_value(store.changes_since(before).unwrap().1).unwrap()
    }

    /// Makes of the commands `a` and `b` a list, and answers the entries that it took and the ids.
    fn edit(list: &serde_json::Value) -> (serde_json::Value, String) {
        let store = store();
        write(&store, &json!({ "ssm": { "commands": [command("a", ""), command("b", "")] } }));
        let entries = write(&store, &json!({ "ssm": { "commands": list } }));
        let State { commands, .. } = store.snapshot().unwrap().state;
        (entries, commands.iter().map(|command| command.command_id.as_str()).collect())
    }

    #[test]
    fn a_command_that_is_added_is_one_entry() {
        let (entries, ids) = edit(&json!([command("a", ""), command("b", ""), command("c", "")]));
        assert_eq!((entries, ids.as_str()), (json!([["command", 2, command("c", "")]]), "abc"));
    }

    #[test]
    fn a_command_that_is_changed_is_one_entry() {
        let (entries, ids) = edit(&json!([command("a", ""), command("b", "done")]));
        assert_eq!((entries, ids.as_str()), (json!([["command", 1, command("b", "done")]]), "ab"));
    }

    #[test]
    fn commands_that_are_dropped_are_one_entry() {
        let (entries, ids) = edit(&json!([command("b", "")]));
        assert_eq!((entries, ids.as_str()), (json!([["commandsBelow", 1]]), "b"));
        assert_eq!(edit(&json!([])), (json!([["commandsBelow", 2]]), String::new()));
    }

    #[test]
    fn commands_from_whose_middle_some_are_gone_are_all_new() {
        let (entries, ids) = edit(&json!([command("a", "")]));
        assert_eq!((entries, ids.as_str()), (json!([["commandsBelow", 2], ["command", 2, command("a", "")]]), "a"));
        assert_eq!(edit(&json!([command("a", ""), command("x", ""), command("b", "")])).1, "axb");
    }

    #[test]
    fn a_command_that_moves_to_the_end_is_dropped_and_added() {
        let (entries, ids) = edit(&json!([command("b", ""), command("a", "")]));
        assert_eq!((entries, ids.as_str()), (json!([["commandsBelow", 1], ["command", 2, command("a", "")]]), "ba"));
    }

    #[test]
    fn the_oldest_commands_go_where_there_are_too_many() {
        let list = ["a", "b", "c", "d"].map(|id| command(id, ""));
        assert_eq!(edit(&json!(list)).1, "bcd");
    }

    #[test]
    fn what_is_as_before_is_no_change() {
        let store = store();
        let state = serde_json::to_value(store.snapshot().unwrap().state).unwrap();
        write(&store, &state);
        assert_eq!(store.snapshot().unwrap().revision, 0);
    }

    #[test]
    fn failures_that_are_not_named_are_gone() {
        let store = store();
        let failure = json!({ "failNext": true, "alwaysFail": false });
        let write = |failures| write(&store, &json!({ "faults": { "operationFailures": failures } }));
        write(json!({ "a": failure, "b": failure }));
        let entries = write(json!({ "b": failure, "c": failure }));
        assert_eq!(entries, json!([["failure", "a", null], ["failure", "c", failure]]));
    }

    #[test]
    fn reads_do_not_hold_where_the_changes_since_are_forgotten() {
        let store = store();
        let reads = Reads::at(0, value(&json!({ "backups": [""] }))).unwrap();
        store.set_global_latency(Value::Number(1.into())).unwrap();
        assert!(store.reads_hold(&reads).unwrap());
        store.take_over(&store.snapshot().unwrap(), fixtures::defaults(now())).unwrap();
        assert!(!store.reads_hold(&reads).unwrap());
        assert!(!store.transact(&reads, value(&json!({})), &OPTIONS, now()).unwrap());
        assert!(store.reads_hold(&Reads::default()).unwrap());
    }
}

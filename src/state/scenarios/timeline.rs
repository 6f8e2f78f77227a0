//! What a scenario has happen later.

use crate::document::{Field, Milliseconds, Path, Text, Value, refuse_unknown_keys};
use crate::error::Result;
use crate::state::scheduled::{self, Partial, Scheduled};
use crate::state::{Draft, fault_rules};

const KEYS: [&str; 3] = ["atMs", "state", "faults"];

/// A step of a timeline whose patch and rules are not checked yet.
#[derive(Debug)]
pub(super) struct TimelineStep {
    index: usize,
    at_ms: Value,
    state: Value,
    faults: Value,
}

pub(super) fn read(value: Value, path: &Path<'_>) -> Result<Vec<TimelineStep>> {
    let steps = match value {
        Value::Undefined => Vec::new(),
        Value::Array(steps) => steps,
        other => return Err(other.mismatch(path, "an array")),
    };
    steps.into_iter().enumerate().map(|(index, step)| TimelineStep::read(index, step, &path.index(index))).collect()
}

impl TimelineStep {
    fn read(index: usize, value: Value, path: &Path<'_>) -> Result<Self> {
        let mut entries = value.into_object(path)?;
        refuse_unknown_keys(&entries, &KEYS, path)?;
        let mut take = |key: &str| Value::take(&mut entries, key);
        let at_ms = take("atMs");
        Milliseconds::read(at_ms.clone(), &path.key("atMs"))?;
        Ok(Self { index, at_ms, state: take("state"), faults: take("faults") })
    }
}

/// Schedules the steps of a scenario. Each is checked on the state that those before it leave; what transitions have done
/// by then is not foreseen.
pub(super) fn schedule(draft: &mut Draft, steps: Vec<TimelineStep>, scenario: &Text, path: &Path<'_>) -> Result<()> {
    let mut timed = Vec::new();
    for step in steps {
        let due = scheduled::due_after(step.at_ms.clone(), &path.index(step.index).key("atMs"), draft.setting())?;
        timed.push((due, step));
    }
    timed.sort_by_key(|(due, _)| *due);
    let mut state = draft.state().clone();
    for (due, step) in timed {
        let path = path.index(step.index);
        let mut then = Draft::new(&state, draft.setting().moved_to(due));
        let patch = match step.state {
            Value::Undefined => None,
            patch => Some(Partial::check(&state, patch, &path.key("state"), then.setting())?),
        };
        let faults = match step.faults {
            Value::Undefined => None,
            faults => Some(fault_rules::given(faults, &path.key("faults"))?),
        };
        let scheduled = Scheduled { patch, faults, scenario: Some(scenario.clone()), ..Scheduled::at(due) };
        scheduled.lay_over(&mut then);
        state = then.into_state();
        scheduled.put(due, draft);
    }
    Ok(())
}

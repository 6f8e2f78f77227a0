//! What a scenario has happen later.

use crate::document::{Path, Text, Value, refuse_unknown_keys};
use crate::error::Result;
use crate::state::scheduled::{self, Partial, Scheduled};
use crate::state::{Draft, fault_rules};
use crate::time::Now;

const KEYS: [&str; 3] = ["atMs", "state", "faults"];

/// A step of a timeline whose parts are not checked yet.
#[derive(Debug)]
pub(super) struct Step {
    index: usize,
    at_ms: Value,
    state: Value,
    faults: Value,
}

pub(super) fn read(value: Value, path: &Path<'_>) -> Result<Vec<Step>> {
    let steps = match value {
        Value::Undefined => Vec::new(),
        Value::Array(steps) => steps,
        other => return Err(other.mismatch(path, "an array")),
    };
    steps.into_iter().enumerate().map(|(index, step)| Step::read(index, step, &path.index(index))).collect()
}

/// Schedules the steps of a scenario. Each is checked on the state that those before it leave; what transitions have done
/// by then is not foreseen.
pub(super) fn schedule(draft: &mut Draft, steps: Vec<Step>, scenario: &Text, path: &Path<'_>) -> Result<()> {
    let timed = steps.into_iter().map(|step| Ok((step.due(draft, &path.index(step.index))?, step)));
    let mut timed: Vec<_> = timed.collect::<Result<_>>()?;
    timed.sort_by_key(|(due, _)| *due);
    let mut state = draft.state().clone();
    for (due, step) in timed {
        let at = path.index(step.index);
        let mut then = Draft::new(&state, draft.setting().moved_to(due));
        let scheduled = step.check(&then, scenario, &at)?;
        scheduled.lay_over(&mut then);
        state = then.into_state();
        scheduled.put(due, draft);
    }
    Ok(())
}

impl Step {
    fn read(index: usize, value: Value, path: &Path<'_>) -> Result<Self> {
        let mut entries = value.into_object(path)?;
        refuse_unknown_keys(&entries, &KEYS, path)?;
        let mut take = |key: &str| Value::take(&mut entries, key);
        Ok(Self { index, at_ms: take("atMs"), state: take("state"), faults: take("faults") })
    }

    fn due(&self, draft: &Draft, path: &Path<'_>) -> Result<Now> {
        scheduled::due_after(self.at_ms.clone(), &path.key("atMs"), draft.setting())
    }

    fn check(self, then: &Draft, scenario: &Text, path: &Path<'_>) -> Result<Scheduled> {
        let partial = |state| Partial::check(then.state(), state, &path.key("state"), then.setting());
        let rules = |faults| fault_rules::given(faults, &path.key("faults"));
        Ok(Scheduled {
            patch: Some(self.state).filter(Value::is_given).map(partial).transpose()?,
            faults: Some(self.faults).filter(Value::is_given).map(rules).transpose()?,
            scenario: Some(scenario.clone()),
            ..Scheduled::at(then.now())
        })
    }
}

//! Changes as operations make them: written and read back, and coalesced.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Change, coalesce};
use crate::state::State;
use crate::state::tests::setting;
use crate::store::Store;
use crate::store::tests::{Operation, now, operation, run};

/// The changes that some operations make, with the states between them.
fn changes(operations: &[Operation]) -> (Vec<Change>, Vec<State>) {
    let store = Store::new(State::defaults(&setting()), Arc::default());
    let mut states = vec![store.snapshot().unwrap().state];
    let mut changes = Vec::new();
    for (step, operation) in operations.iter().enumerate() {
        let before = store.revision().unwrap();
        run(&store, operation, now(step));
        changes.push(store.changes_since(before).unwrap().1);
        states.push(store.snapshot().unwrap().state);
    }
    (changes, states)
}

proptest! {
    #[test]
    fn a_change_that_is_read_back_is_the_same(operations in prop::collection::vec(operation(), 1..40)) {
        let (changes, states) = changes(&operations);
        for (change, states) in changes.iter().zip(states.windows(2)) {
            let text = serde_json::to_string(change).unwrap();
            let again = Change::from_json(text.as_bytes()).unwrap();
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), text);
            let mut state = states[0].clone();
            again.apply(&mut state);
            prop_assert_eq!(&state, &states[1]);
        }
    }

    #[test]
    fn coalesced_changes_lead_to_the_same_state(
        operations in prop::collection::vec(operation(), 1..40), from in 0..40_usize
    ) {
        let (changes, states) = changes(&operations);
        let from = from % changes.len();
        let coalesced = coalesce(changes[from..].iter());
        let mut state = states[from].clone();
        coalesced.apply(&mut state);
        prop_assert_eq!(&state, states.last().unwrap());
        coalesced.apply(&mut state);
        prop_assert_eq!(&state, states.last().unwrap(), "applied again it changes nothing");
    }
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        "{}",
        "[[\"operationFailuresCleared\"]",
        "[\"operationFailuresCleared\"]",
        "[[]]",
        "[[1]]",
        "[[\"unheardOf\"]]",
        "[[\"operationFailuresCleared\",1]]",
        "[[\"commandsRemoved\"]]",
        "[[\"commandsRemoved\",-1]]",
        "[[\"commandsRemoved\",1.5]]",
        "[[\"parameter\",\"a\"]]",
        "[[\"parameter\",\"a\",{\"value\":\"v\",\"type\":\"String\"}]]",
        "[[\"parameter\",1,null]]",
        "[[\"instance\",\"a\",{}]]",
        "[[\"unknownKeys\",\"ssm\",1]]",
        "[[\"lastFencingToken\",9007199254740992]]",
        "[[\"state\",{},1]]",
    ] {
        assert!(Change::from_json(text.as_bytes()).is_err(), "{text}");
    }
}

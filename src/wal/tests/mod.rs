//! The log on a disk that breaks, and what it recovers.

mod broken_disk;
pub(crate) mod fake_disk;
mod first_format;
mod first_save;
mod replay;

use crate::document::Value;
use crate::state::tests::{now, setting};
use crate::state::{Origin, parameters};
use crate::store::Store;

fn origin() -> Origin {
    Origin { initial_state: None, setting: setting() }
}

fn set(store: &Store, name: &str, value: &str) {
    store.commit(now(), |state, _| parameters::put(state, name, value.into(), Value::Undefined, true, now())).unwrap();
}

fn value(store: &Store, name: &str) -> Option<String> {
    store.read(|state| state.named::<parameters::Parameter>(name).map(|it| it.value.to_string())).unwrap()
}

//! What tests of the state share.

use super::Setting;
use crate::time::Now;

pub(crate) fn now() -> Now {
    Now::from_millis(1_769_680_800_000.0).unwrap()
}

pub(crate) fn setting() -> Setting {
    Setting::at(now())
}

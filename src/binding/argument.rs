//! Arguments as [`Value`]s.

use std::iter;

use napi::bindgen_prelude::{FromNapiValue, Uint8Array};
use napi::sys;

use crate::model::{Reader, Value};

/// An argument that `lib/request.js` has encoded, as bytes of its own.
pub(super) struct Encoded(pub(super) Value);

impl FromNapiValue for Encoded {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller vouches for `env` and `value`.
        let bytes = unsafe { Uint8Array::from_napi_value(env, value)? };
        let value = Reader::new(&bytes, iter::empty()).value();
        value.map(Self).ok_or_else(|| napi::Error::from_reason("an argument that is not encoded"))
    }
}

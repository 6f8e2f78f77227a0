//! Arguments as [`Value`]s.

use napi::bindgen_prelude::FromNapiValue;
use napi::{ValueType, sys, type_of};
use serde_json::Number;

use crate::model::Value;

/// A scalar argument: whatever it is, so that the engine can say what is wrong with it.
pub(super) struct Scalar(pub(super) Value);

impl FromNapiValue for Scalar {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: `env` and `value` are those that the caller of this function vouches for.
        Ok(Self(unsafe {
            match type_of!(env, value)? {
                ValueType::String => Value::String(String::from_napi_value(env, value)?),
                ValueType::Undefined => Value::Undefined,
                ValueType::Null => Value::Null,
                ValueType::Boolean => Value::Bool(bool::from_napi_value(env, value)?),
                ValueType::Number => number(f64::from_napi_value(env, value)?),
                ValueType::Symbol => Value::Foreign("type symbol".into()),
                ValueType::BigInt => Value::Foreign("type bigint".into()),
                ValueType::Function => Value::Foreign("type function".into()),
                _ => Value::Foreign("an instance of Object".into()),
            }
        }))
    }
}

fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number in range")]
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_991.0 {
        return Value::Number((value as i64).into());
    }
    match Number::from_f64(value) {
        Some(number) => Value::Number(number),
        None if value.is_nan() => Value::NotFinite("NaN"),
        None if value > 0.0 => Value::NotFinite("Infinity"),
        None => Value::NotFinite("-Infinity"),
    }
}

/// An argument that the JavaScript face has encoded as text.
pub(super) struct Encoded(pub(super) Value);

impl FromNapiValue for Encoded {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: `env` and `value` are those that the caller of this function vouches for.
        let text = unsafe { String::from_napi_value(env, value)? };
        Value::from_argument(&text).map(Self).map_err(|error| napi::Error::from_reason(error.to_string()))
    }
}

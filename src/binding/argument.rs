//! Arguments as [`Value`]s.

use napi::bindgen_prelude::FromNapiValue;
use napi::{ValueType, sys};
use serde_json::Number;

use super::raw::Raw;
use crate::model::Value;

/// A scalar argument: whatever it is, so that the engine can say what is wrong with it.
pub(super) struct Scalar(pub(super) Value);

impl FromNapiValue for Scalar {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller vouches for `env` and `value`.
        Ok(Self(match unsafe { Raw::from_napi_value(env, value)? } {
            Raw::String(text) => Value::String(text),
            Raw::Number(value) => number(value),
            Raw::Boolean(value) => Value::Bool(value),
            Raw::Other(ValueType::Undefined) => Value::Undefined,
            Raw::Other(ValueType::Null) => Value::Null,
            Raw::Other(ValueType::Symbol) => Value::Foreign("type symbol".into()),
            Raw::Other(ValueType::BigInt) => Value::Foreign("type bigint".into()),
            Raw::Other(ValueType::Function) => Value::Foreign("type function".into()),
            Raw::Other(_) => Value::Foreign("an instance of Object".into()),
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
        // SAFETY: the caller vouches for `env` and `value`.
        let Raw::String(text) = (unsafe { Raw::from_napi_value(env, value)? }) else {
            return Err(napi::Error::from_reason("an argument that is not encoded"));
        };
        Value::from_argument(&text).map(Self).map_err(|error| napi::Error::from_reason(error.to_string()))
    }
}

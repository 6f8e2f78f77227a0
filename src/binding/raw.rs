//! All that is unsafe: what napi's own types do at several times the cost, on the way of every call.

use std::ffi::c_void;
use std::ptr;

use napi::bindgen_prelude::{Float64Array, FromNapiValue, ToNapiValue};
use napi::{check_status, sys, type_of};

use crate::model::Text;
use crate::share::{Engine, Share};

/// A share in an engine in the hands of JavaScript, which owns it until it is collected.
///
/// `External` would look each one up in a table behind a lock. That nobody else's externals come
/// here is up to `lib/engine.js`, which shows them to nobody.
pub struct Handle(*const Share);

impl Handle {
    pub(super) fn new(share: Share) -> Self {
        Self(Box::into_raw(Box::new(share)))
    }

    pub(super) fn share(&self) -> &Share {
        // SAFETY: the pointer is that of `new`, and the share lives as long as the external, which
        // is an argument of the call that `self` was made for.
        unsafe { &*self.0 }
    }
}

impl ToNapiValue for Handle {
    unsafe fn to_napi_value(env: sys::napi_env, handle: Self) -> napi::Result<sys::napi_value> {
        let mut value = ptr::null_mut();
        let data = handle.0.cast_mut().cast();
        // SAFETY: the caller vouches for `env`; the finalizer gets the pointer back once.
        let status = unsafe { sys::napi_create_external(env, data, Some(drop_share), ptr::null_mut(), &raw mut value) };
        if status != sys::Status::napi_ok {
            // SAFETY: nobody else has taken the pointer.
            unsafe { drop_share(env, data, ptr::null_mut()) };
        }
        check_status!(status)?;
        Ok(value)
    }
}

unsafe extern "C" fn drop_share(_: sys::napi_env, share: *mut c_void, _: *mut c_void) {
    // SAFETY: the pointer is that of `Handle::new`, and an external is finalized once.
    drop(unsafe { Box::from_raw(share.cast::<Share>()) });
}

impl FromNapiValue for Handle {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut share = ptr::null_mut();
        // SAFETY: the caller vouches for `env` and `value`.
        check_status!(unsafe { sys::napi_get_value_external(env, value, &raw mut share) })?;
        Ok(Self(share.cast()))
    }
}

/// The revision of an engine as an array over its own memory, which lives as long as the array.
pub(super) fn revision_array(engine: &Engine) -> Float64Array {
    let word = engine.store().revision_word().clone();
    // SAFETY: the closure that holds the word is called when the array is gone. Rust writes the word
    // atomically; JavaScript reads it and never writes it.
    unsafe { Float64Array::with_external_data(word.as_ptr(), 1, move |_, _| drop(word)) }
}

/// A JavaScript value of any type, as far as it is a scalar.
pub(super) enum Raw {
    String(Text),
    Number(f64),
    Boolean(bool),
    Other(napi::ValueType),
}

impl FromNapiValue for Raw {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        // SAFETY: the caller vouches for `env` and `value`, whose type each of the calls checks.
        unsafe {
            Ok(match type_of!(env, value)? {
                napi::ValueType::String => Self::String(string(env, value)?),
                napi::ValueType::Number => Self::Number(f64::from_napi_value(env, value)?),
                napi::ValueType::Boolean => Self::Boolean(bool::from_napi_value(env, value)?),
                other => Self::Other(other),
            })
        }
    }
}

/// A string; a short one by one call instead of two.
///
/// # Safety
/// `env` and `value` belong to the call that is under way.
unsafe fn string(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Text> {
    const ROOM: usize = 512;
    /// What no character of UTF-8 needs more of, and the zero at the end.
    const REST: usize = 4;
    let mut bytes = [0_u8; ROOM];
    let mut length = 0;
    // SAFETY: the buffer has the size that is told.
    check_status!(unsafe {
        sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), ROOM, &raw mut length)
    })?;
    match bytes.get(..length).map(str::from_utf8) {
        Some(Ok(text)) if length < ROOM - REST => Ok(text.into()),
        // SAFETY: as above.
        _ => unsafe { String::from_napi_value(env, value) }.map(Text::from),
    }
}

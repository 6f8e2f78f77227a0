//! The only unsafe code of the boundary: memory that JavaScript sees, and strings in one call instead of three.

use std::mem::MaybeUninit;
use std::ops::Deref;
use std::ptr;
use std::sync::atomic::AtomicU64;

use napi::bindgen_prelude::{Float64Array, FromNapiValue, ToNapiValue};
use napi::{check_status, sys};

use super::argument::Argument;
use crate::document::Text;

/// The words as an array over their own memory, which lives as long as the array.
pub(super) fn array<W: Deref<Target = [AtomicU64; N]> + 'static, const N: usize>(words: W) -> Float64Array {
    let start = words.as_ptr().cast_mut().cast::<f64>();
    // SAFETY: `words` keeps its memory where it is, and the closure that holds it is called when the array is gone.
    // Rust writes the words atomically, and JavaScript only reads them.
    unsafe { Float64Array::with_external_data(start, N, move |_, _| drop(words)) }
}

impl FromNapiValue for Argument {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        const ROOM: usize = 512;
        /// A string that was cut off can leave as many bytes unused as a character takes, and one is for the NUL.
        const UNCUT: usize = ROOM - 4;
        let mut room = [MaybeUninit::<u8>::uninit(); ROOM];
        let mut length = 0;
        // SAFETY: the caller vouches for `env` and `value`, and the room has the size that is told.
        let status =
            unsafe { sys::napi_get_value_string_utf8(env, value, room.as_mut_ptr().cast(), ROOM, &raw mut length) };
        if status == sys::Status::napi_string_expected {
            return Ok(Self(None));
        }
        check_status!(status)?;
        if length >= UNCUT {
            // SAFETY: as above.
            return unsafe { String::from_napi_value(env, value) }.map(|text| Self(Some(text.into())));
        }
        // SAFETY: napi has written as many bytes, of UTF-8.
        let text = unsafe { str::from_utf8_unchecked(std::slice::from_raw_parts(room.as_ptr().cast(), length)) };
        Ok(Self(Some(Text::from(text))))
    }
}

/// Bytes for JavaScript, in a buffer of their own.
pub(super) struct Bytes(pub(super) Vec<u8>);

impl ToNapiValue for Bytes {
    unsafe fn to_napi_value(env: sys::napi_env, Self(bytes): Self) -> napi::Result<sys::napi_value> {
        let mut buffer = ptr::null_mut();
        let start = bytes.as_ptr().cast();
        // SAFETY: the caller vouches for `env`, and there are as many bytes.
        check_status!(unsafe {
            sys::napi_create_buffer_copy(env, bytes.len(), start, ptr::null_mut(), &raw mut buffer)
        })?;
        Ok(buffer)
    }
}

/// JSON for JavaScript.
pub(super) struct Json(pub(super) String);

impl ToNapiValue for Json {
    unsafe fn to_napi_value(env: sys::napi_env, Self(json): Self) -> napi::Result<sys::napi_value> {
        let mut string = ptr::null_mut();
        let length = isize::try_from(json.len()).unwrap_or(isize::MAX);
        // V8 need not look for characters of several bytes where there are none.
        let create = if json.is_ascii() { sys::napi_create_string_latin1 } else { sys::napi_create_string_utf8 };
        // SAFETY: the caller vouches for `env`, and the text has that length.
        check_status!(unsafe { create(env, json.as_ptr().cast(), length, &raw mut string) })?;
        Ok(string)
    }
}

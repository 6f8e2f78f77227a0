//! All that is unsafe: what napi's own types do at several times the cost, on the way of every call.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{ptr, slice};

use napi::bindgen_prelude::{Float64Array, FromNapiValue, ToNapiValue, Uint8Array};
use napi::{Env, JsError, check_status, sys};

use super::error::{Result, from_napi, malformed};
use super::operations::perform;
use crate::model::{Reader, Text};
use crate::share::{Engine, Share};

/// A share in an engine in the hands of JavaScript, which owns it until it is collected.
///
/// `External` would look each one up in a table behind a lock. That nobody else's externals come
/// here is up to `lib/engine.js`, which shows them to nobody.
pub struct Handle(*mut Bound);

struct Bound {
    share: Option<Share>,
    /// Where `lib/request.js` writes requests; it keeps that memory for as long as it has the handle.
    memory: *const u8,
    size: usize,
    /// Where strings are read that are arguments.
    units: [u16; LONGEST],
}

/// One more than the longest string that `lib/request.js` makes an argument.
const LONGEST: usize = 256;

impl Handle {
    pub(super) fn new(share: Share, memory: &Uint8Array) -> Self {
        let (memory, size) = (memory.as_ptr(), memory.len());
        Self(Box::into_raw(Box::new(Bound { share: Some(share), memory, size, units: [0; LONGEST] })))
    }

    pub(super) fn share(&self) -> &Share {
        // SAFETY: the pointer is that of `new`, and the share lives as long as the external, which
        // is an argument of the call that `self` was made for. It is there: `from_napi_value` looks,
        // and only `take`, on this thread and in a call of its own, takes it away.
        unsafe { (*self.0).share.as_ref().unwrap_unchecked() }
    }

    /// Takes the share away: later calls with this handle are refused.
    pub(super) fn take(self) -> Option<Share> {
        // SAFETY: as above, and nobody else on this thread has a reference into it now.
        unsafe { (*self.0).share.take() }
    }

    /// The function that runs operations of the engine: without an argument the request in the memory of
    /// the handle, and with one that in the given `Uint8Array`. It is not to be called without the handle.
    pub(super) fn function(&self, env: Env) -> Result<Perform> {
        let mut function = ptr::null_mut();
        // SAFETY: `env` is that of the call that is under way; the pointer is that of `new`.
        let status = unsafe {
            sys::napi_create_function(env.raw(), ptr::null(), 0, Some(run), self.0.cast(), &raw mut function)
        };
        check_status!(status).map_err(from_napi)?;
        Ok(Perform(function))
    }
}

/// The function that [`Handle::function`] makes.
pub struct Perform(sys::napi_value);

impl ToNapiValue for Perform {
    unsafe fn to_napi_value(_: sys::napi_env, function: Self) -> napi::Result<sys::napi_value> {
        Ok(function.0)
    }
}

unsafe extern "C" fn run(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    // SAFETY: both are those of the call that is under way.
    let outcome = catch_unwind(AssertUnwindSafe(|| unsafe { run_request(env, info) }));
    let error = match outcome {
        Ok(Ok(value)) => return value,
        Ok(Err(error)) => error,
        Err(_) => crate::error::Error::Closed.into(),
    };
    // SAFETY: as above.
    unsafe { JsError::from(error).throw_into(env) };
    ptr::null_mut()
}

/// As many arguments as `lib/request.js` gives: another memory, and strings.
const MOST_ARGUMENTS: usize = 17;

/// As many as most calls have: each one that is asked for and not given costs.
const FEW_ARGUMENTS: usize = 3;

/// # Safety
/// Both are those of a call of the function that [`Handle::function`] made.
unsafe fn run_request(env: sys::napi_env, info: sys::napi_callback_info) -> Result<sys::napi_value> {
    let (mut given, mut count, mut data) = ([ptr::null_mut(); MOST_ARGUMENTS], FEW_ARGUMENTS, ptr::null_mut());
    // SAFETY: `given` has room for as many arguments as are asked for, here and below.
    let status =
        unsafe { sys::napi_get_cb_info(env, info, &raw mut count, given.as_mut_ptr(), ptr::null_mut(), &raw mut data) };
    check_status!(status).map_err(from_napi)?;
    if count > FEW_ARGUMENTS {
        count = MOST_ARGUMENTS;
        // SAFETY: as above.
        let status = unsafe {
            sys::napi_get_cb_info(env, info, &raw mut count, given.as_mut_ptr(), ptr::null_mut(), ptr::null_mut())
        };
        check_status!(status).map_err(from_napi)?;
    }
    // SAFETY: the pointer is that of `Handle::new`, and lives as long as the external, which JavaScript has.
    // Nobody else on this thread has a reference into it now.
    let Bound { share, memory, size, units } = unsafe { &mut *data.cast::<Bound>() };
    // SAFETY: JavaScript, which has the memory, is waiting for this call, and nothing is called back.
    let mut memory = unsafe { slice::from_raw_parts(*memory, *size) };
    let mut texts = given.get(..count).unwrap_or_default();
    let other;
    if let (Some((_, [1, ..])), Some((first, rest))) = (memory.split_first_chunk::<4>(), texts.split_first()) {
        // SAFETY: the caller vouches for `env` and its arguments.
        other = unsafe { Uint8Array::from_napi_value(env, *first) }.map_err(from_napi)?;
        (memory, texts) = (&other, rest);
    }
    let share = share.as_ref().ok_or(crate::error::Error::Closed)?;
    let request = memory.split_first_chunk().and_then(|(start, _)| memory.get(u32::from_le_bytes(*start) as usize..));
    // SAFETY: as above.
    let texts = texts.iter().map_while(|text| unsafe { short_string(env, *text, units) });
    let answer = perform(Env::from_raw(env), share, Reader::new(request.ok_or_else(malformed)?, texts))?;
    // SAFETY: as above.
    unsafe { ToNapiValue::to_napi_value(env, answer) }.map_err(from_napi)
}

/// A string shorter than [`LONGEST`], as `TextEncoder` would have it. By its units, for that takes one call
/// whatever it holds.
///
/// # Safety
/// `env` and `value` belong to the call that is under way.
unsafe fn short_string(env: sys::napi_env, value: sys::napi_value, room: &mut [u16; LONGEST]) -> Option<Text> {
    let mut length = 0;
    // SAFETY: the buffer has the size that is told.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, room.as_mut_ptr(), LONGEST, &raw mut length) };
    let units = room.get(..length).filter(|_| status == sys::Status::napi_ok)?;
    let mut bytes = [MaybeUninit::<u8>::uninit(); LONGEST];
    let mut all = 0;
    for (byte, unit) in bytes.iter_mut().zip(units) {
        all |= unit;
        #[expect(clippy::cast_possible_truncation, reason = "none of it is used where one does not fit")]
        byte.write(*unit as u8);
    }
    if all >= 128 {
        return Some(String::from_utf16_lossy(units).into());
    }
    // SAFETY: as many bytes have been written, all of them ASCII.
    Some(unsafe { str::from_utf8_unchecked(slice::from_raw_parts(bytes.as_ptr().cast(), length)) }.into())
}

impl ToNapiValue for Handle {
    unsafe fn to_napi_value(env: sys::napi_env, handle: Self) -> napi::Result<sys::napi_value> {
        let mut value = ptr::null_mut();
        let data = handle.0.cast();
        // SAFETY: the caller vouches for `env`; the finalizer gets the pointer back once.
        let status = unsafe { sys::napi_create_external(env, data, Some(drop_bound), ptr::null_mut(), &raw mut value) };
        if status != sys::Status::napi_ok {
            // SAFETY: nobody else has taken the pointer.
            unsafe { drop_bound(env, data, ptr::null_mut()) };
        }
        check_status!(status)?;
        Ok(value)
    }
}

unsafe extern "C" fn drop_bound(_: sys::napi_env, bound: *mut c_void, _: *mut c_void) {
    // SAFETY: the pointer is that of `Handle::new`, and an external is finalized once.
    drop(unsafe { Box::from_raw(bound.cast::<Bound>()) });
}

impl FromNapiValue for Handle {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut bound = ptr::null_mut();
        // SAFETY: the caller vouches for `env` and `value`.
        check_status!(unsafe { sys::napi_get_value_external(env, value, &raw mut bound) })?;
        let bound = bound.cast::<Bound>();
        // SAFETY: the pointer is that of `Handle::new`, in an external that lives.
        if unsafe { (*bound).share.is_none() } {
            return Err(napi::Error::from_reason("the store has been closed"));
        }
        Ok(Self(bound))
    }
}

/// The revision of an engine as an array over its own memory, which lives as long as the array.
pub(super) fn revision_array(engine: &Engine) -> Float64Array {
    let word = engine.store().revision_word().clone();
    // SAFETY: the closure that holds the word is called when the array is gone. Rust writes the word
    // atomically; JavaScript reads it and never writes it.
    unsafe { Float64Array::with_external_data(word.as_ptr(), 1, move |_, _| drop(word)) }
}

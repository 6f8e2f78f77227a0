//! What an operation answers: its value, or a promise where it has to wait for another process.

use std::ptr;

use napi::bindgen_prelude::{JsValue, ToNapiValue};
use napi::{Env, check_status, sys};

use super::error::{Result, from_napi};
use crate::error::{Error, Result as Outcome};
use crate::share::{Attempt, in_background};

/// What JavaScript gets at once.
pub(super) enum Answer<T> {
    /// The value.
    Value(T),
    /// A promise of a [`Settled`].
    Promise(sys::napi_value),
}

impl<T: ToNapiValue> ToNapiValue for Answer<T> {
    unsafe fn to_napi_value(env: sys::napi_env, answer: Self) -> napi::Result<sys::napi_value> {
        match answer {
            // SAFETY: the caller vouches for `env`.
            Self::Value(value) => unsafe { T::to_napi_value(env, value) },
            Self::Promise(promise) => Ok(promise),
        }
    }
}

/// An outcome as an array: `[value]` or `[undefined, code, message]`. The error of a rejection would
/// be one of another realm.
pub(super) struct Settled<T>(pub(super) Outcome<T>);

impl<T: ToNapiValue> ToNapiValue for Settled<T> {
    unsafe fn to_napi_value(env: sys::napi_env, settled: Self) -> napi::Result<sys::napi_value> {
        let describe = |error: Error| vec![error.code().to_owned(), error.to_string()];
        let (value, words) = match settled.0 {
            Ok(value) => (Some(value), Vec::new()),
            Err(error) => (None, describe(error)),
        };
        let mut array = ptr::null_mut();
        // SAFETY: the caller vouches for `env`; the values are made for it here.
        unsafe {
            check_status!(sys::napi_create_array(env, &raw mut array))?;
            if let Some(value) = value {
                check_status!(sys::napi_set_element(env, array, 0, T::to_napi_value(env, value)?))?;
            }
            for (index, word) in (1..).zip(words) {
                check_status!(sys::napi_set_element(env, array, index, String::to_napi_value(env, word)?))?;
            }
        }
        Ok(array)
    }
}

/// A promise of what some work answers that runs where waiting is no harm.
pub(super) fn promise<T: ToNapiValue + Send + 'static>(
    env: Env,
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Result<Answer<T>> {
    let (deferred, promise) = env.create_deferred().map_err(from_napi)?;
    let promise = promise.value().value;
    in_background(work, move |outcome| deferred.resolve(move |_| Ok(Settled(outcome))));
    Ok(Answer::Promise(promise))
}

/// What an attempt has answered, or the promise of it.
pub(super) fn answer<T: ToNapiValue + Send + 'static>(env: Env, attempt: Attempt<T>) -> Result<Answer<T>> {
    match attempt {
        Attempt::Done(outcome) => Ok(Answer::Value(outcome?)),
        Attempt::Waiting(work) => promise(env, work),
    }
}

//! What a function answers: its value, or a promise where it has to wait for another process.

use napi::Env;
use napi::bindgen_prelude::{Either, Object, ToNapiValue};

use super::error::{Result, from_napi};
use crate::error::{Error, Result as Outcome};
use crate::share::{Attempt, in_background};

/// The value at once, or a promise of a [`Settled`].
pub(super) type Answer<'env, T> = Either<T, Object<'env>>;

/// The value, or the code and the message of an error. The error of a rejection would be one of another realm.
pub(super) type Settled<T> = Either<T, Vec<String>>;

/// An outcome as JavaScript gets it.
pub(super) fn settle<T>(outcome: Outcome<T>) -> Settled<T> {
    match outcome {
        Ok(value) => Either::A(value),
        Err(error) => Either::B(words(&error)),
    }
}

fn words(error: &Error) -> Vec<String> {
    vec![error.code().to_owned(), error.to_string()]
}

/// A promise of the outcome of work that runs on a thread that can wait.
pub(super) fn promise<T: ToNapiValue + Send + 'static>(
    env: &Env,
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Result<Object<'_>> {
    let (deferred, promise) = env.create_deferred().map_err(from_napi)?;
    in_background(work, move |outcome| deferred.resolve(move |_| Ok(settle(outcome))));
    Ok(promise)
}

/// What an attempt has answered, or the promise of it.
pub(super) fn answer<T: ToNapiValue + Send + 'static>(env: &Env, attempt: Attempt<T>) -> Result<Answer<'_, T>> {
    match attempt {
        Attempt::Done(outcome) => Ok(Either::A(outcome?)),
        Attempt::Waiting(work) => promise(env, work).map(Either::B),
    }
}

//! Snapshots, and what differs between them.

use napi::Env;
use napi_derive::napi;

use super::answer::{Answer, answer};
use super::argument::Argument;
use super::error::Result;
use super::handle::with;
use super::raw::Json;
use crate::share::{Attempt, Share, SnapshotList};
use crate::time::Now;

/// Keeps the account under a name.
#[napi(catch_unwind)]
fn snapshot(env: &Env, store: u32, now: f64, name: Argument) -> Result<Answer<'_, ()>> {
    let (now, name) = (Now::from_millis(now)?, name.value()?);
    with(store, |share| answer(env, share.snapshot(now, name)))
}

/// Puts a snapshot in the place of the account.
#[napi(catch_unwind)]
fn restore(env: &Env, store: u32, now: f64, name: Argument) -> Result<Answer<'_, ()>> {
    let (now, name) = (Now::from_millis(now)?, name.value()?);
    with(store, |share| answer(env, share.restore(now, name)))
}

/// Forgets a snapshot, and answers whether there was one.
#[napi(catch_unwind)]
fn delete_snapshot(env: &Env, store: u32, now: f64, name: Argument) -> Result<Answer<'_, bool>> {
    let (now, name) = (Now::from_millis(now)?, name.value()?);
    with(store, |share| answer(env, share.delete_snapshot(now, name)))
}

/// The snapshots, and the code and the message of each warning, as JSON.
#[napi(catch_unwind)]
fn list_snapshots(env: &Env, store: u32, now: f64) -> Result<Answer<'_, Json>> {
    let now = Now::from_millis(now)?;
    answer_json(
        env,
        store,
        |share| share.list_snapshots(now),
        |SnapshotList { snapshots, warnings }| {
            let warnings: Vec<_> = warnings.iter().map(|warning| (warning.code, &warning.message)).collect();
            serde_json::to_string(&(snapshots, warnings))
        },
    )
}

/// What leads from a snapshot to another one, or to the present state, as JSON.
#[napi(catch_unwind)]
fn diff(env: &Env, store: u32, now: f64, from: Argument, to: Argument) -> Result<Answer<'_, Json>> {
    let (now, from, to) = (Now::from_millis(now)?, from.value()?, to.value()?);
    answer_json(env, store, |share| share.diff(now, from, to), |operations| serde_json::to_string(&operations))
}

fn answer_json<T: 'static>(
    env: &Env,
    store: u32,
    attempt: impl FnOnce(&Share) -> Attempt<T>,
    write: impl FnOnce(T) -> serde_json::Result<String> + Send + 'static,
) -> Result<Answer<'_, Json>> {
    // Writing into memory does not fail.
    let json = |value| Json(write(value).unwrap_or_default());
    with(store, |share| {
        answer(
            env,
            match attempt(share) {
                Attempt::Done(outcome) => Attempt::Done(outcome.map(json)),
                Attempt::Waiting(work) => Attempt::Waiting(Box::new(move || work().map(json))),
            },
        )
    })
}

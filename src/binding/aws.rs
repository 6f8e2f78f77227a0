//! Calls of AWS.

use napi::Env;
use napi::bindgen_prelude::{Either, Uint8Array};
use napi_derive::napi;
use serde::Serialize;

use super::answer::{Answer, answer};
use super::argument::Argument;
use super::error::Result;
use super::handle::with;
use super::raw::{Bytes, Json};
use crate::aws::dispatch::{Answer as AwsAnswer, Progress, Reply, Step, dispatch};
use crate::aws::faults::{Target, decide, doubt_of_action};
use crate::aws::request::{Request, Response};
use crate::error::Error;
use crate::share::Attempt;
use crate::state::{Draft, command_runs};
use crate::time::Now;

/// What is to be done for a request: to answer it (`status`, or `connection`, and first `wait_ms`, if given), or else to
/// wait (`wait_ms`) or to ask (`question`), and to call again with `decided`.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct AwsStep {
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The names and values of its headers in turn.
    pub headers: Option<Vec<String>>,
    /// Its body: text, unless it is large or no text.
    pub body: Option<Either<Json, Bytes>>,
    /// What happens to the connection instead.
    pub connection: Option<&'static str>,
    /// How many milliseconds later that happens.
    pub after_ms: Option<f64>,
    /// How many milliseconds to wait.
    pub wait_ms: Option<f64>,
    /// What to ask the application's own code, as JSON.
    pub question: Option<Json>,
    /// The command that the application's own code is to run, as JSON.
    pub command: Option<Json>,
    /// What to hand back when the request comes again.
    pub decided: Option<Json>,
}

impl From<Step> for AwsStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Answer(answer) => answer.into(),
            Step::Wait { ms, decided } => Self { wait_ms: Some(ms), decided: Some(Json(decided)), ..Self::default() },
            Step::Ask { question, decided } => {
                Self { question: Some(json(&question)), decided: Some(Json(decided)), ..Self::default() }
            }
        }
    }
}

impl From<AwsAnswer> for AwsStep {
    fn from(AwsAnswer { wait_ms, reply, command }: AwsAnswer) -> Self {
        let step = Self {
            wait_ms: (wait_ms > 0.0).then_some(wait_ms),
            command: command.as_ref().map(json),
            ..Self::default()
        };
        match reply {
            Reply::Response(Response { status, headers, body }) => {
                let headers = headers.into_iter().flat_map(|(name, value)| [name, value]).collect();
                Self { status: Some(status), headers: Some(headers), body: Some(packed(body)), ..step }
            }
            Reply::Broken { connection, after_ms } => Self { connection: Some(connection.name()), after_ms, ..step },
        }
    }
}

/// Writing strings and numbers into memory does not fail.
fn json(value: &impl Serialize) -> Json {
    Json(serde_json::to_string(value).unwrap_or_default())
}

/// Up to how many bytes of text make a buffer sooner in JavaScript, which has a pool of them, than here.
const SMALL: usize = 1 << 16;

fn packed(body: Vec<u8>) -> Either<Json, Bytes> {
    if body.len() > SMALL {
        return Either::B(Bytes(body));
    }
    String::from_utf8(body).map_or_else(|error| Either::B(Bytes(error.into_bytes())), |text| Either::A(Json(text)))
}

/// Names and values from lines in turn.
fn pairs(lines: &str) -> Vec<(&str, &str)> {
    let mut lines = lines.split('\n');
    std::iter::from_fn(|| Some((lines.next()?, lines.next()?))).collect()
}

/// Answers a request: `POST /path?query`, its headers, its body. Headers are lines of names, in lower case, and values in
/// turn; `progress` is the JSON of a [`Progress`] where the request comes again.
#[napi(catch_unwind)]
fn aws_call(
    env: &Env,
    store: u32,
    now: f64,
    line: String,
    headers: String,
    body: Option<Either<String, Uint8Array>>,
    progress: Option<String>,
) -> Result<Answer<'_, AwsStep>> {
    let (method, target) = line.split_once(' ').unwrap_or_default();
    let request = Request {
        method,
        target,
        headers: pairs(&headers),
        body: match &body {
            None => &[],
            Some(Either::A(text)) => text.as_bytes(),
            Some(Either::B(bytes)) => bytes,
        },
    };
    let progress = match progress {
        None => Progress::default(),
        Some(json) => serde_json::from_str(&json).map_err(|_| Error::Closed)?,
    };
    let now = Now::from_millis(now)?;
    with(store, |share| {
        answer(
            env,
            match dispatch(share, &request, progress, now) {
                Attempt::Done(outcome) => Attempt::Done(outcome.map(AwsStep::from)),
                Attempt::Waiting(work) => Attempt::Waiting(Box::new(move || work().map(AwsStep::from))),
            },
        )
    })
}

/// Decides on the faults of an action that no request is made of: a request id, what [`decide`] answers,
/// and what is doubtful about the action, as JSON.
#[napi(catch_unwind)]
fn apply_faults(env: &Env, store: u32, now: f64, action: Argument, resource: Argument) -> Result<Answer<'_, String>> {
    let (action, resource) = (action.text("action")?, resource.read_if_given("options.resource")?);
    // Wrong arguments are refused before a turn is waited for.
    Target::of_action(&action, None)?;
    let now = Now::from_millis(now)?;
    let decide = move |mut draft: Draft| {
        let decision = decide(&mut draft, &Target::of_action(&action, resource)?);
        let answer = (draft.new_uuid(), decision, doubt_of_action(&action));
        Ok((draft.into_entries(), serde_json::to_string(&answer).unwrap_or_default()))
    };
    with(store, |share| answer(env, share.change(move |store| store.commit_draft(now, decide))))
}

/// Says how a command has ended that the application's own code has run.
#[napi(catch_unwind)]
fn complete_command(env: &Env, store: u32, now: f64, command_id: Argument, result: Argument) -> Result<Answer<'_, ()>> {
    let (id, result, now) = (command_id.text("commandId")?, result.value()?, Now::from_millis(now)?);
    let complete = move |draft: Draft| {
        let entries = command_runs::complete_by_handler(draft.state(), &id, result, draft.setting())?;
        Ok((entries, ()))
    };
    with(store, |share| answer(env, share.change(move |store| store.commit_draft(now, complete))))
}

/// The lines about the calls that were made.
#[napi(catch_unwind)]
fn calls(store: u32) -> Result<Json> {
    with(store, |share| Ok(Json(share.engine().calls(share.options().call_history_limit)?)))
}

/// Forgets all calls.
#[napi(catch_unwind)]
fn clear_calls(env: &Env, store: u32, _now: f64) -> Result<Answer<'_, ()>> {
    with(store, |share| {
        let engine = std::sync::Arc::clone(share.engine());
        answer(
            env,
            share.change(move |_| {
                engine.clear_calls();
                Ok(())
            }),
        )
    })
}

//! From a request to a response: who calls what, what is due, faults, the model's checks, the handler, the change, and
//! the record of the call.
//!
//! A request that has to wait, or asks the application's own code, comes again: each time is a [pass]. The first one
//! decides on the faults, and the others go by its decision, which the caller hands back.

mod pass;

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;

use super::protocol::{caller, decode, encode, encode_error, identify};
use super::record::{Failure, Record};
use super::request::{Request, Response};
use super::services::{Question, StartedCommand, started_command};
use crate::error::Error;
use crate::share::{Attempt, Share};
use crate::state::fault_rules::effect::Connection;
use crate::state::parameters::{Parameter, ParameterType};
use crate::state::{Entries, State};
use crate::time::Now;
use pass::{Answered, Decided, Outcome, Pass};

/// What is to be done for a request.
#[derive(Debug)]
pub enum Step {
    /// To answer it.
    Answer(Answer),
    /// To wait so many milliseconds, and to come again with what was decided.
    Wait {
        /// How long.
        ms: f64,
        /// See [`Progress::decided`].
        decided: String,
    },
    /// To ask the application's own code, and to come again with its answer and what was decided.
    Ask {
        /// What it is asked.
        question: Question,
        /// See [`Progress::decided`].
        decided: String,
    },
}

/// How a request is answered.
#[derive(Debug)]
pub struct Answer {
    /// How many milliseconds to wait first.
    pub wait_ms: f64,
    /// What the caller gets.
    pub reply: Reply,
    /// The command that the application's own code is to run, where it was asked, whatever the caller gets.
    pub command: Option<StartedCommand>,
}

/// What the caller of a request gets.
#[derive(Debug)]
pub enum Reply {
    /// A response.
    Response(Response),
    /// None: the connection breaks.
    Broken {
        /// How.
        connection: Connection,
        /// When, in milliseconds.
        after_ms: Option<f64>,
    },
}

/// How far a request has come.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// What the first pass has decided, as JSON; `None` in the first one.
    pub decided: Option<String>,
    /// True once the application's own code was asked.
    pub asked: bool,
    /// What that has answered, if it has.
    pub answer: Option<Value>,
    /// How many milliseconds all of this took.
    pub elapsed_ms: f64,
}

/// Answers a request, if it need not wait for another process. An AWS error is an answer.
///
/// # Errors
/// Those of the store: [`Error::Closed`], also where what was decided cannot be read, and where a change cannot be kept.
pub fn dispatch(share: &Share, request: &Request, progress: Progress, realm: Now) -> Attempt<Step> {
    let begun = Instant::now();
    let (service, operation) = match identify(request) {
        Ok(called) => called,
        Err(refusal) => {
            return share.change(move |store| {
                let request_id = store.commit_draft(realm, |draft| Ok((Entries::new(), draft.new_uuid())))?;
                let response = encode_error(refusal.protocol, &refusal.error, &request_id);
                Ok(Step::Answer(Answer { wait_ms: 0.0, reply: Reply::Response(response), command: None }))
            });
        }
    };
    let Ok(decided) = progress.decided.as_deref().map(serde_json::from_str::<Decided>).transpose() else {
        return Attempt::Done(Err(Error::Closed));
    };
    let caller = caller(request);
    let pass = Pass {
        service,
        operation,
        access_key_id: caller.access_key_id.clone(),
        command_limit: share.options().command_history_limit,
        asked: progress.asked,
        answer: progress.answer,
    };
    let input = decode(service, operation, request);
    let region = share.options().profile.region.clone();
    let (engine, limit) = (Arc::clone(share.engine()), share.options().call_history_limit);
    share.change(move |store| {
        let (decided, outcome, now) = store.commit_draft(realm, |draft| {
            let now = draft.now();
            let (entries, decided, outcome) = pass.run(draft, decided, input);
            Ok((entries, (decided, outcome, now)))
        })?;
        let Answered { input, output } = match outcome {
            Outcome::Wait(ms) => return Ok(Step::Wait { ms, decided: decided.into_next() }),
            Outcome::Ask(question) => return Ok(Step::Ask { question, decided: decided.into_next() }),
            Outcome::Answer(answered) => answered,
        };
        let command = output
            .as_ref()
            .ok()
            .filter(|_| pass.asked)
            .and_then(|output| started_command(service.id, &operation.name, output));
        let wait_ms = decided.decision.after_ms;
        let (output, broken) = decided.replace(output);
        let reply = match (&output, broken) {
            (_, Some((connection, after_ms))) => Reply::Broken { connection, after_ms },
            (Ok(output), None) => Reply::Response(encode(service, operation, output, &decided.request_id)),
            (Err(error), None) => Reply::Response(encode_error(service.protocol, error, &decided.request_id)),
        };
        let broken_ms = broken.and_then(|(_, after_ms)| after_ms).unwrap_or(0.0);
        let record = Record {
            id: &decided.request_id,
            time: now.iso(),
            service: service.id.signing_name(),
            operation: &operation.name,
            input,
            output: match broken {
                Some((connection, _)) => Err(connection.into()),
                None => output.map_err(Failure::Answered),
            },
            attempt: caller.attempt,
            duration_ms: progress.elapsed_ms + begun.elapsed().as_secs_f64() * 1000.0 + wait_ms + broken_ms,
            fault: decided.decision.fault.as_deref(),
            access_key_id: &caller.access_key_id,
            region: if caller.region.is_empty() { &region } else { &caller.region },
            pid: std::process::id(),
        };
        let is_secret = store.read(|state| sets_secret(state, &record.input))?;
        engine.record_call(record.into_line(is_secret), limit);
        Ok(Step::Answer(Answer { wait_ms, reply, command }))
    })
}

/// True if an input sets the value of a parameter that is a `SecureString` without saying so, or that may be meant to
/// be one: there is none of that name yet, or its type is none that there is.
fn sets_secret(state: &State, input: &Value) -> bool {
    let Some(name) = input.get("Name").and_then(Value::as_str).filter(|_| input.get("Value").is_some()) else {
        return false;
    };
    let is_plain = |kind: &Value| kind == "String" || kind == "StringList";
    match (state.named::<Parameter>(name), input.get("Type")) {
        (Some(parameter), _) if parameter.kind == ParameterType::SecureString => true,
        (Some(_), None) => false,
        (_, kind) => !kind.is_some_and(is_plain),
    }
}

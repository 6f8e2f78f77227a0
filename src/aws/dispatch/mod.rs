//! From a request to a response: who calls what, what is due, faults, the model's checks, the handler, the change, and
//! the record of the call.
//!
//! A request that has to wait, or asks the application's own code, comes again: each time is a [pass]. The first one
//! decides on the faults, and the others go by its decision, which the caller hands back.

mod ending;
mod pass;

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;

use super::protocol::{caller, decode, encode_error, identify};
use super::request::{Request, Response};
use super::secrets;
use super::services::{Question, StartedCommand};
use crate::error::Error;
use crate::share::{Attempt, Share};
use crate::state::Entries;
use crate::state::fault_rules::effect::Connection;
use crate::time::Now;
use ending::Ending;
use pass::{Decided, Outcome, Pass};

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
    let ending = Ending {
        caller: caller(request),
        region: share.options().profile.region.clone(),
        begun,
        elapsed_ms: progress.elapsed_ms,
    };
    let pass = Pass {
        service,
        operation,
        access_key_id: ending.caller.access_key_id.clone(),
        session_token: ending.caller.session_token.clone(),
        command_limit: share.options().command_history_limit,
        asked: progress.asked,
        answer: progress.answer,
    };
    let input = decode(service, operation, request);
    let (engine, limit) = (Arc::clone(share.engine()), share.options().call_history_limit);
    let profile = share.options().profile.clone();
    share.change(move |store| {
        let (decided, outcome, now) = store.commit_draft(realm, |draft| {
            let now = draft.now();
            let (entries, decided, outcome) = pass.run(draft, decided, input);
            Ok((entries, (decided, outcome, now)))
        })?;
        Ok(match outcome {
            Outcome::Wait(ms) => Step::Wait { ms, decided: decided.into_next() },
            Outcome::Ask(question) => Step::Ask { question, decided: decided.into_next() },
            Outcome::Answer(mut answered) => {
                let command = store.read(|state| {
                    secrets::mask_input(&mut answered.input, state, &profile, now);
                    pass.started(&answered, state)
                })?;
                let (answer, line) = ending.end(&pass, &decided, answered, now, command);
                engine.record_call(line, limit);
                Step::Answer(answer)
            }
        })
    })
}

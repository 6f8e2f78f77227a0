//! From a request to a response: who calls what, what is due, faults, the model's checks, the handler, the change, and
//! the record of the call.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};

use super::call::Call;
use super::error::{AwsError, Result};
use super::models::{Operation, Service};
use super::protocol::{Caller, caller, decode, encode, encode_error, identify};
use super::record::Record;
use super::request::{Request, Response};
use super::services::{Question, handler, question};
use super::validation::validate;
use super::{faults, known};
use crate::document::Text;
use crate::share::{Attempt, Share};
use crate::state::parameters::{Parameter, ParameterType};
use crate::state::random::Random;
use crate::state::{Draft, Entries, State};
use crate::time::Now;

/// What is to be done for a request.
#[derive(Debug)]
pub enum Step {
    /// To answer it.
    Respond(Response),
    /// To wait so many milliseconds, and to come again.
    Wait(f64),
    /// To ask the application's own code, and to come again with its answer.
    Ask(Question),
}

/// How far a request has come.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Progress {
    /// True once it has waited.
    pub waited: bool,
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
/// Those of the store: [`Error::Closed`](crate::error::Error::Closed), and where a change cannot be kept.
pub fn dispatch(share: &Share, request: &Request, progress: Progress, realm: Now) -> Attempt<Step> {
    let begun = Instant::now();
    let request_id = Random::default().uuid();
    let (service, operation) = match identify(request) {
        Ok(called) => called,
        Err(refusal) => {
            let response = encode_error(refusal.protocol, &refusal.error, &request_id);
            return Attempt::Done(Ok(Step::Respond(response)));
        }
    };
    if !progress.waited {
        match share.engine().store().read(faults::latency_ms) {
            Ok(ms) if ms > 0.0 => return Attempt::Done(Ok(Step::Wait(ms))),
            _ => {}
        }
    }
    let dispatched = Dispatched {
        service,
        operation,
        caller: caller(request),
        request_id,
        begun,
        progress,
        command_limit: share.options().command_history_limit,
        region: share.options().profile.region.clone(),
    };
    let input = decode(service, operation, request);
    let (engine, limit) = (Arc::clone(share.engine()), share.options().call_history_limit);
    share.change(move |store| {
        let (outcome, now) = store.commit_draft(realm, |draft| {
            let now = draft.now();
            let (entries, outcome) = dispatched.answer(draft, input);
            Ok((entries, (outcome, now)))
        })?;
        let (input, output, fault) = match outcome {
            Outcome::Ask(question) => return Ok(Step::Ask(question)),
            Outcome::Answer { input, output, fault } => (input, output, fault),
        };
        let response = match &output {
            Ok(output) => encode(service, operation, output, &dispatched.request_id),
            Err(error) => encode_error(service.protocol, error, &dispatched.request_id),
        };
        let is_secret = store.read(|state| sets_secret(state, &input))?;
        let line = dispatched.record(now, input, output, fault).into_line(is_secret);
        engine.record_call(line, limit);
        Ok(Step::Respond(response))
    })
}

/// A request whose operation is known.
struct Dispatched {
    service: &'static Service,
    operation: &'static Operation,
    caller: Caller,
    request_id: String,
    begun: Instant,
    progress: Progress,
    command_limit: usize,
    region: Text,
}

enum Outcome {
    Ask(Question),
    Answer { input: Value, output: Result<Value>, fault: Option<String> },
}

impl Dispatched {
    /// What the call changes, and what it is answered. A call that fails changes nothing, but that its
    /// fault is taken and its looks are counted.
    fn answer(&self, mut draft: Draft, input: Result<Value>) -> (Entries, Outcome) {
        let checked = self.check(&mut draft, &input);
        let input = input.unwrap_or_else(|_| json!({}));
        match checked {
            Ok(None) => {
                let (entries, output) = self.handle(draft, input.clone());
                (entries, Outcome::Answer { input, output, fault: None })
            }
            Ok(Some(question)) => (draft.into_entries(), Outcome::Ask(question)),
            Err((error, fault)) => (draft.into_entries(), Outcome::Answer { input, output: Err(error), fault }),
        }
    }

    /// What has to be asked first; or the error that the handler is spared, with the fault that it comes from.
    fn check(&self, draft: &mut Draft, input: &Result<Value>) -> Result<Option<Question>, (AwsError, Option<String>)> {
        let Self { service, operation, progress, .. } = self;
        if progress.asked {
            return Ok(None);
        }
        if let Some((error, fault)) = faults::operation_failure(draft, service, &operation.name) {
            return Err((error, Some(fault)));
        }
        let input = input.as_ref().map_err(|error| (error.clone(), None))?;
        validate(service, operation, input, &|text| known::is_known(draft.state(), text))
            .map_err(|error| (error, None))?;
        Ok(question(service.id, &operation.name, input))
    }

    fn handle(&self, draft: Draft, input: Value) -> (Entries, Result<Value>) {
        let internal = || AwsError::new("InternalFailure", "The mock has failed to answer.").with_status(500);
        let Some(handler) = handler(self.service.id, &self.operation.name) else {
            return (Entries::new(), Err(internal()));
        };
        let mut call = Call {
            draft,
            answer: self.progress.answer.clone(),
            command_limit: self.command_limit,
            access_key_id: self.caller.access_key_id.clone(),
        };
        // A mistake in a handler must not break the store: its draft is dropped.
        match catch_unwind(AssertUnwindSafe(|| handler(&mut call, input))).unwrap_or_else(|_| Err(internal())) {
            Ok(output) => (call.draft.into_entries(), Ok(output)),
            Err(error) => (call.draft.into_looks(), Err(error)),
        }
    }

    fn record(&self, now: Now, input: Value, output: Result<Value>, fault: Option<String>) -> Record<'_> {
        let region = if self.caller.region.is_empty() { self.region.as_str() } else { &self.caller.region };
        Record {
            id: &self.request_id,
            time: now.iso(),
            service: self.service.id.signing_name(),
            operation: &self.operation.name,
            input,
            output,
            attempt: self.caller.attempt,
            duration_ms: self.progress.elapsed_ms + self.begun.elapsed().as_secs_f64() * 1000.0,
            fault,
            access_key_id: &self.caller.access_key_id,
            region,
            pid: std::process::id(),
        }
    }
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

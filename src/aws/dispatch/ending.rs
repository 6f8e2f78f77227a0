//! How a request ends: its answer, and the record of the call.

use std::time::Instant;

use super::pass::{Answered, Decided, Pass};
use super::{Answer, Reply};
use crate::aws::faults::Instead;
use crate::aws::protocol::{Caller, encode, encode_error};
use crate::aws::record::{Failure, Record};
use crate::aws::secrets;
use crate::aws::services::StartedCommand;
use crate::document::Text;
use crate::time::Now;

/// What is known of a request beside its operation.
pub(super) struct Ending {
    pub(super) caller: Caller,
    /// The region of the account.
    pub(super) region: Text,
    pub(super) begun: Instant,
    /// How many milliseconds the passes before took.
    pub(super) elapsed_ms: f64,
}

impl Ending {
    /// The answer, and the record of the call as a line of JSON.
    pub(super) fn end(
        &self,
        Pass { service, operation, .. }: &Pass,
        Decided { request_id, decision, .. }: &Decided,
        Answered { input, output }: Answered,
        now: Now,
        command: Option<StartedCommand>,
    ) -> (Answer, String) {
        let output = match &decision.instead {
            Some(Instead::Error { error }) => Err(error.clone()),
            _ => output,
        };
        let (reply, output, broken_ms) = match (&decision.instead, output) {
            (Some(Instead::Connection { connection, after_ms }), _) => {
                let reply = Reply::Broken { connection: *connection, after_ms: *after_ms };
                (reply, Err(Failure::from(*connection)), after_ms.unwrap_or(0.0))
            }
            (_, Ok(mut output)) => {
                let response = encode(service, operation, &output, request_id);
                secrets::mask_output(&mut output);
                (Reply::Response(response), Ok(output), 0.0)
            }
            (_, Err(error)) => {
                let response = encode_error(service.protocol, &error, request_id);
                (Reply::Response(response), Err(Failure::Answered(error)), 0.0)
            }
        };
        let wait_ms = decision.after_ms;
        let own_ms = self.begun.elapsed().as_secs_f64() * 1000.0;
        let record = Record {
            id: request_id,
            time: now.iso(),
            service: service.id.signing_name(),
            operation: &operation.name,
            input,
            output,
            attempt: self.caller.attempt,
            duration_ms: self.elapsed_ms + own_ms + wait_ms + broken_ms,
            fault: decision.fault.as_deref(),
            access_key_id: &self.caller.access_key_id,
            region: if self.caller.region.is_empty() { &self.region } else { &self.caller.region },
            pid: std::process::id(),
        };
        (Answer { wait_ms, reply, command }, record.to_line())
    }
}

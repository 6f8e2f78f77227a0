//! What run commands answer where no code of the application does.

use std::sync::Arc;

use fancy_regex::RegexBuilder;
use serde::Serialize;

use super::commands::{FinalStatus, Outcome};
use super::{Entries, Entry, Key, Presence, Record, Spec, State, Stored};
use crate::document::{Field, Milliseconds, Path, Text, UnknownKeys, Value, Whole, record};
use crate::error::Result;

record! {
    /// The answer to some commands.
    pub struct CommandResponse {
        /// The lines of the command, joined by line feeds, or a regular expression that is found in them, written as
        /// `/pattern/flags`.
        pattern: Text = "match",
        /// The status that the command ends with: `Success` by default.
        status: Option<FinalStatus> = "status",
        /// Standard output.
        output: Option<Text> = "output",
        /// Standard error.
        error: Option<Text> = "error",
        /// How long the command takes; as long as `ssm:command` says by default.
        delay_ms: Option<Milliseconds> = "delayMs",
        /// How many more commands it answers; all by default.
        times: Option<Whole> = "times",
    }
}

/// The answers, in the order in which they are looked through.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CommandResponses(pub Vec<Arc<CommandResponse>>);

impl Field for CommandResponses {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        Vec::read(value, path).map(Self)
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

impl Record for CommandResponses {
    const SPEC: Spec = Spec {
        section: "commands",
        presence: Presence::NotEmpty,
        ..Spec::one("commandResponses", &["ssm", "commandResponses"])
    };
}

impl CommandResponse {
    fn answers(&self, lines: &str) -> bool {
        self.times != Some(Whole(0)) && (self.pattern == lines || self.finds_in(lines))
    }

    fn finds_in(&self, lines: &str) -> bool {
        let written = self.pattern.strip_prefix('/').and_then(|pattern| pattern.rsplit_once('/'));
        written.is_some_and(|(pattern, flags)| {
            let regex = RegexBuilder::new(pattern)
                .case_insensitive(flags.contains('i'))
                .multi_line(flags.contains('m'))
                .dot_matches_new_line(flags.contains('s'))
                .build();
            // One that takes too long finds nothing.
            regex.is_ok_and(|regex| regex.is_match(lines).unwrap_or(false))
        })
    }

    /// What the command ends with.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let unknown = UnknownKeys::default();
        Outcome { status: self.status, output: self.output.clone(), error: self.error.clone(), unknown }
    }
}

/// The first answer to a command that is there, and what counts its times down.
#[must_use]
pub(super) fn take(state: &State, commands: &[Text]) -> (Entries, Option<Arc<CommandResponse>>) {
    let area = state.get(CommandResponses::AREA, &Key::Only).and_then(CommandResponses::from_document);
    let Some(CommandResponses(responses)) = area.map(|area| &**area) else { return (Entries::new(), None) };
    let lines = commands.join("\n");
    let Some(index) = responses.iter().position(|response| response.answers(&lines)) else {
        return (Entries::new(), None);
    };
    let mut responses = responses.clone();
    let Some(response) = responses.get_mut(index) else { return (Entries::new(), None) };
    let taken = Arc::clone(response);
    let Some(Whole(times)) = response.times else { return (Entries::new(), Some(taken)) };
    Arc::make_mut(response).times = Some(Whole(times - 1));
    (Entry::one(CommandResponses(responses)).into(), Some(taken))
}

//! A whole account at a moment, as it is kept under a name: its state, and its time then.

use std::fmt;
use std::io::Write;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::json::SectionSeed;
use super::overlay::{Overlay, Source};
use super::{ListNumbers, Mode, Origin, State, clock, fencing_token};
use crate::document::{Field, Path, Text, Value, Whole, well_formed};
use crate::error::Result;
use crate::time::{Now, parse};

/// The version of the JSON that is written, and the last one that is read.
const VERSION: u64 = 1;

/// An account at a moment.
///
/// Its JSON is `{ "version", "takenAt", "state" }`, the state as in its file. It does not have the numbers of lists,
/// which a restore gives out anew.
#[derive(Clone, Debug)]
pub struct AccountSnapshot {
    /// The account's time.
    pub taken_at: Now,
    /// Its state.
    pub state: State,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    version: u64,
    taken_at: Text,
    state: &'a State,
}

impl AccountSnapshot {
    /// The account as it is when its realm shows a moment, in constant time. An offset that a stopped clock has is kept,
    /// though it means nothing.
    #[must_use]
    pub fn of(state: &State, realm: Now) -> Self {
        Self { taken_at: clock::now(state, realm), state: state.clone() }
    }

    /// The state that takes the place of the present one: time goes on from the snapshot's moment, or stands still there.
    /// No number of a list and no fencing token is given out twice.
    #[must_use]
    pub fn restored(&self, present: &State, realm: Now) -> State {
        let mut state = self.state.numbered(&ListNumbers::after(present));
        fencing_token::keep(&mut state, present);
        for entry in clock::continued(&state, self.taken_at, realm) {
            state.apply(&entry);
        }
        state
    }

    /// The same without what two accounts that are the same can differ in.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        if let Some(entry) = clock::without_meaningless_offset(&self.state) {
            self.state.apply(&entry);
        }
        self
    }

    /// Writes it as JSON. The same account, [normalized](Self::normalized), gives the same text.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, writer: impl Write) -> std::io::Result<()> {
        let json = Json { version: VERSION, taken_at: self.taken_at.iso(), state: &self.state };
        Ok(serde_json::to_writer_pretty(writer, &json)?)
    }

    /// Reads what was written, or edited since: a part of the state that is always there and that it lacks has its default.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn read(text: &[u8], origin: &Origin) -> Result<Self, String> {
        let taken_at = Self::read_time(text)?;
        let setting = origin.setting.moved_to(taken_at);
        let origin = Origin { setting, initial_state: origin.initial_state.clone() };
        let defaults = State::initial(&origin).map_err(|error| error.to_string())?.named_always();
        let mut overlay = Overlay::new(&defaults, Mode::File, &origin.setting);
        overlay.section(&[], read_source(text)?, &Path::Root("state")).map_err(|error| error.to_string())?;
        let entries = overlay.entries;
        let mut state = defaults;
        for entry in &entries {
            state.apply(entry);
        }
        Ok(Self { taken_at, state })
    }

    /// Reads the account's time alone.
    ///
    /// # Errors
    /// What is wrong with the text, in words; also where it is of a later version.
    pub fn read_time(text: &[u8]) -> Result<Now, String> {
        let text = prepared(text);
        let mut head = Head::default();
        let mut deserializer = serde_json::Deserializer::from_slice(&text);
        let outcome = HeadSeed(&mut head).deserialize(&mut deserializer);
        let Head { version, taken_at } = head;
        let (Some(version), Some(taken_at)) = (version, taken_at) else {
            outcome.map_err(|error| error.to_string())?;
            return Err("it is no snapshot: it lacks \"version\" or \"takenAt\"".into());
        };
        let path = Path::Root("version");
        match Whole::read(version, &path).map_err(|error| error.to_string())? {
            Whole(1..=VERSION) => {}
            Whole(version) => {
                return Err(format!(
                    "it is of version {version}, and this mock-state-store reads versions up to {VERSION}"
                ));
            }
        }
        let path = Path::Root("takenAt");
        let refused = taken_at.refuse(&path, "a time as ISO 8601 text");
        let text = Text::read(taken_at, &path).map_err(|error| error.to_string())?;
        parse(&text).map(Now::from_epoch).ok_or_else(|| refused.to_string())
    }
}

/// The text without what other programs put before it or no other parser reads.
fn prepared(text: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    well_formed(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text))
}

fn read_source(text: &[u8]) -> Result<Source, String> {
    let text = prepared(text);
    let mut deserializer = serde_json::Deserializer::from_slice(&text);
    let parsed = StateSeed.deserialize(&mut deserializer).and_then(|source| deserializer.end().map(|()| source));
    if let Ok(Some(source)) = parsed {
        return Ok(source);
    }
    // The document that is wrong need not be the first thing that is.
    let value = Value::from_json(&text).map_err(|error| error.to_string())?;
    let mut parts = value.into_object(&Path::Root("snapshot")).map_err(|error| error.to_string())?;
    Ok(Source::Value(Value::take(&mut parts, "state")))
}

/// What stands before the state.
#[derive(Default)]
struct Head {
    version: Option<Value>,
    taken_at: Option<Value>,
}

struct HeadSeed<'a>(&'a mut Head);

impl<'de> DeserializeSeed<'de> for HeadSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HeadSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(head) = self;
        // The state, which is large, need not be read.
        while (head.version.is_none() || head.taken_at.is_none())
            && let Some(key) = map.next_key::<Text>()?
        {
            match key.as_str() {
                "version" => head.version = Some(map.next_value()?),
                "takenAt" => head.taken_at = Some(map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct StateSeed;

impl<'de> DeserializeSeed<'de> for StateSeed {
    type Value = Option<Source>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Source>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for StateSeed {
    type Value = Option<Source>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Source>, A::Error> {
        let mut source = None;
        while let Some(key) = map.next_key::<Text>()? {
            if key == "state" {
                source = Some(map.next_value_seed(SectionSeed(&[]))?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(source)
    }
}

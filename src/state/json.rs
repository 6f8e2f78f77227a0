//! The state as JSON: what `getState()` shows and the file holds.
//!
//! Areas stand where their paths say (`layout.rs`).

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::layout::{Child, child, children, section_name};
use super::overlay::{Overlay, Source, check_id};
use super::unknown_keys::SectionKeys;
use super::{Area, Document, Documents, Mode, Presence, Setting, Shape, State};
use crate::document::{Path, Text, Value, well_formed};

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Section { state: self, path: &[] }.serialize(serializer)
    }
}

pub(super) struct Section<'a> {
    pub(super) state: &'a State,
    pub(super) path: &'static [&'static str],
}

impl Section<'_> {
    pub(super) fn unknown(&self) -> Option<&Arc<SectionKeys>> {
        self.state.named::<SectionKeys>(section_name(self.path)).filter(|keys| !keys.0.is_empty())
    }

    /// True if anything in it has to be written.
    pub(super) fn is_present(&self) -> bool {
        let areas = || Area::ALL.into_iter().filter(|area| area.spec().path.starts_with(self.path));
        self.unknown().is_some()
            || areas().any(|area| area.spec().presence == Presence::Always || self.state.len(area) > 0)
    }
}

impl Serialize for Section<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let state = self.state;
        let mut map = serializer.serialize_map(None)?;
        for (name, child) in children(self.path) {
            match child {
                Child::Area(area) if state.len(area) == 0 && is_left_out(area) => {}
                Child::Area(area) => map.serialize_entry(name, &AreaJson { state, area })?,
                Child::Section(path) => {
                    let section = Section { state, path };
                    if section.is_present() {
                        map.serialize_entry(name, &section)?;
                    }
                }
            }
        }
        if let Some(unknown) = self.unknown() {
            unknown.0.serialize_into(&mut map)?;
        }
        map.end()
    }
}

/// True if an area that holds no document is not named.
pub(super) fn is_left_out(area: Area) -> bool {
    area.spec().presence == Presence::NotEmpty || area.spec().shape == Shape::One
}

pub(super) struct AreaJson<'a> {
    pub(super) state: &'a State,
    pub(super) area: Area,
}

impl Serialize for AreaJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let spec = self.area.spec();
        match self.state.documents(self.area) {
            Documents::One(document) => document.serialize(serializer),
            Documents::List(list) => serializer.collect_seq(list.iter().map(|(_, document)| document)),
            Documents::Named(documents) => {
                let mut map = serializer.serialize_map(Some(documents.len()))?;
                for (name, document) in documents {
                    map.serialize_entry(name, document)?;
                }
                let section = Section { state: self.state, path: spec.path };
                if let Some(unknown) = section.unknown().filter(|_| spec.names.is_some()) {
                    unknown.0.serialize_into(&mut map)?;
                }
                map.end()
            }
        }
    }
}

/// Reads the text of a state file over an initial state, which fills in what the file lacks. Answers also whether
/// it lacks nothing.
///
/// # Errors
/// What is wrong with the text, in words.
pub fn read_state(text: &[u8], initial: &State, setting: &Setting) -> Result<(State, bool), String> {
    let text = well_formed(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text));
    let source = match parse(&text) {
        Ok(source) => source,
        // The document that is wrong need not be the first thing that is.
        Err(_) => Source::Value(Value::from_json(&text).map_err(|error| error.to_string())?),
    };
    if let Source::Value(value) = &source
        && !matches!(value, Value::Object(_))
    {
        return Err(value.mismatch(&Path::Root("state"), "an object").to_string());
    }
    let mut overlay = Overlay::new(initial, Mode::File, setting);
    overlay.section(&[], source, &Path::Root("")).map_err(|error| error.to_string())?;
    let mut state = initial.clone();
    for entry in &overlay.entries {
        state.apply(entry);
    }
    Ok((state, overlay.is_whole()))
}

/// Parses the text of a state. Named documents are read as they are parsed: where there are many, their values
/// would take more time and memory than they do.
fn parse(text: &[u8]) -> serde_json::Result<Source> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let source = SectionSeed(&[]).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(source)
}

pub(super) struct SectionSeed(pub(super) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for SectionSeed {
    type Value = Source;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Source, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for SectionSeed {
    type Value = Source;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Source, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Text>()? {
            let source = match child(self.0, &key) {
                Some(Child::Section(path)) => map.next_value_seed(SectionSeed(path))?,
                Some(Child::Area(area)) if area.spec().shape == Shape::Named && area.spec().names.is_none() => {
                    map.next_value_seed(DocumentsSeed(area))?
                }
                _ => Source::Value(map.next_value()?),
            };
            entries.push((key, source));
        }
        Ok(Source::Section(entries))
    }
}

struct DocumentsSeed(Area);

impl<'de> DeserializeSeed<'de> for DocumentsSeed {
    type Value = Source;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Source, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for DocumentsSeed {
    type Value = Source;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Source, A::Error> {
        let mut documents = Vec::new();
        while let Some((name, value)) = map.next_entry::<Text, Value>()? {
            let document = Document::read(self.0, value, &Path::Root("")).map_err(A::Error::custom)?;
            check_id(self.0, &name, &document, &Path::Root("")).map_err(A::Error::custom)?;
            documents.push((name.as_str().into(), document));
        }
        Ok(Source::Documents(documents))
    }
}

#[cfg(test)]
mod tests {
    use super::super::parameters::Parameter;
    use super::super::tests::setting;
    use super::*;

    fn read_over_defaults(text: &str) -> Result<State, String> {
        read_state(text.as_bytes(), &State::defaults(&setting()), &setting()).map(|(state, _)| state)
    }

    fn parameter(value: &str) -> String {
        format!(r#"{{"value":{value},"type":"String","lastModified":"2026-01-30T12:00:00.000Z","tags":[1]}}"#)
    }

    #[test]
    fn of_parameters_of_the_same_name_the_last_one_counts() {
        let [one, other] = [r#""1""#, r#""2""#].map(parameter);
        let twice = format!(r#"{{"ssm":{{"parameters":{{"a":{one},"b":{one},"a":{other}}}}}}}"#);
        let state = read_over_defaults(&twice).unwrap();
        let values: Vec<_> = state.all::<Parameter>().map(|(name, parameter)| (&**name, &*parameter.value)).collect();
        assert_eq!(values, [("a", "2"), ("b", "1")]);
        assert!(state.named::<Parameter>("a").is_some_and(|parameter| !parameter.unknown.is_empty()));
    }

    #[test]
    fn the_first_mistake_is_reported() {
        let wrong = parameter("5");
        let parameters = format!(r#""ssm":{{"parameters":{{"a/b":{wrong}}}}}"#);
        let problem = |text: &str| read_over_defaults(text).unwrap_err();
        assert_eq!(
            problem(&format!("{{{parameters}}}")),
            r#"The "ssm.parameters["a/b"].value" argument must be of type string. Received type number (5)"#
        );
        assert!(problem(&format!(r#"{{"backups":5,{parameters}}}"#)).starts_with(r#"The "backups" argument"#));
        assert!(problem(&format!("{{{parameters},}}")).contains("line 1"));
        assert!(problem(r#"{"ssm":{"parameters":[]}}"#).starts_with(r#"The "ssm.parameters" argument"#));
        assert!(problem(r#"{"ssm":{"parameters":{}}}5"#).contains("trailing"));
    }

    #[test]
    fn what_has_an_id_stands_under_it() {
        let address = |id: &str| {
            let address = r#"{"allocationId":"eipalloc-1","publicIp":"198.51.100.7","tags":{}}"#;
            read_over_defaults(&format!(r#"{{"ec2":{{"addresses":{{"{id}":{address}}}}}}}"#))
        };
        assert!(address("eipalloc-1").is_ok());
        let problem = address("eipalloc-2").unwrap_err();
        assert!(problem.starts_with(r#"The "ec2.addresses["eipalloc-2"].allocationId" argument must be its key"#));
    }

    #[test]
    fn a_file_is_whole_where_nothing_in_it_has_a_default() {
        let defaults = State::defaults(&setting());
        let text = serde_json::to_vec_pretty(&defaults).unwrap();
        assert_eq!(read_state(&text, &defaults, &setting()), Ok((defaults.clone(), true)));
        let without = String::from_utf8(text).unwrap().replace("\"globalLatencyMs\": 0,", "");
        assert_eq!(read_state(without.as_bytes(), &defaults, &setting()), Ok((defaults, false)));
    }
}

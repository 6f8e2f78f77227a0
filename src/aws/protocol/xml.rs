//! Writes XML: the output of [`Protocol::Ec2`](crate::aws::models::Protocol) and of `Protocol::Query`.

use serde_json::Value;

use super::{members, timestamp};
use crate::aws::models::{Kind, Service, ShapeId};

/// XML that is being written.
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// A document, up to its root element.
    pub(super) fn new() -> Self {
        let mut text = String::with_capacity(1024);
        text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        Self { text }
    }

    pub(super) fn open(&mut self, name: &str) {
        self.raw(&["<", name, ">"]);
    }

    pub(super) fn open_root(&mut self, name: &str, namespace: &str) {
        self.raw(&["<", name, " xmlns=\"", namespace, "\">"]);
    }

    pub(super) fn close(&mut self, name: &str) {
        self.raw(&["</", name, ">"]);
    }

    /// An element with text.
    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.open(name);
        self.escape(text);
        self.close(name);
    }

    /// The members of a structure, one element each.
    pub(super) fn members(&mut self, service: &Service, shape: ShapeId, value: &Value) {
        if let Kind::Structure(structure) = &service.shape(shape).kind {
            for (member, value) in members(structure, value) {
                self.value(service, &member.output_name, member.shape, value);
            }
        }
    }

    fn value(&mut self, service: &Service, name: &str, shape: ShapeId, value: &Value) {
        match (&service.shape(shape).kind, value) {
            (Kind::List(_), Value::Array(items)) if items.is_empty() => self.raw(&["<", name, "/>"]),
            (Kind::List(member), Value::Array(items)) => {
                self.open(name);
                for item in items {
                    self.value(service, &member.output_name, member.shape, item);
                }
                self.close(name);
            }
            (Kind::Structure(_), Value::Object(_)) => {
                self.open(name);
                self.members(service, shape, value);
                self.close(name);
            }
            (Kind::Timestamp, Value::String(text)) => self.element(name, &timestamp::to_iso(text)),
            (_, Value::String(text)) => self.element(name, text),
            (_, value) => self.element(name, &value.to_string()),
        }
    }

    /// The bytes of the document.
    pub(super) fn finish(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    fn raw(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
    }

    fn escape(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.find(special).and_then(|at| rest.split_at_checked(at)) {
            self.text.push_str(before);
            let mut chars = after.chars();
            self.text.push_str(match chars.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                // A parser would make a line feed of it.
                Some('\r') => "&#xD;",
                // XML has no way to write the others.
                _ => "\u{FFFD}",
            });
            rest = chars.as_str();
        }
        self.text.push_str(rest);
    }
}

/// True for what must not stand in text as it is.
fn special(char: char) -> bool {
    match char {
        '&' | '<' | '>' | '"' | '\u{FFFE}' | '\u{FFFF}' => true,
        '\t' | '\n' => false,
        char => char < ' ',
    }
}

//! Reads forms: the input of [`Protocol::Ec2`] and [`Protocol::Query`].
//!
//! Names are paths: `Filter.1.Value.2` in EC2, `Parameters.member.1.ParameterKey` elsewhere. The entries are sorted by
//! path once; each level of the model then takes its part of the slice. Neither memory nor stack depends on what an
//! index or a path says: indexes only put items in order, and a path is followed as far as the model has members.

use std::borrow::Cow;
use std::cmp::Ordering;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{is_base64, timestamp};
use crate::aws::error::AwsError;
use crate::aws::models::{Kind, Member, Protocol, Service, Shape, ShapeId, Structure};
use crate::aws::request::Request;

type Entry<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The input of an operation.
pub(super) fn decode(service: &Service, input: ShapeId, request: &Request) -> Result<Value, AwsError> {
    let mut entries = entries(request).collect::<Result<Vec<_>, _>>()?;
    // Of equal names the first one counts, so the sort has to be stable.
    entries.sort_by(|(a, _), (b, _)| by_path(a, b));
    match &service.shape(input).kind {
        Kind::Structure(structure) => Decoder { service }.structure(structure, &entries, 0),
        _ => Ok(Value::Object(Map::new())),
    }
}

/// The entries of the query string and of the body, as they come.
pub(super) fn entries<'a>(request: &Request<'a>) -> impl Iterator<Item = Result<Entry<'a>, AwsError>> {
    let body = if is_form(request) { std::str::from_utf8(request.body).map_err(|_| malformed()) } else { Ok("") };
    let (body, error) = match body {
        Ok(body) => (body, None),
        Err(error) => ("", Some(Err(error))),
    };
    let parts = [request.query(), body].into_iter().flat_map(|text| text.split('&')).filter(|part| !part.is_empty());
    error.into_iter().chain(parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        Ok((unescape(name)?, unescape(value)?))
    }))
}

/// True unless the content type says that the body is something else.
fn is_form(request: &Request) -> bool {
    request.header("content-type").is_none_or(|kind| {
        let essence = kind.split(';').next().unwrap_or_default().trim();
        essence.is_empty() || essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// What a query string or a segment of a path stands for.
pub(super) fn unescape(text: &str) -> Result<Cow<'_, str>, AwsError> {
    let text = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    if !text.contains('%') {
        return Ok(text);
    }
    let escapes = text.split('%').skip(1);
    let mut two_digits = escapes.map(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2);
    if !two_digits.all(|both| both) {
        return Err(malformed());
    }
    percent_decode_str(&text).decode_utf8().map(|text| text.into_owned().into()).map_err(|_| malformed())
}

fn malformed() -> AwsError {
    AwsError::new("MalformedQueryString", "The query string contains a syntax error").with_status(404)
}

/// Orders names so that those with a common path stand together.
fn by_path(a: &str, b: &str) -> Ordering {
    let rank = |byte: u8| if byte == b'.' { 0 } else { u16::from(byte) + 1 };
    a.bytes().map(rank).cmp(b.bytes().map(rank))
}

struct Decoder<'a> {
    service: &'a Service,
}

/// The entries whose names are equal up to `end`, where a segment ends.
#[derive(Clone, Copy)]
struct Part<'a, 'e> {
    entries: &'a [Entry<'e>],
    segment: &'a str,
    end: usize,
}

impl<'a, 'e> Part<'a, 'e> {
    /// The value of the name itself.
    fn value(&self) -> Option<&'a str> {
        let (name, value) = self.entries.first()?;
        (name.len() == self.end).then_some(&**value)
    }

    /// The entries whose names go on.
    fn nested(&self) -> &'a [Entry<'e>] {
        let own = self.entries.partition_point(|(name, _)| name.len() == self.end);
        self.entries.get(own..).unwrap_or_default()
    }

    fn name(&self) -> &'a str {
        self.entries.first().and_then(|(name, _)| name.get(..self.end)).unwrap_or_default()
    }
}

/// Divides entries whose names are equal up to `start` by the segment that begins there.
fn parts<'a, 'e>(entries: &'a [Entry<'e>], start: usize) -> impl Iterator<Item = Part<'a, 'e>> {
    fn segment(name: &str, start: usize) -> &str {
        name.get(start..).unwrap_or_default().split('.').next().unwrap_or_default()
    }
    let chunks = entries.chunk_by(move |(a, _), (b, _)| segment(a, start) == segment(b, start));
    chunks.filter_map(move |entries| {
        let segment = segment(&entries.first()?.0, start);
        Some(Part { entries, segment, end: start + segment.len() })
    })
}

impl Decoder<'_> {
    fn structure(&self, structure: &Structure, entries: &[Entry], start: usize) -> Result<Value, AwsError> {
        let mut object = Map::new();
        for part in parts(entries, start) {
            if let Some(member) = structure.input_member(part.segment) {
                object.insert(member.name.clone(), self.value(member.shape, part)?);
            }
        }
        Ok(Value::Object(object))
    }

    fn value(&self, shape: ShapeId, part: Part) -> Result<Value, AwsError> {
        let shape = self.service.shape(shape);
        let (value, nested) = (part.value(), part.nested());
        match (&shape.kind, value) {
            // An empty structure or list has an entry of its own without a value.
            (Kind::Structure(_) | Kind::List(_), Some(value)) if nested.is_empty() && !value.is_empty() => {
                Err(self.refuse(part, "Unexpected complex element termination"))
            }
            (Kind::Structure(structure), _) => self.structure(structure, nested, part.end + 1),
            (Kind::List(member), _) => self.list(member, nested, part.end + 1),
            (_, Some(text)) => self.scalar(shape, text, part),
            (_, None) => Err(self.refuse(part, "Start of structure or map found where not expected")),
        }
    }

    fn list(&self, member: &Member, entries: &[Entry], start: usize) -> Result<Value, AwsError> {
        if self.service.protocol == Protocol::Ec2 {
            return self.items(member, entries, start);
        }
        let mut list = Value::Array(Vec::new());
        for part in parts(entries, start) {
            if part.segment != member.input_name {
                return Err(self.refuse(part, "Unexpected list element termination"));
            }
            list = self.items(member, part.nested(), part.end + 1)?;
        }
        Ok(list)
    }

    /// Items in the order of their indexes, which may have gaps.
    fn items(&self, member: &Member, entries: &[Entry], start: usize) -> Result<Value, AwsError> {
        let mut items = Vec::new();
        for part in parts(entries, start) {
            let digits = !part.segment.is_empty() && part.segment.bytes().all(|byte| byte.is_ascii_digit());
            match part.segment.parse::<u64>() {
                Ok(index) if digits => items.push((index, part)),
                _ => return Err(self.refuse(part, "Unexpected list element termination")),
            }
        }
        items.sort_by_key(|(index, _)| *index);
        items.dedup_by_key(|(index, _)| *index);
        items.into_iter().map(|(_, part)| self.value(member.shape, part)).collect::<Result<_, _>>().map(Value::Array)
    }

    fn scalar(&self, shape: &Shape, text: &str, part: Part) -> Result<Value, AwsError> {
        let value = match shape.kind {
            Kind::Integer => text.parse::<i32>().ok().map(Value::from),
            Kind::Long => text.parse::<i64>().ok().map(Value::from),
            Kind::Double => text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from),
            Kind::Boolean => match text {
                "true" | "1" => Some(true.into()),
                "false" | "0" => Some(false.into()),
                // boto of old writes them as Python does, which only EC2 takes.
                "True" if self.service.protocol == Protocol::Ec2 => Some(true.into()),
                "False" if self.service.protocol == Protocol::Ec2 => Some(false.into()),
                _ => return Err(self.refuse(part, "boolean must follow xsd1.1 definition")),
            },
            Kind::Timestamp => timestamp::from_iso(text).map(Value::from),
            Kind::Blob => is_base64(text).then(|| text.into()),
            _ => Some(text.into()),
        };
        value.ok_or_else(|| self.refuse(part, &format!("Value can not be converted to {}", shape.kind.type_name())))
    }

    fn refuse(&self, part: Part, reason: &str) -> AwsError {
        if self.service.protocol == Protocol::Ec2 {
            let value = part.value().unwrap_or_default();
            let name = part.name();
            return AwsError::new("InvalidParameterValue", format!("Invalid value '{value}' for {name}. {reason}."));
        }
        AwsError::new("MalformedInput", reason)
    }
}

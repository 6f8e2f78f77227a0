//! Values as the JavaScript face writes them (`lib/wire.js`, `lib/request.js`): a tag, and what belongs to it. Numbers have
//! their lowest byte first.

use serde_json::Number;

use super::{Text, Value};

/// What a value begins with. A short string begins with [`tag::SHORT`] and its length together.
mod tag {
    pub(super) const UNDEFINED: u8 = 0;
    pub(super) const NULL: u8 = 1;
    pub(super) const FALSE: u8 = 2;
    pub(super) const TRUE: u8 = 3;
    /// An `f64`.
    pub(super) const NUMBER: u8 = 4;
    /// The length as a `u32`, and as many bytes of UTF-8.
    pub(super) const STRING: u8 = 5;
    /// The length as a `u32`, and as many values.
    pub(super) const ARRAY: u8 = 6;
    /// The length as a `u32`, and as many pairs of a string and a value.
    pub(super) const OBJECT: u8 = 7;
    /// Likewise.
    pub(super) const MAP: u8 = 8;
    /// A string: the words of an error for what JSON has no form for.
    pub(super) const FOREIGN: u8 = 9;
    /// The next of the strings that are beside the bytes.
    pub(super) const TEXT: u8 = 10;
    /// From here on it is a string of [`KEYS`](super::KEYS).
    pub(super) const KEY: u8 = 16;
    /// From here on it is a short string: what is above is its length.
    pub(super) const SHORT: u8 = 128;
}

/// The keys, and the types of parameters, that are known by their number.
const KEYS: [&str; 54] = [
    "instance",
    "ssm",
    "backups",
    "costs",
    "cloudformation",
    "faults",
    "parameters",
    "commands",
    "globalLatencyMs",
    "operationFailures",
    "current-month",
    "last-month",
    "last-30-days",
    "instanceId",
    "state",
    "publicIp",
    "hasVolume",
    "availabilityZone",
    "blockDeviceMappings",
    "lastUpdated",
    "deviceName",
    "volumeId",
    "status",
    "deleteOnTermination",
    "value",
    "type",
    "lastModified",
    "commandId",
    "output",
    "error",
    "createdAt",
    "completedAt",
    "name",
    "date",
    "size",
    "period",
    "start",
    "end",
    "totalCost",
    "currency",
    "breakdown",
    "service",
    "cost",
    "fetchedAt",
    "exists",
    "stackId",
    "failNext",
    "alwaysFail",
    "errorCode",
    "errorMessage",
    "owner",
    "ttlMs",
    "String",
    "SecureString",
];

/// Reads one value after the other. `None` is what nobody wrote who writes as `lib/request.js` does.
#[derive(Debug)]
pub struct Reader<'a, T> {
    bytes: &'a [u8],
    /// The strings that are beside the bytes.
    texts: T,
}

impl<'a, T: Iterator<Item = Text>> Reader<'a, T> {
    /// Reads bytes from their beginning, with the strings that are beside them.
    pub fn new(bytes: &'a [u8], texts: T) -> Self {
        Self { bytes, texts }
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    /// The next number, without a tag.
    pub fn number(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.array()?))
    }

    /// The next value.
    pub fn value(&mut self) -> Option<Value> {
        Some(match self.byte()? {
            tag::UNDEFINED => Value::Undefined,
            tag::NULL => Value::Null,
            tag::FALSE => Value::Bool(false),
            tag::TRUE => Value::Bool(true),
            tag::NUMBER => number(self.number()?),
            tag::ARRAY => Value::Array(self.list(Self::value)?),
            tag::OBJECT => Value::Object(self.list(Self::pair)?),
            tag::MAP => Value::Map(self.list(Self::pair)?),
            tag::FOREIGN => Value::Foreign(self.string()?.into()),
            tag => Value::String(self.string_after(tag)?),
        })
    }

    fn pair(&mut self) -> Option<(Text, Value)> {
        Some((self.string()?, self.value()?))
    }

    fn list<V>(&mut self, mut read: impl FnMut(&mut Self) -> Option<V>) -> Option<Vec<V>> {
        let length = self.length()?;
        // Each takes a byte at least.
        let mut list = Vec::with_capacity(length.min(self.bytes.len()));
        for _ in 0..length {
            list.push(read(self)?);
        }
        Some(list)
    }

    fn string(&mut self) -> Option<Text> {
        let tag = self.byte()?;
        self.string_after(tag)
    }

    fn string_after(&mut self, tag: u8) -> Option<Text> {
        let length = match tag.checked_sub(tag::SHORT) {
            Some(length) => length.into(),
            None if tag == tag::TEXT => return self.texts.next(),
            None if tag == tag::STRING => self.length()?,
            None => {
                let key = KEYS.get(usize::from(tag.checked_sub(tag::KEY)?))?;
                return Some(Text::const_new(key));
            }
        };
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Text::from_utf8(bytes).ok()
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.array()?)).ok()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*bytes)
    }
}

fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number in range")]
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_991.0 {
        return Value::Number((value as i64).into());
    }
    match Number::from_f64(value) {
        Some(number) => Value::Number(number),
        None if value.is_nan() => Value::NotFinite("NaN"),
        None if value > 0.0 => Value::NotFinite("Infinity"),
        None => Value::NotFinite("-Infinity"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(bytes: &[u8]) -> Option<Value> {
        Reader::new(bytes, ["beside".into()].into_iter()).value()
    }

    #[test]
    fn reads_strings_that_are_beside() {
        assert_eq!(value(b"\x0a"), Some(Value::String("beside".into())));
        assert_eq!(value(b"\x06\x02\0\0\0\x0a\x0a"), None);
    }

    #[test]
    fn reads_what_json_has_a_form_for() {
        let bytes = b"\x07\x02\0\0\0\x81a\x06\x02\0\0\0\x01\x03\x82bc\x05\x01\0\0\0d";
        let entries = vec![
            ("a".into(), Value::Array(vec![Value::Null, Value::Bool(true)])),
            ("bc".into(), Value::String("d".into())),
        ];
        assert_eq!(value(bytes), Some(Value::Object(entries)));
    }

    #[test]
    fn reads_what_json_has_no_form_for() {
        let bytes = b"\x08\x02\0\0\0\x81u\0\x81f\x09\x8ctype bigint!";
        let entries = vec![("u".into(), Value::Undefined), ("f".into(), Value::Foreign("type bigint!".into()))];
        assert_eq!(value(bytes), Some(Value::Map(entries)));
    }

    #[test]
    fn numbers_are_whole_where_they_can_be() {
        let read = |number: f64| value(&[&[tag::NUMBER][..], &number.to_le_bytes()].concat());
        assert_eq!(read(5.0), Some(Value::Number(5.into())));
        assert_eq!(read(0.5), Number::from_f64(0.5).map(Value::Number));
        assert_eq!(read(f64::NEG_INFINITY), Some(Value::NotFinite("-Infinity")));
    }

    #[test]
    fn what_is_cut_off_is_no_value() {
        let bytes = b"\x07\x01\0\0\0\x81a\x82bc";
        for end in 0..bytes.len() {
            assert_eq!(value(&bytes[..end]), None, "{end}");
        }
    }
}

//! Pages of an answer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A token that holds a name, opaque for the caller. It has a checksum, so that nothing else is taken for one; `of` is
/// what is listed.
#[must_use]
pub fn token(of: &str, name: &str) -> String {
    let checksum = crc32fast::hash(format!("{of}{name}").as_bytes());
    URL_SAFE_NO_PAD.encode([&checksum.to_be_bytes(), name.as_bytes()].concat())
}

/// The name that a token holds; `None` for one that is not of what is listed.
#[must_use]
pub fn name_in(of: &str, given: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(given).ok()?;
    let name = str::from_utf8(bytes.get(4..)?).ok()?;
    (token(of, name) == given).then(|| name.to_owned())
}

/// The first of some items, by name, and the token of the page after them.
#[derive(Debug)]
pub struct Page<T> {
    items: Vec<T>,
    next_token: Option<String>,
}

impl<T> Page<T> {
    /// The first items up to a limit, of what an operation lists. A token holds the name of the last one.
    pub fn new(of: &str, items: impl Iterator<Item = T>, limit: usize, name: impl Fn(&T) -> String) -> Self {
        let mut items: Vec<_> = items.take(limit + 1).collect();
        let has_more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| has_more);
        let next_token = last.map(|last| token(of, &name(last)));
        Self { items, next_token }
    }

    /// The answer that has the items under a name.
    pub fn output<U: Serialize>(self, member: &str, shown: impl FnMut(T) -> U) -> Value {
        let items: Vec<_> = self.items.into_iter().map(shown).collect();
        let mut output = Map::from_iter([(member.to_owned(), json!(items))]);
        output.extend(self.next_token.map(|token| ("NextToken".to_owned(), json!(token))));
        Value::Object(output)
    }
}

//! Pages of an answer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The name after which the page of a token begins; `None` for a token that is none of ours.
pub fn name_of(token: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}

/// The first of some items, by name, and the token of the page after them.
#[derive(Debug)]
pub struct Page<T> {
    items: Vec<T>,
    next_token: Option<String>,
}

impl<T> Page<T> {
    /// The first items up to a limit. A token holds the name of the last one, and is to be opaque for the caller.
    pub fn new(items: impl Iterator<Item = T>, limit: usize, name: impl Fn(&T) -> String) -> Self {
        let mut items: Vec<_> = items.take(limit + 1).collect();
        let has_more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| has_more);
        let next_token = last.map(|last| URL_SAFE_NO_PAD.encode(name(last)));
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

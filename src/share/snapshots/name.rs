//! The names of snapshots: each is that of a file on every system.

use crate::document::{Field, Path, Text, Value};
use crate::error::Result;

/// How many characters a name has at most.
const LONGEST: usize = 100;

const EXPECTED: &str = "1 to 100 letters (A-Z, a-z), digits, spaces and ._-, the first a letter or a digit, \
                        the last no dot or space, and no name of a device of Windows";

/// Reads the name of a snapshot that is given as an argument.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub(super) fn read(value: Value, argument: &str) -> Result<Text> {
    let path = Path::Root(argument);
    match value {
        Value::String(name) if !is_name(&name) => Err(Value::String(name).refuse(&path, EXPECTED)),
        value => Text::read(value, &path),
    }
}

/// True if it can be the name of a snapshot.
pub(super) fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" ._-".contains(&byte);
    name.len() <= LONGEST
        && name.bytes().all(is_allowed)
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !name.ends_with(['.', ' '])
        && !is_device(name)
}

/// True if Windows takes it for a device, whatever follows the first dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let is_numbered = |kind| {
        stem.strip_prefix(kind)
            .is_some_and(|rest: &str| rest.len() == 1 && rest.as_bytes() <= b"9" && rest.as_bytes() >= b"0")
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || is_numbered("COM") || is_numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_files_on_every_system() {
        let longest = "a".repeat(LONGEST);
        for name in ["a", "1", "Base line_1.2-b", "console", "com", "com10", "com1-a", "nullable", &longest] {
            assert!(is_name(name), "{name:?}");
        }
        let too_long = format!("{longest}a");
        let wrong = [
            "", " a", ".a", "_a", "-a", "..", "a.", "a ", "a/b", "a\\b", "a\0", "ä", "a:b", "con", "CON.json",
            "nul .x", "Com1", "LPT9.a.b", "aux", &too_long,
        ];
        for name in wrong {
            assert!(!is_name(name), "{name:?}");
        }
    }
}

//! Where a value stands inside an argument or a file.

use std::fmt;

/// A path such as `instance.blockDeviceMappings[0].status`, kept on the stack while values are
/// read and turned into text only for an error.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The argument itself, by its name; an empty name is left out of what is below it.
    Root(&'a str),
    /// A key of an object.
    Key(&'a Path<'a>, &'a str),
    /// An element of an array.
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    /// The path of a key below this one.
    #[must_use]
    pub fn key(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    /// The path of an element below this one.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root(name) => f.write_str(name),
            Path::Key(Path::Root(""), key) if is_identifier(key) => f.write_str(key),
            Path::Key(parent, key) if is_identifier(key) => write!(f, "{parent}.{key}"),
            Path::Key(parent, key) => write!(f, "{parent}[{key:?}]"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
        && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn reads_as_javascript_would_write_it() {
        let root = Path::Root("");
        let instance = root.key("instance");
        let mappings = instance.key("blockDeviceMappings");
        let first = mappings.index(0);
        assert_eq!(first.key("status").to_string(), "instance.blockDeviceMappings[0].status");
    }

    #[test]
    fn quotes_a_key_that_is_no_identifier() {
        let parameters = Path::Root("parameters");
        assert_eq!(parameters.key("/a b").to_string(), "parameters[\"/a b\"]");
        assert_eq!(parameters.key("last-month").to_string(), "parameters[\"last-month\"]");
    }
}

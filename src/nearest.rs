//! The name that was probably meant.

/// The one of some names that is most like a misspelt one; `None` where there is none.
pub fn nearest<'a>(misspelt: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness =
        |known: &str| strsim::normalized_damerau_levenshtein(&misspelt.to_lowercase(), &known.to_lowercase());
    names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

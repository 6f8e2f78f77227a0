//! The name that a misspelt one was probably meant to be.

/// The name that is most like a misspelt one; an empty text where there are none.
#[must_use]
pub fn nearest<'a>(misspelt: &str, names: &[&'a str]) -> &'a str {
    let misspelt = misspelt.to_lowercase();
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(&misspelt, &name.to_lowercase());
    names.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or_default()
}

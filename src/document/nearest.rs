//! The name that a misspelt one was probably meant to be.

/// The one of some names that is most like a misspelt one; `None` where there is none.
#[must_use]
pub fn nearest<'a>(misspelt: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let misspelt = misspelt.to_lowercase();
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(&misspelt, &name.to_lowercase());
    names.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

//! Where areas stand in the JSON of a state. The objects around them are sections, which can hold unknown keys.

use super::Area;

/// The name under which the unknown keys of a section are kept.
pub(super) fn section_name(path: &[&'static str]) -> &'static str {
    path.last().copied().unwrap_or("state")
}

/// What stands under a key of a section.
#[derive(Clone, Copy)]
pub(super) enum Child {
    Area(Area),
    Section(&'static [&'static str]),
}

/// What stands under a key of the section at a path; `None` for an unknown key.
pub(super) fn child(path: &[&str], key: &str) -> Option<Child> {
    children(path).find(|(name, _)| *name == key).map(|(_, child)| child)
}

/// The known keys of the section at a path, in order.
pub(super) fn children<'a>(path: &'a [&'a str]) -> impl Iterator<Item = (&'static str, Child)> + 'a {
    let mut last = None;
    Area::ALL.into_iter().filter_map(move |area| {
        let own = area.spec().path;
        let name = *own.get(path.len()).filter(|_| own.starts_with(path))?;
        // The areas of a section follow each other.
        let is_new = last.replace(name) != Some(name);
        let child =
            if own.len() == path.len() + 1 { Child::Area(area) } else { Child::Section(own.get(..=path.len())?) };
        is_new.then_some((name, child))
    })
}

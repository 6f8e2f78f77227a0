//! How documents are read, checked, merged and written, whatever they hold.
//!
//! A document comes in as a [`Value`] (an argument from JavaScript or the text of a file) and becomes a record
//! that [`record!`] declares: its fields and their names in JSON. Every error names the [`Path`] of what is
//! wrong and says what would be accepted.

mod field;
mod json_patch;
mod keys;
mod nearest;
mod path;
mod record;
mod unknown_keys;
mod value;

/// The strings of documents: up to 24 bytes, as ISO times have, take no memory of their own.
pub use compact_str::CompactString as Text;

pub use field::{Field, Milliseconds, Signed, Whole};
pub use json_patch::{JsonPatch, Operation as JsonPatchOperation};
pub use keys::refuse_unknown_keys;
pub use nearest::nearest;
pub use path::Path;
pub use unknown_keys::{UnknownKeys, json_size};
pub use value::{Value, one_of, well_formed};

pub(crate) use record::{record, text_enum};

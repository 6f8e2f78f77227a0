//! The file on a real disk, and the journal on one that breaks.

mod broken_disk;
mod fake_disk;
mod file;
mod first_save;
mod replay;

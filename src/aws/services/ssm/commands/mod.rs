//! Run commands.

pub mod invocation;
pub mod send;
mod targets;
#[cfg(test)]
mod tests;

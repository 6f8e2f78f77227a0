//! The boundary with JavaScript, and the only folder that names napi: it unpacks what it is given,
//! calls the engine, and packs what comes back. The functions are known to `lib/` alone.

#![expect(clippy::needless_pass_by_value, reason = "napi hands arguments over by value")]

mod answer;
mod argument;
mod engine;
mod error;
mod operations;
mod raw;

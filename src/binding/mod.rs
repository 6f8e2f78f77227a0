//! The boundary with JavaScript, and the only folder that names napi: it unpacks what it is given,
//! calls the engine, and packs what comes back. Only `lib/` calls these functions.

#![expect(clippy::needless_pass_by_value, reason = "napi hands arguments over by value")]

mod answer;
mod argument;
mod aws;
mod error;
mod handle;
mod operations;
mod raw;
mod reads;
mod scenarios;
mod snapshots;
mod store;
mod watch;

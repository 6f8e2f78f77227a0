//! The account on the wire: what an AWS client sends is answered from the same state that the methods read and write.

pub mod call;
pub mod error;
pub mod services;

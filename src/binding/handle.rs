//! The stores that JavaScript has, by a number for each.

use std::cell::RefCell;

use napi::bindgen_prelude::External;

use super::error::Result;
use crate::error::Error;
use crate::share::Share;

thread_local! {
    /// The shares of this thread. A number is used again once its owner is collected.
    static SHARES: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };

    /// The numbers of the slots that are free.
    static FREE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

enum Slot {
    Open(Share),
    Closed,
    Free,
}

/// Keeps a share for as long as JavaScript has it.
pub struct Owner(u32);

impl Drop for Owner {
    fn drop(&mut self) {
        // A share must not be dropped while the list is borrowed.
        drop(replace(self.0, Slot::Free));
        FREE.with_borrow_mut(|free| free.push(self.0));
    }
}

/// Gives a share a number, which counts as long as its owner lives.
pub(super) fn register(share: Share) -> (u32, External<Owner>) {
    let slot = Slot::Open(share);
    if let Some(number) = FREE.with_borrow_mut(Vec::pop) {
        drop(replace(number, slot));
        return (number, External::new(Owner(number)));
    }
    let number = SHARES.with_borrow_mut(|shares| {
        shares.push(slot);
        shares.len() - 1
    });
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    (number, External::new(Owner(number)))
}

/// Calls a function with the share of a number.
pub(super) fn with<T>(number: u32, call: impl FnOnce(&Share) -> Result<T>) -> Result<T> {
    SHARES.with_borrow(|shares| match shares.get(number as usize) {
        Some(Slot::Open(share)) => call(share),
        _ => Err(Error::Closed.into()),
    })
}

/// Takes a share away: later calls with its number are refused.
pub(super) fn close(number: u32) -> Option<Share> {
    if let Slot::Open(share) = replace(number, Slot::Closed) { Some(share) } else { None }
}

fn replace(number: u32, slot: Slot) -> Slot {
    SHARES.with_borrow_mut(|shares| {
        shares.get_mut(number as usize).map_or(Slot::Closed, |present| std::mem::replace(present, slot))
    })
}

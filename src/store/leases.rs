//! Leases: one holder at a time, each under a fencing token of its own.

use std::sync::Arc;

use super::Store;
use crate::change::{Change, Entry};
use crate::clock::Now;
use crate::error::Result;
use crate::model::{Extra, FencingToken, Field, Lease, Milliseconds, Path, Text, Value};

/// What became of the wish for a lease.
#[derive(Debug, serde::Serialize)]
pub struct Acquisition {
    /// Whether it was granted.
    pub acquired: bool,
    /// The lease, or the one that stands in its way.
    pub lease: Arc<Lease>,
}

impl Store {
    /// The last fencing token that was given out.
    ///
    /// # Errors
    /// [`Error::Closed`](crate::error::Error::Closed).
    pub fn last_fencing_token(&self) -> Result<FencingToken> {
        Ok(self.lock()?.state.leases.last_fencing_token())
    }

    /// Gives a lease to an owner for a time, if it is free, or the owner holds it: then it is renewed
    /// under the token that it has. Leases that have expired are forgotten.
    ///
    /// # Errors
    /// [`Error::ArgType`](crate::error::Error::ArgType),
    /// [`Error::ArgValue`](crate::error::Error::ArgValue).
    pub fn acquire_lease(&self, name: Value, options: Value, now: Now) -> Result<Acquisition> {
        let name = Text::read(name, &Path::Root("name"))?;
        let path = Path::Root("options");
        let [owner, ttl] = values(options, &path, ["owner", "ttlMs"])?;
        let owner = Text::read(owner, &path.key("owner"))?;
        let expires_at = expiry(&ttl, &path.key("ttlMs"), now)?;
        let mut acquired = true;
        let mut answer = None;
        self.commit(|state| {
            let held = state.leases.held();
            let holder = held.get(&name).filter(|lease| lease.expires_at > now);
            if let Some(holder) = holder.filter(|holder| holder.owner != owner) {
                acquired = false;
                answer = Some(Arc::clone(holder));
                return Ok(None);
            }
            let token = holder.map(|holder| holder.fencing_token);
            let fencing_token = token.unwrap_or_else(|| state.leases.last_fencing_token().next());
            let lease = Arc::new(Lease { owner, fencing_token, expires_at, extra: Extra::default() });
            answer = Some(Arc::clone(&lease));
            let expired = held.iter().filter(|(other, lease)| lease.expires_at <= now && ***other != *name);
            let gone = expired.map(|(name, _)| Entry::Lease(Arc::clone(name), None));
            let given = [Entry::Lease(held.name(&name), Some(lease)), Entry::FencingToken(fencing_token)];
            let change: Change = given.into_iter().chain(gone).collect();
            Ok(Some(change))
        })?;
        let lease = answer.ok_or(crate::error::Error::Closed)?;
        Ok(Acquisition { acquired, lease })
    }

    /// Renews a lease for a time, if it is held under that token, and answers it then.
    ///
    /// # Errors
    /// As [`Store::acquire_lease`].
    pub fn renew_lease(&self, name: Value, token: Value, options: Value, now: Now) -> Result<Option<Arc<Lease>>> {
        let name = Text::read(name, &Path::Root("name"))?;
        let token = FencingToken::read(token, &Path::Root("fencingToken"))?;
        let path = Path::Root("options");
        let [ttl] = values(options, &path, ["ttlMs"])?;
        let expires_at = expiry(&ttl, &path.key("ttlMs"), now)?;
        let mut renewed = None;
        self.commit(|state| {
            let held = state.leases.held();
            let lease = held.get(&name).filter(|lease| lease.expires_at > now && lease.fencing_token == token);
            renewed = lease.map(|lease| Arc::new(Lease { expires_at, ..Lease::clone(lease) }));
            Ok(renewed.clone().map(|lease| Entry::Lease(held.name(&name), Some(lease))))
        })?;
        Ok(renewed)
    }

    /// Frees a lease, if it is held under that token, and answers whether it was.
    ///
    /// # Errors
    /// As [`Store::acquire_lease`].
    pub fn release_lease(&self, name: Value, token: Value, now: Now) -> Result<bool> {
        let name = Text::read(name, &Path::Root("name"))?;
        let token = FencingToken::read(token, &Path::Root("fencingToken"))?;
        let mut released = false;
        self.commit(|state| {
            let lease = state.leases.held().get(&name);
            released = lease.is_some_and(|lease| lease.expires_at > now && lease.fencing_token == token);
            Ok(released.then(|| Entry::Lease(name.as_str().into(), None)))
        })?;
        Ok(released)
    }
}

/// The values of an object under some keys.
fn values<const N: usize>(options: Value, path: &Path<'_>, keys: [&str; N]) -> Result<[Value; N]> {
    let mut entries = options.into_object(path)?;
    Ok(keys.map(|wanted| {
        let place = entries.iter().position(|(key, _)| key == wanted);
        place.map_or(Value::Undefined, |place| entries.swap_remove(place).1)
    }))
}

fn expiry(ttl: &Value, path: &Path<'_>, now: Now) -> Result<Now> {
    let Milliseconds(ms) = Milliseconds::read(ttl.clone(), path)?;
    let expiry = if ms > 0.0 { now.later(ms) } else { None };
    expiry.ok_or_else(|| ttl.refuse(path, "more than 0 milliseconds, and end at a time that a Date can hold"))
}

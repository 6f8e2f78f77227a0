//! Leases, by name: one holder at a time, each under a fencing token of its own.

use std::sync::Arc;

use serde::ser::{Serialize, Serializer};

use super::fencing_token::{self, FencingToken};
use super::{Area, Entries, Entry, Key, Patch, Presence, Record, Spec, State};
use crate::document::{Field, Milliseconds, Path, Text, UnknownKeys, Value, record};
use crate::error::Result;
use crate::time::{Now, parse};

impl Field for Now {
    fn read(value: Value, path: &Path<'_>) -> Result<Self> {
        let Value::String(text) = &value else { return Err(value.mismatch(path, "of type string")) };
        #[expect(clippy::cast_precision_loss, reason = "a Date holds no more than fits")]
        let moment = parse(text).and_then(|millis| Self::from_millis(millis as f64).ok());
        moment.ok_or_else(|| value.refuse(path, "a date"))
    }

    fn heap_size(&self) -> usize {
        0
    }
}

impl Serialize for Now {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

record! {
    /// A lease that was given out. It is held until it expires.
    pub struct Lease {
        /// Who holds it.
        owner: Text = "owner",
        /// Under which token.
        fencing_token: FencingToken = "fencingToken",
        /// Until when, ISO 8601.
        expires_at: Now = "expiresAt",
    }
}

impl Record for Lease {
    const SPEC: Spec = Spec {
        section: "leases",
        presence: Presence::WithSection,
        patch: Patch::Ignore,
        ..Spec::named("lease", &["leases", "held"])
    };
}

/// The outcome of a request for a lease.
#[derive(Debug, serde::Serialize)]
pub struct Acquisition {
    /// True if it was granted.
    pub acquired: bool,
    /// The lease, or the one of another holder.
    pub lease: Arc<Lease>,
}

/// Gives a lease to an owner for a time, if it is free, or renews it under its token, if the owner holds it. Removes
/// leases that have expired.
///
/// # Errors
/// [`Error::ArgType`](crate::error::Error::ArgType), [`Error::ArgValue`](crate::error::Error::ArgValue).
pub fn acquire(state: &State, name: &str, options: Value, now: Now) -> Result<(Entries, Acquisition)> {
    let path = Path::Root("options");
    let mut options = options.into_object(&path)?;
    let owner = Text::read(Value::take(&mut options, "owner"), &path.key("owner"))?;
    let expires_at = expiry(&Value::take(&mut options, "ttlMs"), &path.key("ttlMs"), now)?;
    let holder = state.named::<Lease>(name).filter(|lease| lease.expires_at > now);
    if let Some(holder) = holder.filter(|holder| holder.owner != owner) {
        return Ok((Entries::new(), Acquisition { acquired: false, lease: Arc::clone(holder) }));
    }
    let held = holder.map(|holder| holder.fencing_token);
    let fencing_token = held.unwrap_or_else(|| next_token(state));
    let lease = Lease { owner, fencing_token, expires_at, unknown: UnknownKeys::default() };
    let acquisition = Acquisition { acquired: true, lease: Arc::new(lease.clone()) };
    let expired = state.all::<Lease>().filter(|(other, lease)| lease.expires_at <= now && ***other != *name);
    let gone = expired.map(|(name, _)| Entry::gone(Area::Lease, Key::Name(Arc::clone(name))));
    let given = Entry::set(state.name::<Lease>(name), lease);
    let last = held.is_none().then(|| Entry::one(fencing_token));
    Ok(([given].into_iter().chain(last).chain(gone).collect(), acquisition))
}

/// A file that was edited may hold a lease under a larger token than the last one.
fn next_token(state: &State) -> FencingToken {
    let held = state.all::<Lease>().map(|(_, lease)| lease.fencing_token);
    held.fold(fencing_token::last(state), Ord::max).next()
}

/// Renews a lease for a time, if it is held under that token, and answers it then.
///
/// # Errors
/// As [`acquire`].
pub fn renew(
    state: &State,
    name: &str,
    token: Value,
    options: Value,
    now: Now,
) -> Result<(Entries, Option<Arc<Lease>>)> {
    let token = FencingToken::read(token, &Path::Root("fencingToken"))?;
    let path = Path::Root("options");
    let mut options = options.into_object(&path)?;
    let expires_at = expiry(&Value::take(&mut options, "ttlMs"), &path.key("ttlMs"), now)?;
    let Some(lease) = held(state, name, token, now) else { return Ok((Entries::new(), None)) };
    let lease = Lease { expires_at, ..Lease::clone(lease) };
    let renewed = Some(Arc::new(lease.clone()));
    Ok((Entry::set(state.name::<Lease>(name), lease).into(), renewed))
}

/// Frees a lease, if it is held under that token.
///
/// # Errors
/// As [`acquire`].
pub fn release(state: &State, name: &str, token: Value, now: Now) -> Result<Entries> {
    let token = FencingToken::read(token, &Path::Root("fencingToken"))?;
    let lease = held(state, name, token, now);
    Ok(lease.map(|_| Entry::gone(Area::Lease, Key::Name(name.into()))).into_iter().collect())
}

fn held<'a>(state: &'a State, name: &str, token: FencingToken, now: Now) -> Option<&'a Arc<Lease>> {
    state.named::<Lease>(name).filter(|lease| lease.expires_at > now && lease.fencing_token == token)
}

fn expiry(ttl: &Value, path: &Path<'_>, now: Now) -> Result<Now> {
    let Milliseconds(ms) = Milliseconds::read(ttl.clone(), path)?;
    let expiry = if ms > 0.0 { now.later(ms) } else { None };
    expiry.ok_or_else(|| ttl.refuse(path, "more than 0 milliseconds, and end at a time that a Date can hold"))
}

//! The one error of the crate.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// What an operation of the store can answer instead of a result.
#[derive(Debug)]
pub enum Error {
    /// A value of the wrong type was given.
    ArgType {
        /// Where the value stands, for example `instance.blockDeviceMappings[0].status`.
        path: String,
        /// What would be accepted, for example `of type string`.
        expected: String,
        /// What was given, as Node words it: `type number (5)`.
        received: String,
    },
    /// A value of the right type is outside what is accepted.
    ArgValue {
        /// Where the value stands.
        path: String,
        /// What would be accepted, for example `a finite number`.
        expected: String,
        /// What was given.
        received: String,
    },
    /// The file could not be read or written.
    Persistence {
        /// What was tried: `write`, `read`…
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process holds the lock of the file.
    Busy {
        /// The file.
        path: PathBuf,
        /// The process, where it is known.
        holder: Option<u64>,
    },
    /// An area that always holds a document holds none.
    NoDocument {
        /// What the document is called.
        area: &'static str,
    },
    /// An earlier operation panicked; the state can no longer be trusted.
    Closed,
}

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The stable code that a caller in JavaScript sees as `error.code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ArgType { .. } => "ERR_INVALID_ARG_TYPE",
            Self::ArgValue { .. } => "ERR_INVALID_ARG_VALUE",
            Self::Persistence { .. } => "ERR_PERSISTENCE",
            Self::Busy { .. } => "ERR_BUSY",
            Self::NoDocument { .. } | Self::Closed => "ERR_CLOSED",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ArgType { path, expected, received } | Self::ArgValue { path, expected, received } => {
                write!(f, "The \"{path}\" argument must be {expected}. Received {received}")
            }
            Self::Persistence { action, path, source } => {
                write!(f, "Cannot {action} {}: {source}", path.display())
            }
            Self::Busy { path, holder } => {
                write!(f, "{} is in use by ", path.display())?;
                match holder {
                    Some(pid) => write!(f, "process {pid}")?,
                    None => f.write_str("another process")?,
                }
                f.write_str(", which has not let go of it within lockTimeoutMs")
            }
            Self::NoDocument { area } => {
                write!(f, "The store holds no {area}, which is a defect of mock-state-store; make a new store")
            }
            Self::Closed => f.write_str(
                "The store broke down in an earlier call and no longer answers; make a new one \
                 (resetMockStateStore() for the shared one)",
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Persistence { source, .. } => Some(source),
            _ => None,
        }
    }
}

//! Why an explorer does not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use acs_spec::diagnostic::Diagnostics;

/// Why an explorer could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on.
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// The operating system's source of randomness failed.
    Random(io::Error),
    /// The specs have errors.
    Specs(Diagnostics),
    /// A folder of specs is needed for what was asked for.
    NoFolder,
    /// The emulator did not start.
    Emulator(acs_emulator::Error),
    /// The client could not be set up.
    Client(acs_runtime::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Bind { address, .. } => write!(f, "cannot listen on {address}: is the port in use?"),
            Error::Random(_) => f.write_str("the operating system's source of randomness failed"),
            Error::Specs(diagnostics) => write!(f, "the specs have errors\n{}", diagnostics.render(false)),
            Error::NoFolder => f.write_str("specs can only be saved to a folder: name one"),
            Error::Emulator(_) => f.write_str("the emulator did not start"),
            Error::Client(_) => f.write_str("the client could not be set up"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Bind { source, .. } | Error::Random(source) => Some(source),
            Error::Emulator(source) => Some(source),
            Error::Client(source) => Some(source),
            Error::Specs(_) | Error::NoFolder => None,
        }
    }
}

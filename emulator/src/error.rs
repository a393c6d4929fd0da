//! Why an emulator does not start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why an emulator could not be started, or its data not be kept.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Spec { path: String, message: String },
    MissingSpec(&'static str),
    NotLoopback(SocketAddr),
    Bind { address: SocketAddr, source: io::Error },
    File { what: &'static str, path: PathBuf, source: io::Error },
    Locked { path: PathBuf, holder: String },
    Quota { kind: String, known: String },
    Operation(String),
    Snapshot { name: String, message: String },
    Tls { path: PathBuf, message: String },
    Content { what: &'static str, path: PathBuf, message: String },
}

impl Error {
    /// Whether the address can be reached from other machines, and [`Builder::expose`](crate::Builder::expose) was not called.
    pub fn needs_expose(&self) -> bool {
        matches!(self.kind, Kind::NotLoopback(_))
    }

    pub(crate) fn spec(path: &str, error: &dyn fmt::Display) -> Self {
        Kind::Spec { path: path.to_owned(), message: error.to_string() }.into()
    }

    pub(crate) fn missing_spec(path: &'static str) -> Self {
        Kind::MissingSpec(path).into()
    }

    pub(crate) fn not_loopback(address: SocketAddr) -> Self {
        Kind::NotLoopback(address).into()
    }

    pub(crate) fn bind(address: SocketAddr, source: io::Error) -> Self {
        Kind::Bind { address, source }.into()
    }

    pub(crate) fn file(what: &'static str, path: &Path, source: io::Error) -> Self {
        Kind::File { what, path: path.to_owned(), source }.into()
    }

    pub(crate) fn locked(path: &Path, holder: &str) -> Self {
        Kind::Locked { path: path.to_owned(), holder: holder.to_owned() }.into()
    }

    pub(crate) fn quota<'k>(kind: &str, known: impl Iterator<Item = &'k str>) -> Self {
        Kind::Quota { kind: kind.to_owned(), known: known.collect::<Vec<_>>().join(", ") }.into()
    }

    pub(crate) fn operation(pattern: &str) -> Self {
        Kind::Operation(pattern.to_owned()).into()
    }

    pub(crate) fn snapshot(name: &str, message: String) -> Self {
        Kind::Snapshot { name: name.to_owned(), message }.into()
    }

    pub(crate) fn tls(path: &Path, error: &dyn fmt::Display) -> Self {
        Kind::Tls { path: path.to_owned(), message: error.to_string() }.into()
    }

    pub(crate) fn content(what: &'static str, path: &Path, error: &dyn fmt::Display) -> Self {
        Kind::Content { what, path: path.to_owned(), message: error.to_string() }.into()
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Error { kind }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Spec { path, message } => write!(f, "the spec file {path} cannot be read: {message}"),
            Kind::MissingSpec(path) => write!(f, "the specs lack {path}"),
            Kind::NotLoopback(address) => {
                write!(f, "{address} can be reached from other machines: allow it with `Builder::expose`, or bind to 127.0.0.1")
            }
            Kind::Bind { address, .. } => write!(f, "cannot listen on {address}: is the port in use?"),
            Kind::File { what, path, source } => write!(f, "cannot {what} {}: {source}", path.display()),
            Kind::Locked { path, holder } => {
                let process = if holder.is_empty() { String::new() } else { format!(" (process {holder})") };
                write!(f, "{} is in use by another emulator{process}: end it, or name another data file", path.display())
            }
            Kind::Quota { kind, known } => write!(f, "{kind} has no quota; these kinds have one: {known}"),
            Kind::Operation(pattern) => write!(f, "there is no operation {pattern}: no request would get its fault"),
            Kind::Snapshot { name, message } => write!(f, "snapshot `{name}`: {message}"),
            Kind::Tls { path, message } => write!(f, "cannot serve https with the authority {}: {message}", path.display()),
            Kind::Content { what, path, message } => write!(f, "{} is not a {what}: {message}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Bind { source, .. } => Some(source),
            _ => None,
        }
    }
}

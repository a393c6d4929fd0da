//! Why a type did not take what it was given.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

/// Why a type was not satisfied.
#[derive(Debug)]
pub(super) enum Fault {
    /// The next pass will know better.
    Again,
    /// Reading cannot continue.
    Stuck,
    Missing {
        field: &'static str,
    },
    Type {
        expected: String,
    },
    Other(String),
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Fault::Other(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Fault::Missing { field }
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Fault::Type { expected: expected.to_string() }
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Fault::Type { expected: expected.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Again | Fault::Stuck => f.write_str("unreadable"),
            Fault::Missing { field } => write!(f, "missing key `{field}`"),
            Fault::Type { expected } => write!(f, "expected {expected}"),
            Fault::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Fault {}

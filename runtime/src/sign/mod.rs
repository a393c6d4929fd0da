//! Signing: from the parameters of one attempt to an authenticated request.
//!
//! Everything here is a pure function. [`sign`] makes the whole request; time, nonce and key are its input, so a request can
//! be compared to a vector byte by byte. The steps below it are public on their own: [`v1`] and [`v3`] give strings to sign
//! and signatures, and [`canonical_query`] the form of the parameters that both begin with, so that a verifier or a tool can
//! recompute a signature from what it received.

mod compare;
mod encoding;
mod mac;
mod request;
mod secret;
pub mod v1;
pub mod v3;

pub(crate) use compare::compare;
pub use compare::{parse_string_to_sign, split_string_to_sign};
pub use encoding::{canonical_query, parse_query, percent_decode, percent_encode, write_query};
pub(crate) use mac::hex;
pub use request::{COMMON_PARAMETERS, FORM, Key, ReplyFormat, SignatureVersion, SignedRequest, SigningInput, sign};
pub use secret::Secret;

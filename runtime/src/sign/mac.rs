//! Keyed hashes behind both signatures.

use std::fmt::Write;

use hmac::{EagerHash, Hmac, KeyInit, Mac};

/// The HMAC of `message` under `key`.
pub(super) fn hmac<D: EagerHash>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<D>::new_from_slice(key) else { unreachable!("HMAC takes keys of every length") };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

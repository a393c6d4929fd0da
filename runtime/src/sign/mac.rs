//! Keyed hashes behind both signatures.

use hmac::{EagerHash, Hmac, KeyInit};

/// The HMAC under `key`, before any message.
pub(super) fn keyed<D: EagerHash>(key: &[u8]) -> Hmac<D> {
    let Ok(mac) = Hmac::new_from_slice(key) else { unreachable!("HMAC takes keys of every length") };
    mac
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // Bytes first: a text that is built of characters takes three times the instructions.
    let digits = bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect();
    // Digits are valid UTF-8.
    String::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn hex_has_two_lower_case_digits_for_each_byte() {
        assert_eq!(super::hex(&[0x00, 0x0f, 0xa9, 0xff]), "000fa9ff");
    }
}

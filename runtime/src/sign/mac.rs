//! Keyed hashes behind both signatures.

use hmac::{EagerHash, Hmac, KeyInit};

/// The HMAC under `key`, before any message.
pub(super) fn keyed<D: EagerHash>(key: &[u8]) -> Hmac<D> {
    let Ok(mac) = Hmac::new_from_slice(key) else { unreachable!("HMAC takes keys of every length") };
    mac
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}

/// Appends lower-case hexadecimal.
pub(super) fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(digits.map(|digit| char::from(DIGITS[usize::from(digit)])));
}

#[cfg(test)]
mod tests {
    #[test]
    fn hex_has_two_lower_case_digits_for_each_byte() {
        assert_eq!(super::hex(&[0x00, 0x0f, 0xa9, 0xff]), "000fa9ff");
    }
}

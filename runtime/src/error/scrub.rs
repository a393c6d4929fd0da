//! Secrets in texts that come from elsewhere.

use crate::sign::percent_encode;

/// What stands in place of a secret.
const HIDDEN: &str = "***";

/// Replaces the secrets in a text: as they are, percent-encoded, and encoded twice as in a string to sign. Texts of fewer than four characters are no secrets, and
/// replacing them would make the text unreadable.
pub(crate) fn scrub<'s>(text: &mut String, secrets: impl IntoIterator<Item = &'s str>) {
    for secret in secrets.into_iter().filter(|secret| secret.len() >= 4) {
        let once = percent_encode(secret);
        for form in [&percent_encode(&once), &once, secret] {
            if text.contains(form) {
                *text = text.replace(form, HIDDEN);
            }
        }
    }
}

/// Hides what a request's address says about who sends it, as some gateways repeat the address.
pub(crate) fn scrub_address(text: &mut String) {
    for name in ["AccessKeyId=", "Signature=", "SecurityToken=", "BearerToken="] {
        let mut from = 0;
        while let Some(start) = text[from..].find(name).map(|at| from + at + name.len()) {
            let length = text[start..].find(|c: char| !(c.is_ascii_alphanumeric() || "-_.~%+/".contains(c)));
            let end = length.map_or(text.len(), |length| start + length);
            if !text[start..].starts_with(HIDDEN) {
                text.replace_range(start..end, HIDDEN);
            }
            from = start + HIDDEN.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_replaced_in_any_form() {
        let mut text = "a+b/c== and a%2Bb%2Fc%3D%3D and a%252Bb%252Fc%253D%253D and a".to_owned();
        scrub(&mut text, ["a+b/c==", "a", ""]);
        assert_eq!(text, "*** and *** and *** and a");
    }

    #[test]
    fn addresses_lose_their_sender() {
        let mut text = "GET /?AccessKeyId=LTAI5t&Action=X&Signature=a%2Bb%3D&SecurityToken=CAIS failed: Signature=".to_owned();
        scrub_address(&mut text);
        assert_eq!(text, "GET /?AccessKeyId=***&Action=X&Signature=***&SecurityToken=*** failed: Signature=***");
    }
}

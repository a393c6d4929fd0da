//! Identifiers in the service's forms.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes identifiers that do not repeat. The keys of the hash are random, so two emulators make different ones.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    keys: RandomState,
    count: AtomicU64,
}

impl Ids {
    /// An upper-case GUID, like `606998F0-B94D-48FE-8316-ACA81BB230DA`.
    pub(crate) fn request(&self) -> String {
        let uuid = uuid::Builder::from_random_bytes(self.bits().to_be_bytes()).into_uuid();
        format!("{:X}", uuid.hyphenated())
    }

    /// The id of a resource: the prefix of its kind, `bp1`, and 17 letters and digits.
    pub(crate) fn resource(&self, prefix: &str) -> String {
        format!("{prefix}bp1{}", self.letters(17))
    }

    /// Lower-case letters and digits, at most 24.
    pub(crate) fn letters(&self, count: usize) -> String {
        const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let mut bits = self.bits();
        let mut text = String::with_capacity(count);
        for _ in 0..count {
            text.push(char::from(DIGITS[(bits % 36) as usize]));
            bits /= 36;
        }
        text
    }

    /// A number from 0 up to but without 1.
    pub(crate) fn fraction(&self) -> f64 {
        // As many bits as a double holds exactly.
        (self.bits() >> 75) as f64 / (1u64 << 53) as f64
    }

    fn bits(&self) -> u128 {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        u128::from(self.keys.hash_one((count, 'a'))) << 64 | u128::from(self.keys.hash_one((count, 'b')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_form_of_the_service_and_are_unique() {
        let ids = Ids::default();
        let request = ids.request();
        assert_eq!(request.len(), 36);
        assert_eq!(request.as_bytes()[14], b'4');
        assert!(request.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte)), "{request}");
        assert_eq!(ids.resource("vpc-").len(), 24);
        assert!((0..1000).map(|_| ids.fraction()).all(|fraction| (0.0..1.0).contains(&fraction)));
        let many: std::collections::BTreeSet<_> = (0..1000).map(|_| ids.resource("vpc-")).collect();
        assert_eq!(many.len(), 1000);
    }
}

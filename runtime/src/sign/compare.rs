//! Why the service did not accept a signature.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{parse_query, percent_decode};

/// Compares the text that the client signed with the text that the service signed, and says what follows. It names parameters,
/// never their values.
pub(crate) fn compare(ours: &str, theirs: &str) -> Cow<'static, str> {
    if ours == theirs {
        return Cow::Borrowed(
            "The service signed the same text as this client, so the access key's secret is wrong: check that it belongs to the \
             access key id and was copied completely",
        );
    }
    const CHANGED: &str = "The service signed a different text from this client, so something between them changed the request, \
                           perhaps a proxy";
    match (parse_string_to_sign(ours), parse_string_to_sign(theirs)) {
        (Some((ours, _)), Some((theirs, _))) if ours != theirs => {
            format!("{CHANGED}: it arrived as {theirs} instead of {ours}").into()
        }
        (Some((_, ours)), Some((_, theirs))) => match different(&ours, &theirs).as_slice() {
            [] => Cow::Borrowed(CHANGED),
            names => format!("{CHANGED}; what differs: {}", names.join(", ")).into(),
        },
        // Version 3 signs a hash, which reveals nothing.
        _ => Cow::Borrowed(CHANGED),
    }
}

/// The message of an error without the string to sign of the service that it may end with, and that string.
pub fn split_string_to_sign(message: &str) -> (&str, Option<&str>) {
    match message.split_once("server string to sign is:") {
        Some((message, theirs)) => (message.trim_end(), Some(theirs.trim())),
        None => (message, None),
    }
}

/// The method and the parameters of a string to sign of version 1; `None` of another text.
pub fn parse_string_to_sign(text: &str) -> Option<(&str, BTreeMap<String, String>)> {
    let (method, rest) = text.split_once("&%2F&")?;
    let query = percent_decode(rest).ok()?;
    Some((method, parse_query(&query).ok()?.into_iter().collect()))
}

fn different(ours: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>) -> Vec<String> {
    let mut names: Vec<_> = ours.keys().chain(theirs.keys()).filter(|name| ours.get(*name) != theirs.get(*name)).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| format!("`{name}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "POST&%2F&AccessKeyId%3Dtestid%26Name%3Da%252Bb%26RegionId%3Dcn-hangzhou";

    #[test]
    fn equal_texts_mean_a_wrong_secret() {
        assert!(compare(OURS, OURS).contains("secret is wrong"));
        assert!(compare("ACS3-HMAC-SHA256\nab", "ACS3-HMAC-SHA256\nab").contains("secret is wrong"));
    }

    #[test]
    fn different_parameters_are_named_without_their_values() {
        let theirs = "POST&%2F&AccessKeyId%3Dtestid%26Extra%3Dhidden%26Name%3Da%2520b%26RegionId%3Dcn-hangzhou";
        let text = compare(OURS, theirs);
        assert!(text.ends_with("what differs: `Extra`, `Name`"), "{text}");
        assert!(compare(OURS, &OURS.replace("POST", "GET")).contains("arrived as GET instead of POST"));
    }

    #[test]
    fn a_hash_reveals_nothing() {
        assert!(compare("ACS3-HMAC-SHA256\nab", "ACS3-HMAC-SHA256\ncd").ends_with("perhaps a proxy"));
    }
}

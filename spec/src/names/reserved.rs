//! Names that something else has: Rust, the generated code, the crate, or the protocol.

use super::{field, is_never_raw, variant};

/// Methods that every call has: a parameter of that name is set by another, see [`setter`](super::setter).
pub const CALL_METHODS: &[&str] =
    &["send", "send_with_metadata", "send_and_wait", "param", "options", "dry_run", "pages", "items", "into"];

/// Methods that the client has besides those of operations.
pub const CLIENT_METHODS: &[&str] = &["as_ref", "builder", "call", "check", "clone", "from_env", "into", "new", "send"];

/// Types and traits that the generated code mentions by their bare names.
pub const TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "Client",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Some",
    "String",
    "ToString",
    "Vec",
];

/// Cargo features that a client crate has besides one for each group. A test compares them with the crate of this workspace.
pub const FEATURES: &[&str] = &["blocking", "default", "dynamic", "groups", "reqwest", "serde", "test-util"];

/// The maximum number of required parameters that are arguments of a client's method. More are the fields of a struct.
pub const MAX_ARGUMENTS: usize = 3;

/// The parameter that asks the service to check a request and do nothing.
pub const DRY_RUN: &str = "DryRun";

/// Parameters that the protocol needs for itself, in signature V1 or V3: they belong to no operation.
pub const COMMON_PARAMETERS: &[&str] = &[
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "Signature",
    "SecurityToken",
    "BearerToken",
];

/// Longest wire name, in bytes. YAML ends at about a thousand.
const LONGEST_NAME: usize = 256;

/// Signs that a name may have beside letters and digits.
const SIGNS: &[char] = &['_', '-', '.', ':', '/', '@', '+', '~'];

/// Why a wire name cannot become a name in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It has neither an ASCII letter nor a digit.
    NoIdentifier,
    /// It is a merge key, or longer than a key of YAML can be.
    NoKey,
    /// It holds a space or a control character, which no service uses in a name.
    Space,
    /// It holds a sign that has a meaning in shells, documentation or addresses.
    Sign(char),
    /// It becomes a keyword that cannot be written as a raw identifier.
    Keyword(String),
}

/// The name of the Rust field of a wire name.
///
/// # Errors
/// The wire name cannot become one.
pub fn usable_field(wire: &str) -> Result<String, Unusable> {
    // `<<` is a merge key to some readers of YAML.
    if wire.len() > LONGEST_NAME || wire.starts_with('<') {
        return Err(Unusable::NoKey);
    }
    if wire.contains(is_unseen) {
        return Err(Unusable::Space);
    }
    let rust = usable(field(wire))?;
    match wire.chars().find(|c| !c.is_ascii_alphanumeric() && !SIGNS.contains(c)) {
        Some(sign) => Err(Unusable::Sign(sign)),
        None => Ok(rust),
    }
}

/// Whether a Rust field can have this name: small ASCII letters, digits and underscores, not a digit first, and no keyword that
/// cannot be raw.
pub fn is_field(name: &str) -> bool {
    let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') && name.bytes().any(|byte| byte != b'_');
    begins && name.bytes().all(small) && !is_never_raw(name)
}

/// The name of the Rust variant of a value or an error code.
///
/// # Errors
/// The value cannot become one.
pub fn usable_variant(wire: &str) -> Result<String, Unusable> {
    usable(variant(wire))
}

/// Services use ASCII in names, and not every letter of Unicode may stand in an identifier.
fn usable(rust: String) -> Result<String, Unusable> {
    if !rust.is_ascii() || rust.trim_matches('_').is_empty() {
        Err(Unusable::NoIdentifier)
    } else if is_never_raw(&rust) {
        Err(Unusable::Keyword(rust))
    } else {
        Ok(rust)
    }
}

/// Whether an operation can have this name: ASCII letters, digits, underscores and dashes, the first a
/// letter.
pub fn is_operation(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a waiter or a shape can have this name: ASCII letters and digits, the first a capital.
pub fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a text can be the id of a region, such as `cn-hangzhou`.
pub fn is_region(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Whether a group can have this name: small ASCII letters, digits and dashes, the first a letter.
pub fn is_group(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether a character shows nothing: spaces, control characters, and those that join, part or turn others.
pub(crate) fn is_unseen(c: char) -> bool {
    let is_format = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}'
    );
    is_format || c.is_whitespace() || c.is_control()
}

/// The description of such a character.
pub(crate) fn unseen(c: char) -> String {
    let is_known = c.is_whitespace() || c.is_control();
    if is_known { "a space or a control character".to_owned() } else { format!("U+{:04X}, which is invisible", u32::from(c)) }
}

/// The name as it is seen.
pub(crate) fn visible(name: &str) -> String {
    name.split(is_unseen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_of_small_letters_and_more_than_underscores() {
        for name in ["a", "vpc_id", "_a", "ipv6", "type"] {
            assert!(is_field(name), "{name}");
        }
        for name in ["", "_", "__", "A", "vpcId", "1a", "a-b", "self"] {
            assert!(!is_field(name), "{name}");
        }
    }

    #[test]
    fn names_that_rust_cannot_have_are_unusable() {
        assert_eq!(usable_field("VpcId"), Ok("vpc_id".to_owned()));
        assert_eq!(usable_field("type"), Ok("type".to_owned()));
        assert_eq!(usable_field("self"), Err(Unusable::Keyword("self".to_owned())));
        assert_eq!(usable_field("***"), Err(Unusable::NoIdentifier));
        assert_eq!(usable_field("名称"), Err(Unusable::NoIdentifier));
        assert_eq!(usable_field("Vpc Id"), Err(Unusable::Space));
        for (wire, sign) in
            [("A`b", '`'), ("A$(b)", '$'), ("A'b", '\''), ("A\"b", '"'), ("A<b>", '<'), ("A;b", ';'), ("A&b", '&')]
        {
            assert_eq!(usable_field(wire), Err(Unusable::Sign(sign)));
        }
        assert!(usable_field("x-acs-A_b.1:c/d").is_ok());
        assert_eq!(usable_field("<<"), Err(Unusable::NoKey));
        assert_eq!(usable_variant("Self"), Err(Unusable::Keyword("Self".to_owned())));
    }
}

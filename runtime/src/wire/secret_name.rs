//! Names of parameters and fields that are likely to hold secrets, whether or not a spec says so.

/// Names of tokens that identify a request or a page, and no one who sends it.
const NO_SECRETS: &[&str] = &["clienttoken", "nexttoken", "pagetoken", "pagingtoken", "continuationtoken"];

/// Words that names of secrets contain, in lower case.
const PARTS: &[&str] = &["password", "passwd", "secret", "privatekey", "presharedkey", "token"];

/// Whole names of secrets, in lower case.
const NAMES: &[&str] = &["psk", "cak", "clientkey", "authkey"];

/// Whether a parameter or a field of this name is likely to hold a secret, so that its value is not shown. Of a flat name such as
/// `Tunnel.1.Psk`, each part counts.
///
/// It is a safeguard for parameters that no spec describes and for specs that do not mark their secrets as `sensitive`.
///
/// ```
/// use acs_runtime::wire::is_secret_name;
///
/// assert!(is_secret_name("TunnelOptions.1.IkePsk") && is_secret_name("db_password") && is_secret_name("SecurityToken"));
/// assert!(!is_secret_name("NextToken") && !is_secret_name("HttpsKeyName") && !is_secret_name("VpcId"));
/// ```
pub fn is_secret_name(name: &str) -> bool {
    // This runs for every parameter of every call, and most names have no such word.
    may_hold_word(name) && name.split('.').any(is_secret_part)
}

/// Whether three characters begin a word that names of secrets have: pass, psk, secret, key, token, cak.
fn may_hold_word(name: &str) -> bool {
    name.as_bytes().windows(3).any(|letters| {
        let lower = [letters[0] | 0x20, letters[1] | 0x20, letters[2] | 0x20];
        matches!(&lower, b"pas" | b"psk" | b"sec" | b"key" | b"tok" | b"cak")
    })
}

/// Whether a text is JSON that contains the name of a secret.
pub(super) fn holds_secret_name(text: &str) -> bool {
    text.starts_with(['{', '[']) && text.split('"').any(is_secret_name)
}

fn is_secret_part(name: &str) -> bool {
    // The key of a tag, the most frequent name with such a word.
    if name.eq_ignore_ascii_case("key") || !may_hold_word(name) {
        return false;
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if NO_SECRETS.contains(&plain.as_str()) {
        return false;
    }
    // `MaxTokens` is a number, `TokenType` a kind.
    let counts = plain.ends_with("tokens") || plain.ends_with("tokentype");
    NAMES.contains(&plain.as_str())
        || PARTS.iter().any(|part| plain.contains(part) && !(counts && *part == "token"))
        || has_word(name, "psk")
}

/// Whether a word is in a name: `IkePsk`, `ike_psk` and `PSK`, but not `HttpsKey`.
fn has_word(name: &str, word: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.match_indices(word).any(|(start, _)| {
        let (bytes, end) = (name.as_bytes(), start + word.len());
        let before = start.checked_sub(1).map(|at| bytes[at]);
        let begins = before.is_none_or(|before| !before.is_ascii_alphabetic())
            || (bytes[start].is_ascii_uppercase() && before.is_some_and(|before| before.is_ascii_lowercase()));
        let after = bytes.get(end).copied();
        let ends = after.is_none_or(|after| !after.is_ascii_lowercase());
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "Password",
            "AccountPassword",
            "NewPasswd",
            "AccessKeySecret",
            "SecretKey",
            "PrivateKey",
            "ServerPrivateKeyPem",
            "PreSharedKey",
            "pre_shared_key",
            "ike_psk",
            "Psk",
            "PSK",
            "IkePsk",
            "RemotePsk2",
            "SecurityToken",
            "accessToken",
            "OIDCToken",
            "AuthKey",
            "Cak",
            "ClientKey",
            "Tunnel.2.Ike.Psk",
            "Psk.1",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_shown() {
        for name in [
            "",
            "VpcId",
            "ClientToken",
            "NextToken",
            "MaxTokens",
            "TokenType",
            "HttpsKey",
            "HttpsK",
            "UrlPskip",
            "KeyPairName",
            "Tag.1.Key",
            "ClientCert",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}

//! The SDKs' profile file: `[section]`, `key = value`, and comments.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::CredentialsError;
use super::model::{Field, Format, Profile, Profiles};
use super::text::fault;

pub(in crate::credentials) static FORMAT: Format = Format {
    variable: "ALIBABA_CLOUD_CREDENTIALS_FILE",
    folder: ".alibabacloud",
    names: &["credentials", "credentials.ini"],
    parse,
};

/// What this file calls the fields of a profile.
const NAMES: &[(&str, &str)] = &[
    ("type", "mode"),
    ("security_token", "sts_token"),
    ("role_arn", "ram_role_arn"),
    ("role_session_name", "ram_session_name"),
    ("role_name", "ram_role_name"),
    ("oidc_token_file_path", "oidc_token_file"),
];

/// What this file calls the modes of a profile.
const TYPES: &[(&str, &str)] = &[
    ("access_key", "AK"),
    ("sts", "StsToken"),
    ("ram_role_arn", "RamRoleArn"),
    ("ecs_ram_role", "EcsRamRole"),
    ("oidc_role_arn", "OIDC"),
    ("bearer", "BearerToken"),
    ("rsa_key_pair", "RsaKeyPair"),
];

/// Comments are lines that begin with `#` or `;`, and what follows a `#` in a value.
fn parse(path: &Path, text: &str) -> Result<Profiles, CredentialsError> {
    let mut profiles: Vec<Profile> = Vec::new();
    for (line, text) in text.lines().enumerate().map(|(index, line)| (index + 1, line.trim())) {
        if text.is_empty() || text.starts_with(['#', ';']) {
            continue;
        }
        if let Some(rest) = text.strip_prefix('[') {
            let (name, _) = rest.split_once(']').ok_or_else(|| fault(path, line, "the section has no `]`"))?;
            let name = name.trim().to_owned();
            profiles.push(Profile { name, path: path.to_owned(), line, fields: BTreeMap::new(), names: NAMES });
            continue;
        }
        let (key, value) = text.split_once('=').ok_or_else(|| fault(path, line, "expected `[section]` or `key = value`"))?;
        let profile = profiles.last_mut().ok_or_else(|| fault(path, line, "expected a `[section]` before the first key"))?;
        let key = key.trim().to_ascii_lowercase();
        let value = plain(value).ok_or_else(|| {
            fault(path, line, format!("the value of `{key}` contains a `;`: a comment begins with `#`, or has its own line"))
        })?;
        let key = NAMES.iter().find(|(own, _)| *own == key).map_or(key, |(_, name)| (*name).to_owned());
        let value = match TYPES.iter().find(|(own, _)| key == "mode" && own.eq_ignore_ascii_case(value)) {
            Some((_, mode)) => mode,
            None => value,
        };
        if !value.is_empty() {
            profile.fields.insert(key, Field { text: value.to_owned(), line });
        }
    }
    Ok(Profiles { path: path.to_owned(), current: None, profiles })
}

/// A value without its comment and quotes; `None` if it is unclear whether it has a comment.
fn plain(value: &str) -> Option<&str> {
    let value = value.split_once('#').map_or(value, |(value, _)| value).trim();
    let unquoted = |quote| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    if let Some(value) = unquoted('"').or_else(|| unquoted('\'')) {
        return Some(value);
    }
    let suspicious = value.ends_with(';') || value.split_once(';').is_some_and(|(before, _)| before.ends_with([' ', '\t']));
    (!suspicious).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Profiles, String> {
        super::parse(Path::new("file"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn sections_keys_comments_and_quotes() {
        let text =
            "; first\r\n[ default ]\r\nType = access_key # of ours\r\naccess_key_id=\"a=b\"\r\nempty =\r\n# x = y\r\n[b]\r\n";
        let profiles = parse(text).unwrap();
        let profile = profiles.profile("default").unwrap();
        assert_eq!(profile.get("mode"), Some("AK"));
        assert_eq!(profile.get("access_key_id"), Some("a=b"));
        assert_eq!((profile.get("empty"), profile.get("x")), (None, None));
        assert!(profiles.profile("b").is_ok());
    }

    #[test]
    fn syntax_errors_have_a_line_and_do_not_show_it() {
        let reason = |text: &str| parse(text).map(|_| ()).unwrap_err();
        assert_eq!(reason("[a]\nhidden"), "file:2: expected `[section]` or `key = value`");
        assert_eq!(reason("[hidden"), "file:1: the section has no `]`");
        assert_eq!(reason("key = hidden"), "file:1: expected a `[section]` before the first key");
        for value in ["hidden ; comment", "hidden;"] {
            let error = reason(&format!("[a]\n\nregion_id = {value}"));
            assert!(error.starts_with("file:3: the value of `region_id` contains a `;`") && !error.contains("hidden"), "{error}");
        }
        assert!(parse("[a]\npolicy = \"a ; b\"").is_ok());
    }
}

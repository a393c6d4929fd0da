//! Secrets and idempotency tokens that only their names show to be such.

use std::sync::Arc;

use crate::check::fields::each_field;
use crate::check::pointer::NodePath;
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::names;
use crate::types::{Kind, Operation};

/// The parameter that every product calls so.
const TOKEN: &str = "ClientToken";

/// Words of which each makes a name that of a secret.
const SECRET: &[&str] = &["password", "passwd", "secret", "psk"];

/// Last words of a name that says something about a secret: `SecretName`, `PasswordPolicy`.
const ABOUT: &[&str] = &[
    "algorithm",
    "arn",
    "count",
    "enabled",
    "format",
    "id",
    "ids",
    "length",
    "method",
    "mode",
    "name",
    "policy",
    "region",
    "rule",
    "size",
    "state",
    "status",
    "strength",
    "time",
    "type",
    "url",
    "version",
];

pub(super) fn operation(operation: &Operation, source: &Arc<Source>, report: &mut Report) {
    let top = NodePath::top(source);
    for (key, fields) in [("parameters", &operation.parameters), ("response", &operation.response), ("shapes", &operation.shapes)]
    {
        each_field(fields, "", &top.key(key), &mut |_, name, schema, node| {
            if schema.kind == Some(Kind::String) && schema.closed.is_empty() && !schema.sensitive && is_secret(name) {
                report.add(
                    Diagnostic::warning(
                        Code::Unmarked,
                        node.at_key(),
                        format!("`{name}` is not marked as a secret, and is named like one"),
                    )
                    .label("logs and `Debug` would show its value")
                    .help("add `sensitive: true`"),
                );
            }
        });
    }
    let has_token = operation.parameters.iter().any(|(_, schema)| schema.idempotency_token);
    if operation.parameters.get(TOKEN).is_some_and(|schema| schema.kind == Some(Kind::String)) && !has_token {
        report.add(
            Diagnostic::warning(
                Code::Unmarked,
                top.key("parameters").key(TOKEN).at_key(),
                format!("`{TOKEN}` is not marked as an idempotency token"),
            )
            .label("a call that is repeated would do its work twice")
            .help("add `idempotency_token: true`"),
        );
    }
}

/// Whether a name is that of a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = names::field(name);
    let words: Vec<&str> = name.split('_').collect();
    let is_about = words.last().is_some_and(|last| ABOUT.contains(last));
    let has_word = words.iter().any(|word| SECRET.iter().any(|secret| word.strip_suffix('s').unwrap_or(word) == *secret));
    !is_about && (has_word || words.windows(2).any(|pair| pair[0] == "private" && matches!(pair[1], "key" | "keys")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in
            ["Password", "AdminPassword", "masterUserPassword", "DBPassword", "ClientSecret", "PrivateKey", "RsaPrivateKeyPem"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["SecretName", "PasswordPolicy", "PrivateKeyId", "PublicKey", "Secretary", "PrivateIpAddress", "KeyPrivate"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}

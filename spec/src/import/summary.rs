//! A sentence made of an operation's name, until a person writes a better one.

use crate::names;

/// Words that are written in capitals.
const ACRONYMS: [&str; 36] = [
    "acl", "api", "bgp", "cdn", "cen", "cpu", "db", "dns", "ecr", "ecs", "eip", "eni", "http", "https", "id", "ip", "ipv4",
    "ipv6", "kms", "mac", "nat", "oss", "qos", "ram", "rds", "sql", "ssl", "sts", "tls", "uri", "url", "vbr", "vip", "vpc",
    "vpn", "waf",
];

/// Verbs that operations begin with.
const VERBS: [&str; 64] = [
    "accept",
    "activate",
    "add",
    "allocate",
    "apply",
    "assign",
    "associate",
    "attach",
    "authorize",
    "cancel",
    "change",
    "check",
    "close",
    "complete",
    "confirm",
    "connect",
    "copy",
    "create",
    "deactivate",
    "delete",
    "deregister",
    "describe",
    "detach",
    "diagnose",
    "disable",
    "disassociate",
    "dissociate",
    "download",
    "enable",
    "execute",
    "export",
    "get",
    "grant",
    "import",
    "insert",
    "install",
    "invoke",
    "join",
    "list",
    "lock",
    "migrate",
    "modify",
    "move",
    "open",
    "publish",
    "put",
    "query",
    "reboot",
    "recover",
    "refresh",
    "register",
    "reject",
    "release",
    "remove",
    "replace",
    "reset",
    "restart",
    "resume",
    "retry",
    "revoke",
    "run",
    "send",
    "set",
    "start",
];

/// More of them.
const MORE_VERBS: [&str; 22] = [
    "stop",
    "submit",
    "suspend",
    "switch",
    "sync",
    "tag",
    "terminate",
    "transform",
    "unassign",
    "unassociate",
    "unbind",
    "uninstall",
    "unlock",
    "untag",
    "update",
    "upgrade",
    "upload",
    "validate",
    "verify",
    "withdraw",
    "begin",
    "commit",
];

/// `DescribeVpcs` → `Describes VPCs.`; what does not begin with a verb is only named.
pub(super) fn placeholder(operation: &str) -> String {
    let name = names::field(operation);
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let Some(verb) = words.next().filter(|verb| VERBS.contains(verb) || MORE_VERBS.contains(verb)) else {
        return format!("Calls `{operation}`.");
    };
    let mut sentence = third_person(verb);
    for word in words {
        sentence.push(' ');
        sentence.push_str(&spelt(word));
    }
    sentence.push('.');
    sentence
}

/// The words of a name, as they are written in a sentence.
pub(super) fn words(name: &str) -> String {
    let name = names::field(name);
    name.split('_').filter(|word| !word.is_empty()).map(spelt).collect::<Vec<_>>().join(" ")
}

fn third_person(verb: &str) -> String {
    let (first, rest) = verb.split_at(1);
    let verb = format!("{}{rest}", first.to_uppercase());
    match verb.as_bytes() {
        [.., before, b'y'] if !b"aeiou".contains(before) => format!("{}ies", &verb[..verb.len() - 1]),
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{verb}es"),
        _ => format!("{verb}s"),
    }
}

fn spelt(word: &str) -> String {
    let singular = word.strip_suffix('s').unwrap_or(word);
    if ACRONYMS.contains(&word) {
        word.to_uppercase().replace("IPV", "IPv")
    } else if ACRONYMS.contains(&singular) {
        format!("{}s", singular.to_uppercase().replace("IPV", "IPv"))
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::placeholder;

    #[test]
    fn names_become_sentences() {
        for (name, sentence) in [
            ("DescribeVpcs", "Describes VPCs."),
            ("ApplyPhysicalConnection", "Applies physical connection."),
            ("AttachDhcpOptionsSetToVpc", "Attaches dhcp options set to VPC."),
            ("SwitchIpv6Address", "Switches IPv6 address."),
            ("tagResources", "Tags resources."),
            ("DeletionProtection", "Calls `DeletionProtection`."),
            ("2Fast", "Calls `2Fast`."),
        ] {
            assert_eq!(placeholder(name), sentence);
        }
    }
}

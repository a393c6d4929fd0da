//! Names: from wire names to Rust names, and which names are taken. The wire name is kept beside; it is never derived back.

mod chosen;
mod nested;
mod reserved;

use std::collections::HashSet;

pub use chosen::{OwnTypes, choose, choose_beside, field_of, method, operation_type, setter};
pub use nested::{NestedType, OperationTypes, Side, TypeNames};
pub use reserved::{
    CALL_METHODS, CLIENT_METHODS, COMMON_PARAMETERS, DRY_RUN, FEATURES, MAX_ARGUMENTS, TYPES, Unusable, is_field, is_group,
    is_operation, is_region, is_type, usable_field, usable_variant,
};
pub(crate) use reserved::{is_unseen, unseen, visible};

/// Keywords that cannot be written as raw identifiers.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate", "_"];

/// Keywords of the 2024 edition that can be written as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Name of a field, a method or a module: `VSwitchId` → `vswitch_id`, `IPv6Address` → `ipv6_address`.
///
/// The result may be a keyword; see [`is_keyword`] and [`is_never_raw`].
pub fn field(wire: &str) -> String {
    let mut name = String::with_capacity(wire.len() + 8);
    for segment in segments(wire) {
        if !name.is_empty() {
            name.push('_');
        }
        let mut chars = segment.chars().peekable();
        let mut previous = None;
        let mut length = 0;
        while let Some(c) = chars.next() {
            let begins =
                previous.is_some_and(|previous| c.is_uppercase() && begins_word(previous, chars.peek().copied(), length));
            if begins {
                name.push('_');
                length = 0;
            }
            name.extend(c.to_lowercase());
            previous = Some(c);
            length += 1;
        }
    }
    lead_with_letter(name)
}

/// Name of the client's method that waits: `VpnGatewayActive` → `wait_until_vpn_gateway_active`.
pub fn waiter_method(waiter: &str) -> String {
    format!("wait_until_{}", field(waiter))
}

/// Name of a type: `VSwitchId` stays, `associatedInstance` → `AssociatedInstance`, `vpn-gateway` → `VpnGateway`.
pub fn type_name(wire: &str) -> String {
    let name = segments(wire).map(capitalised).collect();
    lead_with_letter(name)
}

/// Name of a static: `VpnGatewayActive` → `VPN_GATEWAY_ACTIVE`.
pub fn constant(wire: &str) -> String {
    field(wire).to_uppercase()
}

/// Name of an enum's variant for an error code or a value: `VpnGateway.Configuring` → `VpnGatewayConfiguring`,
/// `VpnTask.CONFLICT` → `VpnTaskConflict`, `MissingParam.%s` → `MissingParamAny`.
pub fn variant(code: &str) -> String {
    let named = code.replace("%s", "-Any-");
    let name = segments(&named)
        .map(|segment| {
            let shouted = segment.len() > 1 && !segment.chars().any(char::is_lowercase);
            if shouted { capitalised(&segment.to_lowercase()) } else { capitalised(segment) }
        })
        .collect();
    lead_with_letter(name)
}

/// Whether a name must be written as a raw identifier.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Whether a name can be no identifier at all.
pub fn is_never_raw(name: &str) -> bool {
    NEVER_RAW.contains(&name)
}

/// The parts between characters that no identifier can hold.
fn segments(wire: &str) -> impl Iterator<Item = &str> {
    wire.split(|c: char| !c.is_alphanumeric()).filter(|segment| !segment.is_empty())
}

fn capitalised(segment: &str) -> String {
    let mut chars = segment.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn lead_with_letter(name: String) -> String {
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// Whether a capital begins a word. A run of capitals is one word and its last letter begins the next (`DNSServer`: `DNS`, `Server`),
/// but a single leading capital stays with what follows (`VSwitch`, `IPv6`): that is how the service names things. `length` is that of
/// the word before, in characters.
fn begins_word(previous: char, next: Option<char>, length: usize) -> bool {
    !previous.is_uppercase() || (length > 1 && next.is_some_and(char::is_lowercase))
}

/// Names of the variants of an operation's error codes. A code that differs from another only in characters that Rust names cannot
/// hold gets a number. A placeholder has no variant.
pub fn code_variants<'c>(codes: impl IntoIterator<Item = &'c str>) -> Vec<Option<String>> {
    let mut used = HashSet::new();
    let mut variant_of = |code: &str| {
        (code != "%s").then(|| {
            let name = variant(code);
            let numbered = (2..).map(|number| format!("{name}{number}"));
            std::iter::once(name.clone()).chain(numbered).find(|name| used.insert(name.clone())).unwrap_or(name)
        })
    };
    codes.into_iter().map(&mut variant_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_snake_case() {
        for (wire, rust) in [
            ("RegionId", "region_id"),
            ("VSwitchId", "vswitch_id"),
            ("VswitchId", "vswitch_id"),
            ("VRouterId", "vrouter_id"),
            ("IPv6TranslatorId", "ipv6_translator_id"),
            ("Ipv6CidrBlock", "ipv6_cidr_block"),
            ("DescribeIPv6Translators", "describe_ipv6_translators"),
            ("ISP", "isp"),
            ("DNSServerSet", "dns_server_set"),
            ("SNATEntry", "snat_entry"),
            ("bandwidth", "bandwidth"),
            ("associatedEipAddresse", "associated_eip_addresse"),
            ("Describe95Traffic", "describe95_traffic"),
            ("Filter.1.Key", "filter_1_key"),
            ("x-acs-thing", "x_acs_thing"),
            ("2ndName", "_2nd_name"),
            ("Type", "type"),
        ] {
            assert_eq!(field(wire), rust, "{wire}");
        }
    }

    #[test]
    fn types_keep_the_wire_spelling() {
        for (wire, rust) in [("VSwitch", "VSwitch"), ("tags", "Tags"), ("ssl-vpn-client", "SslVpnClient"), ("9lives", "_9lives")]
        {
            assert_eq!(type_name(wire), rust, "{wire}");
        }
    }

    #[test]
    fn variants_come_from_codes() {
        for (code, rust) in [
            ("VpnGateway.Configuring", "VpnGatewayConfiguring"),
            ("Forbbiden.SubUser", "ForbbidenSubUser"),
            ("VpnTask.CONFLICT", "VpnTaskConflict"),
            ("VPC_ONLY_CAN_CREATE_ONE_NAT_GATEWAY", "VpcOnlyCanCreateOneNatGateway"),
            ("MissingParam.%s", "MissingParamAny"),
            ("ExclusiveParam.%sAnd%s", "ExclusiveParamAnyAndAny"),
            ("InvalidVPCStatus", "InvalidVPCStatus"),
        ] {
            assert_eq!(variant(code), rust, "{code}");
        }
    }

    #[test]
    fn keywords_are_known() {
        assert!(is_keyword("type") && is_keyword("gen") && !is_keyword("vpc_id"));
        assert!(is_never_raw("self") && !is_never_raw("type"));
    }
}

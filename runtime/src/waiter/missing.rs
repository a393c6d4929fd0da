//! Whether an error says that the resource of a wait does not exist.

use super::Plan;
use crate::call::READING_VERBS;
use crate::error::Error;

/// Whether the service says that the resource, or what contains it, does not exist.
///
/// Other things can be missing too: `InvalidRegionId.NotFound` says that the region is misspelt, not that the resource is gone. So
/// a code counts if the waiter lists it, if it names no kind of thing, or if it names what the poll asks about.
pub(super) fn says_missing(error: &Error, plan: &Plan) -> bool {
    if error.has_code_of(&plan.info.not_found) {
        return true;
    }
    match error.code().filter(|_| error.request_id().is_some()).and_then(missing_thing) {
        Some(thing) if SCOPES.contains(&thing.as_str()) => false,
        Some(thing) if GENERAL.contains(&thing.as_str()) => true,
        Some(thing) => things_of(plan).any(|known| is_same(&known, &thing)),
        None => false,
    }
}

/// The words in a code that may refer to any resource.
const GENERAL: [&str; 5] = ["", "resource", "instance", "entry", "association"];

/// The words that say where or how to search, not for what.
const SCOPES: [&str; 10] =
    ["region", "zone", "resourcegroup", "resourcetype", "instancetype", "owner", "account", "user", "filter", "filtervalue"];

/// What a code says is missing: `vpc` for `InvalidVpcId.NotFound`, `natgateway` for `ResourceNotFound.NatGateway`, nothing for
/// `NotFound`. `None` if the code says something else.
fn missing_thing(code: &str) -> Option<String> {
    let code = code.to_ascii_lowercase();
    let (before, after) = ["notfound", "notexist"].iter().find_map(|word| code.split_once(word))?;
    let thing = if after.trim_start_matches('s').is_empty() { before } else { after };
    let thing: String = thing.chars().filter(char::is_ascii_alphanumeric).collect();
    let thing = ["invalid", "operationfailed"].iter().find_map(|word| thing.strip_prefix(word)).unwrap_or(&thing);
    Some(noun(thing).to_owned())
}

/// What the poll asks about: what its operation and its parameters are named after.
fn things_of(plan: &Plan) -> impl Iterator<Item = String> {
    let info = &plan.info;
    let operation = READING_VERBS.iter().find_map(|verb| info.operation.name.strip_prefix(verb));
    let given = plan.also.iter().map(|(name, _)| name.as_str());
    let names = operation.into_iter().chain(info.id.as_deref()).chain(info.matches.iter()).chain(given);
    let things: Vec<_> = names
        .map(|name| noun(&name.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit()).to_ascii_lowercase()).to_owned())
        .filter(|thing| thing.len() > 2 && !SCOPES.contains(&thing.as_str()))
        .collect();
    things.into_iter()
}

/// Whether two names are of one kind of thing: `bandwidthpackage` and `commonbandwidthpackage` are, `vpc` and `vpcpeer` are not.
fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| name.strip_suffix("instance").filter(|rest| rest.len() > 2).unwrap_or(name));
    one == other || (one.len() > 2 && other.len() > 2 && (one.ends_with(other) || other.ends_with(one)))
}

/// A name in lower case without what makes it an id or a list.
fn noun(name: &str) -> &str {
    let endings = ["ids", "idlist", "id", "list", "attributes", "attribute", "es", "s"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{is_same, missing_thing};

    #[test]
    fn names_of_one_kind_of_thing_are_the_same() {
        for (one, other) in [("vpc", "vpc"), ("ip", "ip"), ("bandwidthpackage", "commonbandwidthpackage"), ("vpcinstance", "vpc")]
        {
            assert!(is_same(one, other) && is_same(other, one), "{one} {other}");
        }
        for (one, other) in [("vpc", "vpcpeer"), ("ip", "eip"), ("aiinstance", "ai"), ("vswitch", "vpc"), ("", "vpc")] {
            assert!(!is_same(one, other) && !is_same(other, one), "{one} {other}");
        }
    }

    #[test]
    fn a_code_names_what_is_missing() {
        for (code, thing) in [
            ("InvalidVpcId.NotFound", Some("vpc")),
            ("InvalidVSWITCHID.NotFound", Some("vswitch")),
            ("ResourceNotFound.NatGateway", Some("natgateway")),
            ("InvalidRegionId.NotFound", Some("region")),
            ("InvalidResourceGroup.NotFound", Some("resourcegroup")),
            ("OperationFailed.VpcNotExist", Some("vpc")),
            ("Instance.NotExist", Some("instance")),
            ("ResourceNotFound", Some("resource")),
            ("NotFound", Some("")),
            ("Forbidden", None),
        ] {
            assert_eq!(missing_thing(code).as_deref(), thing, "{code}");
        }
    }
}

//! A server's string to sign beside the one of a request.

use std::collections::{BTreeMap, BTreeSet};

use acs_runtime::SignatureVersion;
use acs_runtime::sign::{parse_string_to_sign, split_string_to_sign};
use maud::{Markup, html};

use super::live::Draft;
use crate::preview::SigningSteps;
use crate::request::{MASK, Request};

/// Parameters that differ from request to request.
const CHANGING: [&str; 2] = ["SignatureNonce", "Timestamp"];

/// What differs between the text of a server and that of a request.
pub(super) async fn comparison(draft: &Draft<'_>, theirs: &str) -> Markup {
    let theirs = split_string_to_sign(theirs).1.unwrap_or(theirs).trim();
    if theirs.is_empty() {
        return html! { p.problem { "There is no text to compare." } };
    }
    let mut request = draft.request();
    request.mask(draft.operation.spec);
    match parameters(theirs) {
        Some(theirs) => match steps(draft, &request, SignatureVersion::V1).await {
            Some(SigningSteps { string_to_sign: Some(ours), .. }) => by_parameter(&ours, &theirs, &request),
            _ => html! { p.problem { "The request cannot be signed here." } },
        },
        None => match steps(draft, &request, SignatureVersion::V3).await {
            Some(ours) => by_line(&ours, theirs),
            None => html! { p.problem { "The request cannot be signed here." } },
        },
    }
}

async fn steps(draft: &Draft<'_>, request: &Request, version: SignatureVersion) -> Option<SigningSteps> {
    let client = draft.backend.stand_in(version).ok()?;
    let preview = client.call(draft.known.operation.clone()).preview(request).await.ok()?;
    Some(SigningSteps::of(&preview, version, false))
}

/// The method and the parameters of a string to sign of version 1.
fn parameters(text: &str) -> Option<BTreeMap<String, String>> {
    let (method, mut parameters) = parse_string_to_sign(text)?;
    parameters.insert("(method)".to_owned(), method.to_owned());
    Some(parameters)
}

fn by_parameter(ours: &str, theirs: &BTreeMap<String, String>, request: &Request) -> Markup {
    let ours = parameters(ours).unwrap_or_default();
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let differing: Vec<_> = names.iter().filter(|name| ours.get(**name) != theirs.get(**name)).collect();
    let hidden = |name: &str| request.is_sensitive(name) || matches!(name, "SecurityToken" | "AccessKeyId" | "BearerToken");
    let shown = |name: &str, value: Option<&String>| match value {
        None => "not there".to_owned(),
        Some(_) if hidden(name) => MASK.to_owned(),
        Some(value) => value.clone(),
    };
    let telling = differing.iter().any(|name| !CHANGING.contains(&name.as_str()) && !hidden(name));
    html! {
        @if !telling { p.good { "✓ Nothing differs but what differs from request to request: if the signature does not match, the secret is wrong." } }
        @if !differing.is_empty() {
            div.scroll { table {
                thead { tr { th scope="col" { "Parameter" } th scope="col" { "This request" } th scope="col" { "Server" } } }
                tbody { @for name in differing { tr {
                    th scope="row" { code { (name) } @if CHANGING.contains(&name.as_str()) { " " small { "differs each time" } } }
                    td { (shown(name, ours.get(*name))) }
                    td { (shown(name, theirs.get(*name))) }
                } } }
            } }
        }
    }
}

/// Version 3 signs a hash, which reveals nothing; a canonical request can be compared line by line.
fn by_line(ours: &SigningSteps, theirs: &str) -> Markup {
    let lines = theirs.lines().count();
    if lines <= 2 {
        let same = ours.string_to_sign.as_deref() == Some(theirs);
        return html! {
            @if same { p.good { "✓ The texts are the same: if the signature does not match, the secret is wrong." } }
            @else { p { "The hashes differ. A hash reveals nothing more: time and nonce alone change it. Paste the server's canonical request to see what differs." } }
        };
    }
    let canonical = ours.canonical_request.clone().unwrap_or_default();
    let (ours, theirs): (BTreeSet<&str>, BTreeSet<&str>) =
        (canonical.lines().collect(), theirs.lines().map(str::trim_end).collect());
    html! {
        p { "Lines of one text alone; date and nonce differ each time." }
        div.scroll { table {
            thead { tr { th scope="col" { "This request" } th scope="col" { "Server" } } }
            tbody { tr {
                td { @for line in ours.difference(&theirs) { code { (line) } br; } }
                td { @for line in theirs.difference(&ours) { code { (line) } br; } }
            } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_to_sign_comes_apart() {
        let parameters = parameters("POST&%2F&AccessKeyId%3Dtestid%26Name%3Da%252Bb").unwrap();
        assert_eq!((parameters["(method)"].as_str(), parameters["Name"].as_str()), ("POST", "a+b"));
    }
}

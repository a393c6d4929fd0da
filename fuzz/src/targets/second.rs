//! Second implementations of what the runtime does, written from the protocol's description and sharing no code with it.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Percent-encoding: all but letters, digits, `-`, `_`, `.` and `~`.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

/// A query or a form, taken apart. Values that are not UTF-8 do not occur: both sides encode text.
pub(super) fn parse(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decode(name), decode(value))).collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("encoded text")
}

fn canonical(parameters: &BTreeMap<String, String>) -> String {
    // The order is that of the names before they are encoded, which the map has.
    let pairs: Vec<(String, String)> = parameters.iter().map(|(name, value)| (encode(name), encode(value))).collect();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// The signature of version 1 over all parameters but the signature.
pub(super) fn v1(method: &str, parameters: &BTreeMap<String, String>, secret: &str) -> String {
    let text = format!("{method}&%2F&{}", encode(&canonical(parameters)));
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).expect("any key");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The signature of version 3 over a request; headers have names in lower case.
pub(super) fn v3(
    method: &str,
    parameters: &BTreeMap<String, String>,
    headers: &BTreeMap<String, String>,
    body: &[u8],
    secret: &str,
) -> String {
    let signed: Vec<(&String, &String)> =
        headers.iter().filter(|(name, _)| *name == "host" || *name == "content-type" || name.starts_with("x-acs-")).collect();
    let lines: String = signed.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    let names = signed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";");
    let request = format!("{method}\n/\n{}\n{lines}\n{names}\n{}", canonical(parameters), hex(&Sha256::digest(body)));
    let text = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(request.as_bytes())));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

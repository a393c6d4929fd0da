//! A shell script that signs with openssl, version 3, and sends with curl.

use acs_runtime::sign::{canonical_query, write_query};

use super::Sample;
use crate::shell;

/// Every user of a machine can see the arguments of its processes. So openssl reads the secret from standard input, as the two
/// pads of HMAC, which the shell computes itself (openssl takes a key for HMAC only as an argument), and curl reads the request
/// from its configuration.
pub(super) fn write(sample: &Sample<'_>) -> String {
    let (operation, method) = (sample.operation, sample.method());
    let query = canonical_query(sample.placed(false));
    let body = write_query(sample.placed(true));
    let (content_type, data) = match body.is_empty() {
        false => ("content-type:application/x-www-form-urlencoded\n", "data-raw = \"$body\"\n"),
        // Without a form there is no body, and curl must not add a content type.
        true => ("", ""),
    };
    format!(
        r#"#!/usr/bin/env bash
# {summary}
set -euo pipefail
id=${{ALIBABA_CLOUD_ACCESS_KEY_ID:?}} secret=${{ALIBABA_CLOUD_ACCESS_KEY_SECRET:?}} token=${{ALIBABA_CLOUD_SECURITY_TOKEN:-}}
endpoint=${{ALIBABA_CLOUD_ENDPOINT:-https://{host}}}
query={query}
body={body}

# The secret never is an argument of a program: everybody on the machine could see it.
hash() {{ openssl dgst -sha256 -r | cut -d' ' -f1; }}
hex() {{ od -An -v -tx1 | tr -d ' \n'; }}
pad() {{ # Each byte of the key, filled up to 64, changed by $1.
    local key i
    key=$(printf %s "$secret" | if ((${{#secret}} > 64)); then hash; else hex; fi)
    for ((i = 0; i < 128; i += 2)); do printf '\\x%02x' $((16#${{key:i:2}}0 / 16 ^ $1)); done
}}
hmac() {{
    local inner
    inner=$({{ printf %b "$(pad 0x36)"; cat; }} | hash | sed 's/../\\x&/g')
    printf %b "$(pad 0x5c)$inner" | hash
}}

body_hash=$(printf %s "$body" | hash)
headers="{content_type}host:${{endpoint#*://}}${{token:+
x-acs-accesskey-id:$id}}
x-acs-action:{name}
x-acs-content-sha256:$body_hash
x-acs-date:$(date -u +%Y-%m-%dT%H:%M:%SZ)${{token:+
x-acs-security-token:$token}}
x-acs-signature-nonce:$(openssl rand -hex 16)
x-acs-version:{version}"
signed_headers=$(cut -d: -f1 <<<"$headers" | paste -sd';' -)
request_hash=$(printf %s "{method}
/
$query
$headers

$signed_headers
$body_hash" | hash)
signature=$(printf 'ACS3-HMAC-SHA256\n%s' "$request_hash" | hmac)

curl --silent --show-error --config - <<CONFIG
url = "$endpoint/?$query"
request = {method}
{data}header = "accept: application/json"
$(sed 's/.*/header = "&"/' <<<"$headers")
header = "authorization: ACS3-HMAC-SHA256 Credential=$id,SignedHeaders=$signed_headers,Signature=$signature"
CONFIG
"#,
        summary = operation.spec.summary,
        host = sample.host(),
        query = shell::word(&query),
        body = shell::word(&body),
        name = operation.name,
        version = sample.service.spec.version,
    )
}

//! A shell script that signs with openssl, version 3, and sends with curl.

use acs_runtime::sign::{canonical_query, write_query};

use super::Sample;
use super::cli::quoted;

pub(super) fn write(sample: &Sample<'_>) -> String {
    let (operation, method) = (sample.operation, sample.method());
    let query = canonical_query(sample.placed(false));
    let body = write_query(sample.placed(true));
    let form = !body.is_empty();
    let (content_type, signed_type, sent_type) = match form {
        true => (
            "content-type:application/x-www-form-urlencoded\n",
            "content-type;",
            "    -H 'content-type: application/x-www-form-urlencoded' \\\n",
        ),
        false => ("", "", ""),
    };
    // Without a form there is no body, and curl is not to make up a content type.
    let data = if form { "    --data-raw \"$body\" \\\n" } else { "" };
    format!(
        r#"#!/usr/bin/env bash
# {summary}
set -euo pipefail
id=${{ALIBABA_CLOUD_ACCESS_KEY_ID:?}} secret=${{ALIBABA_CLOUD_ACCESS_KEY_SECRET:?}}
endpoint=${{ALIBABA_CLOUD_ENDPOINT:-https://{host}}}
query={query}
body={body}

hash() {{ printf %s "$1" | openssl dgst -sha256 -r | cut -d' ' -f1; }}
date=$(date -u +%Y-%m-%dT%H:%M:%SZ)
nonce=$(openssl rand -hex 16)
body_hash=$(hash "$body")
signed_headers='{signed_type}host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'
canonical_request="{method}
/
$query
{content_type}host:${{endpoint#*://}}
x-acs-action:{name}
x-acs-content-sha256:$body_hash
x-acs-date:$date
x-acs-signature-nonce:$nonce
x-acs-version:{version}

$signed_headers
$body_hash"
string_to_sign="ACS3-HMAC-SHA256
$(hash "$canonical_request")"
signature=$(printf %s "$string_to_sign" | openssl dgst -sha256 -hmac "$secret" -r | cut -d' ' -f1)

curl --silent --show-error -X {method} "$endpoint/?$query" \
    -H 'accept: application/json' \
{sent_type}    -H 'x-acs-action: {name}' \
    -H "x-acs-content-sha256: $body_hash" \
    -H "x-acs-date: $date" \
    -H "x-acs-signature-nonce: $nonce" \
    -H 'x-acs-version: {version}' \
{data}    -H "authorization: ACS3-HMAC-SHA256 Credential=$id,SignedHeaders=$signed_headers,Signature=$signature"
"#,
        summary = operation.spec.summary,
        host = sample.host(),
        query = quoted(&query),
        body = quoted(&body),
        name = operation.name,
        version = sample.service.spec.version,
    )
}

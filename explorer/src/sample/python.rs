//! Python.

use super::Sample;

pub(super) fn write(sample: &Sample<'_>) -> String {
    let operation = sample.operation;
    let (body, form) = match sample.placed(true).next() {
        Some(_) => (format!(",\n    body={},\n", dictionary(sample, true)), "formData"),
        None => (",\n".to_owned(), "json"),
    };
    format!(
        r#"# {summary}
#
# pip install alibabacloud_tea_openapi
import json
import os

from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

scheme, _, host = os.environ.get("ALIBABA_CLOUD_ENDPOINT", "https://{host}").rpartition("://")
client = Client(
    Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        security_token=os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),
        endpoint=host,
        protocol=scheme or "https",
    )
)
operation = Params(
    action="{name}",
    version="{version}",
    protocol=(scheme or "https").upper(),
    pathname="/",
    method="{method}",
    auth_type="AK",
    style="RPC",
    req_body_type="{form}",
    body_type="json",
)
request = OpenApiRequest(
    query={query}{body})
reply = client.call_api(operation, request, RuntimeOptions())
print(json.dumps(reply["body"], indent=2, ensure_ascii=False))
"#,
        summary = operation.spec.summary,
        host = sample.host(),
        name = operation.name,
        version = sample.service.spec.version,
        method = sample.method(),
        query = dictionary(sample, false),
    )
}

fn dictionary(sample: &Sample<'_>, form: bool) -> String {
    let lines =
        sample.placed(form).map(|(name, value)| format!("        {}: {},\n", Sample::quoted(name), Sample::quoted(value)));
    match lines.collect::<String>() {
        none if none.is_empty() => "{}".to_owned(),
        lines => format!("{{\n{lines}    }}"),
    }
}

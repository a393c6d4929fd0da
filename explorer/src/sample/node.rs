//! JavaScript for Node.

use super::Sample;

pub(super) fn write(sample: &Sample<'_>) -> String {
    let operation = sample.operation;
    let parameters = sample.placed(false).chain(sample.placed(true));
    let lines: String =
        parameters.map(|(name, value)| format!("    {}: {},\n", Sample::quoted(name), Sample::quoted(value))).collect();
    format!(
        r#"// {summary}
//
// npm install @alicloud/pop-core
async function main() {{
  // It works in modules (.mjs) and in scripts (.js) alike.
  const {{ default: Core }} = await import("@alicloud/pop-core");
  const client = new Core({{
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN,
    endpoint: process.env.ALIBABA_CLOUD_ENDPOINT ?? "https://{host}",
    apiVersion: "{version}",
  }});
  const parameters = {{
{lines}  }};
  const options = {{ method: "{method}", formatParams: false, formatAction: false }};
  const reply = await client.request("{name}", parameters, options);
  console.log(JSON.stringify(reply, null, 2));
}}

main().catch((error) => {{
  console.error(error.message);
  process.exitCode = 1;
}});
"#,
        summary = operation.spec.summary,
        host = sample.host(),
        version = sample.service.spec.version,
        method = sample.method(),
        name = operation.name,
    )
}

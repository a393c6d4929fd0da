//! Go.

use super::Sample;

pub(super) fn write(sample: &Sample<'_>) -> String {
    let operation = sample.operation;
    let set = |place: &str, form: bool| -> String {
        let lines = sample.placed(form);
        lines.map(|(name, value)| format!("\trequest.{place}[{}] = {}\n", Sample::quoted(name), Sample::quoted(value))).collect()
    };
    format!(
        r#"// {summary}
//
// go get github.com/aliyun/alibaba-cloud-sdk-go
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
)

func main() {{
	id, secret := os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"), os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
	client, err := sdk.NewClientWithAccessKey({region}, id, secret)
	if token := os.Getenv("ALIBABA_CLOUD_SECURITY_TOKEN"); token != "" {{
		client, err = sdk.NewClientWithStsToken({region}, id, secret, token)
	}}
	if err != nil {{
		fail(err)
	}}
	scheme, host := "https", "{host}"
	if endpoint := os.Getenv("ALIBABA_CLOUD_ENDPOINT"); endpoint != "" {{
		host = endpoint
		if at := strings.Index(endpoint, "://"); at >= 0 {{
			scheme, host = endpoint[:at], endpoint[at+3:]
		}}
	}}
	request := requests.NewCommonRequest()
	request.Method = "{method}"
	request.Scheme = scheme
	request.Domain = host
	request.Version = "{version}"
	request.ApiName = "{name}"
{query}{form}	response, err := client.ProcessCommonRequest(request)
	if err != nil {{
		fail(err)
	}}
	fmt.Println(response.GetHttpContentString())
}}

func fail(err error) {{
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}}
"#,
        summary = operation.spec.summary,
        region = Sample::quoted(sample.region()),
        method = sample.method(),
        host = sample.host(),
        version = sample.service.spec.version,
        name = operation.name,
        query = set("QueryParams", false),
        form = set("FormParams", true),
    )
}

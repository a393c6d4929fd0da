//! What counts as a success, and what a client makes of replies that are not quite right.

use acs_runtime::facts::{Shared, Text};
use acs_runtime::retry::RetryClass;
use acs_runtime::test::MockTransport;
use acs_runtime::wire::Fields;
use acs_runtime::{ErrorKind, operation::OperationInfo};
use serde_json::json;

use crate::behaviour::service::{CREATE_VPC, DESCRIBE_VPCS, Request, SERVICE, VPC_GONE, Vpcs, client};

/// The error of a list that is answered so.
async fn error(status: u16, headers: &[(&str, &str)], body: impl Into<bytes::Bytes>) -> acs_runtime::Error {
    let mock = MockTransport::new();
    let reaction = headers.iter().fold(mock.on("DescribeVpcs").always(), |reaction, (name, value)| reaction.header(name, value));
    reaction.raw(status, body);
    client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err()
}

#[tokio::test]
async fn a_web_page_is_named_with_host_title_and_text_and_not_retried() {
    let page = "<html><head><title>Guest Wi-Fi</title></head><body><p>Enter your room number.</p></body></html>";
    let error = error(200, &[("content-type", "text/html")], page).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Reply, 1));
    let text = error.to_string();
    assert!(
        text.contains("the reply from vpc.aliyuncs.com is a web page titled `Guest Wi-Fi`: `Enter your room number.`"),
        "{text}"
    );
    assert!(text.contains("check the network's sign-in page"), "{text}");
}

#[tokio::test]
async fn a_gateways_page_is_retried() {
    let error = error(502, &[("content-type", "text/html")], "<html><title>502 Bad Gateway</title></html>").await;
    assert_eq!((error.retry_class(), error.attempts()), (RetryClass::Server, 4));
}

#[tokio::test]
async fn an_object_without_a_request_id_is_named_by_its_fields_and_not_by_their_values() {
    let error = error(200, &[], r#"{"TotalCount":0,"Password":"hidden"}"#).await;
    let text = error.to_string();
    assert!(text.contains("it has no `RequestId`, but `TotalCount`, `Password`") && !text.contains("hidden"), "{text}");
    assert_eq!(error.reply().unwrap().body().len(), 36);
}

#[tokio::test]
async fn a_wait_for_deletion_does_not_end_with_a_foreign_reply() {
    for (status, body) in [
        (200, "{}"),
        (200, "<html><title>Sign in</title></html>"),
        (404, "<html><title>404</title></html>"),
        (404, r#"{"code":"NotFound","message":"no route"}"#),
        (404, r#"{"Code":"InvalidVpcId.NotFound"}"#),
    ] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").raw(status, body);
        let waited = client(&mock).wait(&VPC_GONE, "vpc-1").await;
        assert!(waited.is_err(), "{body}");
    }
}

#[tokio::test]
async fn an_error_code_in_a_successful_status_is_an_error() {
    let error = error(200, &[], r#"{"RequestId":"R","Code":"Forbidden.RAM","Message":"User not authorized."}"#).await;
    assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Service, Some("Forbidden.RAM"), Some(200)));
    assert!(error.is_permission_denied());
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").raw(200, r#"{"RequestId":"R","Code":"Throttling.User"}"#);
    mock.on("DescribeVpcs").reply(json!({ "Code": "Success", "TotalCount": 3 }));
    let reply = client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!(reply.total_count, Some(3));
}

/// What becomes of a reply with status 200, to a typed call, one by name, and a dry run.
async fn outcomes(body: &str) -> [Option<acs_runtime::Error>; 3] {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().raw(200, body.to_owned());
    let client = client(&mock);
    [
        client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.err(),
        client.raw_call("DescribeVpcs").send().await.err(),
        client.call(&DESCRIBE_VPCS).dry_run(&Request::default()).await.err(),
    ]
}

#[tokio::test]
async fn replies_that_deny_success_are_errors() {
    for (fields, kind, code, text) in [
        (r#""Code":"Forbidden.RAM""#, ErrorKind::Service, Some("Forbidden.RAM"), "Forbidden.RAM"),
        // Any code that is an error counts, in whatever order and case.
        (r#""Code":"200","Code":"Forbidden.RAM""#, ErrorKind::Service, Some("Forbidden.RAM"), "Forbidden.RAM"),
        (r#""Code":"Forbidden.RAM","Code":"200""#, ErrorKind::Service, Some("Forbidden.RAM"), "Forbidden.RAM"),
        (r#""Code":"","code":"Forbidden.RAM""#, ErrorKind::Service, Some("Forbidden.RAM"), "Forbidden.RAM"),
        (r#""code":200,"Code":{},"CODE":"Forbidden.RAM""#, ErrorKind::Service, Some("Forbidden.RAM"), "Forbidden.RAM"),
        (r#""Code":"200","Error":{"Code":"X.Y","Message":"No."}"#, ErrorKind::Service, Some("X.Y"), "X.Y: No"),
        (r#""Error":{"Message":"No."},"Code":"X.Y""#, ErrorKind::Service, Some("X.Y"), "X.Y"),
        (r#""Code":1"#, ErrorKind::Service, Some("1"), "1"),
        (r#""Code":true"#, ErrorKind::Service, Some("true"), "true"),
        (r#""Code":{"Value":"X"}"#, ErrorKind::Service, None, "has an error code that is not text"),
        (
            r#""Code":["X"],"Message":"No more.""#,
            ErrorKind::Service,
            None,
            "an error code that is not text: No more (status 200)",
        ),
        (r#""Success":false"#, ErrorKind::Service, None, "says that the call did not succeed"),
        (r#""Success":"False ","Message":"Quota\u0007.""#, ErrorKind::Service, None, "did not succeed: Quota\u{fffd}"),
        (r#""success":"false","Code":"200""#, ErrorKind::Service, None, "says that the call did not succeed"),
        (r#""Success":true,"Success":0"#, ErrorKind::Service, None, "says that the call did not succeed"),
        (r#""error":"sign in first""#, ErrorKind::Service, None, "has `error`: sign in first"),
        (r#""error":{"reason":"x"}"#, ErrorKind::Service, None, "has `error`"),
        (r#""errors":[{"message":"x"}]"#, ErrorKind::Service, None, "has `errors`"),
        (r#""errorCode":"Throttling""#, ErrorKind::Service, None, "has `errorCode`: Throttling"),
        (r#""errCode":-1"#, ErrorKind::Service, None, "has `errCode`: -1"),
        (r#""error":true"#, ErrorKind::Service, None, "has `error`: true"),
    ] {
        for body in [format!(r#"{{"RequestId":"R",{fields},"TotalCount":3}}"#), format!(r#"{{{fields},"RequestId":"R"}}"#)] {
            for error in outcomes(&body).await {
                let error = error.unwrap_or_else(|| panic!("{body} is a success"));
                assert_eq!((error.kind(), error.code(), error.attempts()), (kind, code, 1), "{body}");
                assert!(error.to_string().contains(text) && error.reply().is_some(), "{error}");
            }
        }
    }
    for field in ["<Success>false</Success>", "<error>x</error>", "<Code>X</Code>", "<Code>200</Code><Code>X</Code>"] {
        let body = format!("<DescribeVpcsResponse><RequestId>R</RequestId>{field}</DescribeVpcsResponse>");
        assert!(outcomes(&body).await.iter().all(Option::is_some), "{field}");
    }
}

#[tokio::test]
async fn replies_that_only_look_like_errors_are_successes() {
    for fields in [
        r#""Code":"200""#,
        r#""Code":200"#,
        r#""Code":"ok ""#,
        r#""Code":0"#,
        r#""Code":"0""#,
        r#""Code":0.0"#,
        r#""Code":false"#,
        r#""Code":null"#,
        r#""Code":" ""#,
        r#""Code":{}"#,
        r#""Code":[]"#,
        r#""Success":true"#,
        r#""Success":"true","Code":"200","Message":"successful""#,
        r#""Success":null"#,
        r#""Success":"""#,
        r#""Success":"maybe""#,
        r#""error":null"#,
        r#""error":"""#,
        r#""error":{}"#,
        r#""errors":[],"ErrorCode":"","errCode":"0""#,
        r#""errorCode":"200","ErrMessage":"x""#,
        r#""error":false"#,
        r#""Vpcs":{"Vpc":[{"Code":"X","Success":false,"error":"x"}]}"#,
    ] {
        let body = format!(r#"{{"RequestId":"R",{fields}}}"#);
        for error in outcomes(&body).await {
            assert!(error.is_none(), "{body}: {}", error.unwrap());
        }
    }
    for field in ["<Code>0</Code>", "<Code/>", "<Code>200</Code>", "<Success>true</Success>", "<error/>", "<Success/>"] {
        let body = format!("<DescribeVpcsResponse><RequestId>R</RequestId>{field}</DescribeVpcsResponse>");
        assert!(outcomes(&body).await.iter().all(Option::is_none), "{field}");
    }
}

#[tokio::test]
async fn a_map_key_in_a_report_is_escaped() {
    #[derive(Debug, Default)]
    struct Tags {
        tags: std::collections::BTreeMap<String, i64>,
    }
    impl acs_runtime::wire::Decode for Tags {
        fn field(&mut self, name: &str, value: acs_runtime::wire::Reader<'_>) -> Result<(), acs_runtime::wire::DecodeError> {
            if name == "Tags" { value.map(&mut self.tags) } else { value.skip() }
        }
    }
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").raw(200, r#"{"RequestId":"R","Tags":{"a\n\u200b\u001b":"x"}}"#);
    let error = client(&mock).call(&DESCRIBE_VPCS).send::<Tags>(&Request::default()).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(!source.contains(['\n', '\u{200b}', '\u{1b}']) && source.contains(r"Tags.a\n\u{200b}\u{1b}"), "{source}");
}

#[tokio::test]
async fn a_field_called_error_is_a_failure_unless_the_operation_has_it() {
    #[derive(Default)]
    struct Job {
        error: Option<String>,
    }
    impl acs_runtime::wire::Decode for Job {
        fn field(&mut self, name: &str, value: acs_runtime::wire::Reader<'_>) -> Result<(), acs_runtime::wire::DecodeError> {
            if name == "Error" { value.string(&mut self.error) } else { value.skip() }
        }
    }
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().raw(200, r#"{"RequestId":"R","Error":"the disk is full"}"#);
    let client = client(&mock);
    let job = client.call(&DESCRIBE_VPCS).send::<Job>(&Request::default()).await.unwrap();
    assert_eq!(job.error.as_deref(), Some("the disk is full"));
    // What a call by name returns is not known.
    assert_eq!(client.raw_call("DescribeVpcs").send().await.unwrap()["Error"], "the disk is full");
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert!(error.to_string().contains("has `Error`: the disk is full"), "{error}");
}

#[tokio::test]
async fn a_request_id_that_is_empty_does_not_replace_another() {
    for body in [
        r#"{"RequestId":"R","RequestId":""}"#,
        r#"{"RequestId":"R","RequestId":null}"#,
        r#"{"RequestId":" ","RequestId":"R"}"#,
        r#"{"RequestId":null,"RequestId":"R","Code":"200"}"#,
        "<DescribeVpcsResponse><RequestId>R</RequestId><RequestId/></DescribeVpcsResponse>",
        "<DescribeVpcsResponse><RequestId/><RequestId>R</RequestId></DescribeVpcsResponse>",
    ] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").raw(200, body);
        let sent =
            client(&mock).call(&DESCRIBE_VPCS).send_with_metadata::<acs_runtime::wire::RequestIdResponse>(&Request::default());
        let reply = sent.await.unwrap();
        assert_eq!((reply.request_id.as_deref(), reply.metadata().request_id()), (Some("R"), Some("R")), "{body}");
    }
    for (id, text) in
        [("\"\"", "its `RequestId` is empty"), ("null", "its `RequestId` is empty"), ("[1]", "its `RequestId` is not text")]
    {
        let error = error(200, &[], format!(r#"{{"RequestId":{id},"TotalCount":0}}"#)).await;
        assert!(error.to_string().contains(text) && error.kind() == ErrorKind::Reply, "{error}");
    }
    // The id of something within a reply is not the reply's.
    let error = error(200, &[], r#"{"TotalCount":0,"Task":{"RequestId":"R"}}"#).await;
    assert!(error.to_string().contains("it has no `RequestId`"), "{error}");
    let error = self::error(200, &[], r#"{"RequestId":"R","TotalCount":0} x"#).await;
    assert!(error.to_string().contains("cannot be parsed"), "{error}");
    // What is plainly of the service may say nothing that its type knows.
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").raw(200, r#"{"RequestId":"R","Success":true}"#);
    client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
}

#[tokio::test]
async fn what_a_reply_of_another_status_holds_is_no_success() {
    for status in [400, 404, 500, 503] {
        let error = error(status, &[], r#"{"RequestId":"R","TotalCount":0}"#).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Reply, Some(status)), "{error}");
    }
}

#[tokio::test]
async fn in_xml_the_root_is_the_operations_own() {
    let mock = MockTransport::new();
    let bodies = [
        "<DescribeVpcsResponse><RequestId>R</RequestId></DescribeVpcsResponse>",
        "<DescribeVpcsResponse xmlns='urn:x'><RequestId>R</RequestId></DescribeVpcsResponse>",
        "<a:DescribeVpcsResponse xmlns:a='urn:x'><a:RequestId>R</a:RequestId></a:DescribeVpcsResponse>",
        "<?xml version='1.0'?>\n<ns:DescribeVpcsResponse\nxmlns:ns='urn:x'><RequestId>R</RequestId></ns:DescribeVpcsResponse>",
    ];
    for (body, kind) in bodies.iter().zip(["text/xml", "application/xml", "text/html", ""]) {
        mock.on("DescribeVpcs").header("content-type", kind).raw(200, *body);
        client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    }
    let refused =
        error(403, &[], "<e:Error xmlns:e='x'><e:Code>Forbidden.RAM</e:Code><e:RequestId>R</e:RequestId></e:Error>").await;
    assert_eq!((refused.code(), refused.request_id()), (Some("Forbidden.RAM"), Some("R")));
    let error = error(200, &[], "<ListBucketResult><RequestId>R</RequestId></ListBucketResult>").await;
    assert!(error.to_string().contains("its root element is `ListBucketResult`, not `DescribeVpcsResponse`"), "{error}");
}

/// A comment, which has no meaning, makes the client build a tree.
#[tokio::test]
async fn xml_means_the_same_as_it_is_read_and_as_a_tree() {
    let mut successes = 0;
    for fields in [
        "<RequestId>R</RequestId><Vpcs><Vpc><VpcId>vpc-1</VpcId></Vpc></Vpcs>",
        "<RequestId> </RequestId><RequestId>R</RequestId><RequestId>Q</RequestId>",
        "<RequestId>R<a/></RequestId><RequestId>Q&amp;</RequestId>",
        "<RequestId><a>R</a></RequestId>",
        "<RequestId/>",
        "<TotalCount>1</TotalCount>",
        "<RequestId>R</RequestId><TotalCount>many</TotalCount>",
        "<RequestId>R</RequestId><Vpcs><Vpc>vpc-1</Vpc></Vpcs>",
        "<RequestId>R</RequestId><Vpcs><Code>x</Code><Error>x</Error></Vpcs>",
        "<RequestId>R</RequestId><Code>200</Code>",
        "<RequestId>R</RequestId><code>Throttling.User</code><Message>wait</Message>",
        "<RequestId>R</RequestId><Code><a/></Code>",
        "<RequestId>R</RequestId><Error><Code>Forbidden.RAM</Code></Error>",
        "<RequestId>R</RequestId><errorCode>x</errorCode>",
        "<RequestId>R</RequestId><Success>false</Success>",
        "<RequestId>R</RequestId><Success>true</Success>",
        "text",
        "",
    ] {
        let mut outcomes = Vec::new();
        for root in ["DescribeVpcsResponse", "DescribeVpcs", "describeVpcsResponse", "Error", "html"] {
            for status in [200, 203, 400] {
                for comment in ["", "<!-- -->"] {
                    let mock = MockTransport::new();
                    let body = format!("<?xml version=\"1.0\"?>\n<{root}>{fields}</{root}>{comment}");
                    mock.on("DescribeVpcs").always().raw(status, body);
                    let request = Request::default();
                    let reply = client(&mock).call(&DESCRIBE_VPCS).send_with_metadata::<Vpcs>(&request).await;
                    outcomes.push(match reply {
                        Ok(reply) => {
                            let metadata = reply.metadata();
                            format!("{:?} {:?} {:?}", metadata.request_id(), metadata.faults(), Fields::of(&*reply))
                        }
                        Err(error) => format!("{:?} {:?} {error}", error.kind(), error.request_id()),
                    });
                }
            }
        }
        for pair in outcomes.chunks(2) {
            assert_eq!(pair[0], pair[1], "{fields}");
            successes += u32::from(pair[0].starts_with("Some"));
        }
    }
    // Seven of the bodies, each with two statuses.
    assert_eq!(successes, 14);
}

#[tokio::test]
async fn without_a_declared_request_id_the_service_shows_in_a_declared_field_or_in_its_header() {
    static ASSUME_ROLE: OperationInfo = OperationInfo {
        request_id: false,
        name: Text::Borrowed("DescribeVpcs"),
        service: Shared::Static(&SERVICE),
        ..OperationInfo::DEFAULT
    };
    let call = async |header: Option<&str>, body: &str| {
        let mock = MockTransport::new();
        let reaction = mock.on("DescribeVpcs");
        match header {
            Some(id) => reaction.header("x-acs-request-id", id).raw(200, body.to_owned()),
            None => reaction.raw(200, body.to_owned()),
        }
        client(&mock).call(&ASSUME_ROLE).send::<Vpcs>(&Request::default()).await
    };
    for (header, body) in [(None, r#"{"TotalCount":0}"#), (None, r#"{"RequestId":"R"}"#), (Some("R"), "{}")] {
        assert!(call(header, body).await.is_ok(), "{header:?} {body}");
    }
    for body in ["{}", r#"{"error":"sign in first"}"#, r#"{"data":{"TotalCount":0}}"#] {
        assert_eq!(call(None, body).await.unwrap_err().kind(), ErrorKind::Reply, "{body}");
    }
    assert_eq!(call(None, r#"{"Vpcs":{"Vpc":[7]}}"#).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn of_a_web_page_title_and_text_are_shown_without_scripts() {
    for (page, shown) in [
        ("<html><body>Pay first.</body></html>", "is a web page: `Pay first.`"),
        ("<html><script>var a;</script><title>Pay</title>first</html>", "is a web page titled `Pay`: `first`"),
        ("<html><title>Pay</title><title>more</title></html>", "is a web page titled `Pay`"),
        ("<html></html>", "is a web page"),
    ] {
        let text = error(200, &[("content-type", "text/html")], page).await.to_string();
        assert!(text.contains(&format!("the reply from vpc.aliyuncs.com {shown} (")), "{text}");
    }
}

#[tokio::test]
async fn text_in_the_services_place_is_shown_with_its_media_type() {
    for (kind, shown) in
        [("text/plain; charset=utf-8", "is not the service's (text/plain): `busy`"), ("", "is not the service's: `busy`")]
    {
        let error = error(200, &[("content-type", kind)], "busy").await;
        assert!(error.to_string().contains(shown), "{error}");
    }
}

#[tokio::test]
async fn a_content_encoding_that_nobody_asked_for_is_named() {
    for (headers, body) in [
        (&[("content-encoding", "br")][..], b"\x0b\x08".to_vec()),
        (&[("content-encoding", "gzip")], b"\x1f\x8b\x08\x00".to_vec()),
        (&[], b"\x1f\x8b\x08\x00".to_vec()),
        (&[], b"\x28\xb5\x2f\xfd\x00".to_vec()),
    ] {
        let by_itself = if body[0] == 0x28 { "zstd" } else { "gzip" };
        let error = error(200, headers, body).await;
        let name = headers.first().map_or(by_itself, |(_, name)| *name);
        assert!(error.to_string().contains(&format!("is encoded as `{name}`, which this client neither asks for")), "{error}");
    }
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("content-encoding", "identity").reply(json!({}));
    client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
}

#[tokio::test]
async fn a_field_that_does_not_fit_does_not_lose_the_page() {
    let vpcs: Vec<_> = (0..50).map(|number| json!({ "VpcId": format!("vpc-{number}") })).collect();
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": { "Value": 50 }, "Vpcs": { "Vpc": vpcs } }));
    let reply = client(&mock).call(&DESCRIBE_VPCS).send_with_metadata::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!((reply.total_count, reply.vpcs.len()), (None, 50));
    let faults: Vec<_> = reply.metadata().faults().iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["`TotalCount` should be a 64-bit integer, but is an object"]);
}

#[tokio::test]
async fn a_list_is_never_shortened() {
    for vpcs in [json!(["vpc-1"]), json!([{ "VpcId": "vpc-1" }, 2]), json!("vpc-1"), json!(7)] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": vpcs } }));
        let error = client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{vpcs}");
        assert!(error.reply().is_some(), "the error carries the reply");
    }
}

#[tokio::test]
async fn secrets_and_marks_in_any_part_of_an_error_reply_are_replaced() {
    const SECRET: &str = "testsecret-of-this-test";
    let body = json!({
        "RequestId": format!("R-{SECRET}"), "HostId": SECRET, "Code": format!("Invalid.{SECRET}\u{202e}"),
        "Message": format!("a\u{1b}[31m\r\nb {SECRET} \u{2066}c"), "Recommend": SECRET,
        "AccessDeniedDetail": { "AuthAction": SECRET, "AuthPrincipalDisplayName": format!("\u{7}{SECRET}"), "PolicyType": SECRET,
                                "EncodedDiagnosticMessage": format!("{SECRET}{}", "x".repeat(2000)) },
    });
    let mock = MockTransport::new();
    mock.on("CreateVpc").header("x-acs-request-id", SECRET).raw(403, body.to_string());
    let client: acs_runtime::Client =
        acs_runtime::Client::builder(&SERVICE).test(&mock).access_key("testid", SECRET).build().unwrap();
    let error = client.call(&CREATE_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    let detail = error.service().unwrap().access_denied().unwrap();
    assert_eq!(detail.encoded_diagnostic_message.as_ref().unwrap().len(), 2003);
    for text in [error.to_string(), format!("{error:?}"), format!("{detail:?}"), format!("{:?}", error.service())] {
        assert!(!text.contains(SECRET) && !text.contains(['\u{1b}', '\u{7}', '\r', '\n', '\u{202e}', '\u{2066}']), "{text:?}");
    }
    assert_eq!(error.message(), "a\u{fffd}[31m b *** \u{fffd}c");
    assert_eq!(error.code(), Some("Invalid.***\u{fffd}"));
}

#[tokio::test]
async fn invisible_characters_in_an_error_reply_are_replaced() {
    for hidden in ['\u{200b}', '\u{feff}', '\u{ad}', '\u{2060}', '\u{e0041}', '\u{fe0f}', '\u{3164}', '\u{2028}', '\u{2029}'] {
        let text = format!("Forbidden{hidden}.RAM");
        let body = json!({
            "RequestId": text, "HostId": text, "Code": text, "Message": text, "Recommend": text,
            "AccessDeniedDetail": { "AuthAction": text, "AuthPrincipalDisplayName": text, "AuthPrincipalType": text, "PolicyType": text },
        });
        let error = error(403, &[("x-acs-request-id", "R")], body.to_string()).await;
        assert!(!error.to_string().contains(hidden) && !format!("{error:?}").contains(hidden), "{hidden:?}: {error}");
        assert_ne!(error.code(), Some("Forbidden.RAM"));
        // Of replies that nobody knows, too.
        for body in [
            format!("no{hidden} service"),
            format!("<html><title>{hidden}x</title>"),
            json!({ "Na\nme": 1, &text: 2 }).to_string(),
        ] {
            let error = self::error(200, &[("location", "x")], body.clone()).await;
            assert!(!error.to_string().contains([hidden, '\n']), "{body}: {error}");
        }
    }
}

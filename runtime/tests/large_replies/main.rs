//! What a large reply costs: an error shows a kilobyte of it and looks at little more, and a success builds no tree. Counted in
//! bytes and in allocations.

#[cfg(test)]
mod allocations {
    use acs_runtime::facts::{Shared, Text};
    use acs_runtime::operation::{OperationInfo, ServiceInfo};
    use acs_runtime::retry::RetryPolicy;
    use acs_runtime::test::MockTransport;
    use acs_runtime::wire::{RequestIdResponse, parse_json};
    use acs_runtime::{Client, Error};
    use allocation_counter::{AllocationInfo, measure};

    static SERVICE: ServiceInfo = ServiceInfo {
        product: Text::Borrowed("Vpc"),
        version: Text::Borrowed("2016-04-28"),
        endpoint_rule: Text::Borrowed("vpc.{region}.aliyuncs.com"),
        region_parameter: Some(Text::Borrowed("RegionId")),
        ..ServiceInfo::DEFAULT
    };

    static DESCRIBE: OperationInfo = OperationInfo {
        read_only: true,
        name: Text::Borrowed("Describe"),
        service: Shared::Static(&SERVICE),
        ..OperationInfo::DEFAULT
    };

    /// The outcome of a call that is answered so, and what it allocated. The body itself is allocated before.
    fn call(status: u16, content_type: &str, body: Vec<u8>) -> (Result<RequestIdResponse, Error>, AllocationInfo) {
        let mock = MockTransport::new();
        mock.on("Describe").header("content-type", content_type).raw(status, body);
        let client: Client = Client::builder(&SERVICE).test(&mock).retry(RetryPolicy::off()).build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut outcome = None;
        let allocated = measure(|| {
            let call = client.call(&DESCRIBE).send::<RequestIdResponse>(&RequestIdResponse::default());
            outcome = Some(runtime.block_on(call));
        });
        (outcome.unwrap(), allocated)
    }

    #[test]
    fn an_error_looks_at_the_beginning_of_a_foreign_reply_only() {
        const SIZE: usize = 16 << 20;
        let address = b"/?AccessKeyId=LTAI5t&Signature=abc ".as_slice();
        let page = [b"<html><title>502</title>".as_slice(), &address.repeat(SIZE / address.len())].concat();
        for (status, content_type, body) in [
            (502, "text/html", page.clone()),
            (200, "text/html", page),
            (502, "text/plain", address.repeat(SIZE / address.len())),
            (502, "application/json", b"[0,".repeat(SIZE / 3)),
            (502, "text/html", b"<".repeat(SIZE)),
        ] {
            let (outcome, allocated) = call(status, content_type, body);
            let text = outcome.unwrap_err().to_string();
            assert!(text.len() < 1024 && !text.contains("LTAI5t"), "{text}");
            assert!(allocated.bytes_total < 256 << 10, "{status} {content_type}: {} bytes", allocated.bytes_total);
        }
    }

    #[test]
    fn a_message_of_ten_megabytes_prints_a_kilobyte() {
        let message = "x".repeat(10 << 20);
        let body = format!(r#"{{"RequestId":"R","Code":"InternalError","Message":"{message}"}}"#);
        let (outcome, allocated) = call(500, "application/json", body.into_bytes());
        let error = outcome.unwrap_err();
        assert_eq!((error.code(), error.message().len()), (Some("InternalError"), 1024 + "…".len()));
        assert!(error.to_string().len() < 1500);
        // The service's own message is read once.
        assert!(allocated.bytes_total < 24 << 20, "{} bytes", allocated.bytes_total);
    }

    #[test]
    fn a_success_is_decoded_without_a_tree() {
        let vpcs: Vec<_> = (0..1000).map(|number| format!(r#"{{"VpcId":"vpc-{number}","Status":"Available"}}"#)).collect();
        let body = format!(r#"{{"RequestId":"R","Vpcs":{{"Vpc":[{}]}}}}"#, vpcs.join(","));
        let (_, empty) = call(200, "application/json", br#"{"RequestId":"R"}"#.to_vec());
        let tree = measure(|| drop(parse_json(&body).unwrap()));
        let (outcome, allocated) = call(200, "application/json", body.into_bytes());
        outcome.unwrap();
        let more = allocated.count_total.saturating_sub(empty.count_total);
        assert!(more < 10 && tree.count_total > 1000, "{more} allocations, {} for a tree", tree.count_total);
    }
}

//! Every documented error code is reached by the codes that the service sends for it.

use acs_runtime::Client;
use acs_runtime::operation::OperationInfo;
use acs_runtime::retry::RetryPolicy;
use acs_runtime::test::MockTransport;
use tokio::runtime::Builder;

use super::every_operation;

#[test]
fn codes_made_from_a_template_reach_its_variant() {
    let mut templates = 0;
    for subject in every_operation() {
        for (documented, shown) in (subject.codes)() {
            assert_eq!(shown, documented.replace("%s", ""), "{}", subject.info.name);
            if !documented.contains("%s") {
                continue;
            }
            templates += 1;
            let code = documented.replacen("%s", "CidrBlock", 1).replacen("%s", "VSwitchId", 1);
            let client = refused(subject.info, &code);
            let error = Builder::new_current_thread().build().unwrap().block_on((subject.call)(&client)).unwrap_err();
            assert_eq!((subject.code_of)(&error)[..2], [code.as_str(), "CidrBlock"]);
        }
    }
    assert_eq!(templates, 21);
}

/// A client whose calls of an operation end with an error code.
fn refused(operation: &OperationInfo, code: &str) -> Client {
    let mock = MockTransport::new();
    mock.on(operation.name.as_ref()).error(400, code, "");
    Client::builder(&vpc_api::SERVICE).test(&mock).retry(RetryPolicy::off()).build().unwrap()
}

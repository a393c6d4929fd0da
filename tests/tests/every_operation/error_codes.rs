//! Every documented error code is reached by the codes that the service sends for it.

use std::fmt::Debug;

use acs_runtime::operation::OperationInfo;
use acs_runtime::retry::RetryPolicy;
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, error_code::ErrorCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::runtime::Builder;
use vpc_api::runtime::operation::Operation;

use super::{Visitor, call, visit_every_operation};

#[test]
fn codes_made_from_a_template_reach_its_variant() {
    let mut visitor = Codes { templates: 0 };
    visit_every_operation(&mut visitor);
    assert_eq!(visitor.templates, 21);
}

struct Codes {
    templates: usize,
}

impl Visitor for Codes {
    fn visit<O>(&mut self)
    where
        O: Operation,
        O::Request: Serialize + DeserializeOwned + PartialEq + Debug,
        O::Response: Serialize + DeserializeOwned + PartialEq + Debug,
    {
        for (documented, variant) in O::CODES {
            assert_eq!(variant.to_string(), documented.replace("%s", ""), "{}", O::INFO.name);
            if !documented.contains("%s") {
                continue;
            }
            self.templates += 1;
            let code = documented.replacen("%s", "CidrBlock", 1).replacen("%s", "VSwitchId", 1);
            let client = refused(O::INFO, &code);
            let error = Builder::new_current_thread().build().unwrap().block_on(call::<O>(&client)).unwrap_err();
            let found = error.code_of::<O>().unwrap();
            assert_eq!(found.to_string(), code);
            assert_eq!(found.arguments()[0], "CidrBlock");
        }
    }
}

/// A client whose calls of an operation end with an error code.
fn refused(operation: &OperationInfo, code: &str) -> Client {
    let mock = MockTransport::new();
    mock.on(operation.name.as_ref()).error(400, code, "");
    Client::builder(&vpc_api::SERVICE).test(&mock).retry(RetryPolicy::off()).build().unwrap()
}

//! Operations that need no signature.

use crate::common::Setup;
use acs_emulator::Emulator;

const LOG_IN: &str = "
operation: LogIn
summary: Begins a session.
access: write
auth: anonymous
parameters:
  Token: { type: string, required: true }
response:
  RequestId: { type: string }
  Session: { type: string, example: s-1 }
";

#[tokio::test]
async fn anonymous_operations_are_answered_without_a_signature_and_no_others() {
    let setup = Setup::with(Emulator::builder().specs([("vpc/LogIn.yaml", LOG_IN)])).await;
    let get = async |action: &str, query: &str| {
        let path = format!("/?Action={action}&Version=2016-04-28&Format=JSON{query}");
        let reply = setup.raw("GET", &path, &[], "").await;
        (reply.status, reply.text)
    };
    let (status, reply) = get("LogIn", "&Token=t").await;
    assert_eq!(status, 200, "{reply}");
    assert!(reply.contains(r#""Session":"s-1""#), "{reply}");
    let (status, reply) = get("LogIn", "").await;
    assert!(status == 400 && reply.contains("Token"), "{reply}");
    let (status, reply) = get("DescribeRegions", "").await;
    assert!(status == 400 && reply.contains("AccessKeyId"), "{reply}");
}

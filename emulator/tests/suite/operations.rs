//! Every operation of the specs, once, with parameters made from its spec.

use crate::common::Setup;
use crate::common::fill::filled;
use crate::common::fixture::{Fixture, borrowed, operations};
use acs_emulator::{Answer, Emulator};
use acs_spec::{Kind, Operation};

#[tokio::test]
async fn every_operation_is_accepted_with_all_its_parameters() {
    let setup = Setup::with(Emulator::builder().log_size(2000)).await;
    let mut wrong = Vec::new();
    for (name, operation) in operations() {
        let reply = setup.send(name, &borrowed(&filled(operation))).await.unwrap();
        let body = reply.json();
        let is_example = reply.headers.contains_key("x-acs-emulator");
        assert_eq!(reply.headers["x-acs-request-id"].to_str().unwrap(), body["RequestId"], "{name}");
        let code = body["Code"].as_str().unwrap_or_default();
        // What the examples name is not there; but no parameter is refused for its form by the general check.
        let refused = ["InvalidParameter", "MissingParameter", "InvalidAction.NotFound", "InternalError", "InvalidVersion"];
        if (is_example && reply.status != 200) || refused.contains(&code) || reply.status >= 500 {
            wrong.push(format!("{name}: {}", reply.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), operations().len(), wrong.join("\n"));
    let answers: Vec<_> = setup.emulator.requests().into_iter().map(|request| request.answer).collect();
    assert_eq!(answers.len(), operations().len());
    assert!(answers.contains(&Answer::Example));
}

#[tokio::test]
async fn a_dry_run_is_never_done() {
    let fixture = Fixture::with(Emulator::builder().quotas(false)).await;
    let known = |name: &str| fixture.known.get(name).map(|known| known[0].clone());
    let mut tried = 0;
    // Where it is text, the operation answers a dry run with a report.
    let is_flag = |operation: &Operation| operation.parameters.get("DryRun").is_some_and(|flag| flag.kind == Some(Kind::Boolean));
    for (name, operation) in operations().iter().filter(|(_, operation)| is_flag(operation)) {
        let mut parameters: Vec<_> =
            filled(operation).into_iter().map(|(name, value)| (name.clone(), known(&name).unwrap_or(value))).collect();
        parameters.push(("DryRun".into(), "true".into()));
        let reply = fixture.setup.send(name, &borrowed(&parameters)).await.unwrap();
        assert_ne!(reply.status, 200, "{name}: {}", reply.text);
        let passed = reply.json()["Code"] == "DryRunOperation";
        assert!(passed || !reply.headers.contains_key("x-acs-emulator"), "{name}: {}", reply.text);
        tried += usize::from(passed);
    }
    assert!(tried > 50, "{tried}");
}

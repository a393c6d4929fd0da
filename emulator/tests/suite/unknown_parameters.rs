//! Parameters that the specs do not know: refused, or ignored as the service does.

use crate::common::Setup;
use acs_emulator::Emulator;

/// An operation, parameters, and the name of the unknown one.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// An unknown parameter, one in a list of objects, one in an object, and one in JSON text.
const UNKNOWN: &[Case] = &[
    ("DescribeVpcs", &[("on", "now")], "on"),
    ("DescribeVpcs", &[("Tag.1.Key", "a"), ("Tag.1.Colour", "red")], "Tag.1.Colour"),
    ("DescribeVpcs", &[("Colour.1.Red", "1")], "Colour"),
];

#[tokio::test]
async fn unknown_parameters_are_ignored_and_noted() {
    let setup = Setup::with(Emulator::builder().ignore_unknown_parameters(true)).await;
    for (operation, parameters, name) in UNKNOWN {
        setup.ok(operation, parameters).await;
        assert_eq!(setup.emulator.requests().last().unwrap().ignored, [*name]);
    }
    setup.ok("DescribeVpcs", &[]).await;
    assert!(setup.emulator.requests().last().unwrap().ignored.is_empty());
}

#[tokio::test]
async fn unknown_parameters_are_refused_by_default() {
    let setup = Setup::new().await;
    for (operation, parameters, name) in UNKNOWN {
        let reply = setup.send(operation, &[&[("RegionId", "cn-hangzhou")], *parameters].concat()).await.unwrap();
        assert_eq!(reply.status, 400);
        assert!(reply.text.contains(name), "{}", reply.text);
    }
}

//! Spec files: read, checked, and generated from.

use std::sync::LazyLock;

use acs_codegen::emit::Options;
use acs_codegen::generate;
use acs_spec::diagnostic::Diagnostics;
use acs_spec::import::import as import_metadata;
use acs_spec::read::SpecTree;
use acs_spec::{check, read};

use super::{file, texts};
use crate::Target;

const WORDS: &[&str] = &[
    "operation: ",
    "summary: ",
    "access: read\n",
    "access: write\n",
    "parameters:\n",
    "response:\n",
    "shapes:\n",
    "errors:\n",
    "type: string",
    "type: list",
    "type: object",
    "type: map",
    "items: ",
    "fields: ",
    "shape: ",
    "required: true",
    "example: ",
    "default: ",
    "closed: [a, b]",
    "values: [a]",
    "pattern: \"[a\"",
    "minimum: ",
    "wraps: ",
    "style: json",
    "pagination:\n",
    "sensitive: true",
    "idempotency_token: true",
    "&a ",
    "*a",
    "<<: ",
    "- ",
    "? ",
    "|\n",
    ">-\n",
    "!!str ",
    "---\n",
    "{ ",
    " }",
    "[",
    "]",
    ": ",
    ", ",
    "# ",
    "  ",
    "\n",
    "```rust\n",
    "<script>",
    "self",
    "Self",
    "crate",
    "Unknown",
    "send",
    "`",
];

const fn target(name: &'static str, seeds: fn() -> Vec<Vec<u8>>, cases: u64, run: fn(&[u8])) -> Target {
    Target { name, seeds, words: WORDS, cases, run }
}

pub(super) const SPEC: Target = target("spec", operations, 250, |input| drop(with("vpc/CreateVpc.yaml", input)));
pub(super) const SERVICE: Target =
    target("service", || vec![file("api-spec/service.yaml"), SMALL.to_vec()], 150, |input| drop(with("service.yaml", input)));
pub(super) const WAITERS: Target =
    target("waiters", || vec![file("api-spec/waiters.yaml"), WAITER.to_vec()], 150, |input| drop(with("waiters.yaml", input)));
pub(super) const GLOSSARY: Target = target(
    "glossary",
    || texts(&["VpcId: Id of a VPC.\nName: |\n  A name.\n", "CreateVpc:VpcName: Name of the VPC."]),
    400,
    |input| drop(with("glossary.yaml", input)),
);
pub(super) const GENERATE: Target = target("generate", operations, 100, generated);
pub(super) const IMPORT: Target = Target {
    name: "import",
    seeds: metadata,
    words: &[
        "\"type\":\"array\"",
        "\"type\":\"object\"",
        "\"items\":{",
        "\"properties\":{",
        "\"$ref\":\"#/components/schemas/A\"",
        "\"required\":true",
        "\"enum\":[\"a\"]",
        "\"default\":",
        "\"example\":",
        "null",
        "[]",
        "{}",
        "\"in\":\"query\"",
    ],
    cases: 100,
    run: import,
};

const SMALL: &[u8] = b"product: Vpc\nversion: \"2016-04-28\"\nsummary: Networks.\nendpoints: { rule: \"vpc.{region}.aliyuncs.com\" }\ngroups:\n  vpc: Networks.\n";

const WAITER: &[u8] = b"VpcReady:\n  summary: Waits.\n  operation: DescribeVpcs\n  id: VpcId\n  items: Vpcs\n  match: VpcId\n  status: Status\n  success: [Available]\n  delay: 5\n";

/// Some operations of every shape.
fn operations() -> Vec<Vec<u8>> {
    let paths = [
        "vpc/CreateVpc",
        "vpc/DescribeVpcs",
        "vpc/DeleteVpc",
        "vpn-connection/CreateVpnConnection",
        "nat-ip/ListNatIps",
        "route-table/CreateRouteEntries",
        "ssl-vpn-client/DescribeSslVpnClientCert",
        "network-acl/UpdateNetworkAclEntries",
    ];
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../api-spec/");
    // Operations move between groups: what is not there is left out.
    paths.iter().filter_map(|path| std::fs::read(format!("{root}{path}.yaml")).ok()).collect()
}

/// A small product each.
fn metadata() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/tests/fixtures/metadata/");
    let small = ["eipanycast-2020-03-09.json", "rds-data-2022-03-30.json", "sts-2015-04-01.json"];
    small.iter().filter_map(|name| std::fs::read(format!("{folder}{name}")).ok()).filter(|bytes| bytes.len() < 1 << 17).collect()
}

static DESCRIBE: LazyLock<String> =
    LazyLock::new(|| String::from_utf8_lossy(&file("api-spec/vpc/DescribeVpcs.yaml")).into_owned());

/// A small tree with one file replaced, read and checked. Every diagnostic has a location in a file.
fn with(path: &str, input: &[u8]) -> Option<(SpecTree, bool)> {
    let text = String::from_utf8_lossy(input).into_owned();
    let mut files =
        vec![("service.yaml", String::from_utf8_lossy(SMALL).into_owned()), ("vpc/DescribeVpcs.yaml", DESCRIBE.clone())];
    files.retain(|(known, _)| *known != path);
    files.push((path, text));
    match read::from_sources(files) {
        Ok(tree) => {
            let found = check::check(&tree);
            let is_good = found.is_ok();
            check_locations(&found.unwrap_or_else(|errors| errors));
            Some((tree, is_good))
        }
        Err(errors) => {
            check_locations(&errors);
            assert!(!errors.is_empty());
            None
        }
    }
}

fn check_locations(found: &Diagnostics) {
    for one in found {
        let span = one.location.span();
        assert!(one.location.text().get(span).is_some(), "{one:?}");
        assert!(!one.message.is_empty());
    }
    let some: Diagnostics = found.iter().take(5).cloned().collect();
    assert_eq!(some.render(false).is_empty(), some.is_empty());
}

/// What the check accepts becomes Rust that parses, laid out by either formatter.
fn generated(input: &[u8]) {
    let name = String::from_utf8_lossy(input).lines().find_map(|line| Some(line.strip_prefix("operation:")?.trim().to_owned()));
    let path = format!(
        "vpc/{}.yaml",
        name.filter(|name| name.chars().all(char::is_alphanumeric)).unwrap_or_else(|| "CreateVpc".to_owned())
    );
    let Some((tree, true)) = with(&path, input) else { return };
    for options in [Options::default(), Options { dynamic: true, serde: true, features: true }] {
        let files = generate::generate(&tree, options).expect("what was checked can be generated");
        for file in files {
            let quick = acs_codegen::format::quick(file.items.clone());
            // The second formatter parses what it lays out.
            if let Err(error) = acs_codegen::format::pretty(quick.parse().expect("tokens")) {
                panic!("{error}: {quick}");
            }
        }
    }
}

/// What is imported reads back, passes the check, and changes nothing when it is imported again.
fn import(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(done) = import_metadata(&text, None) else { return };
    let files: Vec<_> = done.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let tree = match read::from_sources(files) {
        Ok(tree) => tree,
        Err(errors) => panic!("{}", errors.render(false)),
    };
    if done.report.operations > 0
        && let Err(errors) = check::check(&tree)
    {
        panic!("{}", errors.render(false));
    }
    let again = import_metadata(&text, Some(&tree)).expect("the second time as well");
    assert!(again.files.is_empty(), "changed by a second import: {:?}", again.files.first());
}

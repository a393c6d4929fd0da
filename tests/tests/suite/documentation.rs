//! The generated documentation: its examples compile, and it runs nothing that a spec says.

use acs_codegen::{emit, format, generate, model};
use acs_spec::read;

#[allow(dead_code, unused_imports, unused_variables, deprecated, reason = "the examples show calls and use nothing")]
mod examples {
    include!(concat!(env!("OUT_DIR"), "/documentation_examples.rs"));
}

#[test]
fn most_operations_have_an_example() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let without: Vec<_> = service
        .operations()
        .filter(|(_, operation)| emit::example(operation, &service).is_none())
        .map(|(_, operation)| operation.name)
        .collect();
    println!("{} without an example: {without:?}", without.len());
    assert!(without.len() * 20 < tree.operations.len(), "no example for {without:?}");
}

/// Every code block says which language it is in, so that rustdoc makes a test of none, and no line is indented into one.
#[test]
fn spec_text_becomes_no_test_and_no_html() {
    const SERVICE: &str = "
product: Vpc
version: '2016-04-28'
summary: \"Clouds.\\n\\n```\\npanic!()\\n```\"
endpoints: { rule: 'vpc.{region}.aliyuncs.com' }
groups: { vpc: \"Clouds <script>.\" }
";
    const OPERATION: &str = "
operation: DescribeVpcs
summary: Lists <script>alert(1)</script>.
description: |
  [click](javascript:alert) and see:

      panic!()

  ```rust
  panic!()
  ```
access: read
parameters:
  Name: { type: string, description: \"A name.\\n\\n    panic!()\" }
response:
  Name: { type: string, description: \"A <b>name</b>.\" }
errors:
  - { code: Busy, status: 400, description: \"Busy.\\n\\n~~~\\npanic!()\\n~~~\" }
";
    let tree = read::from_sources([("service.yaml", SERVICE), ("vpc/DescribeVpcs.yaml", OPERATION)]).unwrap();
    let files = generate(&tree, emit::Options::default()).unwrap();
    let text: String = files.into_iter().map(|file| format::pretty(file.items).unwrap()).collect();
    let docs: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("///")).collect();
    let mut open = false;
    for line in &docs {
        if line.starts_with(" ```") {
            assert!(open || matches!(line.trim(), "```text" | "```ignore"), "{line}");
            open = !open;
        } else if !open {
            assert!(!line.starts_with("     ") && !line.contains(['<', '\t']) && !line.contains("javascript"), "{line}");
        }
    }
    assert!(docs.iter().filter(|line| line.contains("panic!()")).count() >= 5, "{docs:#?}");
}

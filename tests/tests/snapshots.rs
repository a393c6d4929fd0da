//! The generated code of every operation, a snapshot each: what a spec change does is there to be read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use acs_codegen::{emit, format, model};
use quote::quote;

#[test]
fn code_of_every_operation() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let mut changed = Vec::new();
    for (group, operation) in service.operations() {
        let method = emit::client_method(operation, &service);
        let items = emit::operation(operation, &service, emit::Options::default());
        let code = format::pretty(quote! { impl Client { #method } #items }).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/code/{}", group.name));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_description(operation.path);
        // All that changed is to be seen in one run, so the first failure must not end it.
        let same = catch_unwind(AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(operation.name, code))));
        if same.is_err() {
            changed.push(operation.name);
        }
    }
    assert!(changed.is_empty(), "the code of these operations is not what its snapshot says: {changed:?}");
}

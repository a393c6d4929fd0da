//! How much of the generated documentation there is, and whether the written documents lead where they say.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use acs_codegen::model::{self, Struct};

/// Fields, and those of them that have a description.
#[derive(Default)]
struct Coverage<'s> {
    fields: usize,
    described: usize,
    /// How often each name lacks a description.
    missing: BTreeMap<&'s str, usize>,
}

#[test]
fn parameters_and_fields_are_described() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let (mut sent, mut received) = (Coverage::default(), Coverage::default());
    for (_, operation) in service.operations() {
        sent.add(&operation.request);
        received.add(&operation.response);
        for shape in &operation.shapes {
            if shape.sent {
                sent.add(shape);
            }
            if shape.received {
                received.add(shape);
            }
        }
    }
    let figures = format!("parameters: {}\nresponse fields: {}", sent.figures(), received.figures());
    println!("{figures}");
    assert!(sent.per_cent() >= 95.0 && received.per_cent() >= 90.0, "{figures}");
}

#[test]
fn every_operation_has_a_summary() {
    let tree = acs_tests::specs();
    let mut summaries = BTreeMap::new();
    for (_, operation) in model::service(&tree).operations() {
        let summary = operation.spec.summary.trim();
        assert!(summary.len() > 10 && summary.ends_with('.'), "{}: {summary:?}", operation.name);
        if let Some(other) = summaries.insert(summary.to_owned(), operation.name) {
            panic!("{} and {other} have the same summary: {summary}", operation.name);
        }
    }
}

#[test]
fn links_between_files_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut links = 0;
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "BENCHMARKS.md",
        "CHANGELOG.md",
        "cli/README.md",
        "docs/another-product.md",
    ] {
        let path = root.join(document);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{document}: {error}"));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") {
                assert!(path.with_file_name(file).exists(), "{document} leads to {link}, which is not there");
                links += 1;
            }
        }
    }
    assert!(links > 0, "there are links");
}

impl<'s> Coverage<'s> {
    fn add(&mut self, structure: &Struct<'s>) {
        for field in &structure.fields {
            self.fields += 1;
            match field.description {
                Some(text) if !text.trim().is_empty() => self.described += 1,
                _ => *self.missing.entry(field.wire).or_default() += 1,
            }
        }
    }

    fn per_cent(&self) -> f64 {
        100.0 * self.described as f64 / self.fields as f64
    }

    /// The figures, and the names that lack a description most often.
    fn figures(&self) -> String {
        let mut missing: Vec<_> = self.missing.iter().map(|(name, count)| (*count, *name)).collect();
        missing.sort_unstable_by(|a, b| b.cmp(a));
        missing.truncate(20);
        format!("{} of {} described ({:.1} %), most often missing: {missing:?}", self.described, self.fields, self.per_cent())
    }
}

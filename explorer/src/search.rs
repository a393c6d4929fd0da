//! Finding operations by words of their names, summaries, parameters, fields and error codes.

use std::collections::BTreeSet;

use acs_spec::read::SourcedOperation;
use acs_spec::{Access, Named, Schema};

/// What is searched, in lower case, an entry for each operation in the order of the catalog.
#[derive(Debug)]
pub(crate) struct Index(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    name: String,
    /// The words of the name: `delete ssl vpn client cert`.
    words: Vec<String>,
    summary: String,
    group: String,
    parameters: Names,
    fields: Names,
    codes: Names,
}

/// Names as they are written and in lower case.
type Names = Vec<(String, String)>;

/// What is looked for.
#[derive(Debug, Default, Clone)]
pub(crate) struct Query {
    /// Words that must all occur.
    pub(crate) text: String,
    pub(crate) group: Option<String>,
    pub(crate) access: Option<Access>,
    pub(crate) pages: bool,
    pub(crate) asynchronous: bool,
    pub(crate) deprecated: bool,
}

/// An operation that was found.
#[derive(Debug)]
pub(crate) struct Hit<'c> {
    pub(crate) source: &'c SourcedOperation,
    /// What matched where neither name nor summary shows it: `parameter VpcId`.
    pub(crate) because: Vec<String>,
}

impl Index {
    pub(crate) fn new(operations: &[SourcedOperation]) -> Self {
        Index(operations.iter().map(entry).collect())
    }

    /// The operations that match, the best first.
    pub(crate) fn find<'c>(&self, operations: &'c [SourcedOperation], query: &Query) -> Vec<Hit<'c>> {
        let lower = query.text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
        let mut hits: Vec<(u32, Hit<'c>)> = Vec::new();
        for (entry, source) in self.0.iter().zip(operations) {
            if !passes(source, query) {
                continue;
            }
            let (mut score, mut because) = (0, Vec::new());
            let all = words.iter().all(|word| match entry.score(word) {
                Some((points, reason)) => {
                    score += points;
                    because.extend(reason);
                    true
                }
                None => false,
            });
            if all {
                because.sort_unstable();
                because.dedup();
                hits.push((score, Hit { source, because }));
            }
        }
        // The catalog's order, which is that of names, among equals.
        hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        hits.into_iter().map(|(_, hit)| hit).collect()
    }
}

impl Entry {
    /// How well a word matches, and what matched if it cannot be seen from name and summary.
    fn score(&self, word: &str) -> Option<(u32, Option<String>)> {
        if self.name == word {
            return Some((200, None));
        }
        if self.name.starts_with(word) {
            return Some((100, None));
        }
        if self.words.iter().any(|part| part.starts_with(word)) {
            return Some((60, None));
        }
        if self.name.contains(word) {
            return Some((40, None));
        }
        if begins_a_word(&self.group, word) || begins_a_word(&self.summary, word) {
            return Some((20, None));
        }
        for (names, points, what) in [(&self.codes, 12, "error"), (&self.parameters, 10, "parameter"), (&self.fields, 6, "field")]
        {
            let exact = names.iter().find(|(_, lower)| lower == word);
            if let Some((name, _)) = exact.or_else(|| names.iter().find(|(_, lower)| lower.contains(word))) {
                return Some((points + u32::from(exact.is_some()), Some(format!("{what} {name}"))));
            }
        }
        None
    }
}

fn passes(source: &SourcedOperation, query: &Query) -> bool {
    let operation = &source.operation;
    query.group.as_ref().is_none_or(|group| *group == source.group)
        && query.access.is_none_or(|access| access == operation.access)
        && (!query.pages || operation.pagination.is_some())
        && (!query.asynchronous || operation.asynchronous)
        && (!query.deprecated || operation.deprecated)
}

fn begins_a_word(text: &str, start: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(start))
}

fn entry(source: &SourcedOperation) -> Entry {
    let operation = &source.operation;
    let shapes: Vec<&Schema> = operation.shapes.iter().map(|(_, shape)| shape).collect();
    let names = |fields: &Named<Schema>| {
        let mut all = BTreeSet::new();
        collect(fields, &mut all);
        with_lower(all)
    };
    // Which side holds a shape is not worked out: its names are found among the fields.
    let mut fields = BTreeSet::new();
    collect(&operation.response, &mut fields);
    shapes.iter().for_each(|shape| collect_within(shape, &mut fields));
    Entry {
        name: operation.operation.to_lowercase(),
        words: words(&operation.operation),
        summary: operation.summary.to_lowercase(),
        group: source.group.to_lowercase(),
        parameters: names(&operation.parameters),
        fields: with_lower(fields),
        codes: with_lower(operation.errors.iter().map(|error| error.code.clone()).collect()),
    }
}

fn collect(fields: &Named<Schema>, into: &mut BTreeSet<String>) {
    for (name, schema) in fields.iter() {
        into.insert(name.to_owned());
        collect_within(schema, into);
    }
}

fn collect_within(schema: &Schema, into: &mut BTreeSet<String>) {
    collect(&schema.fields, into);
    if let Some(items) = &schema.items {
        collect_within(items, into);
    }
}

fn with_lower(names: BTreeSet<String>) -> Names {
    names.into_iter().map(|name| (name.clone(), name.to_lowercase())).collect()
}

/// The words of a name in capitals: `DeleteSslVpn` has `delete`, `ssl` and `vpn`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_upper = true;
    for c in name.chars() {
        let upper = c.is_uppercase();
        if words.is_empty() || (upper && !was_upper) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        was_upper = upper;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn found(text: &str) -> Vec<(String, Vec<String>)> {
        let catalog = Catalog::load(None).unwrap();
        let query = Query { text: text.to_owned(), ..Query::default() };
        let hits = catalog.index.find(&catalog.operations, &query);
        hits.into_iter().map(|hit| (hit.source.operation.operation.clone(), hit.because)).collect()
    }

    #[test]
    fn names_split_at_capitals() {
        assert_eq!(words("DeleteSslVpnClientCert"), ["delete", "ssl", "vpn", "client", "cert"]);
        assert_eq!(words("ListIPv6"), ["list", "ipv6"]);
    }

    #[test]
    fn words_in_any_order_find_a_name() {
        assert_eq!(found("cert delete ssl")[0].0, "DeleteSslVpnClientCert");
        assert_eq!(found("createvpc")[0].0, "CreateVpc");
        assert!(found("zebra").is_empty());
    }

    #[test]
    fn an_error_code_or_a_parameter_finds_operations_and_says_why() {
        let by_code = found("VpnGateway.Configuring");
        assert!(by_code.iter().any(|(name, because)| {
            name == "DeleteSslVpnClientCert" && because == &["error VpnGateway.Configuring".to_owned()]
        }));
        let by_parameter = found("SslVpnClientCertId");
        assert!(by_parameter.iter().any(|(name, _)| name == "DeleteSslVpnClientCert"));
    }

    #[test]
    fn filters_narrow_what_is_found() {
        let catalog = Catalog::load(None).unwrap();
        let query = Query { access: Some(Access::Read), pages: true, group: Some("vpc".into()), ..Query::default() };
        let hits = catalog.index.find(&catalog.operations, &query);
        assert!(!hits.is_empty());
        assert!(hits.iter().all(|hit| hit.source.group == "vpc" && hit.source.operation.pagination.is_some()));
    }
}

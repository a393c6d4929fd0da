//! Names a group of operations by what their names have in common.

use std::collections::HashMap;

use crate::names;

/// Words that name no topic by themselves.
const FILLER: [&str; 39] = [
    "all",
    "and",
    "async",
    "attribute",
    "available",
    "batch",
    "by",
    "code",
    "config",
    "data",
    "detail",
    "for",
    "from",
    "history",
    "id",
    "in",
    "info",
    "information",
    "item",
    "of",
    "on",
    "openapi",
    "or",
    "page",
    "record",
    "result",
    "service",
    "stat",
    "statistic",
    "status",
    "success",
    "support",
    "supported",
    "the",
    "to",
    "type",
    "version",
    "with",
    "without",
];

/// Most words of a topic.
const LONGEST: usize = 3;

/// Topics of operations with these names, the best first: phrases that many of the names share, without the verbs.
///
/// `CreateSslVpnServer`, `DescribeSslVpnServers` → `ssl-vpn-server`, ….
pub(super) fn topics<'n>(operations: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut phrases: HashMap<String, (usize, usize)> = HashMap::new();
    for operation in operations {
        let mut of_one = Vec::new();
        let words = nouns(operation);
        for start in 0..words.len() {
            for length in 1..=LONGEST.min(words.len() - start) {
                let phrase = &words[start..start + length];
                let bounds = [&phrase[0], &phrase[length - 1]];
                if bounds.iter().any(|word| FILLER.contains(&word.as_str())) {
                    continue;
                }
                let name = phrase.join("-");
                if !of_one.contains(&name) {
                    phrases.entry(name.clone()).or_insert((0, length)).0 += 1;
                    of_one.push(name);
                }
            }
        }
    }
    let mut found: Vec<(String, usize, usize)> =
        phrases.into_iter().map(|(phrase, (count, length))| (phrase, count * (length + 1), length)).collect();
    // Of phrases that say equally much, the longer; then the first by name, so that the result does not vary.
    found.sort_by(|(one, weight, length), (other, other_weight, other_length)| {
        (other_weight, other_length).cmp(&(weight, length)).then_with(|| one.cmp(other))
    });
    found.into_iter().map(|(phrase, ..)| phrase).collect()
}

/// The words of an operation's name behind its verb, in the singular.
pub(super) fn nouns(operation: &str) -> Vec<String> {
    names::field(operation).split('_').filter(|word| !word.is_empty()).skip(1).map(singular).collect()
}

pub(super) fn singular(word: &str) -> String {
    let stem = |end: &str| word.strip_suffix(end).filter(|stem| stem.len() > 1);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    let double = ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end));
    let plural = !["ss", "us", "is", "os", "as"].iter().any(|end| word.ends_with(end));
    match (stem("es"), stem("s")) {
        (Some(stem), _) if double => stem.to_owned(),
        (_, Some(stem)) if plural => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_the_phrase_that_most_names_share() {
        for (operations, topic) in [
            (vec!["AttachDisk", "CreateDisk", "DescribeDisks", "ModifyDiskAttribute", "ResizeDisk"], "disk"),
            (vec!["CreateSslVpnServer", "DescribeSslVpnServers"], "ssl-vpn-server"),
            (vec!["AssumeRole", "AssumeRoleWithOIDC", "AssumeRoleWithSAML"], "role"),
            (vec!["GetCallerIdentity"], "caller-identity"),
            (vec!["ListTagResources", "TagResources", "UntagResources"], "resource"),
            (vec!["CreatePolicy", "ListPolicies"], "policy"),
        ] {
            assert_eq!(topics(operations.iter().copied())[0], topic, "{operations:?}");
        }
        assert_eq!(topics(["Run", "List"].into_iter()), Vec::<String>::new());
    }
}

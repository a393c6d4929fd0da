//! Descriptions that say nothing which the name does not say. An entry of the glossary may be general: it holds for all operations that
//! say nothing better.

use std::sync::Arc;

use crate::check::fields::each_field;
use crate::check::pointer::NodePath;
use crate::check::report::Report;
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::names;
use crate::types::Operation;

pub(super) fn operation(operation: &Operation, source: &Arc<Source>, report: &mut Report) {
    let top = NodePath::top(source);
    for (key, fields) in [("parameters", &operation.parameters), ("response", &operation.response), ("shapes", &operation.shapes)]
    {
        each_field(fields, "", &top.key(key), &mut |_, name, schema, node| {
            if let Some(text) = &schema.description {
                check(name, text, &node.key("description"), report);
            }
        });
    }
}

fn check(name: &str, text: &str, node: &NodePath<'_>, report: &mut Report) {
    if repeats(name, text) {
        report.add(
            Diagnostic::warning(
                Code::NameRepeated,
                node.at_value(),
                format!("the description of `{name}` only repeats its name"),
            )
            .label("this says nothing new")
            .help("say what it is for, what its values mean, in which unit or form it is, or what happens without it"),
        );
    }
}

/// Words that add nothing to a name.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "be",
    "by",
    "concerned",
    "for",
    "in",
    "instance",
    "is",
    "it",
    "item",
    "its",
    "of",
    "on",
    "or",
    "resource",
    "that",
    "the",
    "this",
    "to",
    "value",
    "whether",
    "with",
];

/// Whether all words of a text are those of a name. `ID of the VPC` of `VpcId` is enough, since an ID has no more to it.
fn repeats(name: &str, text: &str) -> bool {
    let of_name: Vec<String> = words(&names::field(name));
    if matches!(of_name.last().map(String::as_str), Some("id" | "ids")) {
        return false;
    }
    let joined = of_name.concat();
    let all = words(text);
    let is_said = !all.is_empty();
    let mut said = all.into_iter().filter(|word| !EMPTY.contains(&word.as_str()));
    let is_repeated = |word: String| {
        let has = |of_name: &String| stem(of_name) == stem(&word);
        of_name.iter().any(has) || (word.len() > 2 && joined.contains(&word))
    };
    // A text in another script does not repeat the name.
    is_said && text.is_ascii() && said.all(is_repeated)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A word without what grammar appends to it.
fn stem(word: &str) -> &str {
    let endings = ["ies", "ing", "es", "ed", "s", "d", "e", "y"];
    let cut = endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() >= 3));
    cut.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_repeat_the_name_are_reported() {
        for (name, text) in [
            ("Name", "Name of the resource."),
            ("InstanceType", "The type of the instance"),
            ("Force", "Whether to force it."),
            ("EnableIPv6", "Whether IPv6 is enabled."),
            ("PrefixLists", "Prefix lists."),
            ("FlowLogName", "Name of the flow log."),
            ("FlowLogName", "Name of the flowlog."),
            ("VSwitchName", "The name of the vSwitch."),
            ("Status", "status"),
            ("x-acs-thing", "The thing."),
            ("Entries", "Entry."),
        ] {
            assert!(repeats(name, text), "{name}: {text}");
        }
    }

    #[test]
    fn the_glossary_of_the_service_says_more_than_names() {
        let crate_root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        if crate_root.join(".cargo_vcs_info.json").exists() {
            eprintln!("skipped: the package has no api-spec");
            return;
        }
        let text = std::fs::read_to_string(crate_root.join("../api-spec/glossary.yaml")).unwrap();
        let glossary: crate::types::Glossary = serde_yaml::from_str(&text).unwrap();
        let repeated = |(entry, text): &(&str, &String)| repeats(entry.rsplit([':', '.']).next().unwrap_or(entry), text);
        let found: Vec<_> = glossary.iter().filter(repeated).collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn texts_that_say_more_are_not() {
        for (name, text) in [
            ("Name", "Name of the VPC."),
            ("VpcId", "ID of the VPC."),
            ("InstanceIds", "IDs of the instances."),
            ("Bandwidth", "Bandwidth, in Mbit/s."),
            ("Type", "Type: `A` or `B`."),
            ("PageNumber", "Number of the page, from 1."),
            ("Force", "Whether to delete its entries too."),
            ("Name", "名称"),
            ("Name", ""),
            ("Size", "~"),
        ] {
            assert!(!repeats(name, text), "{name}: {text}");
        }
    }
}

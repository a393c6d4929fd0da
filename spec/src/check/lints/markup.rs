//! Texts with markup that documentation does not run or pass through: it is shown as it is written, or left out.

use std::sync::Arc;

use crate::check::fields::each_field;
use crate::check::pointer::NodePath;
use crate::check::report::Report;
use crate::diagnostic::{Applicability, Code, Diagnostic, Source};
use crate::names::is_unseen;
use crate::read::SpecTree;
use crate::types::{Operation, Value};

pub(super) fn operation(operation: &Operation, source: &Arc<Source>, report: &mut Report) {
    let top = NodePath::top(source);
    check(&operation.summary, &top.key("summary"), report);
    check(operation.description.as_deref().unwrap_or_default(), &top.key("description"), report);
    for (key, fields) in [("parameters", &operation.parameters), ("response", &operation.response), ("shapes", &operation.shapes)]
    {
        each_field(fields, "", &top.key(key), &mut |_, _, schema, node| {
            check(schema.description.as_deref().unwrap_or_default(), &node.key("description"), report);
            if schema.description.as_deref().is_some_and(|text| text.trim().is_empty()) {
                report.add(
                    Diagnostic::error(Code::EmptyText, node.key("description").at_key(), "the text is empty")
                        .label("this must say something")
                        .help("write what it means, or leave it out if the glossary says it"),
                );
            }
            if let Some(value) = schema.example.as_ref().and_then(Value::as_str).and_then(bare_example) {
                report.add(
                    Diagnostic::warning(
                        Code::LookAlike,
                        node.key("example").at_value(),
                        "the example is written as in a document",
                    )
                    .label("no service has backquotes or backslashes round its values")
                    .help(format!("write `{value}`"))
                    .becomes(Some((value.as_str(), Applicability::Maybe))),
                );
            }
        });
    }
    let errors = top.key("errors");
    for (index, error) in operation.errors.iter().enumerate() {
        check(error.description.as_deref().unwrap_or_default(), &errors.index(index).key("description"), report);
    }
}

pub(super) fn shared(tree: &SpecTree, report: &mut Report) {
    let service = NodePath::top(&tree.sources.service);
    check(&tree.service.summary, &service.key("summary"), report);
    let groups = service.key("groups");
    tree.service.groups.iter().for_each(|(name, text)| check(text, &groups.key(name), report));
    if let Some(source) = &tree.sources.glossary {
        let top = NodePath::top(source);
        tree.glossary.iter().for_each(|(name, text)| check(text, &top.key(name), report));
    }
    if let Some(source) = &tree.sources.waiters {
        let top = NodePath::top(source);
        tree.waiters.iter().for_each(|(name, waiter)| check(&waiter.summary, &top.key(name).key("summary"), report));
    }
}

/// The value of an example that is written as documentation shows it: in backquotes, or with a backslash before or behind it.
pub(crate) fn bare_example(example: &str) -> Option<String> {
    let bare = if example.starts_with('`') { example.replace('`', "") } else { example.to_owned() };
    let is_plain = !bare.contains(['{', '[', '/', '^']);
    let bare = if is_plain { bare.trim_matches('\\').to_owned() } else { bare };
    (bare.len() < example.len() && !bare.is_empty() && !bare.contains(['`', '\\'])).then_some(bare)
}

fn check(text: &str, node: &NodePath<'_>, report: &mut Report) {
    if let Some(sign) = text.chars().find(|c| is_unseen(*c) && !matches!(c, ' ' | '\n' | '\t' | '\u{a0}' | '\u{3000}')) {
        report.add(
            Diagnostic::warning(Code::LookAlike, node.at_value(), "the text holds a character that nobody sees")
                .label(format!("U+{:04X}", u32::from(sign)))
                .help("leave it out"),
        );
    }
    let first = text.split([' ', ':', '.', '\n']).next().unwrap_or_default();
    let says_nothing = !matches!(text.trim(), "" | "~") && !text.chars().any(char::is_alphanumeric);
    if ["TODO", "FIXME", "TBD", "XXX"].contains(&first) || says_nothing {
        report.add(
            Diagnostic::warning(Code::TemplateText, node.at_value(), "the text is unfinished")
                .label("this is a placeholder")
                .help("write what is missing"),
        );
    }
    if let Some((what, help)) = active(text) {
        report.add(
            Diagnostic::warning(Code::ActiveText, node.at_value(), format!("the text contains {what}"))
                .label("documentation shows it and does not run it")
                .help(help),
        );
    }
}

/// Whether a text has nothing that would run or load; if it has, what.
#[cfg(feature = "import")]
pub(crate) fn is_plain_text(text: &str) -> Result<(), String> {
    active(text).map_or(Ok(()), |(what, _)| Err(format!("it contains {what}")))
}

/// What of a text would run or load something if documentation passed it through, and what to write instead.
fn active(text: &str) -> Option<(String, &'static str)> {
    let mut is_block = false;
    for line in text.lines() {
        let content = line.trim_start();
        if content.starts_with("```") || content.starts_with("~~~") {
            let language = content.trim_start_matches(['`', '~']).trim();
            if !is_block && !matches!(language, "" | "text" | "json" | "xml") && !language.contains('`') {
                return Some((format!("a block of `{language}`"), "name the block `text`, as which it is shown"));
            }
            is_block = !is_block;
        } else if !is_block && let Some(found) = active_inline(content) {
            return Some(found);
        }
    }
    None
}

fn active_inline(line: &str) -> Option<(String, &'static str)> {
    // What stands in code spans is text in any case.
    for words in line.split('`').step_by(2) {
        if let Some(tag) = words.match_indices('<').find_map(|(at, _)| html_tag(&words[at + 1..])) {
            return Some((format!("the HTML tag `{tag}`"), "write Markdown, or put what is meant literally into backquotes"));
        }
        if words.contains("![") && words.contains("](") {
            return Some(("an image".to_owned(), "write a link to the page that shows it"));
        }
        let targets = words.match_indices("](").map(|(at, mark)| words[at + mark.len()..].split(')').next().unwrap_or_default());
        if let Some(target) = targets.into_iter().find(|target| !target.starts_with("https://") && !target.starts_with("http://"))
        {
            return Some((
                format!("a link to `{}`, which is not a web page", target.escape_debug()),
                "link to an address that begins with `https://`",
            ));
        }
    }
    None
}

/// The tag that a text behind `<` is, if it is one. Addresses in angle brackets and placeholders such as `<key>=<value>` are none.
fn html_tag(text: &str) -> Option<&str> {
    const ACTIVE: &[&str] = &[
        "a", "b", "br", "button", "details", "div", "embed", "form", "i", "iframe", "img", "input", "link", "math", "meta",
        "object", "p", "script", "span", "style", "svg", "table", "video",
    ];
    let name = text.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let is_known = ACTIVE.iter().any(|known| known.eq_ignore_ascii_case(name));
    (is_known && text.contains('>')).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_would_run_or_load_is_found() {
        for text in [
            "```rust\nstd::process::exit(1)\n```",
            "~~~sh\nrm\n~~~",
            "See <script>alert(1)</script>.",
            "<IMG SRC=x onerror=y>",
            "A [link](javascript:alert(1)).",
            "A [link](file:///etc/passwd).",
            "![x](https://example.com/x.png)",
        ] {
            assert!(active(text).is_some(), "{text}");
        }
    }

    #[test]
    fn plain_text_is_accepted() {
        for text in [
            "Between <min> and <max>, a < b, `<script>` and [a page](https://example.com).",
            "```text\n<script>\n```",
            "```\n[x](javascript:y)\n```",
            "<https://example.com>",
            "A list [1] (one).",
        ] {
            assert_eq!(active(text), None, "{text}");
        }
    }
}

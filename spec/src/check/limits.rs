//! Limits: that there is something between them, and that patterns are regular expressions.

use regex_lite::Regex;

use crate::diagnostic::{Code, Diagnostic};
use crate::fit;
use crate::types::{Number, Schema};

use super::pointer::NodePath;
use super::report::Report;

pub(super) fn check(schema: &Schema, node: &NodePath<'_>, report: &mut Report) {
    pair(("min_length", schema.min_length), ("max_length", schema.max_length), node, report);
    pair(("min_items", schema.min_items), ("max_items", schema.max_items), node, report);
    range(schema, node, report);
    for (key, limit) in [("minimum", &schema.minimum), ("maximum", &schema.maximum)] {
        if let Some(limit) = limit {
            number(key, limit, schema, node, report);
        }
    }
    if let Some(text) = &schema.pattern {
        pattern(text, node, report);
    }
}

/// Whether a lower limit is above the upper one.
pub(super) fn are_crossed(schema: &Schema) -> bool {
    let crossed = |low: Option<u64>, high: Option<u64>| low.zip(high).is_some_and(|(least, most)| least > most);
    let range = schema.minimum.as_ref().zip(schema.maximum.as_ref());
    crossed(schema.min_length, schema.max_length)
        || crossed(schema.min_items, schema.max_items)
        || range.is_some_and(|(least, most)| fit::compare(least, most) == Some(std::cmp::Ordering::Greater))
}

fn pair(low: (&str, Option<u64>), high: (&str, Option<u64>), node: &NodePath<'_>, report: &mut Report) {
    if let ((low, Some(least)), (high, Some(most))) = (low, high)
        && least > most
    {
        crossed(low, high, node, report);
    }
}

fn range(schema: &Schema, node: &NodePath<'_>, report: &mut Report) {
    let (Some(least), Some(most)) = (&schema.minimum, &schema.maximum) else { return };
    if fit::compare(least, most) == Some(std::cmp::Ordering::Greater) {
        crossed("minimum", "maximum", node, report);
    }
}

fn crossed(low: &str, high: &str, node: &NodePath<'_>, report: &mut Report) {
    report.add(
        Diagnostic::error(Code::LimitsCross, node.key(low).at_value(), format!("`{low}` is greater than `{high}`"))
            .label("no value is at least this")
            .related(node.key(high).at_value(), "and at most this"),
    );
}

/// A limit must be a value of the type itself.
fn number(key: &str, limit: &Number, schema: &Schema, node: &NodePath<'_>, report: &mut Report) {
    if let Err(misfit) = fit::number_of_type(limit, schema) {
        report.add(
            Diagnostic::error(Code::WrongValue, node.key(key).at_value(), format!("`{key}` is not a value of the type"))
                .label(misfit.to_string()),
        );
    }
}

/// What other regular expressions know and the engine here does not.
const FOREIGN: &[(&str, &str)] = &[
    ("(?=", "lookahead"),
    ("(?!", "lookahead"),
    ("(?<=", "lookbehind"),
    ("(?<!", "lookbehind"),
    ("\\p", "Unicode classes"),
    ("\\P", "Unicode classes"),
    ("(?>", "atomic groups"),
    ("\\1", "back-references"),
    ("\\2", "back-references"),
    ("\\k", "back-references"),
    ("\\Z", "`\\Z`"),
];

/// What is between the slashes of a pattern as other languages write it.
pub(super) fn in_slashes(pattern: &str) -> Option<&str> {
    pattern.strip_prefix('/')?.strip_suffix('/').filter(|inner| !inner.is_empty())
}

fn pattern(text: &str, node: &NodePath<'_>, report: &mut Report) {
    let location = node.key("pattern").at_value();
    if let Some(inner) = in_slashes(text) {
        report.add(
            Diagnostic::error(Code::BadPattern, location, "the pattern is in slashes")
                .label("nothing matches it: the slashes are part of it")
                .help(format!("write `{inner}`")),
        );
        return;
    }
    let Err(error) = Regex::new(text) else { return };
    if let Some((_, foreign)) = FOREIGN.iter().find(|(sign, _)| text.contains(sign)) {
        report.add(
            Diagnostic::warning(Code::UncheckedPattern, location, "the pattern cannot be checked")
                .label(format!("it uses {foreign}"))
                .note("values are not compared with it"),
        );
        return;
    }
    report.add(
        Diagnostic::error(Code::BadPattern, location, "the pattern is not a valid regular expression").label(error.to_string()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_cross_where_the_lower_is_above_the_upper() {
        let length = |least, most| Schema { min_length: Some(least), max_length: Some(most), ..Schema::default() };
        let items = |least, most| Schema { min_items: Some(least), max_items: Some(most), ..Schema::default() };
        assert_eq!([length(3, 2), length(2, 2), length(1, 2)].each_ref().map(are_crossed), [true, false, false]);
        assert_eq!([items(3, 2), items(2, 2), items(1, 2)].each_ref().map(are_crossed), [true, false, false]);
        let open = Schema { min_length: Some(3), ..Schema::default() };
        assert!(!are_crossed(&open));
    }
}

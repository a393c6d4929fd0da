//! Limits: that there is something between them, and that patterns are regular expressions.

use regex_lite::Regex;

use crate::diagnostic::Code;
use crate::fit;
use crate::types::{Number, Schema};

use super::report::Report;
use super::trail::Trail;

pub(super) fn check(schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    pair(("min_length", schema.min_length), ("max_length", schema.max_length), trail, report);
    pair(("min_items", schema.min_items), ("max_items", schema.max_items), trail, report);
    range(schema, trail, report);
    for (key, limit) in [("minimum", &schema.minimum), ("maximum", &schema.maximum)] {
        if let Some(limit) = limit {
            number(key, limit, schema, trail, report);
        }
    }
    if let Some(text) = &schema.pattern {
        pattern(text, trail, report);
    }
}

fn pair(low: (&str, Option<u64>), high: (&str, Option<u64>), trail: &Trail<'_>, report: &mut Report) {
    if let ((low, Some(least)), (high, Some(most))) = (low, high)
        && least > most
    {
        crossed(low, high, trail, report);
    }
}

fn range(schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    let (Some(least), Some(most)) = (&schema.minimum, &schema.maximum) else { return };
    if fit::compare(least, most) == Some(std::cmp::Ordering::Greater) {
        crossed("minimum", "maximum", trail, report);
    }
}

fn crossed(low: &str, high: &str, trail: &Trail<'_>, report: &mut Report) {
    report
        .error(Code::LimitsCross, trail.key(low).at_value(), format!("`{low}` is greater than `{high}`"))
        .label("nothing is at least this")
        .related(trail.key(high).at_value(), "and at most this");
}

/// A limit must be a value of the type itself.
fn number(key: &str, limit: &Number, schema: &Schema, trail: &Trail<'_>, report: &mut Report) {
    if let Err(misfit) = fit::number_of_type(limit, schema) {
        report
            .error(Code::WrongValue, trail.key(key).at_value(), format!("`{key}` is no value of the type"))
            .label(misfit.to_string());
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

fn pattern(text: &str, trail: &Trail<'_>, report: &mut Report) {
    let Err(error) = Regex::new(text) else { return };
    let spot = trail.key("pattern").at_value();
    if let Some((_, foreign)) = FOREIGN.iter().find(|(sign, _)| text.contains(sign)) {
        report
            .warning(Code::UncheckedPattern, spot, "the pattern cannot be checked")
            .label(format!("it uses {foreign}"))
            .note("values are not compared with it");
        return;
    }
    report.error(Code::BadPattern, spot, "the pattern is no regular expression").label(error.to_string());
}

//! "Did you mean …?"

mod words;

use crate::diagnostic::Applicability;

use words::{ADVICE, LOOSE, SYNONYMS};

/// How many candidates a line of help names.
const MOST_NAMED: usize = 30;

/// Longer than any name: comparing takes time by the product of the lengths.
const LONGEST: usize = 200;

/// The candidate that a misspelt word most likely stands for.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    similar(word, candidates, 1).into_iter().next()
}

/// The candidates that a misspelt word may stand for, the most similar first; none if nothing is similar.
pub fn similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    // `string[]` is a list.
    let word = if word.ends_with("[]") || word.starts_with("[]") { "list".to_owned() } else { plain(word) };
    let is_synonym = |candidate: &str| SYNONYMS.contains(&(word.as_str(), candidate));
    let distance = |candidate: &'a str| match is_synonym(candidate) {
        true => (0, candidate),
        false => (strsim::damerau_levenshtein(&word, &plain(candidate)), candidate),
    };
    // A word that is cut off is far from the whole one, and still means it.
    let is_cut = |candidate: &str| word.len() > 2 && plain(candidate).starts_with(&word);
    let is_close = |(distance, candidate): &(usize, &str)| *distance <= word.len().max(candidate.len()) / 3 || is_cut(candidate);
    let mut near: Vec<(usize, &str)> = candidates.into_iter().map(distance).filter(is_close).collect();
    near.sort_unstable();
    near.dedup();
    // Next to a name with a single typo, the others do not help.
    let least = near.first().map_or(0, |(distance, _)| *distance);
    near.retain(|(distance, _)| least > 1 || *distance == least);
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// Whether two words differ by one slip, or only in case: then one of them is hardly meant.
pub fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let most = if one.len().min(other.len()) < 4 { 0 } else { 1 + usize::from(one.len() > 9) };
    strsim::damerau_levenshtein(&one, &other) <= most
}

/// What a word becomes: the nearest candidate, and whether that is certain. It is where there is no second one, and the two differ
/// by a slip or are synonyms.
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<(&'a str, Applicability)> {
    let near = similar(word, candidates, 2);
    let first = *near.first()?;
    let is_synonym = SYNONYMS.contains(&(plain(word).as_str(), first)) && !LOOSE.contains(&plain(word).as_str());
    let is_one_off = || word.len().min(first.len()) > 2 && strsim::damerau_levenshtein(&plain(word), &plain(first)) <= 1;
    let is_certain = near.len() == 1 && (is_synonym || is_slip(word, first) || is_one_off());
    Some((first, if is_certain { Applicability::Certain } else { Applicability::Maybe }))
}

/// The limit that `min` or `max` is beside a type.
pub fn limit(key: &str, kind: Option<&str>) -> Option<&'static str> {
    let kind = plain(kind?);
    let is_list = |kind: &str| kind == "list" || SYNONYMS.contains(&(kind, "list"));
    let is_string = |kind: &str| kind == "string" || SYNONYMS.contains(&(kind, "string"));
    let kind = if is_list(&kind) {
        "list"
    } else if is_string(&kind) {
        "string"
    } else {
        return None;
    };
    match (plain(key).as_str(), kind) {
        ("min" | "minsize", "string") => Some("min_length"),
        ("max" | "maxsize", "string") => Some("max_length"),
        ("min" | "minsize", "list") => Some("min_items"),
        ("max" | "maxsize", "list") => Some("max_items"),
        _ => None,
    }
}

/// What to do about a key of another schema language that has no counterpart here.
pub fn advice(key: &str, known: &[&str]) -> Option<&'static str> {
    let key = plain(key);
    if known.iter().any(|name| plain(name) == key) {
        return None;
    }
    ADVICE.iter().find(|(other, _)| *other == key).map(|(_, advice)| *advice)
}

/// The letter of a word that only looks like one of ASCII, or that nobody sees.
pub fn odd_sign(word: &str) -> Option<char> {
    word.chars().find(|c| !c.is_ascii() || c.is_ascii_control())
}

/// The line of help that names the nearest candidate, or else all of them.
pub fn help<'a>(word: &str, what: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = candidates.into_iter().collect();
    if let Some(nearest) = nearest(word, all.iter().copied()) {
        if let Some(sign) = odd_sign(word) {
            return format!("write `{nearest}`: this holds U+{:04X}", u32::from(sign));
        }
        return format!("did you mean `{nearest}`?");
    }
    match all.len() {
        0 => format!("there are no {what}"),
        1..=MOST_NAMED => format!("the {what} are `{}`", all.join("`, `")),
        count => format!("there are {count} {what}, and none has a similar name"),
    }
}

/// ``; did you mean `a`, `b` or `c`?`` to put behind a sentence, or nothing.
pub fn did_you_mean(similar: &[&str]) -> String {
    if similar.is_empty() { String::new() } else { format!("; did you mean {}?", listed(similar, "or")) }
}

/// `` `a`, `b` and `c` ``, with this word before the last.
pub fn listed<T: std::borrow::Borrow<str>>(names: &[T], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{}`", one.borrow()),
        [others @ .., last] => format!("`{}` {word} `{}`", others.join("`, `"), last.borrow()),
    }
}

/// The word without what people get wrong most: capitals, underscores and dashes.
fn plain(word: &str) -> String {
    word.chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_finds_its_word() {
        let keys = ["type", "required", "max_length", "maximum", "fields", "items"];
        for (typed, meant) in [
            ("requird", "required"),
            ("maxLength", "max_length"),
            ("Maximum", "maximum"),
            ("tpye", "type"),
            ("properties", "fields"),
            ("item", "items"),
        ] {
            assert_eq!(nearest(typed, keys), Some(meant), "{typed}");
        }
    }

    #[test]
    fn the_most_similar_comes_first_and_the_unlike_not_at_all() {
        let known = ["DescribeVpcs", "DescribeVpcAttribute", "CreateVpc", "DeleteVpc"];
        assert_eq!(similar("describevpc", known, 1), ["DescribeVpcs"]);
        assert_eq!(similar("Zebra", known, 3), [""; 0]);
        assert_eq!(similar("Kye", ["Value", "Key"], 3), ["Key"]);
        assert_eq!(similar("createvpc", ["CreateHaVip", "CreateVpc"], 3), ["CreateVpc"]);
        assert_eq!(similar("Cidr", ["CidrBlock", "VpcId"], 3), ["CidrBlock"]);
        assert_eq!(similar("DeletVpx", ["DeleteVpc", "DeleteVpn", "CreateVpc"], 2), ["DeleteVpc", "DeleteVpn"]);
    }

    #[test]
    fn only_what_has_one_meaning_is_certain() {
        let types = ["string", "integer", "number", "boolean", "object", "list", "map", "any"];
        for (word, expected) in [
            ("int", Some(("integer", Applicability::Certain))),
            ("int32", Some(("integer", Applicability::Maybe))),
            ("strng", Some(("string", Applicability::Certain))),
            ("str", Some(("string", Applicability::Certain))),
            ("datetime", Some(("string", Applicability::Maybe))),
            ("colour", None),
        ] {
            assert_eq!(meant(word, types), expected, "{word}");
        }
        assert_eq!(meant("VpcIe", ["VpcIa", "VpcIb"]), Some(("VpcIa", Applicability::Maybe)));
    }

    #[test]
    fn candidates_are_listed_in_a_sentence() {
        assert_eq!(did_you_mean(&["A", "B", "C"]), "; did you mean `A`, `B` or `C`?");
        assert_eq!(did_you_mean(&[]), "");
    }

    #[test]
    fn a_foreign_word_finds_nothing_and_gets_the_list() {
        assert_eq!(nearest("colour", ["type", "required"]), None);
        assert_eq!(help("colour", "keys", ["type", "required"]), "the keys are `type`, `required`");
        assert_eq!(help("colour", "keys", []), "there are no keys");
    }

    #[test]
    fn a_long_list_is_not_named() {
        let many: Vec<String> = (0..35).map(|number| format!("candidate{number}")).collect();
        let help = help("x", "names", many.iter().map(String::as_str));
        assert_eq!(help, "there are 35 names, and none has a similar name");
    }
}

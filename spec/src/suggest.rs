//! "Did you mean …?"

/// What people write who know other schema languages, and what this format calls it.
const SYNONYMS: &[(&str, &str)] = &[
    ("$ref", "shape"),
    ("additionalproperties", "items"),
    ("array", "list"),
    ("bool", "boolean"),
    ("dict", "map"),
    ("double", "number"),
    ("float", "number"),
    ("int", "integer"),
    ("name", "operation"),
    ("properties", "fields"),
    ("ref", "shape"),
    ("str", "string"),
    ("struct", "object"),
];

/// The candidate that a misspelt word most likely stands for.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    let synonym = SYNONYMS.iter().find(|(other, _)| *other == word).map(|(_, ours)| *ours);
    let distance = |candidate: &'a str| {
        if Some(candidate) == synonym {
            return (0, candidate);
        }
        (strsim::damerau_levenshtein(&word, &plain(candidate)), candidate)
    };
    let close_enough = |distance: usize, candidate: &str| distance <= word.len().max(candidate.len()) / 3;
    candidates
        .into_iter()
        .map(distance)
        .filter(|(distance, candidate)| close_enough(*distance, candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The line of help that names the nearest candidate, or else all of them.
pub(crate) fn help<'a>(word: &str, what: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = candidates.into_iter().collect();
    if let Some(nearest) = nearest(word, all.iter().copied()) {
        return format!("did you mean `{nearest}`?");
    }
    match all.len() {
        0 => format!("there are no {what}"),
        1..=MOST_NAMED => format!("the {what} are {}", listed(&all)),
        count => format!("there are {count} {what}, and none has a similar name"),
    }
}

/// How many candidates a line of help names.
const MOST_NAMED: usize = 30;

/// `a`, `b`, `c`
fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
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

//! Names that a mistyped one may stand for.

/// The candidates that are most like `name`, the most similar first; none if nothing is similar.
pub(crate) fn nearest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>, most: usize) -> Vec<&'n str> {
    let wanted = name.to_lowercase();
    let likeness = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        // One slip in a short word is more than the likeness of the words makes of it.
        if strsim::damerau_levenshtein(&wanted, &candidate) <= 1 { 1.0 } else { strsim::jaro_winkler(&wanted, &candidate) }
    };
    let mut near: Vec<(f64, &str)> =
        candidates.into_iter().map(|known| (likeness(known), known)).filter(|(likeness, _)| *likeness > 0.85).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup();
    // Beside a name that is off by one slip the others are no help.
    let surest = near.first().is_some_and(|(likeness, _)| *likeness == 1.0);
    near.retain(|(likeness, _)| !surest || *likeness == 1.0);
    near.into_iter().take(most).map(|(_, known)| known).collect()
}

/// ``; did you mean `a`, `b` or `c`?``, or nothing.
pub(crate) fn did_you_mean(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", listed(near, "or")) }
}

/// `` `a`, `b` and `c` ``, with this word before the last.
pub(crate) fn listed<T: std::borrow::Borrow<str>>(names: &[T], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{}`", one.borrow()),
        [others @ .., last] => format!("`{}` {word} `{}`", others.join("`, `"), last.borrow()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_comes_first_and_the_unlike_not_at_all() {
        let known = ["DescribeVpcs", "DescribeVpcAttribute", "CreateVpc", "DeleteVpc"];
        assert_eq!(nearest("describevpc", known, 1), ["DescribeVpcs"]);
        assert_eq!(nearest("Zebra", known, 3), [""; 0]);
        assert_eq!(nearest("Kye", ["Value", "Key"], 3), ["Key"]);
        assert_eq!(nearest("createvpc", ["CreateHaVip", "CreateVpc"], 3), ["CreateVpc"]);
        assert_eq!(did_you_mean(&["A", "B", "C"]), "; did you mean `A`, `B` or `C`?");
        assert_eq!(did_you_mean(&[]), "");
    }
}

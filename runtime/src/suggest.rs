//! "Did you mean …?"

/// The known names that a misspelt one most likely stands for, the most similar first, at most three.
pub(crate) fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    /// Longer than any name: comparing takes time by the product of the lengths.
    const LONGEST: usize = 200;

    if wanted.len() > LONGEST {
        return Vec::new();
    }
    let wanted = wanted.to_lowercase();
    let distance = |name: &'a str| (strsim::damerau_levenshtein(&wanted, &name.to_lowercase()), name);
    let mut near: Vec<_> = known.into_iter().map(distance).filter(|(distance, name)| *distance <= 1 + name.len() / 4).collect();
    near.sort_unstable();
    near.into_iter().map(|(_, name)| name).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_the_nearest() {
        assert_eq!(nearest("cn-hangzou", ["cn-beijing", "cn-hangzhou", "eu-central-1"]), ["cn-hangzhou"]);
        assert_eq!(nearest("describevpc", ["DescribeVpcs", "DescribeVpcAttribute", "CreateVpc"]), ["DescribeVpcs"]);
        assert_eq!(nearest("mars", ["cn-beijing", "cn-hangzhou"]), <[&str; 0]>::default());
        assert_eq!(nearest(&"x".repeat(1 << 24), ["x"]), <[&str; 0]>::default());
    }
}

//! How many requests a second are answered before the others are throttled.

use std::collections::HashMap;

use crate::pattern;

/// Requests a second of the operations that a pattern names; a pattern may end in `*`.
#[derive(Debug, Clone)]
pub(crate) struct Rate {
    pub(crate) pattern: String,
    pub(crate) most: u32,
}

/// The requests of the second that goes on, by rule.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rates {
    rules: Vec<Rate>,
    seconds: HashMap<usize, (u64, u32)>,
}

impl Rates {
    pub(crate) fn new(rules: Vec<Rate>) -> Self {
        Rates { rules, seconds: HashMap::new() }
    }

    /// Counts a request, or returns after how many milliseconds there can be another if the limit is reached.
    pub(crate) fn take(&mut self, operation: &str, now: u64) -> Result<(), u64> {
        let named: Vec<usize> =
            (0..self.rules.len()).filter(|index| pattern::names(&self.rules[*index].pattern, operation)).collect();
        let second = now / 1000;
        let counted = |seconds: &HashMap<usize, (u64, u32)>, index: usize| match seconds.get(&index) {
            Some((of, count)) if *of == second => *count,
            _ => 0,
        };
        if named.iter().any(|index| counted(&self.seconds, *index) >= self.rules[*index].most) {
            return Err(1000 - now % 1000);
        }
        for index in named {
            let count = counted(&self.seconds, index) + 1;
            self.seconds.insert(index, (second, count));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_counts_its_operations_per_second() {
        let rule = |pattern: &str, most| Rate { pattern: pattern.to_owned(), most };
        let mut rates = Rates::new(vec![rule("*", 3), rule("Create*", 1)]);
        assert_eq!(rates.take("CreateVpc", 5_100), Ok(()));
        assert_eq!(rates.take("CreateVSwitch", 5_200), Err(800));
        assert_eq!(rates.take("DescribeVpcs", 5_300), Ok(()));
        assert_eq!(rates.take("DescribeVpcs", 5_400), Ok(()));
        assert_eq!(rates.take("DescribeVpcs", 5_999), Err(1));
        assert_eq!(rates.take("CreateVpc", 6_000), Ok(()));
    }
}

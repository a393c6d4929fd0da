//! How facts are held: borrowed from a static in generated code, or owned if they are made at run time.
//!
//! Generated code writes every fact as a constant, which costs nothing at start-up. A program that reads descriptions at run
//! time, such as a command line, owns its facts and drops them.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::ops::Deref;
use std::sync::Arc;

/// Text of a fact.
pub type Text = Cow<'static, str>;

/// Facts that several owners share.
///
/// ```
/// use acs_runtime::facts::Shared;
/// use acs_runtime::operation::{OperationInfo, ServiceInfo};
///
/// static SERVICE: ServiceInfo = ServiceInfo::DEFAULT;
/// let generated: Shared<ServiceInfo> = (&SERVICE).into();
/// let at_run_time: Shared<OperationInfo> =
///     OperationInfo { service: generated, name: String::from("DescribeVpcs").into(), ..OperationInfo::DEFAULT }.into();
/// assert_eq!(at_run_time.name, "DescribeVpcs");
/// ```
pub enum Shared<T: 'static> {
    /// Facts in a static.
    Static(&'static T),
    /// Facts made at run time.
    Owned(Arc<T>),
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Shared::Static(facts) => facts,
            Shared::Owned(facts) => facts,
        }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        match self {
            Shared::Static(facts) => Shared::Static(facts),
            Shared::Owned(facts) => Shared::Owned(facts.clone()),
        }
    }
}

impl<T: Debug> Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T> From<&'static T> for Shared<T> {
    fn from(facts: &'static T) -> Self {
        Shared::Static(facts)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(facts: T) -> Self {
        Shared::Owned(Arc::new(facts))
    }
}

/// Rows of facts: a slice of a static, or a vector made at run time.
#[derive(Debug, Clone)]
pub enum List<S: 'static, O> {
    /// Rows in a static.
    Static(&'static [S]),
    /// Rows made at run time.
    Owned(Vec<O>),
}

/// A list of names.
pub type Names = List<&'static str, String>;
/// Pairs of a name and a text.
pub type Pairs = List<(&'static str, &'static str), (String, String)>;

impl<S, O> List<S, O> {
    /// A list without rows.
    pub const EMPTY: Self = List::Static(&[]);

    /// Whether the list has no rows.
    pub fn is_empty(&self) -> bool {
        match self {
            List::Static(rows) => rows.is_empty(),
            List::Owned(rows) => rows.is_empty(),
        }
    }

    pub(crate) fn rows<'a, T>(&'a self, of_static: fn(&'a S) -> T, of_owned: fn(&'a O) -> T) -> impl Iterator<Item = T> + Clone {
        let (fixed, owned): (&[S], &[O]) = match self {
            List::Static(rows) => (rows, &[]),
            List::Owned(rows) => (&[], rows),
        };
        fixed.iter().map(of_static).chain(owned.iter().map(of_owned))
    }
}

impl Names {
    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.rows(|name| *name, String::as_str)
    }

    /// Whether a name is in the list.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|known| known == name)
    }
}

impl Pairs {
    /// The pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.rows(|(name, text)| (*name, *text), |(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, text)| text)
    }
}

impl<S, O> FromIterator<O> for List<S, O> {
    fn from_iter<I: IntoIterator<Item = O>>(rows: I) -> Self {
        List::Owned(rows.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn static_and_owned_lists_read_alike() {
        let fixed: Names = List::Static(&["a", "b"]);
        let owned: Names = ["a".to_owned(), "b".to_owned()].into_iter().collect();
        assert!(fixed.iter().eq(owned.iter()) && owned.contains("b") && !owned.contains("c"));
        let fixed: Pairs = List::Static(&[("a", "1")]);
        let owned: Pairs = [("a".to_owned(), "1".to_owned())].into_iter().collect();
        assert_eq!((fixed.get("a"), owned.get("a"), owned.get("b")), (Some("1"), Some("1"), None));
        assert!(Names::EMPTY.is_empty());
    }
}

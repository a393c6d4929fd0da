//! Environment variables: those of the process, or given ones.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The id of an access key.
pub const ACCESS_KEY_ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";

/// The secret of an access key.
pub const ACCESS_KEY_SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/// The token that makes an access key a temporary one.
pub const SECURITY_TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// The profile of a file of credentials.
pub const PROFILE: &str = "ALIBABA_CLOUD_PROFILE";

/// Environment variables. `Debug` does not show values, since some of them are secrets.
#[derive(Clone)]
pub struct Env(Source);

#[derive(Clone)]
enum Source {
    Process,
    Given(Arc<BTreeMap<String, String>>),
}

impl Env {
    /// The variables of this process, read each time one is asked for.
    pub fn process() -> Self {
        Env(Source::Process)
    }

    /// These variables and no others: for tests, and for programs that keep several environments.
    pub fn of<N: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Env(Source::Given(Arc::new(variables)))
    }

    /// A variable's value, without white space and byte-order marks around it, which come from the files that variables are set
    /// from. An empty value counts as not set, as in the official SDKs.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Source::Process => std::env::var(name).ok(),
            Source::Given(variables) => variables.get(name).cloned(),
        };
        let value = value?;
        let value = trimmed(&value);
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The same variables with this profile in place of keys and of another profile.
    pub fn with_profile(&self, name: &str) -> Self {
        let replaced = [ACCESS_KEY_ID, ACCESS_KEY_SECRET, SECURITY_TOKEN, PROFILE];
        let kept: BTreeMap<String, String> = match &self.0 {
            Source::Process => std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .collect(),
            Source::Given(variables) => variables.as_ref().clone(),
        };
        let kept = kept.into_iter().filter(|(name, _)| !replaced.contains(&name.as_str()));
        Env::of(kept.chain([(PROFILE.to_owned(), name.to_owned())]))
    }

    /// The first of several variables that is set.
    pub fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Whether these are the variables of this process.
    #[cfg(feature = "reqwest")]
    pub(crate) fn is_process(&self) -> bool {
        matches!(self.0, Source::Process)
    }

    /// Whether a variable says `true`, in any case.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

/// A text without white space and byte-order marks around it.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Process => f.write_str("Env(process)"),
            Source::Given(variables) => f.debug_set().entries(variables.keys()).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_values_are_not_set_and_others_are_trimmed() {
        let env = Env::of([("A", " \r\n"), ("B", "\u{feff}b\r\n"), ("C", "True")]);
        assert_eq!(env.get("A"), None);
        assert_eq!(env.first(&["A", "Z", "B"]).as_deref(), Some("b"));
        assert!(env.is_true("C") && !env.is_true("B"));
    }

    #[test]
    fn a_profile_replaces_keys_and_another_profile() {
        let env =
            Env::of([(ACCESS_KEY_ID, "id"), (SECURITY_TOKEN, "token"), (PROFILE, "a"), ("HOME", "/home")]).with_profile("b");
        assert_eq!((env.get(ACCESS_KEY_ID), env.get(SECURITY_TOKEN)), (None, None));
        assert_eq!((env.get(PROFILE).as_deref(), env.get("HOME").as_deref()), (Some("b"), Some("/home")));
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", Env::of([("KEY", "hidden")])), r#"{"KEY"}"#);
    }
}

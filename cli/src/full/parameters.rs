//! Parameters of an operation on the command line: `--VpcName team --Tag.1.Key k`, and `--json`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use acs_spec::flat::{self, NameError};
use clap::{Args, Command};
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::full::jsonl;

/// The parameters of the operation.
#[derive(Args)]
pub(crate) struct Parameters {
    /// Takes parameters from a JSON object: from a file (`FILE` or `@FILE`), from standard input (`-`), or the text itself.
    ///
    /// Its names are those on the wire. Parameters given one by one go before. Give secret ones in a file or on standard input:
    /// others can see a command line, and the shell remembers it.
    #[arg(long, value_name = "FILE|-|TEXT")]
    json: Option<String>,
    /// Reads parameters from a file in YAML or JSON.
    ///
    /// `acs call OPERATION --skeleton` prints one.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    file: Option<PathBuf>,
    /// Parameters by their names on the wire, like `--VpcName web`.
    ///
    /// Names of nested ones have dots: `--Tag.1.Key k --Tag.1.Value v`. They may stand anywhere after the command; `--` is only needed before one that has the name of an option.
    #[arg(last = true, value_name = "--NAME VALUE", allow_hyphen_values = true)]
    words: Vec<String>,
}

/// Moves what is not an option of the subcommands `names` behind `--`, where [`Parameters`] takes it.
pub(crate) fn set_apart(line: Vec<OsString>, command: &Command, names: &[&str]) -> Vec<OsString> {
    let subcommand = line.get(1).and_then(|word| word.to_str()).filter(|word| names.contains(word));
    let Some(subcommand) = subcommand.and_then(|name| command.find_subcommand(name)) else { return line };
    let options: BTreeSet<&str> = subcommand.get_arguments().filter_map(|argument| argument.get_long()).chain(["help"]).collect();

    let mut words = line.into_iter().peekable();
    let mut own: Vec<OsString> = words.by_ref().take(2).collect();
    let mut parameters = Vec::new();
    while let Some(word) = words.next() {
        match word.to_str().and_then(|word| word.strip_prefix("--")) {
            Some("") => parameters.extend(words.by_ref()),
            Some(name) if !options.contains(name.split('=').next().unwrap_or_default()) => {
                let whole = name.contains('=');
                parameters.push(word);
                let is_value = |next: &OsString| !whole && next.to_str().is_none_or(is_value);
                parameters.extend(words.next_if(is_value));
            }
            _ => own.push(word),
        }
    }
    if !parameters.is_empty() {
        own.push("--".into());
        own.extend(parameters);
    }
    own
}

/// Whether a word after a parameter is its value: who forgets one must not have it taken from the options that follow.
fn is_value(word: &str) -> bool {
    !word.starts_with("--")
}

impl Parameters {
    /// The parameters as an object that nests as their names do. A parameter in `whole` has a name with dots that stand for
    /// nothing.
    pub(crate) fn read(&self, whole: &dyn Fn(&str) -> bool) -> Result<Map<String, Value>, Failure> {
        let mut read = match (&self.json, &self.file) {
            (Some(json), _) => read_json(json)?,
            (None, Some(file)) => read_file(file)?,
            (None, None) => Map::new(),
        };
        let mut given = BTreeSet::new();
        for (name, value) in self.pairs()? {
            if !given.insert(name.clone()) {
                return Err(Failure::usage(format!("the parameter `{name}` is given twice")));
            }
            flat::insert(&mut read, &name, value, whole(&name)).map_err(|error| {
                Failure::usage(match error {
                    NameError::TooDeep => format!("a parameter {error}"),
                    NameError::Index(_) => format!("the parameter `{name}` {error}"),
                })
            })?;
        }
        Ok(read)
    }

    /// `--Name value` and `--Name=value`.
    fn pairs(&self) -> Result<Vec<(String, String)>, Failure> {
        let mut pairs = Vec::new();
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) else {
                return Err(Failure::usage(format!("`{word}` is not a parameter: a parameter is given as `--Name value`")));
            };
            let pair = match name.split_once('=') {
                Some((name, value)) => (name.to_owned(), value.to_owned()),
                None => match words.next().filter(|value| is_value(value)) {
                    Some(value) => (name.to_owned(), value.clone()),
                    None => {
                        let how = format!("one that begins with `--` is given as `--{name}=…`");
                        return Err(Failure::usage(format!("the parameter `{name}` has no value; {how}")));
                    }
                },
            };
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

fn read_json(from: &str) -> Result<Map<String, Value>, Failure> {
    let wrong = |error: serde_json::Error| Failure::usage(format!("--json is not a JSON object: {error}"));
    match from.trim_start() {
        "-" => jsonl::read_json(),
        text if text.starts_with(['{', '[']) => serde_json::from_str(text).map_err(wrong),
        _ => {
            let path = Path::new(from.strip_prefix('@').unwrap_or(from));
            let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
            serde_json::from_str(&text).map_err(wrong)
        }
    }
}

fn read_file(path: &Path) -> Result<Map<String, Value>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    // JSON is YAML, too. A file with nothing but comments has no parameters.
    let read: Option<Map<String, Value>> = serde_yaml::from_str(&text)
        .map_err(|error| Failure::usage(format!("{} is not a mapping of parameters: {error}", path.display())))?;
    Ok(read.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use clap::{Arg, ArgAction};
    use serde_json::json;

    use super::*;

    fn apart(line: &str) -> String {
        let call = Command::new("call")
            .arg(Arg::new("query").long("query"))
            .arg(Arg::new("wait").long("wait").action(ArgAction::SetTrue));
        let line = line.split(' ').map(OsString::from).collect();
        let line = set_apart(line, &Command::new("acs").subcommand(call), &["call"]);
        line.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_unknown_option_is_a_parameter() {
        assert_eq!(
            apart("acs call X --A 1 --wait --B=2 --query q -o json"),
            "acs call X --wait --query q -o json -- --A 1 --B=2"
        );
        assert_eq!(apart("acs call X --A --wait"), "acs call X --wait -- --A");
        assert_eq!(apart("acs call X -- --wait 1"), "acs call X -- --wait 1");
        assert_eq!(apart("acs call --help"), "acs call --help");
        assert_eq!(apart("acs describe --A 1"), "acs describe --A 1");
    }

    fn read(json: Option<&str>, words: &[&str]) -> Result<Value, String> {
        let parameters = Parameters {
            json: json.map(str::to_owned),
            file: None,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        match parameters.read(&|name| name == "Whole.Name") {
            Ok(read) => Ok(Value::Object(read)),
            Err(failure) => Err(format!("{:?}", failure.reason)),
        }
    }

    #[test]
    fn names_nest() {
        let words = ["--Name", "a", "--Tag.2.Key=k=1", "--Tag.2.Value=--v", "--O.F", "", "--Whole.Name", "w"];
        let expected = json!({"Name": "a", "Tag": [null, {"Key": "k=1", "Value": "--v"}], "O": {"F": ""}, "Whole.Name": "w"});
        assert_eq!(read(None, &words), Ok(expected));
    }

    #[test]
    fn a_parameter_goes_before_json() {
        assert_eq!(read(Some(r#"{"A": 1, "T": ["x"]}"#), &["--A", "2", "--T.2", "y"]), Ok(json!({"A": "2", "T": ["x", "y"]})));
    }

    #[test]
    fn invalid_parameters_are_rejected() {
        for (words, error) in [
            (&["--A"][..], "no value"),
            (&["--A", "--B", "1"], "no value"),
            (&["A", "1"], "not a parameter"),
            (&["--A", "1", "--A", "2"], "twice"),
            (&["--A.0", "1"], "counted from 1"),
            (&["--A.999999999", "1"], "1000 at most"),
        ] {
            assert!(read(None, words).unwrap_err().contains(error), "{words:?}");
        }
        let deep = format!("--A{}", ".1".repeat(60_000));
        assert!(read(None, &[&deep, "1"]).unwrap_err().contains("deeper"));
        assert!(read(Some("{"), &[]).unwrap_err().contains("not a JSON"));
        assert!(read(Some("[]"), &[]).unwrap_err().contains("not a JSON"));
    }
}

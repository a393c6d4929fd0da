//! Whatever a file holds, it is answered with diagnostics that have a place in it: no panic, no overflow, no endless work.

use std::path::Path;
use std::time::{Duration, Instant};

use acs_spec::diagnostic::{Code, Diagnostics, Severity};
use acs_spec::{check, read};

const SERVICE: &str = include_str!("../trees/good/service.yaml");
const CREATE: &str = include_str!("../trees/good/vpc/CreateThing.yaml");
const DESCRIBE: &str = include_str!("../trees/good/vpc/DescribeThings.yaml");
const WAITERS: &str = "\
ThingReady:
  summary: Waits until a thing is ready.
  operation: DescribeThings
  id: Ids.1
  with: { Tag.1.Key: a }
  items: Things
  match: Id
  status: Id
  success: [Ready]
  failure: [Failed]
  delay: 5
";

#[test]
fn mutilated_files_are_answered() {
    let mut random = Random(0x5eed);
    let mut refused = 0;
    const ROUNDS: usize = 3000;
    for _ in 0..ROUNDS {
        let mut files = [("service.yaml", SERVICE), ("waiters.yaml", WAITERS), ("vpc/DescribeThings.yaml", DESCRIBE)]
            .map(|(path, text)| (path, text.to_owned()));
        let victim = &mut files[random.below(3)].1;
        for _ in 0..=random.below(3) {
            mutilate(victim, &mut random);
        }
        let create = ("vpc/CreateThing.yaml", CREATE.to_owned());
        refused += usize::from(!diagnose(files.into_iter().chain([create])).is_empty());
    }
    assert!(refused > ROUNDS / 2, "only {refused} of {ROUNDS} were refused");
}

#[test]
fn deep_nesting_is_refused() {
    let head = "operation: DescribeThings\nsummary: S.\naccess: read\n";
    let nested = |open: &str, close: &str, depth: usize| format!("{}{}", open.repeat(depth), close.repeat(depth));
    let indented = |depth: usize| (0..depth).map(|level| format!("{}items:\n", "  ".repeat(level + 2))).collect::<String>();
    for depth in [65, 100, 127, 128, 1000] {
        for (name, text) in [
            ("flow lists", format!("{head}sample: {}\n", nested("[", "]", depth))),
            ("flow mappings", format!("{head}response: {{ A: {} }}\n", nested("{ type: list, items: ", "}", depth))),
            ("block lists", format!("{head}sample:\n  {}\n", "- ".repeat(depth))),
            ("block mappings", format!("{head}response:\n  A:\n{}", indented(depth))),
            ("a value", format!("{head}response: {{ A: {{ type: any, example: {} }} }}\n", nested("[", "]", depth))),
            ("keys", format!("{head}{}a\n", "? ".repeat(depth))),
            ("never closed", format!("{head}sample: {}", "[".repeat(depth))),
        ] {
            let found = diagnose([("service.yaml", SERVICE.to_owned()), ("vpc/DescribeThings.yaml", text)]);
            // What is never closed may be refused for that.
            let is_refused = |code| code == Code::TooDeep || (name == "never closed" && code == Code::Syntax);
            assert!(found.iter().any(|found| is_refused(found.code)), "{name}, {depth} deep: {}", found.render(false));
        }
    }
}

#[test]
fn aliases_do_not_nest_deeper_than_what_is_written() {
    let mut text = "operation: DescribeThings\nsummary: S.\naccess: read\nunknown:\n  - &a0 a\n".to_owned();
    for level in 1..200 {
        text.push_str(&format!("  - &a{level} {}*a{}{}\n", "[".repeat(50), level - 1, "]".repeat(50)));
    }
    let found = diagnose([("service.yaml", SERVICE.to_owned()), ("vpc/DescribeThings.yaml", text)]);
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::TooDeep]);
}

#[test]
fn files_of_any_size_are_answered_in_time() {
    let head = "operation: DescribeThings\nsummary: S.\naccess: read\n";
    let many = |line: &dyn Fn(usize) -> String| (0..5_000).map(line).collect::<String>();
    for (name, text) in [
        ("brackets", format!("{head}sample: {}", "[".repeat(300_000))),
        ("dashes", format!("{head}sample:\n  {}", "- ".repeat(100_000))),
        ("one line", format!("{head}sample: {}", "x ".repeat(100_000))),
        ("parameters", format!("{head}parameters:\n{}", many(&|n| format!("  P{n}: {{ type: string }}\n")))),
        ("unknown keys", format!("{head}{}", many(&|n| format!("k{n}: v\n")))),
        ("wrong types", format!("{head}errors:\n{}", many(&|n| format!("  - {{ code: A{n} }}\n")))),
        ("one key", format!("{head}parameters:\n{}", "  P: { type: string }\n".repeat(5_000))),
    ] {
        let begun = Instant::now();
        diagnose([("service.yaml", SERVICE.to_owned()), ("vpc/DescribeThings.yaml", text)]);
        assert!(begun.elapsed() < Duration::from_secs(60), "{name}: {:?}", begun.elapsed());
    }
}

#[test]
fn odd_texts_are_answered() {
    for text in [
        "\0",
        "\u{feff}",
        "\u{feff}\u{feff}",
        "---",
        "...",
        "---\n...\n---",
        "%YAML 9.9\n---\na",
        "%TAG ! !\n",
        "!",
        "&",
        "*",
        "?",
        ":",
        "- ",
        "-",
        "|",
        ">",
        "'",
        "\"",
        "[",
        "{",
        "]",
        "}",
        ",",
        "#",
        "@",
        "`",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "a: b: c",
        "a:\n\tb",
        "!!str",
        "!!map {}",
        "!<tag:yaml.org,2002:null>",
        "&a *a",
        "&a [*a]",
        "<<: *a",
        "? a\n: b",
        "{a, b}",
        "[a: b]",
        "\u{85}",
        "\u{2028}",
        "a\u{0}b",
        "\u{1F600}: x",
        "operation: !!binary aGk=",
        "operation: !thing X\nsummary: S.\naccess: !read",
        "access: !write {}",
    ] {
        diagnose([("service.yaml", SERVICE.to_owned()), ("vpc/DescribeThings.yaml", text.to_owned())]);
        diagnose([("service.yaml", text.to_owned()), ("vpc/DescribeThings.yaml", DESCRIBE.to_owned())]);
        diagnose([("service.yaml", SERVICE.to_owned()), ("glossary.yaml", text.to_owned()), ("waiters.yaml", text.to_owned())]);
    }
}

/// Reads and checks, and looks at what every diagnostic shows.
fn diagnose<P: Into<String>>(files: impl IntoIterator<Item = (P, String)>) -> Diagnostics {
    let found = read::from_sources(files).and_then(|tree| check::check(&tree)).unwrap_or_else(|mistakes| mistakes);
    for one in &found {
        for place in std::iter::once(&one.location).chain(one.related.iter().map(|(place, _)| place)) {
            let span = place.span();
            assert!(span.start <= span.end && span.end <= place.text().len(), "{one:?}");
            assert!(place.text().get(span).is_some(), "{one:?}");
            assert!(Path::new(place.path()).extension().is_some(), "{one:?}");
        }
        assert!(!one.message.is_empty());
    }
    let some: Diagnostics = found.iter().take(20).cloned().collect();
    assert_eq!(some.render(false).is_empty(), found.is_empty());
    found
}

fn mutilate(text: &mut String, random: &mut Random) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(9) {
        0 => drop(lines.remove(one)),
        1 => lines.swap(one, other),
        2 => lines.insert(one, lines[other].clone()),
        3 => lines[one].insert_str(0, "  "),
        4 => lines[one] = lines[one].trim_start().to_owned(),
        5 => lines.truncate(one + 1),
        6 => {
            let word = WORDS[random.below(WORDS.len())];
            let at = random.border(&lines[one]);
            lines[one].insert_str(at, word);
        }
        7 => {
            let (from, to) = (random.border(&lines[one]), random.border(&lines[one]));
            lines[one].replace_range(from.min(to)..from.max(to), "");
        }
        _ => {
            let words: Vec<&str> = text.split([' ', ',', '\n', ':']).filter(|word| !word.is_empty()).collect();
            let (from, to) = (words[random.below(words.len())].to_owned(), words[random.below(words.len())].to_owned());
            *text = text.replacen(&from, &to, 1);
            return;
        }
    }
    *text = lines.concat();
    if text.is_empty() {
        text.push('\n');
    }
}

const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "- ",
    "? ",
    "|",
    "~",
    "\t",
    "\n",
    "é",
    "\u{1F600}",
    "\u{feff}",
    "!!str ",
    "!x ",
    "0",
    "-1",
    "99999999999999999999",
    ".nan",
    "true",
    "type: string",
    "required: true",
    "shape: Thing",
    "items: ",
    "---\n",
    "\u{0}",
    "%",
];

/// A generator of numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn border(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[test]
fn snippets_of_the_first_hundred_are_shown_and_the_rest_is_counted() {
    let many: String = (0..8_000).map(|number| format!("  P{number}: {{ type: list }}\n")).collect();
    let text = format!("operation: DescribeThings\nsummary: S.\naccess: read\nparameters:\n{many}");
    let found = diagnose([("service.yaml", SERVICE.to_owned()), ("vpc/DescribeThings.yaml", text)]);
    assert_eq!(found.count(Severity::Error), 8_000);
    assert!(found.render(false).ends_with("\n7900 more are not shown"));
    assert_eq!(found.one_lines().count(), 8_000);
    assert!(
        found.one_lines().last().unwrap().starts_with("vpc/DescribeThings.yaml:8004:18: error[E0303]"),
        "{:?}",
        found.one_lines().last()
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_and_pipes_are_refused() {
    let root = std::env::temp_dir().join(format!("acs-spec-hostile-{}", std::process::id()));
    let (tree, outside) = (root.join("tree"), root.join("secret.yaml"));
    std::fs::create_dir_all(tree.join("vpc")).unwrap();
    std::fs::write(tree.join("service.yaml"), SERVICE).unwrap();
    std::fs::write(&outside, "password: hidden\n").unwrap();
    std::os::unix::fs::symlink(&outside, tree.join("vpc/Link.yaml")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(tree.join("vpc/Pipe.yaml")).status().is_ok_and(|status| status.success());
    let found = read::tree(&tree).unwrap_err();
    let shown = found.render(false);
    std::fs::remove_dir_all(&root).unwrap();
    assert!(shown.contains("the link leads out of the spec folder") && !shown.contains("hidden"), "{shown}");
    assert!(!made || shown.contains("this is not a regular file"), "{shown}");
}

#[test]
fn nothing_in_a_file_or_its_path_steers_a_terminal_or_makes_a_line_of_its_own() {
    const MARKS: &str = "\u{1b}[31m\u{9b}31m\u{202e}\u{200b}\u{2028}\u{e0041}\ncargo::rustc-env=A=b";
    let quoted = "\\e[31m\\u009b31m\\u202e\\u200b\\u2028\\ncargo::rustc-env=A=b";
    let raw = "\u{9b}31m\u{202e}\u{200b}\u{e0041}";
    for described in [
        DESCRIBE.replace("access: read", &format!("access: \"{quoted}\"")),
        format!("{DESCRIBE}\"{quoted}\": 1\n"),
        format!("{DESCRIBE}{raw}: 1\n"),
        DESCRIBE.replace("access: read", &format!("access: &a{raw} read")),
    ] {
        let path = format!("vpc/Describe{MARKS}.yaml");
        let sources = [("service.yaml", SERVICE), (&*path, &*described)];
        let found = read::from_sources(sources).and_then(|tree| check::check(&tree)).unwrap_or_else(|mistakes| mistakes);
        assert!(found.has_errors(), "{described}");
        let (plain, coloured) = (found.render(false), found.render(true));
        let hidden = |text: &str, ours: &[char]| text.chars().find(|c| !ours.contains(c) && acs_spec::printable::is_hidden(*c));
        assert_eq!(hidden(&plain, &['\n']), None, "{plain:?}");
        assert_eq!(hidden(&coloured, &['\n', '\u{1b}']), None, "{coloured:?}");
        assert!(!coloured.contains("\u{1b}[31m"), "{coloured:?}");
        assert!(!plain.lines().any(|line| line.starts_with("cargo::")), "{plain}");
        for line in found.one_lines() {
            assert_eq!(hidden(&line, &[]), None, "{line:?}");
        }
    }
}

#[test]
fn of_very_many_mistakes_in_form_the_first_get_edits_and_all_are_counted() {
    let many: String = (0..2_000).map(|number| format!("  P{number}: {{ type: string, requird: true }}\n")).collect();
    let text = format!("operation: DescribeThings\nsummary: S.\naccess: read\nparameters:\n{many}");
    let found = diagnose([("service.yaml", SERVICE.to_owned()), ("vpc/DescribeThings.yaml", text)]);
    assert_eq!(found.count(Severity::Error), 2_000);
    let with_edit: Vec<usize> = found.iter().filter(|one| !one.edits.is_empty()).map(|one| one.location.line()).collect();
    assert!(with_edit.iter().copied().eq(5..505), "{} edits", with_edit.len());
    assert!(found.iter().all(|one| one.code == Code::UnknownKey && one.helps.iter().any(|help| help.contains("`required`"))));
}

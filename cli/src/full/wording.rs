//! Messages of the runtime name its methods; users of the command line need its options.

/// Parts of the runtime's messages, each with its replacement.
const WORDS: &[(&str, &str)] = &[
    ("`attempt_timeout` and `operation_timeout` set longer times", "`--timeout` sets a longer time"),
    ("`deadline` sets a longer time to wait", "`--wait-timeout` sets a longer time to wait"),
    ("Check the id and the region; `missing_allowed` allows for a longer delay after a create", "Check the id and the region"),
    ("`wait_for_all` takes several ids", "separate several ids with commas"),
    ("Pass it with `.also(name, value)`", "Give it as `--NAME VALUE`"),
    ("use https, or call `allow_http(true)`", "use https"),
    (
        "Set one with `.region(\"cn-hangzhou\")` on the builder, with the environment variable ALIBABA_CLOUD_REGION_ID, or \
         with `region_id` on the call",
        "Set one with `--region cn-hangzhou`, with the environment variable ALIBABA_CLOUD_REGION_ID, or with `acs configure`",
    ),
    ("`allow_incomplete` takes such a list as it is", "A call without `--all-pages` shows a single page"),
    (
        "The call itself succeeded: `Error::reply` has the reply, and the operation's description is wrong",
        "The call itself succeeded; the operation's description is wrong",
    ),
    ("; `max_reply_bytes` sets the limit", ""),
    (
        "Give a certificate that the server or proxy accepts to `client_identity` of the client's builder",
        "It asks for a certificate of the client, which `acs` does not send",
    ),
    ("`call`, by the operation's name, sends what it is given", "`--force` sends what it is given"),
];

/// The same text with options in place of methods.
pub(crate) fn for_users(text: String) -> String {
    WORDS.iter().fold(text, |text, (method, option)| if text.contains(method) { text.replace(method, option) } else { text })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn sources(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => sources(&path, all),
                false => all.push_str(&fs::read_to_string(&path).unwrap()),
            }
        }
    }

    #[test]
    fn each_text_is_one_of_the_runtime() {
        let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
        if crate_root.join(".cargo_vcs_info.json").exists() {
            eprintln!("skipped: the package has no sources of the runtime");
            return;
        }
        let mut all = String::new();
        sources(&crate_root.join("../runtime/src"), &mut all);
        // Texts that are longer than a line.
        let mut lines = all.split("\\\n").map(str::trim_start);
        let all = lines.by_ref().collect::<String>().replace("\\\"", "\"");
        for (method, option) in WORDS {
            assert!(all.contains(method), "{method}");
            assert_eq!(for_users(format!("x: {method}")), format!("x: {option}"));
        }
    }
}

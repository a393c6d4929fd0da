//! Code blocks of the guide: each says what it is, YAML is checked as the spec file that it shows, and links lead somewhere.

use std::fs;
use std::path::Path;

use acs_guide::CHAPTERS;
use acs_spec::{check, read};

const SERVICE: &str = "
product: Vpc
version: '2016-04-28'
summary: Networks.
endpoints: { rule: 'vpc.{region}.aliyuncs.com' }
";
const GROUPS: &str = "groups: { ssl-vpn-client: Certificates. }\n";

/// A file of the guide's own examples, in the group of the service that the block before it shows.
const WAITER: &str = "
VpnGatewayActive:
  summary: Waits.
  operation: DescribeVpnGateway
  id: VpnGatewayId
  status: Status
  success: [active]
  delay: 5
";

/// Information string and text of each fenced block of a chapter.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((info, body.join("\n") + "\n"));
        }
    }
    blocks
}

#[test]
fn every_block_says_what_it_is() {
    let known = [
        "rust",
        "rust,no_run",
        "sh",
        "sh,syntax",
        "toml",
        "text",
        "console",
        "json",
        "yaml,operation",
        "yaml,glossary",
        "yaml,groups",
        "yaml,waiters",
        "yaml,service",
    ];
    for (name, text) in CHAPTERS {
        for (info, _) in blocks(text) {
            assert!(known.contains(&info), "{name}: a block of `{info}`, which nothing checks");
        }
    }
}

#[test]
fn yaml_blocks_are_spec_files() {
    let mut count = 0;
    for (name, text) in CHAPTERS {
        let mut service = format!("{SERVICE}{GROUPS}");
        for (info, body) in blocks(text) {
            let Some(kind) = info.strip_prefix("yaml,") else { continue };
            count += 1;
            let mut files = vec![("service.yaml".to_owned(), service.clone())];
            match kind {
                "service" => {
                    service = body;
                    continue;
                }
                "groups" => files[0].1 = format!("{SERVICE}{body}"),
                "glossary" => files.push(("glossary.yaml".to_owned(), body)),
                "waiters" => files.push(("waiters.yaml".to_owned(), body)),
                _ => {
                    let operation = body.lines().find_map(|line| line.strip_prefix("operation: ")).unwrap_or_default();
                    let group = if service.contains("identity:") { "identity" } else { "ssl-vpn-client" };
                    files.push((format!("{group}/{operation}.yaml"), body));
                    files.push(("waiters.yaml".to_owned(), WAITER.to_owned()));
                }
            }
            // A part of a tree refers to what is not shown here: what is wrong in itself is an error all the same.
            let tree = read::part_from_sources(files).unwrap_or_else(|errors| panic!("{name}: {}", errors.render(false)));
            let found = check::check(&tree).unwrap_or_else(|errors| panic!("{name}: {}", errors.render(false)));
            assert_eq!(found.render(false), "", "{name}");
        }
    }
    assert!(count > 4, "only {count} blocks of YAML");
}

#[test]
fn links_lead_to_chapters() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
    for (name, text) in CHAPTERS.iter().copied().chain([("SUMMARY.md", summary.as_str())]) {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(
                file.is_empty() || file.contains("://") || folder.join(file).exists(),
                "{name} leads to {link}, which is not there"
            );
        }
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let is_chapter = file.ends_with(".md") && file != "SUMMARY.md";
        assert!(
            !is_chapter
                || (summary.contains(&format!("({file})")) && CHAPTERS.iter().any(|(name, _)| *name == format!("src/{file}"))),
            "{file}"
        );
    }
}

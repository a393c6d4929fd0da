//! `acs spec new`, `rename`, `rm` and `group`: what they change, what they refuse, and that they leave nothing half done.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::acs;

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints:\n  rule: \"moon.{region}.example.com\"\n\
    groups:\n  # Where things land.\n  crater: Craters.\n  moon: What there is of it.\n";
const GLOSSARY: &str =
    "CraterId: ID of the crater.\n\"LandOn:Fuel\": \"Fuel to land with.\" # tons\nRequestId: ID of the request.\n";
const WAITERS: &str = "# Waits.\nCraterAvailable:\n  summary: Waits until a crater is available.\n  operation: ListCraters\n  id: CraterId\n  \
    items: Craters\n  match: CraterId\n  status: Status\n  success: [Available]\n\n# More.\nCraterDeleted:\n  \
    summary: Waits until a crater is gone.\n  operation: ListCraters\n  id: CraterId\n  items: Craters\n  match: CraterId\n  until: gone\n";
const LIST: &str = "operation: ListCraters\r\nsummary: \"Lists craters.\"  # all\r\naccess: read\r\nparameters:\r\n  CraterId: { type: string }\r\n\
    response:\r\n  Craters:\r\n    type: list\r\n    description: What was found.\r\n    items: { shape: Crater }\r\nshapes:\r\n  Crater:\r\n    \
    type: object\r\n    fields:\r\n      CraterId: { type: string }\r\n      Status: { type: string }\r\n";
const LAND: &str = "operation: LandOn\nsummary: Lands.\ndescription: Poll `ListCraters` then.\naccess: write\nwaiter: CraterAvailable\n\
    parameters:\n  CraterId: { type: string, required: true }\n  Fuel:     { type: integer }\n";
const OLD: &str = "operation: Touch\nsummary: Lands.\naccess: write\ndeprecated: true\nreplaced_by: [LandOn, ListCraters]\n";
const MANIFEST: &str =
    "[package]\nname = \"moon\"\n\n[features]\ndefault = [\"crater\", \"moon\"]\n\ncrater = []\nmoon = [\"crater\"]\n";
const DOCS: &str = "`LandOn` lands: `client.land_on(\"c\")` gives a `LandOnResponse`, unlike `LandOnTop`.\n";
const SNAPSHOT: &str = "Spec: `moon/LandOn.yaml`\npub struct LandOnRequest;\n";

/// A workspace with a service and a crate for it.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("Cargo.toml", "[workspace]\nmembers = [\"crate\"]\n"),
        ("crate/Cargo.toml", MANIFEST),
        ("crate/src/lib.rs", "// LandOn\n"),
        ("README.md", DOCS),
        ("CHANGELOG.md", DOCS),
        ("tests/snapshots/code/moon/LandOn.snap", SNAPSHOT),
        ("api-spec/service.yaml", SERVICE),
        ("api-spec/glossary.yaml", GLOSSARY),
        ("api-spec/waiters.yaml", WAITERS),
        ("api-spec/crater/ListCraters.yaml", LIST),
        ("api-spec/moon/LandOn.yaml", LAND),
        ("api-spec/moon/Touch.yaml", OLD),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// All files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(here) = folders.pop() {
        for path in fs::read_dir(here).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// Standard output and standard error, and the exit status.
fn run(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = acs(&[&["spec"], arguments].concat()).current_dir(folder).output().unwrap();
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
}

fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let (text, status) = run(folder, arguments);
    assert_eq!(status, Some(0), "{arguments:?}: {text}");
    text
}

/// What a command refuses leaves every file as it is.
fn refuse(folder: &Path, arguments: &[&str], why: &str) {
    let before = files(folder);
    let (text, status) = run(folder, arguments);
    assert!(text.contains(why), "{arguments:?}: {text}");
    assert!(matches!(status, Some(1 | 2)), "{arguments:?}: {status:?}");
    assert_eq!(files(folder), before, "{arguments:?}");
}

#[test]
fn an_operation_is_renamed_wherever_it_is_named() {
    let workspace = workspace();
    let before = files(workspace.path());
    let dry = succeed(workspace.path(), &["rename", "LandOn", "TouchDown", "--dry-run"]);
    assert!(dry.contains("rename from api-spec/moon/LandOn.yaml") && dry.contains("+operation: TouchDown"), "{dry}");
    assert_eq!(files(workspace.path()), before, "a trial changes nothing");

    let text = succeed(workspace.path(), &["rename", "LandOn", "TouchDown"]);
    assert!(text.contains("crate/src/lib.rs:1:4") && !text.contains("  README.md"), "{text}");
    let renamed = |text: &str| text.replace("LandOn", "TouchDown");
    let mut expected = before.clone();
    expected.remove("api-spec/moon/LandOn.yaml");
    expected.remove("tests/snapshots/code/moon/LandOn.snap");
    expected.insert("api-spec/moon/TouchDown.yaml".to_owned(), renamed(LAND));
    expected.insert("tests/snapshots/code/moon/TouchDown.snap".to_owned(), renamed(SNAPSHOT));
    expected.insert("api-spec/glossary.yaml".to_owned(), renamed(GLOSSARY));
    expected.insert("api-spec/moon/Touch.yaml".to_owned(), renamed(OLD));
    let docs = "`TouchDown` lands: `client.touch_down(\"c\")` gives a `TouchDownResponse`, unlike `TouchDownTop`.\n";
    expected.insert("README.md".to_owned(), docs.to_owned());
    assert_eq!(files(workspace.path()), expected);

    assert!(!succeed(&workspace.path().join("crate/src"), &["check"]).contains("error["), "from a folder beside the specs");
    // From a folder inside, and two names that change places.
    let inside = workspace.path().join("api-spec/moon");
    succeed(&inside, &["rename", "TouchDown", "Between"]);
    succeed(&inside, &["rename", "Touch", "TouchDown"]);
    succeed(&inside, &["rename", "operation", "Between", "Touch"]);
    succeed(workspace.path(), &["rename", "ListCraters", "GetCraters"]);
    let after = files(workspace.path());
    assert_eq!(
        after["api-spec/crater/GetCraters.yaml"],
        LIST.replace("ListCraters", "GetCraters"),
        "line ends and comments stay"
    );
    assert_eq!(after["api-spec/waiters.yaml"], WAITERS.replace("ListCraters", "GetCraters"));
    assert!(after["api-spec/moon/Touch.yaml"].contains("Poll `GetCraters` then."));
    assert!(after["api-spec/moon/TouchDown.yaml"].contains("replaced_by: [Touch, GetCraters]"));
    succeed(workspace.path(), &["check"]);
}

#[test]
fn waiters_shapes_and_groups_are_renamed() {
    let workspace = workspace();
    succeed(workspace.path(), &["rename", "CraterAvailable", "CraterReady"]);
    succeed(workspace.path(), &["rename", "shape", "Crater", "CraterItem"]);
    succeed(workspace.path(), &["rename", "group", "crater", "hole"]);
    let after = files(workspace.path());
    assert_eq!(after["api-spec/waiters.yaml"], WAITERS.replace("CraterAvailable", "CraterReady"));
    assert_eq!(after["api-spec/moon/LandOn.yaml"], LAND.replace("CraterAvailable", "CraterReady"));
    let list = LIST.replace("shape: Crater", "shape: CraterItem").replace("  Crater:\r\n", "  CraterItem:\r\n");
    assert_eq!(after["api-spec/hole/ListCraters.yaml"], list);
    assert_eq!(after["api-spec/service.yaml"], SERVICE.replace("crater: Craters.", "hole: Craters."));
    assert_eq!(after["crate/Cargo.toml"], MANIFEST.replace("crater", "hole"));
    assert!(!workspace.path().join("api-spec/crater").exists());
    succeed(workspace.path(), &["check"]);
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let workspace = workspace();
    let root = workspace.path();
    for (arguments, why) in [
        (&["rename", "LandOn", "Touch"][..], "there is an operation `Touch` already"),
        (&["rename", "LandOn", "listcraters"], "already"),
        (&["rename", "LandOn", "../Up"], "is not a valid name for an operation"),
        (&["rename", "LandOn", "LandOn"], "already"),
        (&["rename", "landOn", "Up"], "did you mean `LandOn`?"),
        (&["rename", "moon", "crater"], "there is a group `crater` already"),
        (&["rename", "moon", "Moon"], "is not a valid name for a group"),
        (&["rename", "moon", "serde"], "has a feature `serde` of its own"),
        (&["rename", "planet", "LandOn", "Up"], "`planet` is not a kind"),
        (&["rename", "waiter", "LandOn", "Up"], "there is no waiter `LandOn`"),
        (&["rename", "LandOn", "Up", "--spec", "nowhere"], "there is no folder nowhere"),
    ] {
        refuse(root, arguments, why);
    }
    fs::write(root.join("api-spec/moon/Touch.yaml"), OLD.replace("write", "writes")).unwrap();
    refuse(root, &["rename", "LandOn", "Up"], "errors, which must be corrected first");
    fs::write(root.join("api-spec/moon/Touch.yaml"), OLD).unwrap();
    // Of a snapshot that is in the way, nothing is lost.
    fs::write(root.join("tests/snapshots/code/moon/Up.snap"), "other").unwrap();
    refuse(root, &["rename", "LandOn", "Up"], "Up.snap is there already");
}

#[test]
fn what_is_referred_to_is_removed_only_by_force() {
    let workspace = workspace();
    let root = workspace.path();
    refuse(root, &["rm", "LandOn"], "api-spec/moon/Touch.yaml:5:15: `replaced_by` names it");
    refuse(root, &["rm", "ListCraters"], "api-spec/waiters.yaml:2:1: the waiter `CraterAvailable` polls `ListCraters`");
    refuse(root, &["rm", "ListCraters"], "api-spec/service.yaml:8:3: the group `crater` has no other operation");
    refuse(root, &["rm", "CraterAvailable"], "api-spec/moon/LandOn.yaml:5:9: `waiter` names `CraterAvailable`");
    refuse(root, &["rm", "moon"], "the group `moon` has 2 operations");
    refuse(root, &["rm", "Lndon"], "there is no operation, waiter or group `Lndon`; did you mean `LandOn`?");
    let before = files(root);
    succeed(root, &["rm", "ListCraters", "--force", "--dry-run"]);
    assert_eq!(files(root), before);

    succeed(root, &["rm", "CraterDeleted"]);
    assert_eq!(files(root)["api-spec/waiters.yaml"], WAITERS.split("CraterDeleted").next().unwrap());
    let text = succeed(root, &["rm", "ListCraters", "--force"]);
    assert!(text.contains("api-spec/moon/LandOn.yaml:3:20: description: Poll `ListCraters` then."), "{text}");
    let after = files(root);
    assert_eq!(after["api-spec/waiters.yaml"], "# Waits.\n\n# More.\n");
    assert_eq!(after["api-spec/moon/LandOn.yaml"], LAND.replace("waiter: CraterAvailable\n", ""));
    assert_eq!(after["api-spec/moon/Touch.yaml"], OLD.replace(", ListCraters", ""));
    assert_eq!(after["api-spec/service.yaml"], SERVICE.replace("  crater: Craters.\n", ""));
    assert_eq!(
        after["crate/Cargo.toml"],
        MANIFEST.replace("\"crater\", ", "").replace("crater = []\n", "").replace("\"crater\"", "")
    );
    succeed(root, &["rm", "LandOn", "--force"]);
    let after = files(root);
    assert_eq!(after["api-spec/glossary.yaml"], GLOSSARY.replace("\"LandOn:Fuel\": \"Fuel to land with.\" # tons\n", ""));
    assert_eq!(after["api-spec/moon/Touch.yaml"], OLD.replace("replaced_by: [LandOn, ListCraters]\n", ""));
    assert!(!after.contains_key("tests/snapshots/code/moon/LandOn.snap"));
    assert!(!succeed(root, &["check"]).contains("error["));
}

#[test]
fn a_group_is_added_everywhere_and_begins_with_an_operation() {
    let workspace = workspace();
    let root = workspace.path();
    for (arguments, why) in [
        (&["group", "moon"][..], "the group `moon` is there already"),
        (&["group", "sea", "--summary", "Two\nlines."], "the summary is one line"),
        (&["group", "Sea"], "is not a valid name for a group"),
        (&["group", "dynamic"], "has a feature `dynamic` of its own"),
        (&["new", "CreateSea", "--group", "cratr"], "did you mean `crater`?"),
        (&["new", "CreateSea"], "does not imply a group"),
        (&["new", "land-on", "--group", "moon"], "is there already, in another spelling"),
        (&["new", "../Up", "--group", "moon"], "is not a valid name for an operation"),
        (&["new", "LANDON", "--group", "moon"], "is there already, in another spelling"),
    ] {
        refuse(root, arguments, why);
    }
    succeed(root, &["group", "lava", "--summary", "Lava: it is hot."]);
    let after = files(root);
    let line = "  lava: \"Lava: it is hot.\"\n  moon:";
    assert_eq!(after["api-spec/service.yaml"], SERVICE.replace("  moon:", line));
    let manifest =
        MANIFEST.replace("\"crater\", \"moon\"]", "\"crater\", \"lava\", \"moon\"]").replace("moon = [", "lava = []\nmoon = [");
    assert_eq!(after["crate/Cargo.toml"], manifest);
    succeed(root, &["new", "ListLavas"]);
    succeed(root, &["fmt", "--check", "api-spec/service.yaml"]);
    assert!(!succeed(root, &["check"]).contains("error["));
    succeed(root, &["rm", "ListLavas", "--force"]);
    assert_eq!(files(root)["crate/Cargo.toml"], MANIFEST);
    assert_eq!(files(root)["api-spec/service.yaml"], SERVICE);
}

#[test]
fn a_new_operation_has_what_its_verb_says_and_warns_of_nothing_but_what_is_to_be_written() {
    let workspace = workspace();
    let root = workspace.path();
    for (name, parts) in [
        ("CreateCrater", &["idempotency_token: true", "waiter: CraterAvailable", "response:\n  CraterId:"][..]),
        ("DeleteCrater", &["waiter: CraterDeleted", "CraterId:    { type: string, required: true }"]),
        ("ModifyCraterAttribute", &["access: write", "waiter: CraterAvailable", "CraterName:"]),
        ("DescribeCraters", &["style: page", "wraps: Crater", "items: Craters"]),
        ("ListCraterRims", &["style: token", "next: NextToken", "CraterRimId"]),
        ("DescribeCraterAttribute", &["access: read", "CraterId: { type: string, required: true }"]),
        ("QueryCraterDust", &["access: read"]),
        ("ReleaseCrater", &["waiter: CraterDeleted"]),
        ("AssociateCrater", &["InstanceId"]),
        ("crater-shine", &["operation: crater-shine", "access: write"]),
    ] {
        let before = files(root);
        let text = succeed(root, &["new", name, "--stdout"]);
        assert!(succeed(root, &["new", name, "--group", "crater", "--dry-run"]).contains("+operation: "));
        assert_eq!(files(root), before, "nothing is written yet");
        for part in parts {
            assert!(text.contains(part), "{name} lacks {part:?}:\n{text}");
        }
        succeed(root, &["new", name]);
        let path: PathBuf = ["api-spec", "crater", &format!("{name}.yaml")].iter().collect();
        assert_eq!(fs::read_to_string(root.join(&path)).unwrap(), text);
        succeed(root, &["fmt", "--check", path.to_str().unwrap()]);
    }
    let checked = succeed(root, &["check", "--format", "json"]);
    let is_to_be_written = |line: &&str| line.contains("E0804") || line.contains("E0806");
    for line in checked.lines().filter(|line| line.contains("\"code\"")) {
        assert!(is_to_be_written(&line), "{line}\n{checked}");
    }
}

#[cfg(feature = "full")]
#[test]
fn a_new_operation_becomes_code() {
    let workspace = workspace();
    for name in ["CreateCrater", "DescribeCraters", "ListCraterRims", "DeleteCrater"] {
        succeed(workspace.path(), &["new", name]);
        let shown = succeed(workspace.path(), &["preview", name]);
        assert!(shown.contains(&format!("pub struct {name}")), "{shown}");
    }
}

/// All of the service of this repository, under the eyes of git.
#[test]
fn a_rename_in_the_whole_service_is_one_change() {
    let folder = tempfile::tempdir().unwrap();
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("api-spec");
    for (name, text) in files(&specs) {
        let path = folder.path().join("api-spec").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder.path()).args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "commit.gpgsign=false",
        ]);
        let output = command.args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", "/nonexistent").output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "first"]);
    succeed(folder.path(), &["rename", "ListNatIps", "QueryNatIps"]);
    succeed(folder.path(), &["rename", "group", "ha-vip", "virtual-ip"]);
    succeed(folder.path(), &["fmt", "--check"]);
    let path = std::env::var("PATH").unwrap();
    let output = acs(&["spec", "diff"]).current_dir(folder.path()).env("PATH", path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let breaking: Vec<&str> = text.lines().filter(|line| line.starts_with("breaking")).collect();
    let expected = [
        "breaking       `groups.ha-vip` is now `virtual-ip`, and so is the cargo feature",
        "breaking       `ListNatIps` is now `QueryNatIps`",
    ];
    assert_eq!(breaking, expected, "{text}{}", String::from_utf8_lossy(&output.stderr));
}

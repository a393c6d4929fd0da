//! The index that the build script makes.

#[allow(dead_code, clippy::duplicate_mod, reason = "the build script as a module")]
#[path = "../../build.rs"]
mod build;

use std::fs;

const SERVICE: &str = "product: Moon\nversion: \"2030-01-01\"\nsummary: The moon.\nendpoints: { rule: moon.example.com }\n\
    groups: { moon: What there is of it. }\n";

#[test]
fn an_operation_whose_spec_cannot_be_read_is_left_out_of_the_index() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("service.yaml"), SERVICE).unwrap();
    fs::create_dir(folder.path().join("moon")).unwrap();
    let operation = |name: &str, access: &str| {
        let spec = format!("operation: {name}\nsummary: Flies.\naccess: {access}\n");
        fs::write(folder.path().join(format!("moon/{name}.yaml")), spec).unwrap();
    };
    operation("LandOn", "write");
    operation("LeaveMoon", "writ");
    operation("OrbitMoon", "read");
    let names = || -> Vec<String> {
        let tree = build::tree(folder.path()).unwrap();
        tree.operations.into_iter().map(|source| source.operation.operation).collect()
    };
    assert_eq!(names(), ["LandOn", "OrbitMoon"]);
    operation("LeaveMoon", "write");
    assert_eq!(names(), ["LandOn", "LeaveMoon", "OrbitMoon"]);
    fs::write(folder.path().join("service.yaml"), "product: [").unwrap();
    assert!(build::tree(folder.path()).is_none(), "without a service there is no index");
}

//! The workbench: diagnostics, the Rust preview, differences, and saving.

use std::fs;
use std::path::Path;

use acs_explorer::{Error, Explorer};

use crate::common::Visitor;

const FILE: &str = "vpc/CreateThing.yaml";
const SERVICE: &str = "product: Thing\nversion: '2016-04-28'\nsummary: Things.\nendpoints: { rule: 'thing.{region}.aliyuncs.com' }\ngroups: { vpc: Things. }\n";
const OPERATION: &str = "operation: CreateThing\nsummary: Creates a thing.\naccess: write\nparameters:\n  Name: { type: string, description: What people call it. }\nresponse:\n  RequestId: { type: string, description: What support asks for. }\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("vpc")).unwrap();
    fs::write(folder.path().join("service.yaml"), SERVICE).unwrap();
    fs::write(folder.path().join(FILE), OPERATION).unwrap();
    folder
}

async fn visitor(folder: &Path, write: bool) -> Visitor {
    Visitor::of(Explorer::builder().specs(folder).write(write)).await
}

#[tokio::test]
async fn an_error_is_shown_with_its_location_and_a_valid_file_becomes_rust() {
    let folder = folder();
    let visitor = visitor(folder.path(), false).await;
    let right = visitor.get(&format!("/workbench?file={FILE}")).await;
    assert!(right.contains("Nothing is wrong with the file.") && right.contains("create_thing"), "{right}");
    let wrong = OPERATION.replace("access: write", "access: writes");
    let told = visitor.post("/workbench/check", &[("file", FILE), ("text", &wrong)]).await;
    assert!(told.contains("data-line=\"3\"") && told.contains("unknown word"), "{told}");
    let more = OPERATION.replace("response:", "  Size: { type: integer }\nresponse:");
    let told = visitor.post("/workbench/check", &[("file", FILE), ("text", &more)]).await;
    assert!(told.contains("<ins>+  Size") && told.contains("</span> size("), "{told}");
}

#[tokio::test]
async fn a_file_is_saved_only_with_leave_and_without_errors() {
    let folder = folder();
    let more = OPERATION.replace("Creates a thing.", "Creates one thing.");
    let on_disk = || fs::read_to_string(folder.path().join(FILE)).unwrap();

    let reader = visitor(folder.path(), false).await;
    let refused = reader.post("/workbench/save", &[("file", FILE), ("text", &more)]).await;
    assert!(refused.contains("--write") && on_disk() == OPERATION);

    let writer = visitor(folder.path(), true).await;
    let refused = writer.post("/workbench/save", &[("file", FILE), ("text", "operation: 1")]).await;
    assert!(refused.contains("is not saved") && on_disk() == OPERATION);
    let saved = writer.post("/workbench/save", &[("file", FILE), ("text", &more.replace('\n', "\r\n"))]).await;
    assert!(saved.contains("✓ Saved.") && on_disk() == more, "{saved}");
    assert!(writer.get("/operations/CreateThing").await.contains("Creates one thing."), "all pages show it");
}

#[tokio::test]
async fn no_other_file_is_read_or_written() {
    let folder = folder();
    let visitor = visitor(folder.path(), true).await;
    for path in ["../x.yaml", "/etc/passwd", "vpc/../service.yaml", "vpc/New.yaml", ""] {
        let response = visitor.post_form("/workbench/save", &[("file", path), ("text", OPERATION)]).await;
        assert_eq!(response.status(), 404, "{path}");
    }
    assert_eq!(visitor.response("/workbench?file=../../etc/passwd").await.status(), 404);
}

#[tokio::test]
async fn saving_needs_a_folder() {
    assert!(matches!(Explorer::builder().write(true).start().await, Err(Error::NoFolder)));
}

/// A folder of the embedded product adds to it: its operations come in place of those of the same name and beside the others.
#[tokio::test]
async fn a_folder_of_the_same_product_is_joined_with_what_is_embedded() {
    let folder = folder();
    fs::write(folder.path().join("service.yaml"), SERVICE.replace("product: Thing", "product: Vpc")).unwrap();
    let changed = "operation: DescribeVpcs\nsummary: Lists VPCs, and more.\naccess: read\n";
    fs::write(folder.path().join("vpc/DescribeVpcs.yaml"), changed).unwrap();
    let visitor = visitor(folder.path(), true).await;
    assert!(visitor.get("/operations/CreateThing").await.contains("Creates a thing."));
    assert!(visitor.get("/operations/DescribeVpcs").await.contains("Lists VPCs, and more."));
    assert!(visitor.get("/operations/CreateVpc").await.contains("CidrBlock"));
    let called = visitor.call("CreateVpc", &[("RegionId", "cn-hangzhou")]).await;
    assert!(called.contains("VpcId"), "{called}");

    // What is built in can be looked at, and not saved.
    let file = "eip/AllocateEipAddress.yaml";
    let page = visitor.get(&format!("/workbench?file={file}")).await;
    assert!(page.contains("operation: AllocateEipAddress"), "{page}");
    let text = acs_emulator::specs().iter().find(|(path, _)| *path == file).unwrap().1;
    let told = visitor.post("/workbench/save", &[("file", file), ("text", text)]).await;
    assert!(told.contains("built into this program") && !folder.path().join(file).exists(), "{told}");
}

/// What the page of the emulator proposes is there in VPC alone.
#[tokio::test]
async fn another_product_is_not_told_to_create_a_vpc() {
    let folder = folder();
    let page = visitor(folder.path(), false).await.get("/emulator").await;
    assert!(
        page.contains("There are none yet.") && !page.contains("CreateVpc") && !page.contains("gateway that is ready"),
        "{page}"
    );
    let page = Visitor::new().await.get("/emulator").await;
    assert!(page.contains("CreateVpc") && page.contains("gateway that is ready"), "{page}");
}

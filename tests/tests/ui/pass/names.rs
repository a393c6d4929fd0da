//! Names that are taken: by methods of every call and client, by types of another operation, by another field.

mod things {
    acs_macros::service!("names");
}

use things::thing::{GetNode, GetNodeErrorCode, TagResources};

async fn call(client: &things::Client) -> Result<(), acs_runtime::Error> {
    let call: GetNode = client.get_node("param").set_items(["a"]).set_send("b").param("More", 1);
    let node = call.send().await?;
    let _ = (node.isp, node.isp_2);
    let code = client.get_node_code().send().await?.code;
    let _ = code.and_then(|code| code.text);
    let tagging: TagResources = client.tag_resources();
    let cloning: things::thing::CloneOperation = client.clone().clone_operation();
    if let Err(error) = cloning.send().await {
        let _ = error.code_of::<GetNode>() == Some(GetNodeErrorCode::NodeBusy);
    }
    tagging.send().await.map(|_| ())
}

fn main() {
    let _ = call;
}

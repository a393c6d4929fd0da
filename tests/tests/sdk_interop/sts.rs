//! Another product: the emulator answers the Security Token Service from specs that were imported, and an official client calls it.

use acs_emulator::Emulator;
use acs_spec::import::import;
use serde_json::{Value, json};

use crate::sdk::{Said, Sdk, python};

const METADATA: &str = include_str!("../../../spec/tests/fixtures/metadata/sts-2015-04-01.json");

#[tokio::test(flavor = "multi_thread")]
async fn the_python_sdk_of_another_product_calls_imported_specs() {
    let imported = import(METADATA, None).unwrap();
    let specs = imported.files.into_iter().map(|file| (file.path, file.text));
    let emulator = Emulator::builder().specs(specs).start().await.unwrap();
    let Some(mut sdk) = Sdk::start(&python(), "sts.py", &emulator) else { return };
    let mut ask = |operation: &str, parameters: Value, secret: &str| {
        sdk.ask(&json!({ "operation": operation, "parameters": parameters, "secret": secret }))
    };
    let role = json!({ "RoleArn": "acs:ram::1:role/admin", "RoleSessionName": "alice" });
    let with = |more: Value| {
        let mut parameters = role.clone();
        parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parameters
    };
    let saml = with(json!({ "SAMLProviderArn": "acs:ram::1:saml-provider/x", "SAMLAssertion": "PHNhbWw+" }));
    let oidc = with(json!({ "OIDCProviderArn": "acs:ram::1:oidc-provider/x", "OIDCToken": "eyJhbGciOi" }));

    // What takes a key is signed, and a wrong signature is refused.
    let identity = reply(ask("GetCallerIdentity", json!({}), "testsecret"));
    assert_eq!(identity["IdentityType"], "RAMUser");
    assert_eq!(code(ask("GetCallerIdentity", json!({}), "wrong")), "SignatureDoesNotMatch");
    assert_eq!(code(ask("AssumeRole", role.clone(), "wrong")), "SignatureDoesNotMatch");
    let assumed = reply(ask("AssumeRole", role.clone(), "testsecret"));
    assert!(assumed["Credentials"]["AccessKeyId"].as_str().unwrap().starts_with("STS."), "{assumed}");

    // What takes none needs none. The example of the spec answers what the emulator keeps nothing of.
    let assumed = reply(ask("AssumeRoleWithOIDC", oidc, "wrong"));
    assert!(assumed["Credentials"]["AccessKeyId"].as_str().unwrap().starts_with("STS."), "{assumed}");
    let assumed = reply(ask("AssumeRoleWithSAML", saml, "wrong"));
    assert_eq!(assumed["SAMLAssertionInfo"]["SubjectType"], "persistent");
}

fn reply(said: Said) -> Value {
    match said {
        Said::Reply(reply) => reply,
        other => panic!("{other}"),
    }
}

fn code(said: Said) -> String {
    match said {
        Said::Code(code) => code,
        other => panic!("{other}"),
    }
}

//! The resources that an emulator begins with: operations in a YAML file, in order.
//!
//! ```yaml
//! region: cn-hangzhou
//! resources:
//!   - as: web
//!     operation: CreateVpc
//!     parameters: { VpcName: web, CidrBlock: 10.0.0.0/8 }
//!   - operation: CreateVSwitch
//!     parameters: { VpcId: $web.VpcId, CidrBlock: 10.0.1.0/24, ZoneId: cn-hangzhou-h }
//! ```

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::engine::Reply;
use crate::error::Error;
use crate::service::Service;

/// The region of operations that name none, in a file that names none.
pub(crate) const REGION: &str = "cn-hangzhou";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    #[serde(default = "region")]
    region: String,
    resources: Vec<Step>,
}

fn region() -> String {
    REGION.to_owned()
}

/// An operation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// What other steps call its reply.
    #[serde(rename = "as")]
    name: Option<String>,
    operation: String,
    #[serde(default)]
    parameters: Map<String, Value>,
}

/// Does what a file says.
pub(crate) fn apply(service: &Service, path: &Path) -> Result<(), Error> {
    let text = fs::read_to_string(path).map_err(|error| Error::file("read", path, error))?;
    let wrong = |error: &dyn std::fmt::Display| Error::content("seed file", path, error);
    let seed: Seed = serde_yaml::from_str(&text).map_err(|error| wrong(&error))?;
    let mut replies: HashMap<String, Reply> = HashMap::new();
    for (number, step) in seed.resources.into_iter().enumerate() {
        let Step { name, operation, parameters } = step;
        let place = |why: &str| wrong(&format!("resource {} ({operation}): {why}", number + 1));
        if name.as_ref().is_some_and(|name| replies.contains_key(name)) {
            return Err(place(&format!("the name {} is taken", name.unwrap_or_default())));
        }
        let mut parameters = Value::Object(parameters);
        resolve(&mut parameters, &replies).map_err(|why| place(&why))?;
        let Value::Object(parameters) = parameters else { continue };
        let reply = service.perform(&operation, &parameters, &seed.region);
        let reply = reply.map_err(|error| place(&format!("{}: {}", error.code, error.message)))?;
        replies.extend(name.map(|name| (name, reply)));
    }
    Ok(())
}

/// Puts values of earlier replies in place of references to them: `$web.VpcId`. `$$` is a dollar sign.
fn resolve(value: &mut Value, replies: &HashMap<String, Reply>) -> Result<(), String> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| resolve(item, replies)),
        Value::Object(fields) => fields.values_mut().try_for_each(|field| resolve(field, replies)),
        Value::String(text) => {
            if let Some(reference) = text.strip_prefix('$') {
                *value = match reference.strip_prefix('$') {
                    Some(_) => reference.into(),
                    None => look_up(reference, replies)?,
                };
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn look_up(reference: &str, replies: &HashMap<String, Reply>) -> Result<Value, String> {
    let (name, path) =
        reference.split_once('.').ok_or_else(|| format!("${reference} names no field: write ${reference}.Field"))?;
    let reply = replies.get(name).ok_or_else(|| format!("${reference}: no resource above is called {name}"))?;
    let mut steps = path.split('.');
    let first = steps.next().and_then(|field| reply.get(field));
    let found = steps.fold(first, |value, step| match value? {
        // Items are counted from 1, as in the names of parameters.
        Value::Array(items) => items.get(step.parse::<usize>().ok()?.checked_sub(1)?),
        value => value.get(step),
    });
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = reply.keys().map(String::as_str).collect();
        format!("${reference}: the reply has no {path}; it has {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_looked_up_in_replies() {
        let reply = json!({"VpcId": "vpc-1", "Tables": {"Table": ["a", "b"]}});
        let replies = HashMap::from([("web".to_owned(), reply.as_object().cloned().unwrap())]);
        let resolved = |text: &str| {
            let mut value = json!({"List": [text]});
            resolve(&mut value, &replies).map(|()| value["List"][0].clone())
        };
        assert_eq!(resolved("$web.VpcId"), Ok("vpc-1".into()));
        assert_eq!(resolved("$web.Tables.Table.2"), Ok("b".into()));
        assert_eq!(resolved("$$5"), Ok("$5".into()));
        assert_eq!(resolved("plain"), Ok("plain".into()));
        for (wrong, why) in [
            ("$web", "names no field"),
            ("$db.VpcId", "called db"),
            ("$web.Id", "it has VpcId"),
            ("$web.Tables.Table.0", "has no"),
        ] {
            assert!(resolved(wrong).unwrap_err().contains(why), "{wrong}");
        }
    }
}

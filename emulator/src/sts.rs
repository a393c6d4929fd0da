//! The part of the Security Token Service that a credentials chain needs.

use acs_runtime::credentials::Sts;
use serde_json::{Value, json};

use crate::auth::{ACCOUNT, Keys, Session, role_id};
use crate::clock;
use crate::engine::Reply;
use crate::envelope::Envelope;
use crate::ids::Ids;
use crate::service_error::ServiceError;

/// Whether a request is for this service.
pub(crate) fn is_sts(envelope: &Envelope) -> bool {
    envelope.version == Sts::VERSION
}

/// The operations of the service that are answered.
pub(crate) const OPERATIONS: [&str; 3] = ["AssumeRole", "AssumeRoleWithOIDC", "GetCallerIdentity"];

/// Whether an operation is one of those below.
pub(crate) fn has(action: &str) -> bool {
    OPERATIONS.contains(&action)
}

/// Whether an operation needs a signature: with an identity token there is no key yet.
pub(crate) fn is_signed(envelope: &Envelope) -> bool {
    envelope.action != "AssumeRoleWithOIDC"
}

pub(crate) fn answer(
    envelope: &Envelope,
    session: Option<&Session>,
    keys: &mut Keys,
    ids: &Ids,
    now: u64,
) -> Result<Reply, ServiceError> {
    match envelope.action.as_str() {
        "AssumeRole" => assume_role(envelope, session, keys, ids, now),
        "AssumeRoleWithOIDC" => {
            parameter(envelope, "OIDCProviderArn")?;
            parameter(envelope, "OIDCToken")?;
            assume_role(envelope, None, keys, ids, now)
        }
        "GetCallerIdentity" => {
            let identity = session.map(Session::identity).unwrap_or_default();
            Ok(identity)
        }
        action => Err(ServiceError::new(404, "InvalidAction.NotFound", format!("The emulated STS has no operation {action}."))),
    }
}

fn assume_role(
    envelope: &Envelope,
    session: Option<&Session>,
    keys: &mut Keys,
    ids: &Ids,
    now: u64,
) -> Result<Reply, ServiceError> {
    let arn = parameter(envelope, "RoleArn")?;
    let name = parameter(envelope, "RoleSessionName")?;
    let parts: Vec<&str> = arn.splitn(5, ':').collect();
    let role = match parts[..] {
        ["acs", "ram", _, _, resource] => resource.strip_prefix("role/"),
        _ => None,
    };
    let role = role.filter(|role| !role.is_empty());
    let Some(role) = role else { return Err(invalid("RoleArn", "it must be like acs:ram::<account>:role/<name>")) };
    if !Sts::is_session_name(name) {
        return Err(invalid("RoleSessionName", "it has 2 to 64 letters, digits and .@-_"));
    }
    let seconds = match optional(envelope, "DurationSeconds") {
        None => Sts::DEFAULT_KEY_SECONDS,
        Some(text) => match text.parse() {
            Ok(seconds) if Sts::KEY_SECONDS.contains(&seconds) => seconds,
            _ => {
                let (least, most) = (Sts::KEY_SECONDS.start(), Sts::KEY_SECONDS.end());
                return Err(invalid("DurationSeconds", &format!("it must be from {least} to {most}")));
            }
        },
    };
    if optional(envelope, "Policy").is_some_and(|policy| serde_json::from_str::<Value>(policy).is_err()) {
        return Err(invalid("Policy", "it is not valid JSON"));
    }
    let temporary = keys.temporary(ids, session, Some((role, name)), now.saturating_add(seconds * 1000));
    let user = json!({"Arn": format!("acs:ram::{ACCOUNT}:assumed-role/{role}/{name}"), "AssumedRoleId": format!("{}:{name}", role_id(role))});
    Ok(reply(json!({"AssumedRoleUser": user, "Credentials": temporary.credentials()})))
}

/// What an instance's metadata and a credentials URI answer with.
pub(crate) fn instance_credentials(keys: &mut Keys, ids: &Ids, now: u64) -> Value {
    let session =
        keys.temporary(ids, None, Some(("emulator-role", "instance")), now.saturating_add(6 * Sts::DEFAULT_KEY_SECONDS * 1000));
    let mut fields = session.credentials();
    fields.insert("LastUpdated".into(), clock::text(now).into());
    fields.insert("Code".into(), "Success".into());
    Value::Object(fields)
}

fn optional<'e>(envelope: &'e Envelope, name: &str) -> Option<&'e str> {
    let found = envelope.parameters.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

fn parameter<'e>(envelope: &'e Envelope, name: &str) -> Result<&'e str, ServiceError> {
    optional(envelope, name).ok_or_else(|| {
        let message = format!("{name} is mandatory for this action.");
        ServiceError::new(400, format!("Missing{name}"), message)
    })
}

fn invalid(name: &str, why: &str) -> ServiceError {
    ServiceError::new(400, format!("InvalidParameter.{name}"), format!("The parameter {name} is not valid: {why}."))
}

fn reply(value: Value) -> Reply {
    match value {
        Value::Object(fields) => fields,
        _ => Reply::new(),
    }
}

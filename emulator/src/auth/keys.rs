//! The keys that an emulator accepts, temporary ones included, and what is known of each.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use acs_runtime::sign::Secret;
use serde_json::json;

use super::access_key::{AccessKey, Rule};
use crate::clock;
use crate::ids::Ids;
use crate::service_error::ServiceError;

/// The account that owns everything in an emulator.
pub(crate) const ACCOUNT: u64 = 1_234_567_890_123_456;

/// Temporary keys that are kept at the same time; the oldest make room.
const MAX_TEMPORARY: usize = 10_000;

/// Every key that requests may be signed with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    sessions: HashMap<String, Arc<Session>>,
    /// Ids of temporary keys, the oldest first.
    temporary: VecDeque<String>,
    bearer: Vec<Secret>,
}

/// A key, and what goes with it for as long as it is valid.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) key_id: String,
    pub(super) secret: Secret,
    pub(super) token: Option<Secret>,
    /// When a temporary key ends.
    pub(super) expires: Option<u64>,
    /// The role and the session name of a temporary key.
    role: Option<(String, String)>,
    rules: Vec<Rule>,
}

impl Keys {
    pub(crate) fn add(&mut self, key: AccessKey) {
        let session =
            Session { key_id: key.id.clone(), secret: key.secret, token: None, expires: None, role: None, rules: key.rules };
        self.sessions.insert(key.id, Arc::new(session));
    }

    pub(crate) fn add_bearer(&mut self, token: Secret) {
        self.bearer.push(token);
    }

    /// Creates a temporary key for a role, named with its session, with the rights of `source` or all rights.
    pub(crate) fn temporary(&mut self, ids: &Ids, source: Option<&Session>, role: Option<(&str, &str)>, expires: u64) -> Session {
        let session = Session {
            key_id: format!("STS.{}", ids.letters(24)),
            secret: Secret::new(format!("{}{}", ids.letters(24), ids.letters(20))),
            token: Some(Secret::new(format!("CAIS{}{}{}", ids.letters(24), ids.letters(24), ids.letters(24)))),
            expires: Some(expires),
            role: role.map(|(role, session)| (role.to_owned(), session.to_owned())),
            rules: source.map(|source| source.rules.clone()).unwrap_or_default(),
        };
        while self.temporary.len() >= MAX_TEMPORARY {
            let oldest = self.temporary.pop_front().unwrap_or_default();
            self.sessions.remove(&oldest);
        }
        self.temporary.push_back(session.key_id.clone());
        self.sessions.insert(session.key_id.clone(), Arc::new(session.clone()));
        session
    }

    /// The ids of the keys that are not temporary, with their rules.
    pub(crate) fn rules(&self) -> Vec<(String, Vec<String>, Vec<String>)> {
        let of = |session: &Arc<Session>, allow| {
            let rules = session.rules.iter().filter(move |rule: &&Rule| rule.allow == allow);
            rules.map(|rule| rule.pattern.clone()).collect()
        };
        let lasting = self.sessions.values().filter(|session| session.expires.is_none());
        let mut rules: Vec<_> = lasting.map(|key| (key.key_id.clone(), of(key, true), of(key, false))).collect();
        rules.sort();
        rules
    }

    /// Takes a key away; false if there is none of this id.
    pub(crate) fn remove(&mut self, key_id: &str) -> bool {
        self.temporary.retain(|id| id != key_id);
        self.sessions.remove(key_id).is_some()
    }

    /// How many keys there are, without temporary ones.
    pub(crate) fn lasting(&self) -> usize {
        self.sessions.len().saturating_sub(self.temporary.len())
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.sessions.keys().map(String::as_str)
    }

    pub(super) fn session(&self, key_id: &str) -> Result<Arc<Session>, ServiceError> {
        let unknown = || ServiceError::new(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        self.sessions.get(key_id).cloned().ok_or_else(unknown)
    }

    pub(super) fn bearer(&self, token: &str) -> Option<Session> {
        let token = Secret::from(token);
        let known = self.bearer.contains(&token);
        known.then(|| Session {
            key_id: "bearer".into(),
            secret: Secret::from(""),
            token: None,
            expires: None,
            role: None,
            rules: Vec::new(),
        })
    }
}

impl Session {
    /// The four fields that the STS, the instance metadata and a credentials URI hand out.
    pub(crate) fn credentials(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut fields = serde_json::Map::new();
        fields.insert("AccessKeyId".into(), self.key_id.as_str().into());
        fields.insert("AccessKeySecret".into(), self.secret.expose().into());
        fields.insert("SecurityToken".into(), self.token.as_ref().map(Secret::expose).into());
        fields.insert("Expiration".into(), self.expires.map(clock::text).into());
        fields
    }

    /// Who the key belongs to, as `GetCallerIdentity` reports it.
    pub(crate) fn identity(&self) -> serde_json::Map<String, serde_json::Value> {
        let account = ACCOUNT.to_string();
        let (kind, arn, principal) = match &self.role {
            None => ("RAMUser", format!("acs:ram::{account}:user/{}", self.key_id), self.key_id.clone()),
            Some((role, session)) => {
                let arn = format!("acs:ram::{account}:assumed-role/{role}/{session}");
                ("AssumedRoleUser", arn, format!("{}:{session}", role_id(role)))
            }
        };
        let own = match &self.role {
            None => ("UserId", self.key_id.clone()),
            Some((role, _)) => ("RoleId", role_id(role)),
        };
        let fields = [("AccountId", account), ("Arn", arn), ("IdentityType", kind.to_owned()), ("PrincipalId", principal), own];
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }

    /// Refuses what the key's rules do not allow.
    pub(crate) fn authorize(&self, product: &str, action: &str) -> Result<(), ServiceError> {
        let named = |allow: bool| self.rules.iter().any(|rule| rule.allow == allow && rule.names(action));
        let denied = named(false);
        let allowed = named(true) || self.rules.iter().all(|rule| !rule.allow);
        if allowed && !denied {
            return Ok(());
        }
        let mut error = ServiceError::new(
            403,
            "Forbidden.RAM",
            "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        );
        error.access_denied = Some(Box::new(json!({
            "AuthAction": format!("{}:{action}", product.to_ascii_lowercase()),
            "AuthPrincipalType": if self.token.is_some() { "AssumedRoleUser" } else { "SubUser" },
            "AuthPrincipalOwnerId": ACCOUNT.to_string(),
            "AuthPrincipalDisplayName": self.key_id,
            "NoPermissionType": if denied { "ExplicitDeny" } else { "ImplicitDeny" },
            "PolicyType": "AccountLevelIdentityBasedPolicy",
            "EncodedDiagnosticMessage": "AQEAAAAAZW11bGF0b3I=",
        })));
        Err(error)
    }
}

#[cfg(test)]
impl Session {
    pub(super) fn new(key_id: &str, secret: &str, token: Option<Secret>) -> Self {
        Session { key_id: key_id.into(), secret: Secret::from(secret), token, expires: None, role: None, rules: Vec::new() }
    }
}

#[cfg(test)]
impl Keys {
    pub(super) fn with_session(session: Session) -> Self {
        let mut keys = Keys::default();
        keys.sessions.insert(session.key_id.clone(), Arc::new(session));
        keys
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// The id of a role, which follows from its name.
pub(crate) fn role_id(role: &str) -> String {
    let mut hasher = DefaultHasher::new();
    role.hash(&mut hasher);
    format!("3{:017}", hasher.finish() % 100_000_000_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(key: AccessKey) -> Arc<Session> {
        let mut keys = Keys::default();
        let id = key.id.clone();
        keys.add(key);
        keys.session(&id).unwrap()
    }

    #[test]
    fn rules_allow_and_deny() {
        let all = session(AccessKey::new("a", "s"));
        assert!(all.authorize("Vpc", "DeleteVpc").is_ok());

        let reader = session(AccessKey::new("a", "s").allow("vpc:Describe*").deny("DescribeVpcs"));
        assert!(reader.authorize("Vpc", "DescribeVSwitches").is_ok());
        let reason = |action| reader.authorize("Vpc", action).unwrap_err().access_denied.unwrap()["NoPermissionType"].clone();
        assert_eq!(reason("DescribeVpcs"), "ExplicitDeny");
        assert_eq!(reason("CreateVpc"), "ImplicitDeny");

        let denied = session(AccessKey::new("a", "s").deny("Delete*"));
        assert!(denied.authorize("Vpc", "CreateVpc").is_ok());
        assert!(denied.authorize("Vpc", "DeleteVpc").is_err());
    }

    #[test]
    fn temporary_keys_are_bounded() {
        let (mut keys, ids) = (Keys::default(), Ids::default());
        let first = keys.temporary(&ids, None, None, 1);
        for _ in 0..MAX_TEMPORARY {
            keys.temporary(&ids, None, None, 1);
        }
        assert_eq!(keys.sessions.len(), MAX_TEMPORARY);
        assert!(keys.session(&first.key_id).is_err());
    }
}

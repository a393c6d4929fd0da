//! Which operation is asked for, under which signature, and how to write the answer.

use acs_runtime::sign::COMMON_PARAMETERS;
use http::Method;

use crate::incoming::Incoming;
use crate::service_error::ServiceError;

/// Which signature a request claims to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Parameters in query or form.
    V1,
    /// `x-acs-*` headers.
    V3,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Xml,
}

impl Format {
    /// The format to answer in, even to a request that makes no sense otherwise.
    pub(crate) fn of(incoming: &Incoming) -> Self {
        match (Scheme::of(incoming), incoming.parameter("Format")) {
            (_, Some(format)) if format.eq_ignore_ascii_case("xml") => Format::Xml,
            (_, Some(_)) => Format::Json,
            (Scheme::V1, None) => Format::Xml,
            (Scheme::V3, None) => match incoming.header("accept") {
                Some(accept) if accept.contains("xml") && !accept.contains("json") => Format::Xml,
                _ => Format::Json,
            },
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Format::Json => "application/json;charset=utf-8",
            Format::Xml => "text/xml;charset=utf-8",
        }
    }
}

impl Scheme {
    /// The SDKs that sign with V1 send an `x-acs-action` header as well, so that alone is not conclusive.
    fn of(incoming: &Incoming) -> Self {
        let acs3 = incoming.header("authorization").is_some_and(is_acs3);
        let named = incoming.headers.contains_key("x-acs-action") && incoming.parameter("Action").is_none();
        if acs3 || named { Scheme::V3 } else { Scheme::V1 }
    }
}

fn is_acs3(authorization: &str) -> bool {
    authorization.trim_start().starts_with("ACS3-")
}

/// What every request says, whatever the operation.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) scheme: Scheme,
    pub(crate) action: String,
    pub(crate) version: String,
    /// The operation's own parameters, flat.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Envelope {
    pub(crate) fn read(incoming: &Incoming) -> Result<Self, ServiceError> {
        if incoming.method != Method::GET && incoming.method != Method::POST {
            return Err(ServiceError::new(400, "UnsupportedHTTPMethod", "Only GET and POST are supported."));
        }
        if incoming.path != "/" {
            return Err(ServiceError::new(
                404,
                "InvalidApi.NotFound",
                "Specified api is not found: operations are at the path /.",
            ));
        }
        refuse_too_many(incoming)?;
        refuse_duplicates(incoming)?;

        let scheme = Scheme::of(incoming);
        let (action, version) = match scheme {
            Scheme::V1 => (incoming.parameter("Action"), incoming.parameter("Version")),
            Scheme::V3 => (incoming.header("x-acs-action"), incoming.header("x-acs-version")),
        };
        let action = present(action, "Action")?.to_owned();
        let version = present(version, "Version")?.to_owned();
        if let Some(format) = incoming.parameter("Format")
            && !["json", "xml"].iter().any(|known| format.eq_ignore_ascii_case(known))
        {
            return Err(ServiceError::new(400, "InvalidParameter.Format", "The Format must be JSON or XML."));
        }
        let own = |name: &str| match scheme {
            Scheme::V1 => !COMMON_PARAMETERS.contains(&name),
            // Anonymous and bearer requests carry these two besides their headers.
            Scheme::V3 => !matches!(name, "Format" | "SignatureType"),
        };
        let parameters = incoming.parameters().filter(|(name, _)| own(name));
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Envelope { scheme, action, version, parameters })
    }
}

/// A common parameter or header that must be there.
pub(crate) fn present<'v>(value: Option<&'v str>, name: &str) -> Result<&'v str, ServiceError> {
    value.filter(|value| !value.is_empty()).ok_or_else(|| {
        let message = format!("The input parameter \"{name}\" that is mandatory for processing this request is not supplied.");
        ServiceError::new(400, "MissingParameter", message)
    })
}

/// Parameters that one request can have. The largest lists of the API have a few hundred.
const MAX_PARAMETERS: usize = 10_000;

fn refuse_too_many(incoming: &Incoming) -> Result<(), ServiceError> {
    match incoming.parameters().nth(MAX_PARAMETERS) {
        Some(_) => {
            let message = format!("A request has {MAX_PARAMETERS} parameters at most.");
            Err(ServiceError::new(400, "InvalidParameter", message))
        }
        None => Ok(()),
    }
}

fn refuse_duplicates(incoming: &Incoming) -> Result<(), ServiceError> {
    let mut names: Vec<&str> = incoming.parameters().map(|(name, _)| name).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            let message = format!("The parameter \"{}\" is given twice.", pair[0]);
            Err(ServiceError::new(400, "InvalidParameter", message))
        }
        None => Ok(()),
    }
}

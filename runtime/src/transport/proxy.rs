//! The proxy that requests are sent through.

use std::net::IpAddr;

use http::Uri;

use super::TransportError;
use crate::env::Env;
use crate::sign::Secret;

/// The proxy of a client: the environment's, none, or a custom one. `Debug` hides the URL, which may contain a password.
///
/// The environment's variables are `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` by the scheme of the endpoint, and `NO_PROXY`, all
/// of them in upper or lower case. If none is set, the system settings of macOS and Windows apply. With the environment's proxy,
/// requests to this machine are sent directly. Requests to an instance's metadata service always are.
///
/// ```
/// use acs_runtime::transport::Proxy;
///
/// let company = Proxy::new("http://user:password@proxy.example:3128").except("localhost, .internal.example, 10.0.0.0/8");
/// let none = Proxy::none();
/// ```
#[derive(Debug, Clone)]
pub struct Proxy(Source);

#[derive(Debug, Clone)]
enum Source {
    Environment(Env),
    None,
    Url { url: Secret, except: String },
}

/// The proxies by the scheme of the endpoint.
pub(super) struct Proxies {
    pub(super) https: Option<ProxyUrl>,
    pub(super) http: Option<ProxyUrl>,
    /// The hosts that requests are sent to directly, in the form of `NO_PROXY`.
    pub(super) except: String,
    /// Whether the proxy was set on the client.
    pub(super) explicit: bool,
    /// Whether the operating system's settings apply, since no other proxy is set.
    pub(super) system: bool,
}

/// A valid URL of a proxy, and where it comes from.
#[derive(Clone)]
pub(super) struct ProxyUrl {
    pub(super) url: Secret,
    origin: &'static str,
}

impl Proxy {
    /// The proxy at this URL: its scheme is `http`, `https`, `socks4`, `socks4a`, `socks5` or `socks5h`, and a user and a password
    /// may be in it.
    pub fn new(url: impl Into<Secret>) -> Self {
        Proxy(Source::Url { url: url.into(), except: String::new() })
    }

    /// Sends requests to these hosts directly: names, which include their subdomains, IP addresses and networks, separated by
    /// commas, as in `NO_PROXY`.
    pub fn except(mut self, hosts: impl Into<String>) -> Self {
        if let Source::Url { except, .. } = &mut self.0 {
            *except = hosts.into();
        }
        self
    }

    /// No proxy, whatever the environment says.
    pub fn none() -> Self {
        Proxy(Source::None)
    }

    /// The proxy that these variables name.
    pub fn reading(env: Env) -> Self {
        Proxy(Source::Environment(env))
    }

    /// The proxies to use.
    ///
    /// # Errors
    /// One of them is not a URL of a proxy.
    pub(super) fn resolve(&self) -> Result<Proxies, TransportError> {
        let mut proxies = Proxies { https: None, http: None, except: String::new(), explicit: true, system: false };
        match &self.0 {
            Source::None => {}
            Source::Url { url, except } => {
                let url = ProxyUrl::parse(url.expose(), "the client's proxy")?;
                (proxies.https, proxies.http) = (Some(url.clone()), Some(url));
                proxies.except.clone_from(except);
            }
            Source::Environment(env) => {
                // A web server passes the header `Proxy` of a request on to CGI programs as HTTP_PROXY.
                let http = if env.get("REQUEST_METHOD").is_some() { &["http_proxy"][..] } else { &["HTTP_PROXY", "http_proxy"] };
                let first = |names: &[&'static str]| {
                    let mut all = names.iter().copied().chain(["ALL_PROXY", "all_proxy"]);
                    all.find_map(|name| Some(ProxyUrl::parse(&env.get(name)?, name))).transpose()
                };
                proxies.https = first(&["HTTPS_PROXY", "https_proxy"])?;
                proxies.http = first(http)?;
                proxies.except = env.first(&["NO_PROXY", "no_proxy"]).unwrap_or_default();
                proxies.explicit = false;
                proxies.system = env.is_process() && proxies.https.is_none() && proxies.http.is_none();
            }
        }
        Ok(proxies)
    }
}

impl Default for Proxy {
    fn default() -> Self {
        Self::reading(Env::process())
    }
}

impl From<&str> for Proxy {
    fn from(url: &str) -> Self {
        Proxy::new(url)
    }
}

impl From<String> for Proxy {
    fn from(url: String) -> Self {
        Proxy::new(url)
    }
}

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

impl ProxyUrl {
    /// Parses a URL. The default scheme is `http`, as in other programs.
    fn parse(text: &str, origin: &'static str) -> Result<Self, TransportError> {
        let text = crate::env::trimmed(text);
        let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let is_proxy = |uri: Uri| {
            let authority = uri.authority()?;
            let host = authority.as_str().rsplit('@').next().unwrap_or_default();
            let has_port = host.rsplit(']').next().unwrap_or_default().contains(':');
            let fits = SCHEMES.contains(&uri.scheme_str()?)
                && !authority.host().is_empty()
                && (!has_port || authority.port_u16().is_some())
                && matches!(uri.path(), "" | "/")
                && uri.query().is_none();
            fits.then_some(())
        };
        match url.parse().ok().and_then(is_proxy) {
            Some(()) => Ok(ProxyUrl { url: Secret::from(url), origin }),
            None => {
                let example = "it should look like `http://proxy.example:3128`";
                Err(TransportError::unusable(format!("{origin} is not the URL of a proxy: {example}")))
            }
        }
    }

    pub(super) fn is_https(&self) -> bool {
        self.url.expose().starts_with("https:")
    }

    /// For people: without user and password.
    fn show(&self) -> String {
        let url = self.url.expose();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let host = rest.rsplit('@').next().unwrap_or_default().trim_end_matches('/');
        format!("{scheme}://{host} ({})", self.origin)
    }
}

impl Proxies {
    /// Whether requests to a host bypass the proxy: a proxy cannot reach a link-local address, and the environment's proxy is not
    /// meant for this machine.
    pub(super) fn is_direct(&self, host: &str) -> bool {
        is_link_local(host) || (!self.explicit && crate::endpoint::is_loopback(host))
    }

    /// For people: what requests to a URL are sent through.
    pub(super) fn show(&self, url: &str) -> String {
        let proxy = if url.starts_with("https:") { &self.https } else { &self.http };
        match proxy {
            Some(proxy) if self.except.is_empty() => proxy.show(),
            Some(proxy) => format!("{}, but not for {}", proxy.show(), self.except),
            None if self.system => "that of the operating system, if it has one".to_owned(),
            None => "none".to_owned(),
        }
    }
}

fn is_link_local(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => address.is_link_local() || address.octets() == METADATA,
        Ok(IpAddr::V6(address)) => address.is_unicast_link_local(),
        Err(_) => false,
    }
}

/// The metadata service of an instance.
const METADATA: [u8; 4] = [100, 100, 100, 200];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(variables: &[(&str, &str)]) -> String {
        let proxies = Proxy::reading(Env::of(variables.iter().copied())).resolve();
        proxies.map_or_else(|error| error.to_string(), |proxies| proxies.show("https://vpc.aliyuncs.com/"))
    }

    #[test]
    fn the_environment_names_the_proxy() {
        assert_eq!(shown(&[]), "none");
        assert_eq!(shown(&[("HTTP_PROXY", "http://a:1")]), "none");
        assert_eq!(shown(&[("https_proxy", "http://u:hidden@a:1/")]), "http://a:1 (https_proxy)");
        assert_eq!(shown(&[("ALL_PROXY", "socks5://a:1"), ("NO_PROXY", ".b")]), "socks5://a:1 (ALL_PROXY), but not for .b");
        assert_eq!(shown(&[("HTTPS_PROXY", " a:1\n"), ("ALL_PROXY", "http://b:1")]), "http://a:1 (HTTPS_PROXY)");
        assert_eq!(shown(&[("HTTPS_PROXY", "http://[::1]:3128")]), "http://[::1]:3128 (HTTPS_PROXY)");
    }

    #[test]
    fn a_value_that_is_not_a_url_is_an_error_that_does_not_show_it() {
        for url in ["hidden hidden", "http//hidden:3128", "ftp://hidden:1", "http://hidden:port", "http://", "http://hidden/x"] {
            let error = shown(&[("HTTPS_PROXY", url)]);
            let expected = "HTTPS_PROXY is not the URL of a proxy: it should look like `http://proxy.example:3128`";
            assert_eq!(error, expected, "{url}");
            assert!(Proxy::new(url).resolve().is_err(), "{url}");
        }
        assert!(!format!("{:?}", Proxy::new("http://u:hidden@a")).contains("hidden"));
    }

    #[test]
    fn cgi_programs_ignore_the_variable_that_a_client_can_set() {
        let env = Env::of([("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://a:1")]);
        assert!(Proxy::reading(env).resolve().is_ok_and(|proxies| proxies.http.is_none()));
    }

    #[test]
    fn hosts_that_are_reached_without_a_proxy() {
        let direct = |host, proxy: Proxy| proxy.resolve().unwrap().is_direct(host);
        let environment = || Proxy::reading(Env::of([("HTTPS_PROXY", "http://proxy.example")]));
        for host in ["127.0.0.1", "127.9.9.9", "[::1]", "localhost", "LOCALHOST"] {
            assert!(direct(host, environment()) && !direct(host, Proxy::new("http://proxy.example")), "{host}");
        }
        for host in ["169.254.1.1", "100.100.100.200", "[fe80::1]"] {
            assert!(direct(host, environment()) && direct(host, Proxy::new("http://proxy.example")), "{host}");
        }
        for host in ["vpc.aliyuncs.com", "10.0.0.1", "localhost.example.com", "[2001:db8::1]"] {
            assert!(!direct(host, environment()), "{host}");
        }
    }
}

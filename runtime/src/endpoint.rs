//! Where requests go.

use std::net::Ipv6Addr;

use http::Uri;

use crate::error::Error;
use crate::operation::ServiceInfo;
use crate::suggest::nearest;

/// The address of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: &'static str,
    host: String,
}

impl Endpoint {
    /// Parses an address: a host, an IP address, or a URL without path. Plain http is only for this machine,
    /// unless it is allowed.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Error> {
        let wrong = |what: &str| Error::config(format!("the endpoint `{}` {what}", without_user(text)));
        let url = match text.parse::<Ipv6Addr>() {
            Ok(address) => format!("https://[{address}]"),
            Err(_) if text.contains("://") => text.to_owned(),
            Err(_) => format!("https://{text}"),
        };
        let uri: Uri = url.parse().map_err(|_| wrong("is not a host or a URL"))?;
        let authority = uri.authority().filter(|authority| !authority.host().is_empty()).ok_or_else(|| wrong("has no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("holds a user name; credentials are set on their own"));
        }
        if uri.path() != "/" || uri.query().is_some() {
            return Err(wrong("has a path; the service takes requests at `/` only"));
        }
        let (scheme, default_port) = match uri.scheme_str() {
            Some("https") => ("https", 443),
            Some("http") if allow_http || is_loopback(authority.host()) => ("http", 80),
            Some("http") => {
                return Err(wrong("is plain http, over which anyone can read requests; use https, or call `allow_http(true)`"));
            }
            _ => return Err(wrong("is neither https nor http")),
        };
        let host = authority.host().to_ascii_lowercase();
        // The port is part of the host that is signed, unless it is the scheme's own.
        let host = match authority.port_u16().filter(|port| *port != default_port) {
            Some(port) => format!("{host}:{port}"),
            None => host,
        };
        Ok(Endpoint { scheme, host })
    }

    /// The service's endpoint for a region: by the rule for the network if one is set, else by the service's map or rule.
    /// The map has the public network only.
    pub(crate) fn of_region(service: &ServiceInfo, region: &str, network: Option<&str>) -> Result<Self, Error> {
        check_region(region)?;
        let mapped = service.endpoint_map.get(region);
        let host = match (network, mapped) {
            (None, Some(host)) => host.to_owned(),
            (None, None) => service.endpoint_rule.replace("{region}", region),
            (Some(network), _) => {
                let rule = service.network_rule.as_ref().ok_or_else(|| {
                    Error::config(format!("{} has no endpoints on other networks: leave `network` out", service.product))
                })?;
                rule.replace("{network}", network).replace("{region}", region)
            }
        };
        Ok(Endpoint { scheme: "https", host })
    }

    /// Host, with the port if it is not the scheme's own.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// A URL at this address.
    pub(crate) fn url(&self, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        [self.scheme, "://", &self.host, path, mark, query].concat()
    }
}

/// Checks that a region can be part of a host name. Only the service knows whether it exists.
pub(crate) fn check_region(region: &str) -> Result<(), Error> {
    check_label("region", region, "cn-hangzhou")
}

/// Checks that a network's name can be part of a host name.
pub(crate) fn check_network(network: &str) -> Result<(), Error> {
    check_label("network", network, "vpc")
}

fn check_label(what: &str, text: &str, example: &str) -> Result<(), Error> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !text.is_empty() && text.len() < 64 && text.bytes().all(fits) && !text.starts_with('-') && !text.ends_with('-') {
        return Ok(());
    }
    Err(Error::config(format!("`{text}` is not the name of a {what}: it should look like `{example}`")))
}

/// A hint about a region that the service may not have; `None` if it is a known one.
pub(crate) fn about_region(service: &ServiceInfo, region: &str) -> Option<String> {
    if service.regions.contains(region) {
        return None;
    }
    let near = nearest(region, service.regions.iter());
    let near: Vec<_> = near.iter().map(|known| format!("`{known}`")).collect();
    Some(match near.as_slice() {
        [] => format!("This SDK does not know the region `{region}`: `DescribeRegions` lists those that there are"),
        near => format!("This SDK does not know the region `{region}`: is it {}?", near.join(" or ")),
    })
}

/// Whether a URL is of this machine.
pub(crate) fn is_loopback_url(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|url| url.host().is_some_and(is_loopback))
}

pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    address.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
}

/// A user name in a URL may come with a password.
fn without_user(text: &str) -> &str {
    text.rsplit_once('@').map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::SERVICE;

    fn url(text: &str) -> String {
        Endpoint::parse(text, false).map_or_else(|error| error.to_string(), |endpoint| endpoint.url("/", ""))
    }

    #[test]
    fn hosts_and_urls_are_endpoints() {
        for (text, expected) in [
            ("vpc.aliyuncs.com", "https://vpc.aliyuncs.com/"),
            ("https://VPC.aliyuncs.com:443/", "https://vpc.aliyuncs.com/"),
            ("https://proxy.example:8443", "https://proxy.example:8443/"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
            ("http://localhost:80", "http://localhost/"),
            ("http://[::1]:9", "http://[::1]:9/"),
            ("[2001:DB8::1]", "https://[2001:db8::1]/"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/"),
            ("2001:db8::1", "https://[2001:db8::1]/"),
        ] {
            assert_eq!(url(text), expected, "{text}");
        }
    }

    #[test]
    fn invalid_endpoints_are_refused() {
        for (text, part) in [
            ("http://vpc.aliyuncs.com", "plain http"),
            ("http://127.0.0.1.example.com", "plain http"),
            ("ftp://vpc.aliyuncs.com", "neither https nor http"),
            ("https://vpc.aliyuncs.com/v1", "has a path"),
            ("https://vpc.aliyuncs.com?x=1", "has a path"),
            ("https://user:hidden@vpc.aliyuncs.com", "holds a user name"),
            ("http://[2001:db8::1]", "plain http"),
            ("https://[2001:db8::1", "is not a host or a URL"),
            ("not a host", "is not a host or a URL"),
            ("", "is not a host or a URL"),
        ] {
            let error = url(text);
            assert!(error.contains(part) && !error.contains("hidden"), "{text}: {error}");
        }
        assert!(Endpoint::parse("http://vpc.aliyuncs.com", true).is_ok());
        assert!(url("https://user:hidden@vpc.aliyuncs.com").contains("vpc.aliyuncs.com"));
    }

    #[test]
    fn urls_of_this_machine_are_known() {
        for here in ["http://127.0.0.1:8080/x", "http://[::1]/", "https://LocalHost", "127.0.0.9"] {
            assert!(is_loopback_url(here), "{here}");
        }
        for elsewhere in ["http://127.0.0.1.example.com/", "http://10.0.0.1/", "/127.0.0.1", ""] {
            assert!(!is_loopback_url(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn the_network_chooses_the_endpoint_before_the_map_and_the_rule() {
        let host = |region, network| Endpoint::of_region(&SERVICE, region, network).unwrap().host;
        assert_eq!(host("cn-hangzhou", None), "vpc.aliyuncs.com");
        assert_eq!(host("cn-hangzhou", Some("vpc")), "vpc-vpc.cn-hangzhou.aliyuncs.com");
        assert_eq!(host("eu-central-1", None), "vpc.eu-central-1.aliyuncs.com");
        assert_eq!(host("eu-central-1", Some("vpc")), "vpc-vpc.eu-central-1.aliyuncs.com");
    }

    #[test]
    fn a_region_cannot_lead_elsewhere() {
        for region in ["", "evil.example/", "a@b", "CN-Hangzhou", "-a", "a-", "a b", &"a".repeat(64)] {
            assert!(Endpoint::of_region(&SERVICE, region, None).is_err(), "{region}");
        }
    }

    #[test]
    fn errors_suggest_similar_regions() {
        assert_eq!(about_region(&SERVICE, "eu-central-1"), None);
        assert_eq!(
            about_region(&SERVICE, "cn-hangzou").unwrap(),
            "This SDK does not know the region `cn-hangzou`: is it `cn-hangzhou`?"
        );
        assert!(about_region(&SERVICE, "mars").unwrap().contains("DescribeRegions"));
    }
}

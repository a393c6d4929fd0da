//! TLS: the certificates that a client trusts, and the one that it presents to the server.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, CertificateError, ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::TransportError;
use crate::env::Env;
use crate::sign::Secret;

/// Settings of TLS. Nothing is read before it is needed.
#[derive(Clone)]
pub(super) struct TlsSettings {
    pub(super) env: Env,
    /// Certificates to trust besides those of the system, each in PEM or DER.
    pub(super) roots: Vec<Vec<u8>>,
    pub(super) identity: Option<Identity>,
}

/// The client's certificate chain and its private key, both in PEM.
#[derive(Clone)]
pub(super) struct Identity {
    pub(super) certificates: Vec<u8>,
    pub(super) key: Secret,
}

impl fmt::Debug for TlsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TlsSettings");
        shown.field("env", &self.env).field("roots", &self.roots.len()).field("identity", &self.identity.is_some());
        shown.finish()
    }
}

/// The variable that names a file of trusted certificates, as it does for OpenSSL.
const CERT_FILE: &str = "SSL_CERT_FILE";

impl TlsSettings {
    /// Checks that the certificates and the key set on the client can be used.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        let mut store = RootCertStore::empty();
        for certificate in self.own_roots()? {
            store
                .add(certificate)
                .map_err(|error| TransportError::unusable("a root certificate is not valid").with_source(error))?;
        }
        self.client_certificate()?.map_or(Ok(()), |(chain, key)| {
            let made = rustls::sign::CertifiedKey::from_der(chain, key, &provider());
            made.map(|_| ())
                .map_err(|error| TransportError::unusable("the client's certificate and key cannot be used").with_source(error))
        })
    }

    /// The configuration of connections.
    pub(super) fn config(&self) -> Result<ClientConfig, TransportError> {
        let wrong = |error: rustls::Error| {
            let hint = "Are the system's certificates (`ca-certificates`) installed?";
            TransportError::unusable(format!("TLS cannot be set up: {error}. {hint}"))
        };
        let provider = provider();
        let builder =
            ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().map_err(wrong)?;
        let builder = match self.env.get(CERT_FILE) {
            Some(file) => {
                let mut store = RootCertStore::empty();
                store.add_parsable_certificates(certificates_of_file(Path::new(&file))?);
                store.add_parsable_certificates(self.own_roots()?);
                let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).build();
                builder.with_webpki_verifier(verifier.map_err(|error| TransportError::unusable(format!("{CERT_FILE}: {error}")))?)
            }
            None => {
                let verifier = Verifier::new_with_extra_roots(self.own_roots()?, provider).map_err(wrong)?;
                builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
            }
        };
        match self.client_certificate()? {
            Some((chain, key)) => builder.with_client_auth_cert(chain, key).map_err(wrong),
            None => Ok(builder.with_no_client_auth()),
        }
    }

    /// For people: the certificates that the client trusts.
    pub(super) fn show(&self) -> String {
        let trusted = match self.env.get(CERT_FILE) {
            Some(file) => match certificates_of_file(Path::new(&file)) {
                Ok(certificates) => format!("{} certificates of {file} ({CERT_FILE})", certificates.len()),
                Err(error) => error.to_string(),
            },
            None => "the certificates that the operating system trusts".to_owned(),
        };
        match self.own_roots() {
            Ok(own) if own.is_empty() => trusted,
            Ok(own) => format!("{trusted}, and {} of the client's", own.len()),
            Err(error) => error.to_string(),
        }
    }

    fn own_roots(&self) -> Result<Vec<CertificateDer<'static>>, TransportError> {
        let parsed = self.roots.iter().map(|text| match is_pem(text) {
            true => certificates(text, "the root certificates"),
            false => Ok(vec![CertificateDer::from(text.clone())]),
        });
        Ok(parsed.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn client_certificate(&self) -> Result<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>, TransportError> {
        let Some(identity) = &self.identity else { return Ok(None) };
        let chain = certificates(&identity.certificates, "the client's certificate")?;
        // The error of the parser might show a part of the key.
        let key = PrivateKeyDer::from_pem_slice(identity.key.expose().as_bytes());
        let key = key.map_err(|_| TransportError::unusable("the client's private key is not a key in PEM"))?;
        Ok(Some((chain, key)))
    }
}

fn certificates_of_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let what = format!("{} ({CERT_FILE})", path.display());
    let text =
        std::fs::read(path).map_err(|error| TransportError::unusable(format!("{what} cannot be read")).with_source(error))?;
    certificates(&text, &what)
}

fn certificates(text: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>, TransportError> {
    let parsed = CertificateDer::pem_slice_iter(text).collect::<Result<Vec<_>, _>>();
    match parsed {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(TransportError::unusable(format!("{what}: there is no certificate in PEM (`-----BEGIN CERTIFICATE-----`)"))),
        Err(error) => Err(TransportError::unusable(format!("{what}: the PEM is damaged")).with_source(error)),
    }
}

fn is_pem(text: &[u8]) -> bool {
    // A certificate in DER begins with a sequence.
    text.first() != Some(&0x30)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// The configuration for plain http: reqwest requires one, but this one trusts no certificate.
pub(super) fn trusting_nobody() -> Result<ClientConfig, TransportError> {
    let builder = ClientConfig::builder_with_provider(provider());
    let builder = builder.with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| TransportError::unusable("the HTTP client cannot be set up").with_source(error))?;
    Ok(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// What is wrong with a certificate, and what to do about it; `None` for other TLS errors.
pub(super) fn refusal(error: &rustls::Error) -> Option<(&'static str, &'static str)> {
    Some(match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => (
                "the server's certificate is not valid at this time",
                "Check this machine's clock, and the certificate of the server or proxy",
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
                "the server's certificate is for another host",
                "Check the endpoint, name resolution and proxies: another server answers",
            ),
            _ => (
                "the server's certificate is not trusted",
                "If a proxy or firewall of your network inspects TLS, trust its certificate authority: name a file of it in the \
                 environment variable SSL_CERT_FILE, or give it to `root_certificates` of the client's builder",
            ),
        },
        rustls::Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied,
        ) => (
            "the server refused the client's certificate",
            "Give a certificate that the server or proxy accepts to `client_identity` of the client's builder",
        ),
        _ => return None,
    })
}

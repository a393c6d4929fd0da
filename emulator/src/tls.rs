//! HTTPS: a certificate authority that is created once, and a certificate for each start.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use acs_spec::write;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::TlsAcceptor;

use crate::error::Error;

/// Names of the files in the folder.
const CERTIFICATE: &str = "acs-emulator-ca.pem";
const KEY: &str = "acs-emulator-ca-key.pem";

/// What a server needs to answer over TLS.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate, for clients to trust.
    pub(crate) authority: PathBuf,
}

impl Tls {
    /// Uses the authority in a folder, or creates it, and issues a certificate for an address and `localhost`.
    pub(crate) fn new(folder: &Path, address: IpAddr) -> Result<Self, Error> {
        let authority = folder.join(CERTIFICATE);
        let key = load_or_create(folder).map_err(|error| Error::file("keep a certificate authority in", folder, error))?;
        let config = server_config(key, address).map_err(|error| Error::tls(&authority, &error))?;
        Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(config)), authority })
    }
}

/// The key of the authority. Its certificate is beside it.
fn load_or_create(folder: &Path) -> io::Result<KeyPair> {
    match fs::read_to_string(folder.join(KEY)) {
        Ok(text) if folder.join(CERTIFICATE).is_file() => KeyPair::from_pem(&text).map_err(io::Error::other),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => {
            let key = KeyPair::generate().map_err(io::Error::other)?;
            let certificate = authority_params().self_signed(&key).map_err(io::Error::other)?;
            // The key is written first: a certificate without it would be of no use.
            write::private_file(&folder.join(KEY), &key.serialize_pem())?;
            write::private_file(&folder.join(CERTIFICATE), &certificate.pem())?;
            Ok(key)
        }
    }
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "acs emulator");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn server_config(authority: KeyPair, address: IpAddr) -> Result<ServerConfig, Box<dyn std::error::Error + Send + Sync>> {
    let issuer = Issuer::new(authority_params(), authority);
    let key = KeyPair::generate()?;
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned(), address.to_string()];
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&key, &issuer)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?.with_no_client_auth();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    Ok(config.with_single_cert(vec![certificate.der().clone()], key.into())?)
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").field("authority", &self.authority).finish_non_exhaustive()
    }
}

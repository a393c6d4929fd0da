//! HTTPS with an authority of the emulator's own.

use std::path::Path;
use std::sync::Arc;

use acs_emulator::Emulator;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// A client that trusts the authorities in a file, and no others.
fn client(authority: Option<&Path>) -> reqwest::Client {
    let mut roots = RootCertStore::empty();
    for certificate in authority.into_iter().flat_map(|path| CertificateDer::pem_file_iter(path).unwrap()) {
        roots.add(certificate.unwrap()).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(roots).with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).build().unwrap()
}

#[tokio::test]
async fn https_is_served_with_an_authority_that_outlives_the_emulator() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder().tls(folder.path()).start().await.unwrap();
    let authority = emulator.certificate_authority().unwrap().to_owned();
    let trusting = client(Some(&authority));
    let url = |emulator: &Emulator, host: &str| format!("https://{host}:{}/latest/meta-data/zone-id", emulator.address().port());
    for host in ["127.0.0.1", "localhost"] {
        assert_eq!(trusting.get(url(&emulator, host)).send().await.unwrap().text().await.unwrap(), "cn-hangzhou-h");
    }
    assert!(emulator.endpoint().starts_with("https://127.0.0.1:"));
    assert!(client(None).get(url(&emulator, "localhost")).send().await.is_err(), "a client that does not trust it");

    let again = Emulator::builder().tls(folder.path()).start().await.unwrap();
    assert_eq!(again.certificate_authority(), Some(authority.as_path()));
    assert!(trusting.get(url(&again, "localhost")).send().await.is_ok(), "the authority is the same");
}

#[cfg(unix)]
#[tokio::test]
async fn the_authoritys_key_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    Emulator::builder().tls(folder.path()).start().await.unwrap();
    let mode = std::fs::metadata(folder.path().join("acs-emulator-ca-key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}

#[tokio::test]
async fn a_broken_authority_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["acs-emulator-ca.pem", "acs-emulator-ca-key.pem"] {
        std::fs::write(folder.path().join(name), "nonsense").unwrap();
    }
    let error = Emulator::builder().tls(folder.path()).start().await.unwrap_err().to_string();
    assert!(error.contains("certificate authority"), "{error}");
}

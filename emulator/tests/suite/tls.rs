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

#[tokio::test]
async fn without_tls_only_health_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder().tls(folder.path()).start().await.unwrap();
    let get = async |path: &str| {
        let url = format!("http://127.0.0.1:{}{path}", emulator.address().port());
        let reply = client(None).get(url).send().await.unwrap();
        (reply.status().as_u16(), reply.text().await.unwrap())
    };
    let (status, text) = get("/_emulator/health").await;
    assert!(status == 200 && text.contains("\"version\""), "{text}");
    for path in ["/", "/?Action=DescribeVpcs", "/_emulator/state", "/_emulator/health/", "/latest/meta-data/zone-id"] {
        let (status, text) = get(path).await;
        assert!(status == 400 && text.contains("use https"), "{path}: {status} {text}");
    }
}

/// The command that the image's health check runs, for a port.
fn health_check(port: u16) -> Vec<String> {
    let dockerfile = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Dockerfile")).unwrap();
    let line = dockerfile.lines().find(|line| line.starts_with("HEALTHCHECK ")).unwrap();
    let command: Vec<String> = serde_json::from_str(line.split_once("CMD ").unwrap().1).unwrap();
    assert!(command.last().unwrap().contains("/8080"));
    command.iter().map(|part| part.replace("/8080", &format!("/{port}"))).collect()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_images_health_check_works_with_and_without_tls() {
    let folder = tempfile::tempdir().unwrap();
    let is_healthy = async |port: u16| {
        let command = health_check(port);
        let run = move || std::process::Command::new(&command[0]).args(&command[1..]).output().unwrap().status.success();
        tokio::task::spawn_blocking(run).await.unwrap()
    };
    for builder in [Emulator::builder(), Emulator::builder().tls(folder.path())] {
        let emulator = builder.start().await.unwrap();
        let port = emulator.address().port();
        assert!(is_healthy(port).await);
        drop(emulator);
        assert!(!is_healthy(port).await, "it is gone");
    }
}

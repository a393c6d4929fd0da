//! SSL-VPN: what a change does to the gateway, and how long.

use std::time::{Duration, SystemTime};

use crate::common::{Setup, text};
use acs_emulator::{Answer, Emulator, ManualClock};

async fn server(setup: &Setup) -> (String, String) {
    let gateway = setup.emulator.create_vpn_gateway();
    let parameters = [("VpnGatewayId", gateway.as_str()), ("ClientIpPool", "192.168.30.0/24"), ("LocalSubnet", "10.0.0.0/8")];
    let server = setup.make("CreateSslVpnServer", &parameters, "SslVpnServerId").await;
    (gateway, server)
}

#[tokio::test]
async fn a_certificate_is_created_described_and_deleted() {
    let setup = Setup::new().await;
    let (gateway, server) = server(&setup).await;
    let certificate =
        setup.make("CreateSslVpnClientCert", &[("SslVpnServerId", &server), ("Name", "laptop")], "SslVpnClientCertId").await;

    let described = setup.ok("DescribeSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await;
    assert_eq!(text(&described, "/Name"), "laptop");
    assert_eq!(text(&described, "/Status"), "normal");
    assert_eq!(text(&described, "/SslVpnServerId"), server);
    assert!(text(&described, "/ClientKey").contains("PRIVATE KEY"));

    let listed = setup.ok("DescribeSslVpnClientCerts", &[("SslVpnServerId", &server)]).await;
    assert_eq!(text(&listed, "/TotalCount"), "1");
    assert_eq!(text(&listed, "/SslVpnClientCertKeys/SslVpnClientCertKey/0/SslVpnClientCertId"), certificate);

    assert_eq!(setup.code("DeleteVpnGateway", &[("VpnGatewayId", &gateway)]).await, "DependencyViolation.SslVpnServer");
    setup.ok("DeleteSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await;
    let gone = setup.refused("DeleteSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await;
    assert_eq!(gone, (404, "InvalidSslVpnClientCertId.NotFound".into()));
    let gone = setup.refused("DescribeSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await;
    assert_eq!(gone, (404, "InvalidInstanceId.NotFound".into()));

    setup.ok("DeleteSslVpnServer", &[("SslVpnServerId", &server)]).await;
    setup.ok("DeleteVpnGateway", &[("VpnGatewayId", &gateway)]).await;
    let gone = setup.refused("DescribeVpnGateway", &[("VpnGatewayId", &gateway)]).await;
    assert_eq!(gone, (404, "InvalidVpnGatewayInstanceId.NotFound".into()));
    assert!(setup.emulator.requests().iter().all(|request| request.answer != Answer::Example));
}

#[tokio::test]
async fn a_deletion_keeps_the_gateway_busy_until_the_clock_says_it_is_done() {
    let clock = ManualClock::new(SystemTime::now());
    let setup = Setup::with(Emulator::builder().clock(clock.clone()).delay(Duration::from_secs(20))).await;
    let (gateway, server) = server(&setup).await;
    let status = async || text(&setup.ok("DescribeVpnGateway", &[("VpnGatewayId", &gateway)]).await, "/Status");

    assert_eq!(status().await, "updating");
    let busy = setup.refused("CreateSslVpnClientCert", &[("SslVpnServerId", &server)]).await;
    assert_eq!(busy, (400, "VpnGateway.Configuring".into()));
    clock.advance(Duration::from_secs(20));
    assert_eq!(status().await, "active");

    let certificate = setup.make("CreateSslVpnClientCert", &[("SslVpnServerId", &server)], "SslVpnClientCertId").await;
    clock.advance(Duration::from_secs(20));
    setup.ok("DeleteSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await;
    assert_eq!(status().await, "updating");
    assert_eq!(setup.code("DeleteSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await, "VpnGateway.Configuring");
    setup.ok("DescribeSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await;

    clock.advance(Duration::from_secs(19));
    assert_eq!(status().await, "updating");
    clock.advance(Duration::from_secs(1));
    assert_eq!(status().await, "active");
    assert_eq!(
        setup.code("DeleteSslVpnClientCert", &[("SslVpnClientCertId", &certificate)]).await,
        "InvalidSslVpnClientCertId.NotFound"
    );
}

#[tokio::test]
async fn a_server_is_checked_before_it_is_made() {
    let setup = Setup::new().await;
    let gateway = setup.emulator.create_vpn_gateway();
    let create = async |pool, more: (&str, &str)| {
        let parameters = [("VpnGatewayId", gateway.as_str()), ("ClientIpPool", pool), ("LocalSubnet", "10.0.0.0/8"), more];
        setup.code("CreateSslVpnServer", &parameters).await
    };
    assert_eq!(create("10.30.0.0/8", ("Port", "1194")).await, "ClientIpPool.NetmaskInvalid");
    assert_eq!(create("10.30", ("Port", "1194")).await, "ClientIpPool.SubnetInvalid");
    assert_eq!(create("10.30.0.0/16", ("Port", "1194")).await, "IpConflict");
    assert_eq!(create("192.168.30.0/24", ("Port", "443")).await, "SslVpnServerPort.Illegal");
    let other = setup.code(
        "CreateSslVpnServer",
        &[("VpnGatewayId", "vpn-none"), ("ClientIpPool", "192.168.30.0/24"), ("LocalSubnet", "10.0.0.0/8")],
    );
    assert_eq!(other.await, "InvalidVpnGatewayInstanceId.NotFound");
    let parameters = [("VpnGatewayId", gateway.as_str()), ("ClientIpPool", "192.168.30.0/24"), ("LocalSubnet", "10.0.0.0/8")];
    setup.ok("CreateSslVpnServer", &parameters).await;
    assert_eq!(setup.code("CreateSslVpnServer", &parameters).await, "SslVpnServer.AlreadyExist");
}

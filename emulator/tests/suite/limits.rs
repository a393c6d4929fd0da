//! Quotas, rates and connections that a user sets.

use std::time::SystemTime;

use crate::common::Setup;
use acs_emulator::{Emulator, ManualClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_quota_takes_the_place_of_the_services() {
    let setup = Setup::with(Emulator::builder().quota("Vpc", 2)).await;
    setup.ok("CreateVpc", &[]).await;
    setup.ok("CreateVpc", &[]).await;
    assert_eq!(setup.code("CreateVpc", &[]).await, "QuotaExceeded.Vpc");
    let error = Emulator::builder().quota("Vcp", 2).start().await.unwrap_err().to_string();
    assert!(error.contains("Vcp has no quota") && error.contains("Vpc, "), "{error}");
}

#[tokio::test]
async fn requests_beyond_the_rate_are_throttled_until_the_next_second() {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + std::time::Duration::from_millis(1_700_000_000_300));
    let mut setup = Setup::with(Emulator::builder().clock(clock.clone()).rate_limit("Describe*", 2)).await;
    setup.clock = Some(clock.clone());
    let list = async || setup.send("DescribeVpcs", &[("RegionId", "cn-hangzhou")]).await.unwrap();
    assert_eq!((list().await.status, list().await.status), (200, 200));
    let throttled = list().await;
    assert_eq!((throttled.status, throttled.headers["x-acs-retry-after"].to_str().unwrap()), (400, "700"));
    assert!(throttled.text.contains("Throttling.User"), "{}", throttled.text);
    setup.ok("CreateVpc", &[]).await;
    clock.advance(std::time::Duration::from_millis(700));
    assert_eq!(list().await.status, 200);
}

#[tokio::test]
async fn idle_connections_keep_no_new_ones_out() {
    let setup = Setup::with(Emulator::builder().max_connections(8)).await;
    let address = setup.emulator.address();
    let mut idle = Vec::new();
    for number in 0..30 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // Some have begun a request, some had one.
        match number % 3 {
            0 => {}
            1 => stream.write_all(b"GET / HT").await.unwrap(),
            _ => {
                stream.write_all(b"GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
                stream.read_exact(&mut [0; 15]).await.unwrap();
            }
        }
        idle.push(stream);
    }
    setup.ok("CreateVpc", &[]).await;
    let mut oldest = idle.remove(0);
    assert!(matches!(oldest.read(&mut [0; 1]).await, Ok(0) | Err(_)), "the connection that was idle the longest ended");
}

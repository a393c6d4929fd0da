//! The handle to an emulator that runs.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::task::JoinHandle;

use crate::auth::AccessKey;
use crate::data::DataFile;
use crate::error::Error;
use crate::faults::FaultRule;
use crate::inspect::ResourceState;
use crate::log::Request;
use crate::saver;
use crate::service::Service;

/// A VPC service on this machine. It stops when it is dropped.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let emulator = acs_emulator::Emulator::start().await?;
/// assert!(emulator.endpoint().starts_with("http://127.0.0.1:"));
/// // … point a client with the key `testid` and the secret `testsecret` to it …
/// assert!(emulator.requests().is_empty());
/// # Ok::<(), acs_emulator::Error>(())
/// # }).unwrap();
/// ```
#[derive(Debug)]
pub struct Emulator {
    pub(super) address: SocketAddr,
    /// The certificate of the authority, if it serves https.
    pub(super) authority: Option<PathBuf>,
    pub(super) service: Arc<Service>,
    pub(super) server: JoinHandle<()>,
    pub(super) saver: Option<JoinHandle<()>>,
    pub(super) data_file: Option<Arc<DataFile>>,
}

impl Emulator {
    /// Where it listens, as a client's endpoint: `http://127.0.0.1:<port>`.
    pub fn endpoint(&self) -> String {
        let scheme = if self.authority.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The PEM file with the certificate that clients must trust, if it serves https ([`Builder::tls`](crate::Builder::tls)).
    pub fn certificate_authority(&self) -> Option<&Path> {
        self.authority.as_deref()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests that it answered, the oldest first. Only the last thousand are kept, or as many as
    /// [`Builder::log_size`](crate::Builder::log_size) says.
    pub fn requests(&self) -> Vec<Request> {
        self.service.state().log.all()
    }

    /// Lets a fault happen to requests that come from now on.
    pub fn fault(&self, rule: FaultRule) {
        self.service.state().faults.add(rule);
    }

    /// The faults that may still happen.
    pub fn faults(&self) -> Vec<FaultRule> {
        self.service.state().faults.rules().to_vec()
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.service.state().faults.clear();
    }

    /// Lets requests be signed with another key from now on.
    pub fn add_access_key(&self, key: AccessKey) {
        self.service.state().keys.add(key);
    }

    /// What it holds, in the order of creation.
    pub fn resources(&self) -> Vec<ResourceState> {
        self.service.resources()
    }

    /// Resets the state: resources and time are as at the start, faults are removed, and requests are forgotten. Keys and
    /// snapshots stay.
    pub fn reset(&self) {
        self.service.reset();
    }

    /// Keeps the resources as they are under a name, in place of what was kept under it.
    ///
    /// # Errors
    /// If the name is empty or has more than 128 characters, or if there are 100 snapshots already.
    pub fn snapshot(&self, name: &str) -> Result<(), Error> {
        self.service.snapshot(name).map_err(|refused| Error::snapshot(name, refused.text()))
    }

    /// Goes back to the resources that were kept under a name.
    ///
    /// # Errors
    /// If there is no snapshot of this name.
    pub fn restore(&self, name: &str) -> Result<(), Error> {
        self.service.restore(name).map_err(|refused| Error::snapshot(name, refused.text()))
    }

    /// The names of the snapshots.
    pub fn snapshots(&self) -> Vec<String> {
        self.service.snapshots().into_iter().map(|(name, _)| name).collect()
    }

    /// The clock that drives state changes. Requests are signed by the clock of the [`Builder`](crate::Builder), which does not move
    /// with it.
    pub fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.service.now())
    }

    /// Moves the clock that drives state changes forward: what would have happened meanwhile is applied.
    pub fn advance(&self, by: Duration) {
        self.service.advance(by);
    }

    /// Stops the clock that drives state changes, or resumes it from where it stopped.
    pub fn freeze(&self, freeze: bool) {
        self.service.freeze(freeze);
    }

    /// Whether the clock that drives state changes is stopped.
    pub fn is_frozen(&self) -> bool {
        self.service.clock.setting().stopped.is_some()
    }

    /// Writes the state to the data file now. Without a data file there is nothing to do.
    ///
    /// # Errors
    /// If the file cannot be written; the one that was there before is still there then.
    pub fn save(&self) -> Result<(), Error> {
        match &self.data_file {
            Some(file) => saver::save(&self.service, file),
            None => Ok(()),
        }
    }

    /// Makes a VPN gateway with SSL-VPN that is ready, and gives its id: to begin with where a
    /// test is not about how one is made. It is in the region `cn-hangzhou`.
    pub fn create_vpn_gateway(&self) -> String {
        self.service.seed_vpn_gateway()
    }

    /// Serves for as long as it is not dropped: await it where there is nothing else to do.
    pub async fn serve(mut self) {
        // The task ends only with the process or by being aborted.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.server.abort();
        self.saver.iter().for_each(JoinHandle::abort);
        if let Err(error) = self.save() {
            tracing::error!(%error, "the data file was not saved");
        }
        self.data_file.iter().for_each(|file| file.close());
    }
}

//! Starting an emulator: its state, the port, and what runs in the background.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpSocket};

use super::builder::Builder;
use super::handle::Emulator;
use crate::auth::{AccessKey, Keys};
use crate::catalog::Catalog;
use crate::clock::MovableClock;
use crate::data::{DataFile, Saved};
use crate::error::Error;
use crate::faults::Faults;
use crate::log::Log;
use crate::rates::Rates;
use crate::service::{Service, Settings, Snapshot, State};
use crate::tls::Tls;
use crate::{kinds, saver, seed, server, specs};

impl Builder {
    /// Starts it. It needs a tokio runtime with I/O and time enabled, and answers for as long as that runs.
    ///
    /// # Errors
    /// If binding the address fails or is not allowed, or if a spec file, the data file or the certificate authority cannot be
    /// read.
    pub async fn start(self) -> Result<Emulator, Error> {
        if !self.address.ip().is_loopback() && !self.expose {
            return Err(Error::not_loopback(self.address));
        }
        let catalog =
            Catalog::new(specs().iter().copied().chain(self.specs.iter().map(|(path, text)| (path.as_str(), text.as_str()))))?;
        if let Some(unknown) = self.limits.own.keys().find(|kind| kinds::named(kind).is_none_or(|kind| kind.quota.is_none())) {
            return Err(Error::quota(unknown, kinds::ALL.iter().filter(|kind| kind.quota.is_some()).map(|kind| kind.name)));
        }
        let (data_file, saved) = match &self.data_file {
            Some(path) => DataFile::open(path).map(|(file, saved)| (Some(Arc::new(file)), saved))?,
            None => (None, Saved::default()),
        };
        let Saved { store, tokens, nonces, clock: setting } = saved;
        let mut keys = Keys::default();
        match self.keys.is_empty() {
            true => keys.add(AccessKey::new(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)),
            false => self.keys.into_iter().for_each(|key| keys.add(key)),
        }
        self.bearer_tokens.into_iter().for_each(|token| keys.add_bearer(token));
        let mut faults = Faults::default();
        self.faults.into_iter().for_each(|rule| faults.add(rule));
        let (state, setting) = self.state.unwrap_or_else(|| {
            let state = State {
                store,
                keys,
                nonces,
                tokens,
                log: Log::new(self.log_size),
                faults,
                initial: Snapshot::default(),
                snapshots: BTreeMap::new(),
                changes: 0,
                rates: Rates::new(self.rates),
                problem: None,
            };
            (state, setting)
        });
        let clock = MovableClock::new(self.clock, setting);
        let settings =
            Settings { pace: self.pace, limits: self.limits, ignore_unknown: self.ignore_unknown, on_request: self.on_request };
        let service = Arc::new(Service::new(Arc::new(catalog), clock, settings, state));
        if let Some(rule) = service.state().faults.rules().iter().find(|rule| !service.has_operation(rule.pattern())) {
            return Err(Error::operation(rule.pattern()));
        }
        if let Some(path) = &self.seed {
            seed_state(&service, path)?;
        }

        let listener = listen(self.address).map_err(|error| Error::bind(self.address, error))?;
        let address = listener.local_addr().map_err(|error| Error::bind(self.address, error))?;
        let tls = self.tls.map(|folder| Tls::new(&folder, address.ip())).transpose()?;
        let (acceptor, authority) = tls.map(|tls| (tls.acceptor, tls.authority)).unzip();
        let server = tokio::spawn(server::run(listener, acceptor, Arc::clone(&service), self.connections));
        let on_problem = self.on_problem.map(|problems| problems.0);
        let saver = data_file.clone().map(|file| tokio::spawn(saver::run(Arc::clone(&service), file, on_problem)));
        Ok(Emulator { address, authority, service, server, saver, data_file })
    }
}

/// How many connections may wait to be accepted. The system refuses more, and their clients try again a second later: with
/// tokio's own 128 a burst of calls took seconds.
const BACKLOG: u32 = 4096;

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // On Windows it would let two programs listen on the same port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Makes the resources that an empty state begins with, and that a reset goes back to. Those that a data file had stay.
fn seed_state(service: &Service, path: &Path) -> Result<(), Error> {
    let (store, tokens) = {
        let mut state = service.state();
        (std::mem::take(&mut state.store), std::mem::take(&mut state.tokens))
    };
    seed::apply(service, path)?;
    let mut state = service.state();
    state.initial = Snapshot { store: state.store.snapshot(), tokens: state.tokens.clone() };
    if store.len() > 0 {
        state.store = store;
        state.tokens = tokens;
    }
    Ok(())
}

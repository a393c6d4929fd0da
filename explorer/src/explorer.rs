//! Starting an explorer, and the handle to it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use acs_runtime::random::{Random, SystemRandom};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Error;
use crate::app::{App, Current};
use crate::backend::Backend;
use crate::catalog::Catalog;
use crate::guard::Guard;
use crate::router::router;

/// A page on this machine. It is gone when this is dropped.
#[derive(Debug)]
pub struct Explorer {
    guard: Arc<Guard>,
    server: JoinHandle<()>,
}

impl Explorer {
    /// Begins with the defaults: any free port, the embedded specs, an emulator.
    pub fn builder() -> Builder {
        Builder { address: SocketAddr::from(([127, 0, 0, 1], 0)), folder: None, live: false, write: false }
    }

    /// The address to open in a browser. It has the token of this start: who knows it can use the page.
    pub fn address(&self) -> String {
        self.guard.address()
    }

    /// Serves for as long as it is not dropped: await it where there is nothing else to do.
    pub async fn serve(mut self) {
        // The task ends only with the process or by being aborted.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Explorer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The settings of an explorer.
#[derive(Debug)]
pub struct Builder {
    address: SocketAddr,
    folder: Option<PathBuf>,
    live: bool,
    write: bool,
}

impl Builder {
    /// Listens on this port. The default is any free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Shows the operations of this folder of specs. Another product replaces the embedded one; operations of the same product join
    /// the embedded ones and replace those of the same name.
    #[must_use]
    pub fn specs(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Calls the real service, with the credentials that the environment has, in place of an emulator.
    #[must_use]
    pub fn live(mut self, live: bool) -> Self {
        self.live = live;
        self
    }

    /// Lets the workbench save specs to the folder.
    #[must_use]
    pub fn write(mut self, write: bool) -> Self {
        self.write = write;
        self
    }

    /// Starts it. It needs a tokio runtime with I/O and time enabled, and answers for as long as that runs.
    ///
    /// # Errors
    /// If the address cannot be listened on, or the specs have errors.
    pub async fn start(self) -> Result<Explorer, Error> {
        if self.write && self.folder.is_none() {
            return Err(Error::NoFolder);
        }
        let bind = |source| Error::Bind { address: self.address, source };
        let listener = TcpListener::bind(self.address).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let token = SystemRandom.nonce().map_err(Error::Random)?;
        let catalog = Arc::new(Catalog::load(self.folder.as_deref()).map_err(Error::Specs)?);
        let backend = match self.live {
            true => Backend::live(&catalog.shared.service)?,
            false => Backend::emulated(&catalog.shared.service, &catalog.files(), None).await?,
        };
        let guard = Arc::new(Guard::new(address, token));
        let current = Current::new(App {
            guard: Arc::clone(&guard),
            catalog,
            backend: Arc::new(backend),
            live: self.live,
            write: self.write,
        });
        let router = router(current);
        let server = tokio::spawn(async move {
            // Accepting goes on after an error; only the process ends it.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Explorer { guard, server })
    }
}

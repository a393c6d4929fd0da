//! What all requests share.

use std::sync::{Arc, PoisonError, RwLock};

use axum::extract::FromRef;

use crate::Error;
use crate::backend::Backend;
use crate::catalog::Catalog;
use crate::guard::Guard;

/// What all requests share, until specs are saved: then there is another one.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) guard: Arc<Guard>,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) backend: Arc<Backend>,
    /// Whether calls go to the real service.
    pub(crate) live: bool,
    /// Whether specs may be saved to their folder.
    pub(crate) write: bool,
}

impl App {
    pub(crate) fn backend(&self) -> Arc<Backend> {
        Arc::clone(&self.backend)
    }
}

pub(crate) type Shared = Arc<App>;

/// The [`App`] of the moment.
#[derive(Debug, Clone)]
pub(crate) struct Current(Arc<RwLock<Shared>>);

impl Current {
    pub(crate) fn new(app: App) -> Self {
        Current(Arc::new(RwLock::new(Arc::new(app))))
    }

    pub(crate) fn app(&self) -> Shared {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the specs again and keeps the emulator's state.
    pub(crate) async fn reload(&self) -> Result<(), Error> {
        let app = self.app();
        let catalog = app.catalog.reload().map_err(Error::Specs)?;
        let backend = match &app.backend.emulator {
            Some(emulator) => Backend::emulated(&catalog.shared.service, &catalog.files(), Some(emulator)).await?,
            None => Backend::live(&catalog.shared.service)?,
        };
        let reloaded = App { catalog: Arc::new(catalog), backend: Arc::new(backend), ..(*app).clone() };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reloaded);
        Ok(())
    }
}

impl FromRef<Current> for Shared {
    fn from_ref(current: &Current) -> Self {
        current.app()
    }
}

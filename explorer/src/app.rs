//! What all requests share, and which function answers which address.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::Error;
use crate::backend::Backend;
use crate::catalog::Catalog;
use crate::clock::Clock;
use crate::guard::{self, Guard};
use crate::{assets, pages};

/// What all requests share, until specs are saved: then there is another one.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) guard: Arc<Guard>,
    pub(crate) catalog: Arc<Catalog>,
    /// The backend of the moment: a restored emulator is another one.
    pub(crate) backend: Arc<RwLock<Arc<Backend>>>,
    /// Saved states of the emulator by name.
    pub(crate) snapshots: Arc<Mutex<BTreeMap<String, String>>>,
    /// Whether calls go to the real service.
    pub(crate) live: bool,
    /// Whether specs may be saved to their folder.
    pub(crate) write: bool,
}

impl App {
    pub(crate) fn backend(&self) -> Arc<Backend> {
        Arc::clone(&self.backend.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins anew with a state of the emulator.
    pub(crate) async fn restore(&self, state: &str) -> Result<(), Error> {
        let clock = self.backend().emulated.as_ref().map(|emulated| emulated.clock.clone()).unwrap_or_else(Clock::new);
        let restored = Backend::emulated(&self.catalog.shared.service, &self.catalog.files(), clock, state).await?;
        *self.backend.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(restored);
        Ok(())
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

    /// Reads the specs anew, and goes on with the emulator's state.
    pub(crate) async fn reload(&self) -> Result<(), Error> {
        let app = self.app();
        let catalog = app.catalog.reload().map_err(Error::Specs)?;
        let reloaded = App { catalog: Arc::new(catalog), ..(*app).clone() };
        match &app.backend().emulated {
            Some(emulated) => reloaded.restore(&emulated.state()).await?,
            None => {
                *reloaded.backend.write().unwrap_or_else(PoisonError::into_inner) =
                    Arc::new(Backend::live(&reloaded.catalog.shared.service)?)
            }
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reloaded);
        Ok(())
    }
}

impl FromRef<Current> for Shared {
    fn from_ref(current: &Current) -> Self {
        current.app()
    }
}

pub(crate) fn router(current: Current) -> Router {
    Router::new()
        .route("/", get(pages::home))
        .route("/search", get(pages::search))
        .route("/operations/{name}", get(pages::operation))
        .route("/operations/{name}/live", post(pages::live))
        .route("/operations/{name}/fill", post(pages::fill))
        .route("/operations/{name}/call", post(pages::call))
        .route("/operations/{name}/wait", get(pages::wait))
        .route("/operations/{name}/compare", post(pages::compare))
        .route("/jmespath", post(pages::jmespath))
        .route("/emulator", get(pages::emulator))
        .route("/emulator/{action}", post(pages::change))
        .route("/errors", get(pages::errors))
        .route("/errors/{code}", get(pages::error))
        .route("/workbench", get(pages::workbench))
        .route("/workbench/check", post(pages::check_spec))
        .route("/workbench/save", post(pages::save_spec))
        .route("/assets/{version}/{name}", get(assets::serve))
        .fallback(pages::not_found)
        .layer(from_fn_with_state(current.clone(), guard::check))
        .with_state(current)
}

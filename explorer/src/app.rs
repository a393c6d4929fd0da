//! What all requests share, and which function answers which address.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::Error;
use crate::backend::Backend;
use crate::catalog::Catalog;
use crate::guard::{self, Guard};
use crate::{assets, pages};

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

    /// Reads the specs anew, and goes on with the emulator's state.
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

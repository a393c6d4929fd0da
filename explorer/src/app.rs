//! What all requests share, and which function answers which address.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::catalog::Catalog;
use crate::guard::{self, Guard};
use crate::{assets, pages};

/// What all requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) guard: Guard,
    pub(crate) catalog: Arc<Catalog>,
    /// Whether calls go to the real service.
    pub(crate) live: bool,
}

pub(crate) type Shared = Arc<App>;

pub(crate) fn router(app: Shared) -> Router {
    Router::new()
        .route("/", get(pages::home))
        .route("/search", get(pages::search))
        .route("/operations/{name}", get(pages::operation))
        .route("/errors", get(pages::errors))
        .route("/errors/{code}", get(pages::error))
        .route("/assets/{version}/{name}", get(assets::serve))
        .fallback(pages::not_found)
        .layer(from_fn_with_state(Arc::clone(&app), guard::check))
        .with_state(app)
}

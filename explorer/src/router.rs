//! Which function answers which address.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::app::Current;
use crate::{assets, guard, pages};

pub(crate) fn router(current: Current) -> Router {
    // A reload of the specs keeps the guard.
    let guard = Arc::clone(&current.app().guard);
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
        .layer(from_fn_with_state(guard, guard::check))
        .with_state(current)
}

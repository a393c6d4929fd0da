//! The registry of all resource modules.

use crate::engine::Registry;
use crate::resources::MODULES;

/// What every resource module adds to the engine.
pub(crate) fn registry() -> Registry {
    let mut registry = Registry::default();
    MODULES.iter().for_each(|(operations, views)| registry.add(operations, views));
    registry
}

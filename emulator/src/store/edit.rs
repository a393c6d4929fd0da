//! Changing a resource in place.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::Store;
use super::resource::Resource;

/// A resource that is being changed. When it is dropped, the store finds it by its new values.
pub(crate) struct Edit<'s> {
    pub(super) store: &'s mut Store,
    pub(super) sequence: u64,
    pub(super) resource: Arc<Resource>,
}

impl Deref for Edit<'_> {
    type Target = Resource;

    fn deref(&self) -> &Resource {
        &self.resource
    }
}

impl DerefMut for Edit<'_> {
    fn deref_mut(&mut self) -> &mut Resource {
        Arc::make_mut(&mut self.resource)
    }
}

impl Drop for Edit<'_> {
    fn drop(&mut self) {
        self.store.put(self.sequence, Arc::clone(&self.resource));
    }
}

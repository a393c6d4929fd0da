//! The report of decoding a reply.

use super::decode_error::DecodeError;

/// The report of decoding a reply: which values did not fit their fields and were left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecodeReport {
    faults: Vec<DecodeError>,
    fault_count: usize,
    /// How many fields of the object decoded last its type knows; none before the first object.
    known_fields: Option<usize>,
    /// Whether the value that was read last was skipped.
    pub(super) skipped: bool,
}

/// How many faults are kept: a long list can have the same one in each item.
const MAX_FAULTS: usize = 16;

impl DecodeReport {
    /// The first few values that did not fit, with the place of each.
    pub fn faults(&self) -> &[DecodeError] {
        &self.faults
    }

    /// How many values did not fit.
    pub fn fault_count(&self) -> usize {
        self.fault_count
    }

    /// An error if a value did not fit: the first one.
    ///
    /// # Errors
    /// A value did not fit.
    pub fn into_result(self) -> Result<(), DecodeError> {
        self.faults.into_iter().next().map_or(Ok(()), Err)
    }

    /// Whether the reply has a field that its type knows. A type that takes any object knows all of them.
    pub(crate) fn has_known_fields(&self) -> bool {
        self.known_fields != Some(0)
    }

    /// How many fields of the reply its type knows; `None` if it was taken as a whole, or ignored.
    pub(crate) fn known_fields(&self) -> Option<usize> {
        self.known_fields
    }

    pub(super) fn set_known_fields(&mut self, count: usize) {
        self.known_fields = Some(count);
    }

    /// Marks the place from which [`within`](Self::within) goes on.
    pub(super) fn mark(&self) -> usize {
        self.faults.len()
    }

    pub(super) fn push(&mut self, fault: DecodeError) {
        self.fault_count += 1;
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Adds to the faults since `mark` where the value that holds them stands.
    #[inline]
    pub(super) fn within(&mut self, mark: usize, place: impl Fn(&mut DecodeError)) {
        // Most replies have no fault, and this runs for every field.
        if self.faults.len() > mark {
            self.faults.iter_mut().skip(mark).for_each(place);
        }
    }
}

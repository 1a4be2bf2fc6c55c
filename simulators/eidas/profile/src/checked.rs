//! Proof that a message was checked.

use std::ops::Deref;

/// A message that has passed its checks; only the functions that check can make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<T>(T);

impl<T> Checked<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }

    /// The message without its proof.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Checked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

//! The namespace declarations around an element that was read.

use std::sync::Arc;

use super::Declaration;

/// Declarations of an element and of everything around it, innermost first.
#[derive(Clone, Default)]
pub(crate) struct Scope(Option<Arc<Frame>>);

struct Frame {
    declarations: Vec<Declaration>,
    outer: Scope,
}

impl Scope {
    /// The scope inside an element with these declarations.
    pub(crate) fn inner(&self, declarations: &[Declaration]) -> Self {
        if declarations.is_empty() {
            return self.clone();
        }
        Self(Some(Arc::new(Frame {
            declarations: declarations.to_vec(),
            outer: self.clone(),
        })))
    }

    /// All declarations, innermost first; those that an inner one hides come too.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = &Declaration> {
        std::iter::successors(self.0.as_deref(), |frame| frame.outer.0.as_deref())
            .flat_map(|frame| &frame.declarations)
    }
}

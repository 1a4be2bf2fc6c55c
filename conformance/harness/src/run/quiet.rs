//! Panics of steps are part of the evidence, not of the terminal.
//!
//! A step says that it does not hold by a panic. The process-wide hook is told once to keep silent
//! on the threads of workers and to note where the last panic happened; everywhere else it does
//! what it did before.

use std::cell::{Cell, RefCell};
use std::panic;
use std::sync::Once;

thread_local! {
    static SILENT: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

static INSTALLED: Once = Once::new();

/// From now on this thread panics silently.
pub(super) fn silence_this_thread() {
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if SILENT.get() {
                let place = info
                    .location()
                    .map(|at| format!("{}:{}", at.file(), at.line()));
                PLACE.with_borrow_mut(|last| *last = place);
            } else {
                before(info);
            }
        }));
    });
    SILENT.set(true);
}

/// Where the last panic of this thread happened, as `file:line`.
pub(super) fn last_place() -> Option<String> {
    PLACE.with_borrow_mut(Option::take)
}

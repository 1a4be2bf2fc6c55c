//! Ctrl-C: the first lets running checks end, the second ends everything.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use conformance_verdict::ExitCode;

/// A flag that the first Ctrl-C sets. Where signals cannot be heard, it stays unset.
pub(super) fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&flag);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    if let Ok(runtime) = runtime {
        thread::spawn(move || {
            runtime.block_on(async {
                while tokio::signal::ctrl_c().await.is_ok() {
                    if heard.swap(true, Ordering::Relaxed) {
                        process::exit(ExitCode::Interrupted.value().into());
                    }
                    eprintln!("interrupted: running checks end first; once more to stop at once");
                }
            });
        });
    }
    flag
}

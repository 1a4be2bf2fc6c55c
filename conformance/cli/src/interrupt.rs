//! Ctrl-C and the polite signals to end.

use std::io;
use std::thread;

use tokio::runtime::Builder;

/// Calls `action` at each Ctrl-C, from a thread of its own.
///
/// # Errors
/// The system refuses to tell.
#[cfg(unix)]
pub(crate) fn watch(action: impl Fn() + Send + 'static) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let runtime = Builder::new_current_thread().enable_io().build()?;
    let _inside = runtime.enter();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    drop(_inside);
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            runtime.block_on(async {
                loop {
                    tokio::select! {
                        _ = interrupt.recv() => action(),
                        _ = terminate.recv() => action(),
                    }
                }
            });
        })?;
    Ok(())
}

/// Calls `action` at each Ctrl-C, from a thread of its own.
///
/// # Errors
/// The system refuses to tell.
#[cfg(not(unix))]
pub(crate) fn watch(action: impl Fn() + Send + 'static) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            runtime.block_on(async {
                while tokio::signal::ctrl_c().await.is_ok() {
                    action()
                }
            });
        })?;
    Ok(())
}

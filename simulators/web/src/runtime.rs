//! The event loop that all servers and clients of a process share.

use std::future::Future;
use std::sync::{Arc, mpsc};

use tokio::runtime::{Builder, Handle};
use tokio::task::JoinHandle;

use crate::WebError;

/// Threads that carry bytes. Services run on others, which come and go with the load.
const CARRIERS: usize = 2;

/// An event loop. Clones are the same one; it ends with the last of them, at once.
#[derive(Clone, Debug)]
pub struct Runtime {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    // Taken only by `drop`.
    runtime: Option<tokio::runtime::Runtime>,
    handle: Handle,
}

impl Runtime {
    /// Starts one. A process needs one for all its worlds.
    ///
    /// # Errors
    ///
    /// When the machine has no threads left.
    pub fn start() -> Result<Self, WebError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(CARRIERS)
            .thread_name("web")
            .enable_all()
            .build()
            .map_err(WebError::Runtime)?;
        let handle = runtime.handle().clone();
        let runtime = Some(runtime);
        Ok(Self {
            inner: Arc::new(Inner { runtime, handle }),
        })
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.inner.handle
    }

    pub(crate) fn spawn<F>(&self, task: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.handle().spawn(task)
    }

    /// Runs a task to its end while this thread waits. Works on every thread but the loop's own carriers, those of
    /// another event loop included. None if the loop ended first.
    pub(crate) fn wait_for<F>(&self, task: F) -> Option<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let (done, result) = mpsc::sync_channel(1);
        self.spawn(async move {
            // Nobody waits any more: then nobody misses it.
            let _ = done.send(task.await);
        });
        result.recv().ok()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // An ordinary drop waits for running services, and panics inside another event loop.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

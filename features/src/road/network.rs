//! The one client and event loop of all scenarios.

use std::sync::{Arc, OnceLock};

use conformance_harness::StepError;
use web::{ClientLimits, Fetch, HttpClient, Runtime, Trust};

use super::wire::PATIENCE;

/// The event loop.
pub(super) fn runtime() -> Result<Runtime, StepError> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| Runtime::start().map_err(|error| error.to_string()));
    runtime.clone().map_err(StepError::precondition)
}

/// A client that takes any certificate: what it is for is looked at by steps.
pub(super) fn client() -> Result<Arc<dyn Fetch>, StepError> {
    limited(ClientLimits::default())
}

/// The same for whoever expects an answer at once. It has no connection yet.
pub(super) fn impatient() -> Result<Arc<dyn Fetch>, StepError> {
    limited(ClientLimits {
        time: PATIENCE,
        ..ClientLimits::default()
    })
}

fn limited(limits: ClientLimits) -> Result<Arc<dyn Fetch>, StepError> {
    match HttpClient::limited(&runtime()?, &Trust::Any, limits) {
        Ok(client) => Ok(Arc::new(client)),
        Err(error) => Err(StepError::precondition(error.to_string())),
    }
}

//! A test that needs a PC/SC daemon gets one of its own, in private namespaces.
//!
//! The test runs itself again inside `private-pcscd.sh`: its own mount, network and process
//! namespaces with pcscd and vpcd in them. Nothing clashes, nothing stays behind, and any
//! number of such tests runs side by side.

use std::process::{Command, ExitStatus};

use crate::ClientError;
use crate::program::missing_or_io;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/private-pcscd.sh");
/// Set by the script inside the namespaces.
const INSIDE: &str = "EIDOLON_PRIVATE_PCSCD";

/// Port on which the private vpcd waits for a card.
pub const VPCD_PORT: u16 = 35963;

/// Runs `body` inside private namespaces with a pcscd of its own. `test` is the full name of
/// the calling test: the outer process starts itself again for just that one.
///
/// # Errors
/// Those of `body` (inside), or [`ClientError::Failed`] (outside) after the inner run failed.
pub fn with_pcscd(
    test: &str,
    body: impl FnOnce() -> Result<(), ClientError>,
) -> Result<(), ClientError> {
    if inside() {
        return body();
    }
    let status = again(test)?;
    if status.success() {
        return Ok(());
    }
    Err(ClientError::Failed {
        program: format!("{SCRIPT} {test}"),
        code: status.code(),
        output: "see above".into(),
    })
}

fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

fn again(test: &str) -> Result<ExitStatus, ClientError> {
    let program = std::env::current_exe().map_err(ClientError::io("this test"))?;
    Command::new("bash")
        .arg(SCRIPT)
        .arg(program)
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .status()
        .map_err(|source| missing_or_io("bash", "bash", source))
}

//! Apache with mod_auth_mellon, in a folder and on a port of its own.
//!
//! The page `/card` is behind it and shows what it accepted.

use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use super::{Accepted, PATIENCE, PROGRAMS, unexpected};
use crate::ClientError;
use crate::packages::installed;

const APACHE: &str = "/usr/sbin/apache2";
/// How the variables begin in which the module tells pages what it accepted, and the one with the whole response.
const PREFIX: &str = "MELLON_";
const RESPONSE: &str = "MELLON_SAML_RESPONSE";
const MODULES: &str = "/usr/lib/apache2/modules";
/// Debian's tool that makes key, certificate and metadata.
const CREATE: &str = "/usr/sbin/mellon_create_metadata";

/// A configured but stopped Apache: its metadata is known, the portal's is not.
#[derive(Debug)]
pub struct Configured {
    folder: TempDir,
    /// Held until the start, so that nobody else takes the port.
    port: TcpListener,
    origin: String,
    metadata: String,
}

/// A running Apache; it ends when it is dropped.
#[derive(Debug)]
pub struct Mellon {
    process: Child,
    origin: String,
    folder: TempDir,
}

impl Configured {
    /// Chooses a port and makes keys and metadata with the module's own tool.
    ///
    /// # Errors
    /// [`ClientError::NotInstalled`] where Apache or the module is missing.
    pub fn new() -> Result<Self, ClientError> {
        for need in [APACHE, CREATE, &format!("{MODULES}/mod_auth_mellon.so")] {
            installed(PathBuf::from(need), need)?;
        }
        let io = || ClientError::io(APACHE);
        let port = TcpListener::bind("127.0.0.1:0").map_err(io())?;
        let origin = format!("http://{}", port.local_addr().map_err(io())?);
        let folder = tempfile::tempdir().map_err(io())?;
        let metadata = create(folder.path(), &origin)?;
        Ok(Self {
            folder,
            port,
            origin,
            metadata,
        })
    }

    /// Where it will be reached.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its metadata.
    #[must_use]
    pub fn metadata(&self) -> &str {
        &self.metadata
    }

    /// Starts Apache, which trusts this portal.
    ///
    /// # Errors
    /// [`ClientError::Failed`] with Apache's log where it does not start.
    pub fn start(self, portal: &str) -> Result<Mellon, ClientError> {
        let folder = self.folder.path();
        let io = || ClientError::io(APACHE);
        fs::write(folder.join("portal.xml"), portal).map_err(io())?;
        let number = self.port.local_addr().map_err(io())?.port();
        lay_out(folder, number)?;
        // From here on the port is free for a moment.
        drop(self.port);
        let mut command = Command::new(APACHE);
        command
            .args(["-D", "FOREGROUND", "-f"])
            .arg(folder.join("apache.conf"));
        if is_root(folder)? {
            command.args(["-D", "Root"]);
        }
        let log = fs::File::create(folder.join("log")).map_err(io())?;
        // Apache ends its whole process group with itself, so it gets one of its own.
        let process = command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(io())?;
        let mut mellon = Mellon {
            process,
            origin: self.origin,
            folder: self.folder,
        };
        mellon.wait_for_port(number)?;
        Ok(mellon)
    }
}

impl Mellon {
    /// The page behind the login.
    #[must_use]
    pub fn card(&self) -> String {
        format!("{}/card", self.origin)
    }

    /// Where browsers bring the portal's answer.
    #[must_use]
    pub fn consumer(&self) -> String {
        format!("{}/mellon/postResponse", self.origin)
    }

    /// What its page says it accepted; the text is its items, one in a line.
    ///
    /// # Errors
    /// [`ClientError::Unexpected`] where the module tells nothing, or the assertion came in the clear.
    pub fn accepted(&self, text: &str) -> Result<Accepted, ClientError> {
        let told: BTreeMap<&str, &str> = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .collect();
        let response = told
            .get(RESPONSE)
            .and_then(|text| STANDARD.decode(text).ok());
        let Some(response) = response else {
            return Err(unexpected(APACHE, &format!("{text}\n{}", self.log())));
        };
        if !String::from_utf8_lossy(&response).contains("EncryptedAssertion") {
            return Err(unexpected(APACHE, "the assertion was not encrypted"));
        }
        let attributes = told.iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(PREFIX).filter(|_| *name != RESPONSE)?;
            Some((name.to_owned(), (*value).to_owned()))
        });
        Ok(Accepted {
            attributes: attributes.collect(),
            // mod_auth_mellon checks the level itself, but tells no page of it.
            levels: Vec::new(),
            name: told.get("REMOTE_USER").copied().unwrap_or_default().into(),
            session: String::new(),
        })
    }

    /// What Apache and the module wrote.
    #[must_use]
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name));
        read("log").unwrap_or_default() + &read("error.log").unwrap_or_default()
    }

    fn wait_for_port(&mut self, port: u16) -> Result<(), ClientError> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                return Err(ClientError::Failed {
                    program: APACHE.into(),
                    code: status.code(),
                    output: self.log(),
                });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(ClientError::Silent {
            program: APACHE.into(),
            awaited: format!("anything at port {port}"),
            seconds: PATIENCE.as_secs(),
            said: self.log(),
        })
    }
}

impl Drop for Mellon {
    fn drop(&mut self) {
        // Apache ends its children when it is told to end, and not when it is killed.
        if let Ok(None) = self.process.try_wait() {
            let id = self.process.id().to_string();
            drop(Command::new("kill").args(["-TERM", &id]).status());
        }
        drop(self.process.wait());
    }
}

/// Key, certificate and metadata of the service, made by Debian's tool.
fn create(folder: &Path, origin: &str) -> Result<String, ClientError> {
    let entity = format!("{origin}/mellon/metadata");
    let made = Command::new("bash")
        .arg(CREATE)
        .args([&entity, &format!("{origin}/mellon")])
        .current_dir(folder)
        .output()
        .map_err(ClientError::io(CREATE))?;
    if !made.status.success() {
        return Err(ClientError::Failed {
            program: CREATE.into(),
            code: made.status.code(),
            output: String::from_utf8_lossy(&made.stderr).into_owned(),
        });
    }
    for entry in fs::read_dir(folder).map_err(ClientError::io(CREATE))? {
        let path = entry.map_err(ClientError::io(CREATE))?.path();
        let Some(kind) = path.extension() else {
            continue;
        };
        let name = folder.join("service").with_extension(kind);
        fs::rename(&path, &name).map_err(ClientError::io(CREATE))?;
        // Apache's children read them, who are another user when root starts it.
        permit(&name, 0o644)?;
    }
    fs::read_to_string(folder.join("service.xml")).map_err(ClientError::io(CREATE))
}

/// The folders and files that Apache wants.
fn lay_out(folder: &Path, port: u16) -> Result<(), ClientError> {
    let io = || ClientError::io(APACHE);
    let own = |name: &str| folder.join(name);
    fs::create_dir(own("pages")).map_err(io())?;
    fs::create_dir(own("locks")).map_err(io())?;
    let page = format!("{PROGRAMS}/mellon_card.shtml");
    fs::copy(page, own("pages/card.shtml")).map_err(io())?;
    let template = fs::read_to_string(format!("{PROGRAMS}/mellon.conf")).map_err(io())?;
    let text = template
        .replace("{folder}", &folder.display().to_string())
        .replace("{port}", &port.to_string())
        .replace("{modules}", MODULES)
        .replace("{user}", "www-data")
        .replace("{group}", "www-data");
    fs::write(own("apache.conf"), text).map_err(io())?;
    for (name, mode) in [
        ("", 0o755),
        ("pages", 0o755),
        ("pages/card.shtml", 0o644),
        ("locks", 0o777),
    ] {
        permit(&own(name), mode)?;
    }
    Ok(())
}

fn permit(path: &Path, mode: u32) -> Result<(), ClientError> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(ClientError::io(APACHE))
}

/// Whose folder this is says who we are.
fn is_root(folder: &Path) -> Result<bool, ClientError> {
    use std::os::unix::fs::MetadataExt as _;
    let about = fs::metadata(folder).map_err(ClientError::io(APACHE))?;
    Ok(about.uid() == 0)
}

//! AusweisApp2, headless, over its WebSocket interface.
//!
//! Each instance has a home, a runtime folder and a port of its own. It sees every PC/SC reader
//! of the daemon in its namespace, so start it within [`crate::private::with_pcscd`].

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::client::IntoClientRequest;
use tungstenite::http::HeaderValue;
use tungstenite::{Message, WebSocket};

use crate::ClientError;
use crate::program::missing_or_io;

mod change_pin;
mod log_in;
mod trust;

pub use change_pin::{ChangePin, Prompt, Secrets};
pub use log_in::{Consent, LogIn};

const PROGRAM: &str = "AusweisApp2";
const PACKAGE: &str = "ausweisapp2";
/// How long any single answer may take. Runs take well under a second; this only ends a hang.
const PATIENCE: Duration = Duration::from_secs(15);
/// What it logs when it is able to look for readers of the PC/SC daemon.
const LOOKS_FOR_READERS: &str = "Update cache entry: PCSC";
/// How long to listen for readers before asking again.
const ASK_AGAIN: Duration = Duration::from_millis(500);

/// What the program says of the card on a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSeen {
    /// Name of the PC/SC reader.
    pub reader: String,
    /// Tries left for the PIN, 0 to 3.
    pub retry_counter: u8,
    /// The PIN is deactivated.
    pub deactivated: bool,
    /// The card cannot be used at all (PUK used up).
    pub inoperative: bool,
}

/// One running instance with a connected WebSocket.
#[derive(Debug)]
pub struct AusweisApp {
    process: Child,
    port: u16,
    socket: WebSocket<TcpStream>,
    said: Vec<Value>,
    /// Folders of this instance; removed at the end.
    home: TempDir,
}

impl AusweisApp {
    /// Starts the program in a fresh home and connects to it.
    ///
    /// # Errors
    /// [`ClientError::Missing`] where it is not installed, [`ClientError::Silent`] where it
    /// does not open its port.
    pub fn start() -> Result<Self, ClientError> {
        Self::start_trusting(&[])
    }

    /// Like [`AusweisApp::start`], with these self-signed card-verifiable certificates (7F21) as the only anchors; its
    /// own when there are none.
    ///
    /// # Errors
    /// As [`AusweisApp::start`].
    pub fn start_trusting(anchors: &[Vec<u8>]) -> Result<Self, ClientError> {
        let home = tempfile::tempdir().map_err(ClientError::io(PROGRAM))?;
        if !anchors.is_empty() {
            trust::write(home.path(), anchors)?;
        }
        let mut process = spawn(home.path())?;
        let port = match ready_port(&mut process, home.path()) {
            Ok(port) => port,
            Err(error) => {
                // The start has failed already; a second failure adds nothing.
                drop(process.kill());
                drop(process.wait());
                return Err(error);
            }
        };
        let socket = connect(port)?;
        Ok(Self {
            process,
            port,
            socket,
            said: Vec::new(),
            home,
        })
    }

    /// The port of its local web server, where browsers start a login.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote into its log so far: the place to find out why it refused.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }

    /// Sends one command, for example `{"cmd":"GET_READER_LIST"}`.
    ///
    /// # Errors
    /// Where the program has closed the connection.
    pub fn send(&mut self, command: &Value) -> Result<(), ClientError> {
        self.socket
            .send(Message::text(command.to_string()))
            .map_err(broken)
    }

    /// The next message of the program.
    ///
    /// # Errors
    /// [`ClientError::Silent`] after 15 s without one.
    pub fn next_message(&mut self) -> Result<Value, ClientError> {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let message: Value =
                        serde_json::from_str(&text).map_err(|_| unexpected(&text))?;
                    self.said.push(message.clone());
                    return Ok(message);
                }
                Ok(_) => {}
                Err(tungstenite::Error::Io(error))
                    if error.kind() == std::io::ErrorKind::WouldBlock =>
                {
                    return Err(self.silent("anything"));
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }

    /// Waits until a reader holds an eID card and returns what the program sees. Asks again and
    /// again: a program that looks for readers before the daemon is ready does not tell by itself.
    ///
    /// # Errors
    /// [`ClientError::Silent`] where no card is seen within 15 s.
    pub fn wait_for_card(&mut self) -> Result<CardSeen, ClientError> {
        let deadline = Instant::now() + PATIENCE;
        self.patience(ASK_AGAIN)?;
        let mut seen = None;
        while seen.is_none() && Instant::now() < deadline {
            self.send(&json!({"cmd": "GET_READER_LIST"}))?;
            seen = self.card_in_next_messages()?;
        }
        self.patience(PATIENCE)?;
        seen.ok_or_else(|| self.silent("a reader with a card"))
    }

    /// Reads until a card is told of, or nothing more is said for a while.
    fn card_in_next_messages(&mut self) -> Result<Option<CardSeen>, ClientError> {
        loop {
            let message = match self.next_message() {
                Ok(message) => message,
                Err(ClientError::Silent { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            let listed = message
                .get("readers")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let seen = std::iter::once(&message).chain(&listed).find_map(card_on);
            if seen.is_some() {
                return Ok(seen);
            }
        }
    }

    fn patience(&self, limit: Duration) -> Result<(), ClientError> {
        self.socket
            .get_ref()
            .set_read_timeout(Some(limit))
            .map_err(ClientError::io(PROGRAM))
    }

    fn silent(&self, awaited: &str) -> ClientError {
        ClientError::Silent {
            program: PROGRAM.into(),
            awaited: awaited.into(),
            seconds: PATIENCE.as_secs(),
            said: self
                .said
                .iter()
                .map(Value::to_string)
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }
}

impl Drop for AusweisApp {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to report either way.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The card that a READER object tells of; the built-in simulator reader never counts.
fn card_on(reader: &Value) -> Option<CardSeen> {
    let card = reader.get("card").filter(|card| card.is_object())?;
    let name = reader["name"]
        .as_str()
        .filter(|name| *name != "Simulator")?;
    Some(CardSeen {
        reader: name.into(),
        retry_counter: u8::try_from(card.get("retryCounter")?.as_i64()?).ok()?,
        deactivated: card.get("deactivated")?.as_bool()?,
        inoperative: card.get("inoperative")?.as_bool()?,
    })
}

fn spawn(home: &Path) -> Result<Child, ClientError> {
    for folder in ["run", "tmp"] {
        fs::create_dir(home.join(folder)).map_err(ClientError::io(PROGRAM))?;
    }
    owner_only(&home.join("run")).map_err(ClientError::io(PROGRAM))?;
    let log = fs::File::create(home.join("log")).map_err(ClientError::io(PROGRAM))?;
    Command::new(PROGRAM)
        .args([
            "--ui",
            "webservice",
            "--ui",
            "websocket",
            "--no-proxy",
            "--port",
            "0",
            "--no-logfile",
        ])
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .env("TMPDIR", home.join("tmp"))
        .env("QT_QPA_PLATFORM", "offscreen")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::null())
        .stdout(log.try_clone().map_err(ClientError::io(PROGRAM))?)
        .stderr(log)
        .spawn()
        .map_err(|source| missing_or_io(PROGRAM, PACKAGE, source))
}

fn owner_only(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// Its port, as soon as it can look for readers. It looks once, when a client comes: to one that comes earlier it never
/// tells of any reader.
fn ready_port(process: &mut Child, home: &Path) -> Result<u16, ClientError> {
    let port = awaited(process, home, "its port", |home, id| {
        let name = format!("AusweisApp2.{id}.port");
        let text = fs::read_to_string(home.join("tmp").join(name)).ok()?;
        text.trim().parse().ok()
    })?;
    awaited(process, home, LOOKS_FOR_READERS, |home, _| {
        let log = fs::read(home.join("log")).ok()?;
        let log = String::from_utf8_lossy(&log);
        log.contains(LOOKS_FOR_READERS).then_some(())
    })?;
    Ok(port)
}

/// Waits until something is found in the home of a process that has this id.
fn awaited<T>(
    process: &mut Child,
    home: &Path,
    what: &str,
    find: impl Fn(&Path, u32) -> Option<T>,
) -> Result<T, ClientError> {
    let log = || fs::read_to_string(home.join("log")).unwrap_or_default();
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(found) = find(home, process.id()) {
            return Ok(found);
        }
        if let Ok(Some(status)) = process.try_wait() {
            return Err(ClientError::Failed {
                program: PROGRAM.into(),
                code: status.code(),
                output: log(),
            });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err(ClientError::Silent {
        program: PROGRAM.into(),
        awaited: what.into(),
        seconds: PATIENCE.as_secs(),
        said: log(),
    })
}

fn connect(port: u16) -> Result<WebSocket<TcpStream>, ClientError> {
    let stream = TcpStream::connect(("127.0.0.1", port)).map_err(ClientError::io(PROGRAM))?;
    stream
        .set_read_timeout(Some(PATIENCE))
        .map_err(ClientError::io(PROGRAM))?;
    let mut request = format!("ws://127.0.0.1:{port}/eID-Kernel")
        .into_client_request()
        .map_err(broken)?;
    request
        .headers_mut()
        .insert("User-Agent", HeaderValue::from_static("eidolon-test"));
    let (socket, _) = tungstenite::client(request, stream)
        .map_err(|error| unexpected(&format!("WebSocket handshake: {error}")))?;
    Ok(socket)
}

fn broken(error: tungstenite::Error) -> ClientError {
    unexpected(&format!("WebSocket: {error}"))
}

fn unexpected(said: &str) -> ClientError {
    ClientError::Unexpected {
        program: PROGRAM.into(),
        said: said.into(),
    }
}

//! A listener in front of another that treats its clients badly: it relays bytes and knows no HTTP.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::shell_fault::ShellFault;

/// The most bytes that are relayed at once.
const PIECE: usize = 16 * 1024;

/// A door that is there and not yet open.
pub(super) struct Door {
    listener: TcpListener,
    address: SocketAddr,
    one_at_a_time: bool,
    breaks: bool,
}

/// A door that is open. It shuts when it is dropped.
pub(super) struct OpenDoor {
    address: SocketAddr,
    shut: Arc<AtomicBool>,
}

/// What the connections of a door have in common.
#[derive(Default)]
struct State {
    /// Somebody is served.
    busy: AtomicBool,
    /// A client broke off.
    broken: AtomicBool,
}

impl Door {
    /// A door at an address, if a fault makes one necessary.
    pub(super) fn for_faults(address: &str, faults: &[ShellFault]) -> io::Result<Option<Self>> {
        let has = |fault| faults.contains(&fault);
        let one_at_a_time = has(ShellFault::OneAtATime);
        let breaks = has(ShellFault::BreaksWithItsClient);
        if !one_at_a_time && !breaks {
            return Ok(None);
        }
        let listener = TcpListener::bind(address)?;
        Ok(Some(Self {
            address: listener.local_addr()?,
            listener,
            one_at_a_time,
            breaks,
        }))
    }

    /// The address of the service behind it, as it looks from outside.
    pub(super) fn origin(&self, behind: &str) -> String {
        match behind.rsplit_once(':') {
            Some((host, _)) => format!("{host}:{}", self.address.port()),
            None => behind.to_owned(),
        }
    }

    /// Lets people in, to the listener behind it.
    pub(super) fn open(self, behind: SocketAddr) -> OpenDoor {
        let shut = Arc::new(AtomicBool::new(false));
        let open = OpenDoor {
            address: self.address,
            shut: Arc::clone(&shut),
        };
        thread::spawn(move || self.keep_open(behind, &shut));
        open
    }

    fn keep_open(&self, behind: SocketAddr, shut: &AtomicBool) {
        let state = Arc::new(State::default());
        for client in self.listener.incoming() {
            if shut.load(Ordering::SeqCst) {
                return;
            }
            let Ok(client) = client else { continue };
            let turned_away = (self.breaks && state.broken.load(Ordering::SeqCst))
                || (self.one_at_a_time && state.busy.swap(true, Ordering::SeqCst));
            if turned_away {
                continue;
            }
            let state = Arc::clone(&state);
            thread::spawn(move || {
                // Whatever ends a connection, it has ended.
                let _ = relay(&client, behind, &state);
                state.busy.store(false, Ordering::SeqCst);
            });
        }
    }
}

impl Drop for OpenDoor {
    fn drop(&mut self) {
        self.shut.store(true, Ordering::SeqCst);
        // Wakes whoever waits for the next client.
        let _ = TcpStream::connect(self.address);
    }
}

/// Carries bytes both ways until one side has ended, and notes a client that ends while an answer is owed to it.
fn relay(client: &TcpStream, behind: SocketAddr, state: &State) -> io::Result<()> {
    let server = TcpStream::connect(behind)?;
    let owed = Arc::new(AtomicBool::new(false));
    let (mut from, mut to, settled) = (server.try_clone()?, client.try_clone()?, Arc::clone(&owed));
    let back = thread::spawn(move || {
        let _ = carry(&mut from, &mut to, || {
            settled.store(false, Ordering::SeqCst)
        });
        to.shutdown(Shutdown::Both)
    });
    let _ = carry(&mut &*client, &mut &server, || {
        owed.store(true, Ordering::SeqCst);
    });
    if owed.load(Ordering::SeqCst) {
        state.broken.store(true, Ordering::SeqCst);
    }
    server.shutdown(Shutdown::Both)?;
    // A thread that only copies does not panic.
    back.join().unwrap_or(Ok(()))
}

fn carry(from: &mut impl Read, to: &mut impl Write, noted: impl Fn()) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let length = from.read(&mut piece)?;
        let Some(bytes) = piece.get(..length).filter(|bytes| !bytes.is_empty()) else {
            return Ok(());
        };
        noted();
        to.write_all(bytes)?;
    }
}

//! `eidolon card insert`: a card in the virtual reader until Ctrl-C takes it out.
//!
//! ```text
//!   wait for the reader -> serve it -> it went away: wait again
//!          | Ctrl-C           | Ctrl-C
//!          gave up            card out, as if pulled
//! ```

mod site;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use ::card::Traced;
use card_de_npa::DeNpa;
use iso7816::Card;
use persona::PinState;
use reader::{LinkError, Observer, Plugged, Signal, Slot};

use super::options::{CardOptions, Made, Refused};
use super::trace::{Secrets, Trace};
use super::{INTERRUPTED, say};
use site::{Awake, Site};

/// How long between two looks for the reader.
const PAUSE: Duration = Duration::from_millis(250);

/// What `card insert` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    card: CardOptions,
    /// The machine whose virtual reader takes the card
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// The port where it waits: 35963 for the first slot, 35964 for the second
    #[arg(long, default_value_t = 35963)]
    port: u16,
    /// Write a log of all commands that a person can read
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Show secrets such as a new PIN in the log
    #[arg(long, requires = "trace")]
    trace_secrets: bool,
}

/// A card whose commands are counted and logged.
type TracedCard = Traced<DeNpa, Trace>;

/// What ends the wait of the main thread.
enum Happening {
    Interrupted,
    ReaderGone,
}

/// Puts the card in and keeps it there.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Refused> {
    let made = arguments.card.make()?;
    let trace = arguments.trace(&made)?;
    introduction(&made).iter().for_each(say);
    let (sender, happenings) = channel();
    let interrupted = sender.clone();
    // When nobody listens any more, the program is about to end anyway.
    crate::interrupt::watch(move || drop(interrupted.send(Happening::Interrupted)))
        .map_err(Refused::Signals)?;
    let site = Site::new(&arguments.host, arguments.port);
    let mut card = Traced::new(made.card, trace);
    loop {
        let Some((slot, awake)) = wait(&site, &happenings)? else {
            say("gave up waiting for the virtual reader");
            return Ok(ExitCode::from(INTERRUPTED));
        };
        say(format!(
            "the card is in the virtual reader at {}; Ctrl-C takes it out",
            site.address()
        ));
        let (back, by_user) = serve(slot.insert(card), sender.clone(), &happenings)?;
        card = back;
        drop(awake);
        if by_user {
            farewell(arguments, &card.observer).iter().for_each(say);
            return Ok(ExitCode::SUCCESS);
        }
        say("the virtual reader went away; the card goes back in when it returns");
        card.observer.remark("the reader went away");
    }
}

impl Arguments {
    fn trace(&self, made: &Made) -> Result<Trace, Refused> {
        let Some(path) = &self.trace else {
            return Ok(Trace::none());
        };
        let secrets = if self.trace_secrets {
            Secrets::Shown
        } else {
            Secrets::Masked
        };
        let title = format!("APDU log of {}, {}", made.title(), made.ambient.today());
        Trace::into_file(path, secrets, &title).map_err(|source| Refused::Trace {
            path: path.clone(),
            source,
        })
    }
}

/// Waits until the reader takes the card; `None` when the user gave up.
fn wait(site: &Site, happenings: &Receiver<Happening>) -> Result<Option<(Slot, Awake)>, Refused> {
    let mut told = false;
    loop {
        let awake = site.wake();
        match site.slot() {
            Ok(slot) => return Ok(Some((slot, awake))),
            Err(LinkError::Unreachable { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if !told {
            told = true;
            site.advice().iter().for_each(say);
        }
        match happenings.recv_timeout(PAUSE) {
            Ok(Happening::Interrupted) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Ok(Happening::ReaderGone) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Serves the reader from another thread until the user or the reader ends it; true when it was the user.
fn serve(
    mut plugged: Plugged<TracedCard>,
    ended: Sender<Happening>,
    happenings: &Receiver<Happening>,
) -> Result<(TracedCard, bool), Refused> {
    let unplug = plugged.unplug()?;
    let serving = thread::spawn(move || {
        let outcome = plugged.serve(&mut Watch { seen: false });
        // When nobody listens any more, the program is about to end anyway.
        drop(ended.send(Happening::ReaderGone));
        (plugged.into_card(), outcome)
    });
    let by_user = matches!(happenings.recv(), Ok(Happening::Interrupted) | Err(_));
    unplug.pull();
    let (card, outcome) = serving
        .join()
        .map_err(|_| LinkError::Socket(io::Error::other("the card stopped")))?;
    match outcome {
        Ok(()) | Err(LinkError::CutOff { .. }) => Ok((card, by_user)),
        Err(error) => Err(error.into()),
    }
}

/// Tells the log what the reader does, and the person when it has found the card.
struct Watch {
    seen: bool,
}

impl Observer<TracedCard> for Watch {
    fn signalled(&mut self, card: &mut TracedCard, signal: Signal) {
        if !std::mem::replace(&mut self.seen, true) {
            say("the reader sees the card");
        }
        let atr = card.card.atr().to_vec();
        card.observer.signalled(signal, &atr);
    }
}

/// Whose card it is and how it is used.
fn introduction(made: &Made) -> [String; 2] {
    let secrets = &made.persona.test_secrets;
    let pin = match made.persona.pin_state {
        PinState::Transport => format!("transport PIN {}", secrets.transport_pin),
        PinState::Operational => format!("PIN {}", secrets.pin),
        PinState::Suspended => format!(
            "PIN {} (suspended: one try left, after the CAN)",
            secrets.pin
        ),
        PinState::Blocked => format!("PIN {} (blocked: unblock it with the PUK)", secrets.pin),
        PinState::Deactivated => format!("PIN {} (deactivated)", secrets.pin),
    };
    [
        format!("{} (invented)", made.title()),
        format!("{pin}   CAN {}   PUK {}", secrets.can, secrets.puk),
    ]
}

fn farewell(arguments: &Arguments, trace: &Trace) -> Vec<String> {
    let (commands, refused) = trace.counts();
    let mut lines = vec![format!(
        "the card is out again; commands: {commands}, refused: {refused}"
    )];
    match (&arguments.trace, trace.failure()) {
        (Some(path), None) => lines.push(format!("log: {}", path.display())),
        (Some(path), Some(error)) => {
            lines.push(format!("the log {} is incomplete: {error}", path.display()))
        }
        (None, _) => {}
    }
    lines
}

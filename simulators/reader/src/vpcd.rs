//! Puts a card into vsmartcard's virtual reader, where all software on the machine finds it.
//!
//! The card answers from the calling thread ([`Plugged::serve`]) or from one of its own
//! ([`Plugged::in_background`]) until it is pulled or the reader goes away. Knows no daemon: whether pcscd runs
//! shows only in whether the address can be reached.

use std::io;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use iso7816::Card;
use vsmartcard::{CardEnd, Error as LinkError, Request, Unplug, VPCD_PORT};

/// How long to wait for the virtual reader to take the connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// The answer to a single byte, which is no command: wrong length.
const NO_COMMAND: [u8; 2] = [0x67, 0x00];

/// The answer in place of one that is too long for the link: no precise diagnosis.
const TOO_LONG: [u8; 2] = [0x6F, 0x00];

/// Where a virtual reader waits for its card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vpcd {
    host: String,
    port: u16,
}

impl Default for Vpcd {
    /// The first slot of a virtual reader on this machine.
    fn default() -> Self {
        Self::at("127.0.0.1", VPCD_PORT)
    }
}

impl Vpcd {
    /// The virtual reader that waits at `port` of `host`.
    #[must_use]
    pub fn at(host: &str, port: u16) -> Self {
        Self {
            host: host.to_owned(),
            port,
        }
    }

    /// The reader's address as a person writes it.
    #[must_use]
    pub fn address(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Puts a card in. The reader sees it as soon as somebody serves it.
    ///
    /// # Errors
    /// [`LinkError::Unreachable`] when no virtual reader takes the connection; the card is lost then, which
    /// [`slot`](Self::slot) avoids.
    pub fn insert<C: Card>(&self, card: C) -> Result<Plugged<C>, LinkError> {
        Ok(self.slot()?.insert(card))
    }

    /// Takes the reader's slot, with no card in it yet.
    ///
    /// # Errors
    /// [`LinkError::Unreachable`] when no virtual reader takes the connection.
    pub fn slot(&self) -> Result<Slot, LinkError> {
        Ok(Slot(CardEnd::connect(self.address(), CONNECT_LIMIT)?))
    }
}

/// A slot of a virtual reader that is held for a card.
#[derive(Debug)]
pub struct Slot(CardEnd);

impl Slot {
    /// Puts a card in. The reader sees it as soon as somebody serves it.
    pub fn insert<C: Card>(self, card: C) -> Plugged<C> {
        Plugged {
            end: self.0,
            card,
            response: Vec::new(),
        }
    }
}

/// What a reader did to a card besides sending it a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signal {
    /// Power was given.
    PowerOn,
    /// Power was taken away.
    PowerOff,
    /// The card was reset.
    Reset,
    /// The answer to reset was asked for, which readers do again and again to see whether the card is there.
    Atr,
    /// A single byte arrived that is neither control code nor command; 6700 was answered.
    StrayByte(u8),
    /// The card's response was too long for the link; 6F00 was answered instead.
    ResponseTooLong {
        /// Bytes that the card wanted to send.
        length: usize,
    },
}

/// Somebody who watches the wire between reader and card, and may look at the card each time.
pub trait Observer<C> {
    /// The reader did something to the card.
    fn signalled(&mut self, card: &mut C, signal: Signal) {
        let _ = (card, signal);
    }

    /// The card has answered a command; the reader has not seen the response yet.
    fn exchanged(&mut self, card: &mut C, command: &[u8], response: &[u8]) {
        let _ = (card, command, response);
    }
}

/// Nobody watches.
impl<C> Observer<C> for () {}

/// A card in a virtual reader. Dropping it takes the card out.
#[derive(Debug)]
pub struct Plugged<C> {
    end: CardEnd,
    card: C,
    response: Vec<u8>,
}

impl<C: Card> Plugged<C> {
    /// A handle with which another thread takes the card out.
    ///
    /// # Errors
    /// [`LinkError::Socket`] when the system has no handle left.
    pub fn unplug(&self) -> Result<Unplug, LinkError> {
        self.end.unplug()
    }

    /// Answers the reader until the card is pulled or the reader goes away.
    ///
    /// # Errors
    /// [`LinkError::CutOff`] when the link broke inside a message, [`LinkError::Socket`] when it failed.
    pub fn serve<O: Observer<C>>(&mut self, observer: &mut O) -> Result<(), LinkError> {
        loop {
            match self.serve_one(observer) {
                Ok(true) => {}
                Ok(false) | Err(LinkError::Closed) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }

    /// Serves the reader from a thread of its own.
    ///
    /// # Errors
    /// [`LinkError::Socket`] when the system has no thread or handle left.
    pub fn in_background(mut self) -> Result<Background<C>, LinkError>
    where
        C: 'static,
    {
        let unplug = self.unplug()?;
        let serving = thread::Builder::new().name("card in the virtual reader".into());
        let thread = serving.spawn(move || {
            let outcome = self.serve(&mut ());
            (self.into_card(), outcome)
        })?;
        Ok(Background { unplug, thread })
    }

    /// Takes the card out and home.
    pub fn into_card(mut self) -> C {
        self.card.reset();
        self.card
    }

    /// Serves one request; false when the connection has ended.
    fn serve_one<O: Observer<C>>(&mut self, observer: &mut O) -> Result<bool, LinkError> {
        let Some(request) = self.end.next_request()? else {
            return Ok(false);
        };
        match request {
            Request::PowerOn => self.restart(observer, Signal::PowerOn),
            Request::PowerOff => self.restart(observer, Signal::PowerOff),
            Request::Reset => self.restart(observer, Signal::Reset),
            Request::Atr => {
                observer.signalled(&mut self.card, Signal::Atr);
                self.end.answer(self.card.atr())?;
            }
            Request::Unknown(byte) => {
                observer.signalled(&mut self.card, Signal::StrayByte(byte));
                self.end.answer(&NO_COMMAND)?;
            }
            Request::Apdu(command) => {
                self.response.clear();
                self.card.transmit(command, &mut self.response);
                observer.exchanged(&mut self.card, command, &self.response);
                self.answer(observer)?;
            }
        }
        Ok(true)
    }

    fn restart<O: Observer<C>>(&mut self, observer: &mut O, signal: Signal) {
        self.card.reset();
        observer.signalled(&mut self.card, signal);
    }

    fn answer<O: Observer<C>>(&mut self, observer: &mut O) -> Result<(), LinkError> {
        match self.end.answer(&self.response) {
            Err(LinkError::TooLong { length }) => {
                observer.signalled(&mut self.card, Signal::ResponseTooLong { length });
                self.end.answer(&TOO_LONG)
            }
            outcome => outcome,
        }
    }
}

/// A card that a thread of its own serves. Dropping it takes the card out, too.
#[derive(Debug)]
pub struct Background<C> {
    unplug: Unplug,
    thread: JoinHandle<(C, Result<(), LinkError>)>,
}

impl<C> Background<C> {
    /// Takes the card out at once, in the middle of a command too, and home.
    ///
    /// # Errors
    /// Why the link had failed before, if it had.
    pub fn pull(self) -> Result<C, LinkError> {
        let Self { unplug, thread } = self;
        unplug.pull();
        let lost = |_| LinkError::Socket(io::Error::other("the card's thread panicked"));
        let (card, outcome) = thread.join().map_err(lost)?;
        outcome.map(|()| card)
    }

    /// Whether the card is still being served.
    #[must_use]
    pub fn is_served(&self) -> bool {
        !self.thread.is_finished()
    }
}

//! The reader's end: plays vpcd, so that a card that is not ours can be driven without a daemon.

use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::card_end::connect_any;
use crate::link::Link;
use crate::{Error, Request, Stream};

/// How long a card may take for an answer, unless told otherwise.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A virtual reader whose slot is empty: it waits for a card.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    /// Listens for a card. Port 0 lets the system choose; [`address`](Self::address) tells which.
    ///
    /// # Errors
    /// [`Error::Socket`] when the address is taken or unknown.
    pub fn bind(address: impl ToSocketAddrs) -> Result<Self, Error> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Where the card has to connect.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until a card is put in. Has no time limit.
    ///
    /// # Errors
    /// [`Error::Socket`] when the system refuses.
    pub fn accept(&self) -> Result<ReaderEnd, Error> {
        ReaderEnd::connected(self.listener.accept()?.0)
    }
}

/// A virtual reader with a card in its slot. Dropping it closes the connection.
#[derive(Debug)]
pub struct ReaderEnd<S = TcpStream> {
    link: Link<S>,
}

impl ReaderEnd<TcpStream> {
    /// Connects to a card that listens itself.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when nobody answers within `limit`.
    pub fn connect<A: ToSocketAddrs + ToString>(
        address: A,
        limit: Duration,
    ) -> Result<Self, Error> {
        Self::connected(connect_any(&address, limit)?)
    }

    fn connected(stream: TcpStream) -> Result<Self, Error> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(ANSWER_LIMIT))?;
        Self::over(stream)
    }
}

impl<S: Stream> ReaderEnd<S> {
    /// A reader's end over a stream that is connected already.
    ///
    /// # Errors
    /// [`Error::Socket`] when the stream refuses its options.
    pub fn over(stream: S) -> Result<Self, Error> {
        Ok(Self {
            link: Link::over(stream, Some(ANSWER_LIMIT))?,
        })
    }

    /// Sets how long the card may take for an answer.
    ///
    /// # Errors
    /// [`Error::Socket`] when the limit is zero.
    pub fn set_answer_limit(&mut self, limit: Duration) -> Result<(), Error> {
        self.link.set_limit(Some(limit))
    }

    /// Gives power. The card does not answer.
    ///
    /// # Errors
    /// [`Error::Closed`] when the card is gone.
    pub fn power_on(&mut self) -> Result<(), Error> {
        self.request(Request::PowerOn)
    }

    /// Takes power away. The card does not answer.
    ///
    /// # Errors
    /// [`Error::Closed`] when the card is gone.
    pub fn power_off(&mut self) -> Result<(), Error> {
        self.request(Request::PowerOff)
    }

    /// Resets the card. It does not answer.
    ///
    /// # Errors
    /// [`Error::Closed`] when the card is gone.
    pub fn reset(&mut self) -> Result<(), Error> {
        self.request(Request::Reset)
    }

    /// Asks for the answer to reset.
    ///
    /// # Errors
    /// [`Error::Closed`] and [`Error::CutOff`] when the card was taken out, [`Error::TimedOut`] when it is mute.
    pub fn atr(&mut self) -> Result<Vec<u8>, Error> {
        self.request(Request::Atr)?;
        self.answer()
    }

    /// Sends a command APDU and waits for the response APDU, whatever its bytes.
    ///
    /// # Errors
    /// As [`atr`](Self::atr); [`Error::TakenForControl`] for a command of one byte and [`Error::TooLong`] for one
    /// over 65535 bytes, which are not sent.
    pub fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        if let [byte] = command {
            return Err(Error::TakenForControl { byte: *byte });
        }
        self.link.send(command)?;
        self.answer()
    }

    /// Sends a request without waiting for an answer, unknown control codes included.
    ///
    /// # Errors
    /// [`Error::TooLong`] over 65535 bytes, [`Error::Closed`] when the card is gone.
    pub fn request(&mut self, request: Request<'_>) -> Result<(), Error> {
        self.link.send(&request.encode())
    }

    /// Waits for one answer of the card.
    ///
    /// # Errors
    /// As [`atr`](Self::atr).
    pub fn answer(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.link.receive()?.ok_or(Error::Closed)?.to_vec())
    }
}

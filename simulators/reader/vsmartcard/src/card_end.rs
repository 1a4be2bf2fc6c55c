//! The card's end: takes the reader's requests and gives the answers.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::link::{Link, shut};
use crate::{Error, Request, Stream};

/// How long a write may take before the reader counts as gone.
const WRITE_LIMIT: Duration = Duration::from_secs(30);

/// A card's connection to the virtual reader. Dropping it takes the card out of the reader.
#[derive(Debug)]
pub struct CardEnd<S = TcpStream> {
    link: Link<S>,
}

/// Takes the card out from another thread: the card's end then sees the connection closed.
#[derive(Debug)]
pub struct Unplug(TcpStream);

impl Unplug {
    /// Closes the connection at once, in the middle of a command too.
    pub fn pull(&self) {
        shut(&self.0);
    }
}

impl CardEnd<TcpStream> {
    /// Puts a card into the reader that listens at `address`: the usual direction.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the name is unknown or nobody answers within `limit`.
    pub fn connect<A: ToSocketAddrs + ToString>(
        address: A,
        limit: Duration,
    ) -> Result<Self, Error> {
        Self::connected(connect_any(&address, limit)?)
    }

    /// Waits at `listener` for a reader that connects to its card: the direction that vpcd takes when it was
    /// configured with a host name.
    ///
    /// # Errors
    /// [`Error::Socket`] when the system refuses.
    pub fn accept(listener: &TcpListener) -> Result<Self, Error> {
        Self::connected(listener.accept()?.0)
    }

    fn connected(stream: TcpStream) -> Result<Self, Error> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITE_LIMIT))?;
        Self::over(stream)
    }

    /// A handle with which another thread takes the card out.
    ///
    /// # Errors
    /// [`Error::Socket`] when the system has no handle left.
    pub fn unplug(&self) -> Result<Unplug, Error> {
        Ok(Unplug(self.link.stream().try_clone()?))
    }
}

impl<S: Stream> CardEnd<S> {
    /// A card's end over a stream that is connected already.
    ///
    /// # Errors
    /// [`Error::Socket`] when the stream refuses its options.
    pub fn over(stream: S) -> Result<Self, Error> {
        Ok(Self {
            link: Link::over(stream, None)?,
        })
    }

    /// The stream below, for a look at its options.
    pub fn stream(&self) -> &S {
        self.link.stream()
    }

    /// Waits for what the reader wants next; `None` when the connection has ended between two messages.
    ///
    /// # Errors
    /// [`Error::CutOff`] when it ended inside a message, [`Error::Socket`] when it failed.
    pub fn next_request(&mut self) -> Result<Option<Request<'_>>, Error> {
        Ok(self.link.receive()?.map(Request::decode))
    }

    /// Answers an ATR request or a command, in one write.
    ///
    /// # Errors
    /// [`Error::TooLong`] over 65535 bytes (nothing is sent then), [`Error::Closed`] when the reader is gone.
    pub fn answer(&mut self, answer: &[u8]) -> Result<(), Error> {
        self.link.send(answer)
    }
}

/// Connects to the first address of a name that answers.
pub(crate) fn connect_any<A: ToSocketAddrs + ToString>(
    address: &A,
    limit: Duration,
) -> Result<TcpStream, Error> {
    let unreachable = |source| Error::Unreachable {
        address: address.to_string(),
        source,
    };
    let candidates: Vec<SocketAddr> = address.to_socket_addrs().map_err(unreachable)?.collect();
    let mut reason = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for candidate in candidates {
        match TcpStream::connect_timeout(&candidate, limit) {
            Ok(stream) => return Ok(stream),
            Err(error) => reason = error,
        }
    }
    Err(unreachable(reason))
}

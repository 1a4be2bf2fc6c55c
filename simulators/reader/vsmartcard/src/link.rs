//! A connected stream that carries messages: one write per message, time limits, quick acknowledgement.
//!
//! The reader writes length and body of a command apart. While the card's end delays its acknowledgement of the
//! length, the body waits: 40 ms per command. So the card's socket acknowledges at once, and since the kernel
//! forgets that wish, it is renewed after each read.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use crate::{Deframer, Error, encode_frame};

/// Bytes asked for in one read.
const PIECE: usize = 4096;

/// A connected byte stream under the link; in the product a TCP stream.
pub trait Stream: Read + Write {
    /// Limits how long a read may wait; `None` waits for ever.
    ///
    /// # Errors
    /// What the system says.
    fn limit_reads(&self, limit: Option<Duration>) -> io::Result<()>;

    /// Asks for acknowledgement without delay, until the kernel thinks otherwise.
    ///
    /// # Errors
    /// What the system says.
    fn acknowledge_at_once(&self) -> io::Result<()>;
}

impl Stream for TcpStream {
    fn limit_reads(&self, limit: Option<Duration>) -> io::Result<()> {
        self.set_read_timeout(limit)
    }

    #[cfg(target_os = "linux")]
    fn acknowledge_at_once(&self) -> io::Result<()> {
        std::os::linux::net::TcpStreamExt::set_quickack(self, true)
    }

    #[cfg(not(target_os = "linux"))]
    fn acknowledge_at_once(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Messages over a [`Stream`].
#[derive(Debug)]
pub(crate) struct Link<S> {
    stream: S,
    incoming: Deframer,
    piece: Vec<u8>,
    outgoing: Vec<u8>,
    limit: Option<Duration>,
}

impl<S: Stream> Link<S> {
    /// A link over a stream that is connected already. `limit` bounds the wait for a message to begin.
    pub(crate) fn over(stream: S, limit: Option<Duration>) -> Result<Self, Error> {
        stream.limit_reads(limit)?;
        stream.acknowledge_at_once()?;
        Ok(Self {
            stream,
            incoming: Deframer::new(),
            piece: vec![0; PIECE],
            outgoing: Vec::new(),
            limit,
        })
    }

    pub(crate) fn stream(&self) -> &S {
        &self.stream
    }

    pub(crate) fn set_limit(&mut self, limit: Option<Duration>) -> Result<(), Error> {
        self.limit = limit;
        Ok(self.stream.limit_reads(limit)?)
    }

    /// Sends length and body in one write.
    pub(crate) fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        encode_frame(message, &mut self.outgoing)?;
        self.stream
            .write_all(&self.outgoing)
            .map_err(|error| match error.kind() {
                ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::NotConnected => {
                    Error::Closed
                }
                _ => Error::Socket(error),
            })
    }

    /// Waits for the next message; `None` when the peer has closed the connection between two messages.
    pub(crate) fn receive(&mut self) -> Result<Option<&[u8]>, Error> {
        while !self.incoming.is_ready() {
            if self.read_piece()? == 0 {
                return match self.incoming.pending() {
                    0 => Ok(None),
                    have => Err(Error::CutOff { have }),
                };
            }
        }
        Ok(self.incoming.next_message())
    }

    fn read_piece(&mut self) -> Result<usize, Error> {
        let count = match self.stream.read(&mut self.piece) {
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => return self.read_piece(),
            Err(error) => return self.closed_or_failed(error),
        };
        self.stream.acknowledge_at_once().or_else(ignore_closed)?;
        self.incoming
            .push(self.piece.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn closed_or_failed(&self, error: io::Error) -> Result<usize, Error> {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Err(Error::TimedOut {
                limit: self.limit.unwrap_or_default(),
            }),
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::NotConnected => {
                Ok(0)
            }
            _ => Err(Error::Socket(error)),
        }
    }
}

/// A socket that has just been closed cannot take options; the next read tells the same.
fn ignore_closed(error: io::Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::NotConnected => Ok(()),
        _ => Err(error),
    }
}

/// Ends both directions; whoever is blocked in a read wakes up and finds the connection closed.
pub(crate) fn shut(stream: &TcpStream) {
    // A connection that the peer has closed already is as closed as it can be.
    let _ = stream.shutdown(Shutdown::Both);
}

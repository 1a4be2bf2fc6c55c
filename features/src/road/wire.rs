//! A client that says what it likes, byte by byte, and hangs up when it likes.
//!
//! The browser and the client of roles speak HTTP as it should be; whoever wants to speak it badly does so here. Nobody
//! waits for time to pass: a party that does not answer is given up after [`PATIENCE`].

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::Duration;

use conformance_harness::StepError;

use super::answers::Answer;

/// How long an answer may take that should be there at once.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of an answer that are looked at.
const MOST: usize = 1 << 20;

/// One connection, without TLS: against a party that speaks it, what is said here is no handshake.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    /// What has come and was not read yet.
    come: Vec<u8>,
}

impl Wire {
    /// A connection to an origin.
    ///
    /// # Errors
    ///
    /// When nobody listens there.
    pub fn open(origin: &str) -> Result<Self, StepError> {
        Self::connect(origin)
            .map_err(|error| StepError::expected(format!("a connection to {origin}"), error))
    }

    fn connect(origin: &str) -> io::Result<Self> {
        let place = origin
            .split_once("://")
            .map_or(origin, |(_, place)| place)
            .trim_end_matches('/');
        let mut last = io::ErrorKind::AddrNotAvailable.into();
        for address in place.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(PATIENCE))?;
                    stream.set_write_timeout(Some(PATIENCE))?;
                    let come = Vec::new();
                    return Ok(Self { stream, come });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Says something. The other end may have hung up, which its answer will show.
    pub fn say(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// The next answer; nothing when the other end hangs up instead, or takes too long.
    pub fn hear(&mut self) -> Option<Answer> {
        let head = loop {
            match find(&self.come, b"\r\n\r\n") {
                Some(end) => break end + 4,
                None => self.more()?,
            }
        };
        let text = String::from_utf8_lossy(self.come.get(..head)?).into_owned();
        let mut answer = read_head(&text)?;
        let length = answer.header("content-length").unwrap_or("0");
        let end = head + length.parse::<usize>().ok()?.min(MOST);
        while self.come.len() < end {
            self.more()?;
        }
        let body = self.come.get(head..end)?;
        answer.body = String::from_utf8_lossy(body).into_owned();
        self.come.drain(..end);
        Some(answer)
    }

    /// Says no more, and waits until the other end has noticed.
    pub fn break_off(mut self) {
        // Whoever has hung up already has noticed.
        let _ = self.stream.shutdown(Shutdown::Write);
        while self.more().is_some() {}
    }

    fn more(&mut self) -> Option<()> {
        let mut piece = [0; 4096];
        let length = self.stream.read(&mut piece).ok()?;
        let bytes = piece.get(..length).filter(|bytes| !bytes.is_empty())?;
        self.come.extend_from_slice(bytes);
        (self.come.len() <= MOST).then_some(())
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Status line and headers.
fn read_head(text: &str) -> Option<Answer> {
    let mut lines = text.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    Some(Answer {
        what: String::new(),
        status,
        headers: headers.collect(),
        body: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::read_head;

    #[test]
    fn a_head_is_taken_apart() {
        let head = read_head("HTTP/1.1 404 Not Found\r\nA: b: c\r\n\r\n");
        let head = head.unwrap_or_default();
        assert_eq!((head.status, head.header("a")), (404, Some("b: c")));
        assert!(read_head("what").is_none());
    }
}

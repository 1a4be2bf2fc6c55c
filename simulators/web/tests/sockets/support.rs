//! A server to talk to and a client that says what it likes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::StatusCode;
use web::{Arrival, HttpClient, Limits, Listen, Request, Response, Runtime, Server, Trust, text};

/// The one event loop of all tests.
pub(crate) fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::start().unwrap())
}

/// A service that says what it saw, and breaks on `/panic`.
pub(crate) fn echo(request: &Request) -> Response {
    assert_ne!(request.uri().path(), "/panic", "asked to");
    let arrival = Arrival::of(request);
    let body = format!(
        "{} {} {} {} {}",
        request.method(),
        request.uri(),
        request.body().len(),
        arrival.peer.map_or(0, |peer| peer.port()),
        arrival.secure,
    );
    text(StatusCode::OK, body)
}

pub(crate) fn serve(listen: &Listen) -> Server {
    Server::start(runtime(), listen, Arc::new(echo)).unwrap()
}

/// Limits that a test can wait for.
pub(crate) fn impatient() -> Limits {
    Limits {
        body: 1024,
        handshake: Duration::from_millis(300),
        head: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        idle: Duration::from_millis(300),
        write: Duration::from_millis(300),
        connections: 16,
    }
}

pub(crate) fn client() -> HttpClient {
    HttpClient::new(runtime(), &Trust::Any).unwrap()
}

pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Sends bytes and reads until the server hangs up.
pub(crate) fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = connect(address);
    // The server may hang up in the middle of what it does not want.
    let _ = stream.write_all(bytes);
    rest(&mut stream)
}

/// Everything until the server hangs up.
pub(crate) fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A reset ends the answer like any other end.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

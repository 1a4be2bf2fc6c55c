use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use http::StatusCode;
use web::{Fetch, Limits, Listen, Server, get};

use crate::support::{client, connect, impatient, rest, say, serve};

fn hostile() -> Server {
    serve(&Listen::loopback().limits(impatient()))
}

fn still_serves(server: &Server) {
    let response = client().fetch(get(server.origin()).unwrap()).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

fn post(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("POST / HTTP/1.1\r\nhost: x\r\n{headers}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

#[test]
fn a_body_of_the_limit_is_taken_and_one_byte_more_is_not() {
    let server = hostile();
    let fits = post(
        "content-length: 1024\r\nconnection: close\r\n",
        &[b'a'; 1024],
    );
    assert!(say(server.address(), &fits).contains("POST / 1024 "));
    let large = post("content-length: 1025\r\n", &[b'a'; 1025]);
    let answer = say(server.address(), &large);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("<code class=\"rule\">413</code>"));
    still_serves(&server);
}

#[test]
fn a_client_that_sends_without_listening_still_finds_its_413() {
    let server = serve(&Listen::loopback());
    let body = vec![b'a'; 4 * 1024 * 1024];
    let large = post(&format!("content-length: {}\r\n", body.len()), &body);
    assert!(say(server.address(), &large).starts_with("HTTP/1.1 413 "));
}

#[test]
fn a_client_that_asks_first_is_told_before_it_sends() {
    let server = hostile();
    let asks = post("content-length: 1048576\r\nexpect: 100-continue\r\n", b"");
    assert!(say(server.address(), &asks).starts_with("HTTP/1.1 413 "));
}

#[test]
fn a_body_in_chunks_without_end_is_cut_off() {
    let server = hostile();
    let mut chunks = Vec::new();
    for _ in 0..64 {
        chunks.extend_from_slice(b"400\r\n");
        chunks.extend_from_slice(&[b'a'; 1024]);
        chunks.extend_from_slice(b"\r\n");
    }
    let answer = say(
        server.address(),
        &post("transfer-encoding: chunked\r\n", &chunks),
    );
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413 "),
        "{answer}"
    );
    still_serves(&server);
}

#[test]
fn a_body_that_does_not_come_ends_by_the_limit() {
    let server = hostile();
    let slow = post("content-length: 100\r\n", b"abc");
    assert!(say(server.address(), &slow).starts_with("HTTP/1.1 408 "));
    still_serves(&server);
}

#[test]
fn headers_byte_by_byte_end_by_the_limit() {
    let server = hostile();
    let mut stream = connect(server.address());
    let start = Instant::now();
    let mut sent = Ok(());
    // Each byte comes well within any limit on silence.
    for byte in
        b"GET / HTTP/1.1\r\nhost: x\r\nx-padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    {
        sent = sent.and_then(|()| stream.write_all(&[*byte]));
        sleep(Duration::from_millis(20));
    }
    assert_eq!(rest(&mut stream), "");
    assert!(start.elapsed() < Duration::from_secs(5));
    still_serves(&server);
}

#[test]
fn a_client_that_says_nothing_ends_by_the_limit() {
    let server = hostile();
    let mut first = connect(server.address());
    assert_eq!(rest(&mut first), "");
    // Nor may it be silent for ever after a request.
    let mut second = connect(server.address());
    second
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    assert!(rest(&mut second).starts_with("HTTP/1.1 200 "));
    still_serves(&server);
}

#[test]
fn slow_clients_hold_up_nobody() {
    let patient = Limits {
        connections: 64,
        ..Limits::default()
    };
    let server = serve(&Listen::loopback().limits(patient));
    let mut slow: Vec<_> = (0..32).map(|_| connect(server.address())).collect();
    for stream in &mut slow {
        stream
            .write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\na")
            .unwrap();
    }
    let start = Instant::now();
    still_serves(&server);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn half_open_connections_give_way_to_those_that_speak() {
    let few = Limits {
        connections: 16,
        ..Limits::default()
    };
    let server = serve(&Listen::loopback().limits(few));
    let half_open: Vec<_> = (0..100).map(|_| connect(server.address())).collect();
    still_serves(&server);
    let mut closed = 0;
    for mut stream in half_open {
        stream
            .set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        match stream.read(&mut [0]) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            _ => closed += 1,
        }
    }
    assert!(closed >= 84, "{closed}");
}

#[test]
fn a_client_that_takes_nothing_ends_by_the_limit() {
    let large = |_: &web::Request| web::text(StatusCode::OK, "a".repeat(32 * 1024 * 1024));
    let listen = Listen::loopback().limits(impatient());
    let service = std::sync::Arc::new(large);
    let server = Server::start(crate::support::runtime(), &listen, service).unwrap();
    let mut stream = connect(server.address());
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    sleep(Duration::from_millis(800));
    assert!(rest(&mut stream).len() < 32 * 1024 * 1024);
}

#[test]
fn bytes_that_are_not_http_concern_nobody() {
    let server = hostile();
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(200_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(500));
    let inputs: [&[u8]; 9] = [
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost : x\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ];
    for input in inputs {
        let answer = say(server.address(), input);
        let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
        assert!(
            refused,
            "{:?}: {answer}",
            String::from_utf8_lossy(&input[..input.len().min(80)])
        );
    }
    still_serves(&server);
}

#[test]
fn a_request_names_one_host() {
    let server = hostile();
    for headers in ["", "host: a\r\nhost: b\r\n"] {
        let request = format!("GET / HTTP/1.1\r\n{headers}\r\n");
        assert!(say(server.address(), request.as_bytes()).starts_with("HTTP/1.1 400 "));
    }
    assert!(say(server.address(), b"GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 200 "));
    let connect = b"CONNECT evil.test:443 HTTP/1.1\r\nhost: evil.test:443\r\n\r\n";
    assert!(say(server.address(), connect).starts_with("HTTP/1.1 400 "));
}

#[test]
fn connections_that_break_anywhere_concern_nobody() {
    let server = hostile();
    let request = post("content-length: 4\r\n", b"abcd");
    let threads: Vec<_> = (0..request.len())
        .map(|end| {
            let (address, part) = (server.address(), request[..end].to_vec());
            spawn(move || {
                TcpStream::connect(address)
                    .unwrap()
                    .write_all(&part)
                    .unwrap()
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    still_serves(&server);
}

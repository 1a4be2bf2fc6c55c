use std::net::TcpStream;
use std::sync::Arc;

use http::StatusCode;
use web::{Bound, Fetch, Listen, Request, Runtime, Server, WebError, get, text};

use crate::support::{client, connect, echo, rest, runtime, say, serve};

#[test]
fn a_service_is_reached_at_its_origin() {
    let server = serve(&Listen::loopback());
    assert!(server.origin().starts_with("http://127.0.0.1:"));
    let response = client().fetch(get(&format!("{}/a?b=c", server.origin())).unwrap());
    let body = String::from_utf8(response.unwrap().body().to_vec()).unwrap();
    assert!(
        body.starts_with("GET /a?b=c 0 ") && body.ends_with(" false"),
        "{body}"
    );
}

#[test]
fn the_address_is_known_before_the_service_exists() {
    let bound = Bound::new(&Listen::loopback().host("localhost")).unwrap();
    let origin = bound.origin().to_owned();
    assert_eq!(
        origin,
        format!("http://localhost:{}", bound.address().port())
    );
    // Whoever comes too early waits.
    let early = std::thread::spawn({
        let origin = origin.clone();
        move || client().fetch(get(&origin).unwrap()).unwrap().status()
    });
    let server = bound.serve(runtime(), Arc::new(echo)).unwrap();
    assert_eq!(server.origin(), origin);
    assert_eq!(early.join().unwrap(), StatusCode::OK);
}

#[test]
fn a_taken_address_is_named() {
    let server = serve(&Listen::loopback());
    let address = server.address().to_string();
    let error = Bound::new(&Listen::on(&address)).unwrap_err();
    assert!(matches!(&error, WebError::Listen { address: taken, .. } if *taken == address));
    assert!(Bound::new(&Listen::on("nowhere")).is_err());
}

#[test]
fn every_answer_has_the_security_headers() {
    let server = serve(&Listen::loopback());
    let response = client().fetch(get(server.origin()).unwrap()).unwrap();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin"),
        ("cache-control", "no-store"),
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        assert_eq!(response.headers()[name], value);
    }
}

#[test]
fn head_is_get_without_a_body() {
    let server = serve(&Listen::loopback());
    let answer = say(
        server.address(),
        b"HEAD /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
}

#[test]
fn an_absolute_address_reaches_the_service_as_a_path() {
    let server = serve(&Listen::loopback());
    let answer = say(
        server.address(),
        b"GET http://evil.test/a?b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    assert!(answer.contains("GET /a?b 0 "), "{answer}");
}

#[test]
fn a_panic_is_a_page_and_the_next_request_is_served() {
    let server = serve(&Listen::loopback());
    let client = client();
    let broken = client
        .fetch(get(&format!("{}/panic", server.origin())).unwrap())
        .unwrap();
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = String::from_utf8_lossy(broken.body()).into_owned();
    assert!(page.contains("<code class=\"rule\">500</code>") && !page.contains("asked to"));
    let next = client.fetch(get(server.origin()).unwrap()).unwrap();
    assert_eq!(next.status(), StatusCode::OK);
}

#[test]
fn stopping_closes_the_socket_and_every_connection() {
    let server = serve(&Listen::loopback());
    let address = server.address();
    let mut open = connect(address);
    server.stop();
    assert!(TcpStream::connect(address).is_err());
    assert_eq!(rest(&mut open), "");
}

#[test]
fn dropping_stops_soon() {
    let server = serve(&Listen::loopback());
    let mut open = connect(server.address());
    drop(server);
    assert_eq!(rest(&mut open), "");
}

#[test]
fn hundreds_of_servers_share_the_threads_of_one_event_loop() {
    let runtime = Runtime::start().unwrap();
    let client = client();
    for _ in 0..5 {
        let servers: Vec<_> = (0..60)
            .map(|_| Server::start(&runtime, &Listen::loopback(), Arc::new(echo)).unwrap())
            .collect();
        for server in &servers {
            assert!(client.fetch(get(server.origin()).unwrap()).is_ok());
        }
    }
}

#[test]
fn a_service_may_ask_another_over_sockets() {
    let inner = serve(&Listen::loopback());
    let (client_of_outer, origin) = (client(), inner.origin().to_owned());
    let outer = move |_: &Request| match client_of_outer.fetch(get(&origin).unwrap()) {
        Ok(response) => response,
        Err(error) => text(StatusCode::BAD_GATEWAY, error.to_string()),
    };
    let outer = Server::start(runtime(), &Listen::loopback(), Arc::new(outer)).unwrap();
    let askers: Vec<_> = (0..16)
        .map(|_| {
            let origin = outer.origin().to_owned();
            std::thread::spawn(move || client().fetch(get(&origin).unwrap()).unwrap().status())
        })
        .collect();
    for asker in askers {
        assert_eq!(asker.join().unwrap(), StatusCode::OK);
    }
}

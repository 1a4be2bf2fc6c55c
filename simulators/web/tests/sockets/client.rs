use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use http::StatusCode;
use web::{ClientLimits, Fetch, FetchError, Form, HttpClient, Listen, Trust, get, post_form};
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{client, impatient, runtime, serve};

fn port(body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body).into_owned();
    body.split(' ').nth(3).unwrap().to_owned()
}

#[test]
fn connections_are_used_again() {
    let server = serve(&Listen::loopback());
    let client = client();
    let mut ports = (0..3).map(|_| {
        let response = client.fetch(get(server.origin()).unwrap()).unwrap();
        port(response.body())
    });
    let first = ports.next().unwrap();
    assert!(ports.all(|port| port == first));
}

#[test]
fn a_connection_that_the_server_has_closed_is_not_used_again() {
    let server = serve(&Listen::loopback().limits(impatient()));
    let client = client();
    let post = || post_form(server.origin(), &Form::new().with("a", "1")).unwrap();
    let first = port(client.fetch(post()).unwrap().body());
    // Longer than the server waits for a second request.
    std::thread::sleep(Duration::from_millis(600));
    assert_ne!(port(client.fetch(post()).unwrap().body()), first);
    // Nor after another server has taken its place.
    let address = server.address().to_string();
    server.stop();
    let server = serve(&Listen::on(&address));
    assert!(client.fetch(get(server.origin()).unwrap()).is_ok());
}

#[test]
fn clones_and_threads_share_the_connections() {
    let server = serve(&Listen::loopback());
    let client = client();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let (client, origin) = (client.clone(), server.origin().to_owned());
            std::thread::spawn(move || {
                let ask = |_| port(client.fetch(get(&origin).unwrap()).unwrap().body());
                (0..50).map(ask).collect::<BTreeSet<_>>()
            })
        })
        .collect();
    let ports = threads
        .into_iter()
        .flat_map(|thread| thread.join().unwrap());
    assert!(ports.collect::<BTreeSet<_>>().len() <= 8);
}

#[tokio::test]
async fn a_form_is_sent_as_it_is() {
    let peer = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/token"))
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(body_string("code=a%26b"))
        .respond_with(ResponseTemplate::new(400).set_body_string("no"))
        .mount(&peer)
        .await;
    let form = Form::new().with("code", "a&b");
    let request = post_form(&format!("{}/token", peer.uri()), &form).unwrap();
    let response = client().fetch(request).unwrap();
    assert_eq!(
        (response.status(), &response.body()[..]),
        (StatusCode::BAD_REQUEST, &b"no"[..])
    );
}

#[tokio::test]
async fn redirects_are_returned_and_not_followed() {
    let peer = MockServer::start().await;
    let redirect = ResponseTemplate::new(302).insert_header("location", "/there");
    Mock::given(path("/here"))
        .respond_with(redirect)
        .expect(1)
        .mount(&peer)
        .await;
    let response = client()
        .fetch(get(&format!("{}/here", peer.uri())).unwrap())
        .unwrap();
    assert_eq!(response.status(), StatusCode::FOUND);
    assert_eq!(response.headers()["location"], "/there");
}

#[tokio::test]
async fn an_answer_has_a_size_and_a_time() {
    let peer = MockServer::start().await;
    Mock::given(path("/large"))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(vec![0; 1001]))
        .mount(&peer)
        .await;
    Mock::given(path("/slow"))
        .respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(20)))
        .mount(&peer)
        .await;
    let limits = ClientLimits {
        body: 1000,
        time: Duration::from_millis(500),
    };
    let client = HttpClient::limited(runtime(), &Trust::Any, limits).unwrap();
    let ask = |path: &str| {
        client
            .fetch(get(&format!("{}{path}", peer.uri())).unwrap())
            .unwrap_err()
    };
    let origin = peer.uri();
    assert_eq!(
        ask("/large"),
        FetchError::TooLarge {
            origin: origin.clone(),
            limit: 1000
        }
    );
    assert_eq!(ask("/slow"), FetchError::Timeout(origin));
}

#[test]
fn nobody_there_is_said_without_the_query() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = client()
        .fetch(get(&format!("http://{address}/?token=secret")).unwrap())
        .unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn an_answer_that_is_not_http_is_broken() {
    for answer in [
        "hello\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let peer = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let error = client()
            .fetch(get(&format!("http://{address}/")).unwrap())
            .unwrap_err();
        assert!(matches!(error, FetchError::Broken { .. }), "{error:?}");
        peer.join().unwrap();
    }
}

#[test]
fn a_trusted_certificate_must_be_one() {
    let trust = Trust::Only(vec![b"none".to_vec()]);
    assert!(HttpClient::new(runtime(), &trust).is_err());
}

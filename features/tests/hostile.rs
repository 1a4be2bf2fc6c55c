//! Services that misbehave towards the suite itself: it says in bounded time that nothing was learnt, or what is wrong, and
//! goes on with the next check.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ambient::{Ambient, UnixSeconds};
use conformance_harness::seat::{Claims, Inside, Protocol, Registration, Seat};
use conformance_harness::{Assignment, Masking, Options, Outcome, Selector, Target, run};
use conformance_verdict::Verdict;
use conformance_world::login::{ServiceOptions, ServiceTarget};

/// How long a check may take; the services below would take for ever.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a service does with a connection.
type Answer = fn(TcpStream);

/// Who is to be seen on a page for a person to be inside.
const INSIDE: &str = "Logged in as BEISPIELER";

fn asked(stream: &mut TcpStream) {
    let mut bytes = [0; 4096];
    let _ = stream.read(&mut bytes);
}

fn say(stream: &mut TcpStream, head: &str) {
    asked(stream);
    let _ = stream.write_all(head.as_bytes());
}

fn hangs(mut stream: TcpStream) {
    asked(&mut stream);
    thread::sleep(PATIENCE * 3);
}

fn hangs_up(mut stream: TcpStream) {
    asked(&mut stream);
}

fn talks_without_end(mut stream: TcpStream) {
    say(
        &mut stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n",
    );
    while stream.write_all(&[b' '; 65_536]).is_ok() {}
}

fn trickles(mut stream: TcpStream) {
    say(
        &mut stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n",
    );
    while stream.write_all(b" ").is_ok() {
        thread::sleep(Duration::from_millis(20));
    }
}

fn leads_in_a_circle(mut stream: TcpStream) {
    say(
        &mut stream,
        "HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    );
}

fn promises_too_much(mut stream: TcpStream) {
    say(
        &mut stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99999999999999\r\n\r\n<p>",
    );
}

/// Ten bytes that say that they are a compressed page, and are not.
fn sends_what_cannot_be_unpacked(mut stream: TcpStream) {
    say(
        &mut stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\ncontent-length: 10\r\n\r\n0123456789",
    );
}

fn speaks_no_http(mut stream: TcpStream) {
    say(&mut stream, "220 mail.example ESMTP\r\n");
}

fn has_endless_headers(mut stream: TcpStream) {
    say(&mut stream, "HTTP/1.1 200 OK\r\n");
    while stream.write_all(b"x-more: and more\r\n").is_ok() {}
}

/// Everybody is inside who asks.
fn welcomes_everybody(mut stream: TcpStream) {
    asked(&mut stream);
    let page = format!("<p>{INSIDE}</p>");
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n";
    let _ = write!(stream, "{head}content-length: {}\r\n\r\n{page}", page.len());
}

/// A service on loopback that answers so until the test ends.
fn serve(answer: Answer) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    format!("http://{address}")
}

fn now() -> UnixSeconds {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    UnixSeconds::new(i64::try_from(passed.as_secs()).unwrap())
}

/// What two checks say of a service that answers so.
fn judged(answer: Answer) -> Vec<Outcome> {
    let origin = serve(answer);
    let seat = Seat {
        name: "TEST hostile service".to_owned(),
        protocol: Protocol::Oidc,
        login: format!("{origin}/login"),
        inbox: format!("{origin}/callback"),
        inside: Inside {
            url: format!("{origin}/card"),
            status: Some(200),
            text: Some(INSIDE.to_owned()),
            shows: vec!["BEISPIELER".to_owned()],
        },
        logout: None,
        level: 500,
    };
    let registration = Registration::Oidc {
        id: "hostile".to_owned(),
        secret: "TEST secret of a hostile service".to_owned(),
        redirect_uris: vec![format!("{origin}/callback")],
        post_logout_redirect_uris: Vec::new(),
        scopes: ["openid", "profile"].map(str::to_owned).into(),
    };
    let target = ServiceTarget::open(ServiceOptions {
        seat,
        registration,
        claims: Claims::default(),
        listen: "127.0.0.1:0".to_owned(),
        seed: 2,
        clock: now,
    });
    let target: Arc<dyn Target> = Arc::new(target.unwrap());
    let selector: Selector = "SP-OIDC-14 | SP-OIDC-50".parse().unwrap();
    let checks = selector.select(&features::catalogue().unwrap());
    let assignments = checks
        .into_iter()
        .map(|check| Assignment::new(check, Arc::clone(&target)));
    let options = Options {
        ambient: Ambient::simulated(2, now().date()),
        jobs: 1,
        timeout: PATIENCE,
        strict: true,
        controls: features::controls(),
        masking: Masking::Secrets,
        fault: None,
        interrupted: Arc::new(AtomicBool::new(false)),
    };
    let steps = features::step_functions();
    run(&steps, assignments.collect(), &options, &mut |_| {})
}

#[test]
fn of_a_service_that_gives_no_answer_nothing_is_learnt() {
    let hostile: &[(&str, Answer)] = &[
        ("hangs", hangs),
        ("hangs up", hangs_up),
        ("talks without end", talks_without_end),
        ("trickles", trickles),
        ("leads in a circle", leads_in_a_circle),
        ("promises too much", promises_too_much),
        ("cannot be unpacked", sends_what_cannot_be_unpacked),
        ("speaks no HTTP", speaks_no_http),
        ("has endless headers", has_endless_headers),
    ];
    thread::scope(|scope| {
        for (name, answer) in hostile {
            scope.spawn(move || {
                let outcomes = judged(*answer);
                assert_eq!(outcomes.len(), 2, "{name}");
                for outcome in outcomes {
                    let (verdict, reason) = (outcome.verdict, outcome.reason);
                    assert_eq!(verdict, Verdict::Inconclusive, "{name}: {reason}");
                    assert!(!reason.is_empty(), "{name}");
                }
            });
        }
    });
}

#[test]
fn a_service_that_lets_everybody_in_passes_nothing() {
    for outcome in judged(welcomes_everybody) {
        let (verdict, reason) = (outcome.verdict, &outcome.reason);
        let id = &outcome.assignment.check.id;
        assert!(
            matches!(verdict, Verdict::Fail | Verdict::Inconclusive),
            "{id}: {verdict} {reason}"
        );
    }
}

//! How long does PACE take, both sides together, beside ten bare multiplications by OpenSSL?
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench"
)]

#[allow(dead_code, reason = "each bench uses its own rivals")]
mod limits;

use std::time::Duration;

use ambient::{Ambient, Date, Stream};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::{Cipher, Curve};
use eac::card::Faults;
use eac::card::pace::{Chaining, Pace, PaceSuite, Progress};
use eac::encoding::{PaceProtocol, Password};
use eac::terminal::pace::{AwaitNonce, Outcome};
use limits::Multiplication;

fn pace(criterion: &mut Criterion) {
    let ambient = Ambient::simulated(1, Date::new(2026, 3, 1).unwrap());
    let mut random = ambient.stream("pace");
    for curve in Curve::ALL {
        let suite = PaceSuite {
            protocol: PaceProtocol::generic(Cipher::Aes128),
            curve,
        };
        let mut rival = Multiplication::new(curve);
        let mut group = criterion.benchmark_group(format!("pace/{}", curve.name()));
        group.bench_function("ours", |bencher| bencher.iter(|| run(suite, &mut random)));
        group.bench_function("openssl-ten-multiplications", |bencher| {
            bencher.iter(|| rival.ten())
        });
        group.finish();
    }
}

/// The four steps of General Authenticate, each answered by the other side.
fn run(suite: PaceSuite, random: &mut Stream) -> Outcome {
    let can = Password::can("500540");
    let card = Pace::new(suite, &can, Faults::default());
    let terminal = AwaitNonce::new(suite.protocol, suite.curve, &can);
    let (card, data) = step(card, &terminal.command().data, random);
    let terminal = terminal.receive(&data, random).unwrap();
    let (card, data) = step(card, &terminal.command().data, random);
    let terminal = terminal.receive(&data, random).unwrap();
    let (card, data) = step(card, &terminal.command().data, random);
    let terminal = terminal.receive(&data).unwrap();
    let token = card
        .general_authenticate(&terminal.command().data, Chaining::Last, random)
        .unwrap();
    let Progress::Token(token) = token else {
        panic!("the card waits for a token")
    };
    terminal
        .receive(&token.judge().unwrap().response(&[]))
        .unwrap()
}

fn step(card: Pace, data: &[u8], random: &mut Stream) -> (Pace, Vec<u8>) {
    match card
        .general_authenticate(data, Chaining::More, random)
        .unwrap()
    {
        Progress::Continue { pace, response } => (pace, response),
        Progress::Token(_) => panic!("the card is not ready for a token"),
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(1000));
    targets = pace
}
criterion_main!(benches);

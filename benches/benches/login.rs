//! How long does one German login take, from the relying party to the chip and back, all cryptography real?
//!
//! In process, where nobody waits for a socket, it is laid beside its public-key operations alone; over loopback it is
//! only reported. Each login has a browser of its own in a world that knows its peers' metadata already.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a bench"
)]

mod operations;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ambient::Ambient;
use browser::Browser;
use browser::citizen::Citizen;
use conformance_harness::site::role;
use conformance_harness::{Setup, Site as _};
use conformance_world::login::{LoginSite, Network, WorldOptions, http_client};
use conformance_world::{Reference, start_date};
use criterion::{Criterion, criterion_group, criterion_main};
use operations::{Operations, PARTS};
use web::{Fetch, FetchError, InProcess, Request, Response};

/// How many logins the printed parts are the mean of.
const ROUNDS: u32 = 20;

/// A world, and a citizen in front of it who has logged in once.
struct Desk {
    fetch: Arc<dyn Fetch>,
    citizen: Citizen,
    service: String,
    _site: LoginSite,
}

impl Desk {
    fn in_process() -> Self {
        let network = InProcess::new();
        let fetch = network.client();
        Self::open(Network::InProcess(network), fetch)
    }

    fn on_loopback() -> Self {
        Self::open(Network::Loopback, http_client().unwrap())
    }

    fn open(network: Network, fetch: Arc<dyn Fetch>) -> Self {
        let ambient = Ambient::simulated(7, start_date());
        let site = Reference::new(1)
            .open_world(WorldOptions {
                network,
                ..WorldOptions::new(Setup::default(), ambient)
            })
            .unwrap();
        let secrets = site.secrets();
        let citizen = Citizen::new(
            &secrets.pin.unwrap(),
            &secrets.can.unwrap(),
            &secrets.puk.unwrap(),
        );
        let service = site.origin(role::RELYING_PARTY).unwrap();
        let desk = Self {
            fetch,
            citizen,
            service,
            _site: site,
        };
        desk.log_in();
        desk
    }

    fn log_in(&self) {
        self.log_in_through(Arc::clone(&self.fetch));
    }

    fn log_in_through(&self, fetch: Arc<dyn Fetch>) {
        let mut browser = Browser::new(fetch);
        let page = format!("{}/login/saml", self.service);
        browser.open(&page).unwrap();
        self.citizen.go_on(&mut browser).unwrap();
        let surname = browser.page().select("#surname");
        assert_eq!(surname, ["BEISPIELER"], "{}", browser.page().text());
    }
}

fn in_process(criterion: &mut Criterion) {
    let desk = Desk::in_process();
    let mut rival = Operations::new();
    let mut group = criterion.benchmark_group("login/de/in-process");
    group.bench_function("ours", |bencher| bencher.iter(|| desk.log_in()));
    group.bench_function("public-key-operations", |bencher| {
        bencher.iter(|| rival.all());
    });
    group.finish();
}

fn loopback(criterion: &mut Criterion) {
    let desk = Desk::on_loopback();
    let mut group = criterion.benchmark_group("login/de/loopback");
    group.bench_function("ours", |bencher| bencher.iter(|| desk.log_in()));
    group.finish();
}

/// Prints where the time of a login goes: each request of the browser with all that follows from it, and each part of
/// the cryptography. Nothing is judged by it.
fn parts(_: &mut Criterion) {
    let mut words = std::env::args().skip(1);
    if words
        .any(|word| word == "--test" || (!word.starts_with('-') && !"login/de".contains(&*word)))
    {
        return;
    }
    let desk = Desk::in_process();
    let clock = Arc::new(Timed {
        inner: Arc::clone(&desk.fetch),
        spent: Mutex::default(),
    });
    let whole = mean(|| desk.log_in_through(Arc::<Timed>::clone(&clock)));
    eprintln!("\nlogin/de/in-process, mean of {ROUNDS}: {}", ms(whole));
    let mut rest = whole;
    for ((_, request), (count, spent)) in clock.spent.lock().unwrap().iter() {
        rest = rest.saturating_sub(*spent / ROUNDS);
        eprintln!("  {} {:>3}x {request}", ms(*spent / ROUNDS), count / ROUNDS);
    }
    eprintln!("  {}      the browser itself", ms(rest));
    eprintln!("its public-key operations");
    let mut all = Operations::new();
    for (name, count, run) in PARTS {
        eprintln!("  {}      {name}: {count}", ms(mean(|| run(&mut all))));
    }
}

fn mean(mut run: impl FnMut()) -> Duration {
    let begun = Instant::now();
    (0..ROUNDS).for_each(|_| run());
    begun.elapsed() / ROUNDS
}

fn ms(time: Duration) -> String {
    format!("{:>8.3} ms", time.as_secs_f64() * 1e3)
}

/// A network that notes how long the browser waits for whom. Requests are kept in the order of the road.
struct Timed {
    inner: Arc<dyn Fetch>,
    spent: Mutex<BTreeMap<(usize, String), (u32, Duration)>>,
}

impl Fetch for Timed {
    fn fetch(&self, request: Request) -> Result<Response, FetchError> {
        let (uri, method) = (request.uri(), request.method());
        let name = format!("{method} {}{}", uri.host().unwrap_or_default(), uri.path());
        let begun = Instant::now();
        let response = self.inner.fetch(request);
        let elapsed = begun.elapsed();
        let mut spent = self.spent.lock().unwrap();
        let known = spent.keys().find(|(_, known)| *known == name).cloned();
        let key = known.unwrap_or((spent.len(), name));
        let (count, sum) = spent.entry(key).or_default();
        *count += 1;
        *sum += elapsed;
        response
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = in_process, loopback, parts
}
criterion_main!(benches);

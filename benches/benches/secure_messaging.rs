//! How long does secure messaging take, beside OpenSSL's two passes over the same bytes?
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench"
)]

#[allow(dead_code, reason = "each bench uses its own rivals")]
mod limits;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use crypto::{Cipher, CipherKey};
use iso7816::{CommandApdu, CommandView, Ne, StatusWord};
use limits::TwoPass;
use secure_messaging::{CardSession, SessionKeys, TerminalSession};

/// Bytes of data, and the most that an extended APDU can carry for 64 KiB.
const SIZES: [usize; 4] = [16, 256, 4096, 65_536];
const CIPHERS: [(Cipher, &str, usize); 3] = [
    (Cipher::Aes128, "aes128", 16),
    (Cipher::Aes192, "aes192", 24),
    (Cipher::Aes256, "aes256", 32),
];

fn secure_messaging(criterion: &mut Criterion) {
    for (cipher, name, key_length) in CIPHERS {
        let key: Vec<u8> = (0u8..32).take(key_length).collect();
        for size in SIZES {
            let most = CardSession::max_plain_for(Ne::EXTENDED_MAX, false) - 32;
            let data: Vec<u8> = (0..size.min(most)).map(|i| i.to_le_bytes()[0]).collect();
            wrap(
                criterion,
                &format!("sm/{name}/wrap/{size}"),
                cipher,
                &key,
                &data,
            );
            unwrap(
                criterion,
                &format!("sm/{name}/unwrap/{size}"),
                cipher,
                &key,
                &data,
            );
            both(
                criterion,
                &format!("sm/{name}/both/{size}"),
                cipher,
                &key,
                &data,
            );
        }
    }
}

fn keys(cipher: Cipher, key: &[u8]) -> SessionKeys {
    SessionKeys {
        enc: CipherKey::new(cipher, key).unwrap(),
        mac: CipherKey::new(cipher, key).unwrap(),
    }
}

/// Data with its padding, and the length of what the MAC covers: counter and objects.
fn shape(data: &[u8], with_header: bool) -> (Vec<u8>, Vec<u8>) {
    let padded = data.len() / 16 * 16 + 16;
    let objects = padded + 5 + 4;
    let blocks = (objects + 1).div_ceil(16) + 1 + usize::from(with_header);
    (vec![0x5A; padded], vec![0xA5; blocks * 16])
}

/// The card protects a response.
fn wrap(criterion: &mut Criterion, subject: &str, cipher: Cipher, key: &[u8], data: &[u8]) {
    let mut session = CardSession::new(keys(cipher, key));
    let mut response = Vec::new();
    let mut rival = TwoPass::new(cipher, key);
    let (padded, authenticated) = shape(data, false);
    let mut group = criterion.benchmark_group(subject);
    group.throughput(Throughput::Bytes(data.len() as u64));
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            session
                .wrap_response(black_box(data), StatusWord::OK, &mut response)
                .unwrap()
        });
    });
    group.bench_function("openssl-two-pass", |bencher| {
        bencher.iter(|| rival.wrap(black_box(&padded), black_box(&authenticated)));
    });
    group.finish();
}

/// The card opens a command.
fn unwrap(criterion: &mut Criterion, subject: &str, cipher: Cipher, key: &[u8], data: &[u8]) {
    let command = CommandApdu::new(0x00, 0xD6, 0x00, 0x00).with_data(data);
    let protected = TerminalSession::new(keys(cipher, key))
        .wrap_command(&command.as_view())
        .unwrap();
    let protected = CommandView::decode(&protected).unwrap();
    let session = CardSession::new(keys(cipher, key));
    let mut plain = Vec::new();
    let mut rival = TwoPass::new(cipher, key);
    let (cryptogram, authenticated) = shape(data, true);
    let mut group = criterion.benchmark_group(subject);
    group.throughput(Throughput::Bytes(data.len() as u64));
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            // Unwrapping consumes the session, so each run begins with a copy of it.
            let opened = session
                .clone()
                .unwrap_command(black_box(&protected), &mut plain);
            black_box(opened.is_ok())
        });
    });
    group.bench_function("openssl-two-pass", |bencher| {
        bencher.iter(|| rival.unwrap(black_box(&cryptogram), black_box(&authenticated)));
    });
    group.finish();
}

/// The card opens a command and protects a response with the same data.
fn both(criterion: &mut Criterion, subject: &str, cipher: Cipher, key: &[u8], data: &[u8]) {
    let command = CommandApdu::new(0x00, 0xD6, 0x00, 0x00).with_data(data);
    let protected = TerminalSession::new(keys(cipher, key))
        .wrap_command(&command.as_view())
        .unwrap();
    let protected = CommandView::decode(&protected).unwrap();
    let session = CardSession::new(keys(cipher, key));
    let (mut plain, mut response) = (Vec::new(), Vec::new());
    let mut rival = TwoPass::new(cipher, key);
    let (padded, opened) = shape(data, true);
    let (_, sealed) = shape(data, false);
    let mut group = criterion.benchmark_group(subject);
    group.throughput(Throughput::Bytes(2 * data.len() as u64));
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            let (mut session, command) = session
                .clone()
                .unwrap_command(black_box(&protected), &mut plain)
                .unwrap();
            session
                .wrap_response(black_box(command.data), StatusWord::OK, &mut response)
                .unwrap();
        });
    });
    group.bench_function("openssl-two-pass", |bencher| {
        bencher.iter(|| {
            let opened = rival.unwrap(black_box(&padded), black_box(&opened));
            opened ^ rival.wrap(black_box(&padded), black_box(&sealed))
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(150))
        .measurement_time(Duration::from_millis(500));
    targets = secure_messaging
}
criterion_main!(benches);

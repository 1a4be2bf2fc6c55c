//! A protected command costs no memory once the buffers have grown: READ BINARY of a data group, counted.
#![allow(unsafe_code, clippy::unwrap_used, clippy::expect_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use ambient::{Ambient, Date};
use card::{
    AccessRule, Blueprint, Credentials, Directory, ElementaryFile, Engine, FileId, FileSystem,
    Proof, ShortFileId,
};
use crypto::{Cipher, Curve};
use eac::card::pace::PaceSuite;
use eac::encoding::{PaceProtocol, Password};
use eac::terminal::PaceRequest;
use eac::terminal::command::set_at_pace;
use eac::terminal::pace::AwaitNonce;
use iso7816::{Card, CommandApdu, Ne, ResponseApdu};
use secure_messaging::TerminalSession;

/// Counts what its thread allocates.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator unchanged; counting neither allocates nor touches the memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

fn card(ambient: &Ambient, suite: PaceSuite) -> Engine {
    let group = ElementaryFile::new(FileId::new(0x0104), ShortFileId::new(4), vec![0x64; 200]);
    let after_can = AccessRule::from(Proof::PasswordIs(eac::encoding::PasswordReference::Can));
    let files =
        FileSystem::new(Directory::with_id(FileId::MASTER_FILE).with(group.readable(after_can)));
    let credentials = Credentials::new().with(Password::can("500500"));
    let blueprint = Blueprint {
        credentials,
        pace_suites: vec![suite],
        ..Blueprint::new(files)
    };
    Engine::new(blueprint, (), ambient)
}

/// PACE with the CAN; the terminal's end of the session.
fn pace(card: &mut Engine, ambient: &Ambient, suite: PaceSuite) -> TerminalSession {
    let (password, mut random) = (Password::can("500500"), ambient.stream("terminal"));
    let mut exchange = |command: &CommandApdu| {
        let mut response = Vec::new();
        card.transmit(&command.encode().unwrap(), &mut response);
        ResponseApdu::decode(&response).unwrap().data
    };
    let request = PaceRequest {
        protocol: suite.protocol,
        curve: suite.curve,
        password: &password,
        chat: None,
        extensions: eac::encoding::CertificateExtensions::default(),
    };
    exchange(&set_at_pace(&request.set_at()));
    let nonce = AwaitNonce::new(suite.protocol, suite.curve, &password);
    let command = nonce.command();
    let mapping = nonce.receive(&exchange(&command), &mut random).unwrap();
    let command = mapping.command();
    let key = mapping.receive(&exchange(&command), &mut random).unwrap();
    let command = key.command();
    let token = key.receive(&exchange(&command)).unwrap();
    let command = token.command();
    TerminalSession::new(token.receive(&exchange(&command)).unwrap().keys)
}

#[test]
fn a_protected_command_allocates_nothing_once_warm() {
    let ambient = Ambient::simulated(5, Date::new(2026, 3, 1).unwrap());
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let suite = PaceSuite {
            protocol: PaceProtocol::generic(cipher),
            curve: Curve::BrainpoolP256r1,
        };
        let mut card = card(&ambient, suite);
        let mut terminal = pace(&mut card, &ambient, suite);
        let read = CommandApdu::new(0x00, 0xB0, 0x84, 0x00).with_ne(Ne::SHORT_MAX);
        let mut response = Vec::with_capacity(512);
        for round in 0..20 {
            let command = terminal.wrap_command(&read.as_view()).unwrap();
            let count = allocations(|| card.transmit(&command, &mut response));
            let (session, answer) = terminal.unwrap_response(&response).unwrap();
            terminal = session;
            assert_eq!(answer, ResponseApdu::ok(vec![0x64; 200]));
            assert!(
                round < 2 || count == 0,
                "{count} allocations in round {round} with {cipher:?}"
            );
        }
    }
}

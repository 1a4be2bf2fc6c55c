//! A card with warm buffers allocates nothing for a secured APDU.
#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use crypto::Cipher;
use iso7816::{CommandApdu, CommandView, Ne, StatusWord};
use secure_messaging::{CardSession, SessionKeys, TerminalSession};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call goes to the system's allocator unchanged.
#[expect(unsafe_code, reason = "an allocator that counts")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn a_card_with_warm_buffers_allocates_nothing() {
    let file = vec![0x5A; 4000];
    for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
        let keys = SessionKeys::derive(cipher, b"shared", b"");
        let (mut card, mut terminal) = (CardSession::new(keys.clone()), TerminalSession::new(keys));
        let (mut plain, mut response) = (Vec::new(), Vec::new());
        for round in 0..3 {
            for data in [0, 1, 200, 1500] {
                let command = CommandApdu::new(0, 0xD6, 0, 0)
                    .with_data(vec![7; data])
                    .with_ne(Ne::EXTENDED_MAX);
                let protected = terminal.wrap_command(&command.as_view()).unwrap();
                let view = CommandView::decode(&protected).unwrap();

                let before = ALLOCATIONS.get();
                let (mut session, command) = card.unwrap_command(&view, &mut plain).unwrap();
                assert_eq!(command.data.len(), data);
                session
                    .wrap_response(&file, StatusWord::OK, &mut response)
                    .unwrap();
                let after = ALLOCATIONS.get();

                assert!(
                    round == 0 || after == before,
                    "{} allocations for {data} bytes",
                    after - before
                );
                card = session;
                terminal = terminal.unwrap_response(&response).unwrap().0;
            }
        }
    }
}

//! Both ends over sockets: options, one write per message, broken and foreign links.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use vsmartcard::{CardEnd, Error, Listening, ReaderEnd, Request, Stream};

const SOON: Duration = Duration::from_secs(5);

/// A stream that counts what is asked of it.
#[derive(Clone)]
struct Counted {
    stream: Arc<TcpStream>,
    writes: Arc<AtomicUsize>,
    reads: Arc<AtomicUsize>,
    quick: Arc<AtomicUsize>,
}

impl Counted {
    fn new(stream: TcpStream) -> Self {
        let zero = || Arc::new(AtomicUsize::new(0));
        Self {
            stream: Arc::new(stream),
            writes: zero(),
            reads: zero(),
            quick: zero(),
        }
    }

    fn counts(&self) -> [usize; 3] {
        [&self.writes, &self.reads, &self.quick].map(|count| count.load(Ordering::SeqCst))
    }
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        (&*self.stream).read(into)
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writes.fetch_add(1, Ordering::SeqCst);
        (&*self.stream).write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        (&*self.stream).flush()
    }
}

impl Stream for Counted {
    fn limit_reads(&self, limit: Option<Duration>) -> io::Result<()> {
        self.stream.limit_reads(limit)
    }
    fn acknowledge_at_once(&self) -> io::Result<()> {
        self.quick.fetch_add(1, Ordering::SeqCst);
        self.stream.acknowledge_at_once()
    }
}

fn sockets() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let one = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (one, listener.accept().unwrap().0)
}

/// Serves as a card that answers each command with itself and 9000, until the reader goes.
fn mirror<S: Stream>(end: &mut CardEnd<S>) -> Result<(), Error> {
    loop {
        let answer = match end.next_request()? {
            None => return Ok(()),
            Some(Request::Atr) => vec![0x3B, 0x00],
            Some(Request::Apdu(command)) => [command, &[0x90, 0x00]].concat(),
            Some(Request::Unknown(_)) => vec![0x67, 0x00],
            Some(_) => continue,
        };
        end.answer(&answer)?;
    }
}

#[test]
fn each_answer_is_one_write_and_each_read_renews_the_quick_acknowledgement() {
    let (card, reader) = sockets();
    let counted = Counted::new(card);
    let mut end = CardEnd::over(counted.clone()).unwrap();
    let serving = thread::spawn(move || mirror(&mut end));

    let mut reader = ReaderEnd::over(reader).unwrap();
    reader.power_on().unwrap();
    assert_eq!(reader.atr().unwrap(), [0x3B, 0x00]);
    for length in [2, 5, 255, 4096, 60_000] {
        assert_eq!(reader.transmit(&vec![7; length]).unwrap().len(), length + 2);
    }
    drop(reader);
    serving.join().unwrap().unwrap();

    let [writes, reads, quick] = counted.counts();
    assert_eq!(writes, 6, "one ATR and five responses");
    assert!(
        quick > reads,
        "armed once at the start and after each of {reads} reads, but {quick} times in all"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn the_cards_socket_sends_at_once_and_acknowledges_at_once() {
    use std::os::linux::net::TcpStreamExt;

    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let mut card = CardEnd::connect(listening.address(), SOON).unwrap();
    let mut reader = listening.accept().unwrap();
    assert!(card.stream().nodelay().unwrap());
    assert!(card.stream().quickack().unwrap());

    // An exchange makes the kernel fall back to delayed acknowledgement; the next read renews the wish.
    for _ in 0..3 {
        reader.request(Request::Atr).unwrap();
        assert_eq!(card.next_request().unwrap(), Some(Request::Atr));
        assert!(card.stream().quickack().unwrap());
        card.answer(&[0x3B, 0x00]).unwrap();
        assert_eq!(reader.answer().unwrap(), [0x3B, 0x00]);
    }
}

#[test]
fn a_reader_that_writes_length_and_body_apart_is_understood() {
    let (card, mut raw) = sockets();
    let mut card = CardEnd::over(card).unwrap();
    raw.set_nodelay(true).unwrap();
    raw.write_all(&[0x00]).unwrap();
    raw.write_all(&[0x04, 0x00]).unwrap();
    raw.write_all(&[0xA4, 0x00]).unwrap();
    raw.write_all(&[0x0C, 0x00, 0x01, 0x02]).unwrap();
    assert_eq!(
        card.next_request().unwrap(),
        Some(Request::Apdu(&[0x00, 0xA4, 0x00, 0x0C]))
    );
    assert_eq!(card.next_request().unwrap(), Some(Request::Reset));
    drop(raw);
    assert_eq!(card.next_request().unwrap(), None);
}

#[test]
fn a_reader_that_stops_inside_a_message_is_an_error() {
    let (card, mut raw) = sockets();
    let mut card = CardEnd::over(card).unwrap();
    raw.write_all(&[0x00, 0x05, 0x00]).unwrap();
    drop(raw);
    assert!(matches!(
        card.next_request(),
        Err(Error::CutOff { have: 3 })
    ));
}

#[test]
fn unplugging_wakes_the_card_and_the_reader_sees_it_gone() {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let mut card = CardEnd::connect(listening.address(), SOON).unwrap();
    let unplug = card.unplug().unwrap();
    let serving = thread::spawn(move || mirror(&mut card));
    let mut reader = listening.accept().unwrap();
    assert_eq!(reader.atr().unwrap(), [0x3B, 0x00]);
    unplug.pull();
    serving.join().unwrap().unwrap();
    assert!(matches!(reader.atr(), Err(Error::Closed)));
}

#[test]
fn a_mute_card_runs_into_the_time_limit() {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let _card = CardEnd::connect(listening.address(), SOON).unwrap();
    let mut reader = listening.accept().unwrap();
    reader.set_answer_limit(Duration::from_millis(20)).unwrap();
    assert!(matches!(
        reader.transmit(&[0, 0xB0, 0, 0, 0]),
        Err(Error::TimedOut { .. })
    ));
}

#[test]
fn what_the_protocol_cannot_say_is_refused_and_the_link_lives_on() {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let mut card = CardEnd::connect(listening.address(), SOON).unwrap();
    let mut reader = listening.accept().unwrap();
    assert!(matches!(
        reader.transmit(&[0x02]),
        Err(Error::TakenForControl { byte: 0x02 })
    ));
    assert!(matches!(
        reader.transmit(&vec![0; 65_536]),
        Err(Error::TooLong { length: 65_536 })
    ));
    assert!(matches!(
        card.answer(&vec![0; 65_536]),
        Err(Error::TooLong { length: 65_536 })
    ));

    let serving = thread::spawn(move || mirror(&mut card));
    reader.request(Request::Unknown(0x5A)).unwrap();
    assert_eq!(reader.answer().unwrap(), [0x67, 0x00]);
    assert_eq!(reader.transmit(&[]).unwrap(), [0x90, 0x00]);
    drop(reader);
    serving.join().unwrap().unwrap();
}

#[test]
fn the_card_can_listen_and_the_reader_connect() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serving = thread::spawn(move || mirror(&mut CardEnd::accept(&listener)?));
    let mut reader = ReaderEnd::connect(address, SOON).unwrap();
    assert_eq!(reader.atr().unwrap(), [0x3B, 0x00]);
    drop(reader);
    serving.join().unwrap().unwrap();
}

#[test]
fn an_absent_reader_is_named() {
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let refused = CardEnd::connect(nobody, SOON).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with(&format!("cannot reach the virtual reader at {nobody}")),
        "{refused}"
    );
}

struct Foreign {
    resets: usize,
}

impl vpicc::VSmartCard for Foreign {
    fn reset(&mut self) {
        self.resets += 1;
    }
    fn execute(&mut self, command: &[u8]) -> Vec<u8> {
        match command {
            [0x00, 0xB0, ..] => vec![u8::try_from(self.resets).unwrap(), 0x90, 0x00],
            _ => vec![0x6D, 0x00],
        }
    }
}

#[test]
fn a_foreign_card_is_driven() {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let connection = vpicc::connect_socket(listening.address()).unwrap();
    let foreign = thread::spawn(move || connection.run(&mut Foreign { resets: 0 }));

    let mut reader = listening.accept().unwrap();
    reader.power_on().unwrap();
    assert_eq!(reader.atr().unwrap(), vpicc::DEFAULT_ATR);
    assert_eq!(
        reader.transmit(&[0x00, 0xB0, 0, 0, 0]).unwrap(),
        [0x00, 0x90, 0x00]
    );
    reader.reset().unwrap();
    assert_eq!(
        reader.transmit(&[0x00, 0xB0, 0, 0, 0]).unwrap(),
        [0x01, 0x90, 0x00]
    );
    assert_eq!(reader.transmit(&[0x80, 0x01, 0, 0]).unwrap(), [0x6D, 0x00]);
    reader.power_off().unwrap();
    drop(reader);
    assert_eq!(
        foreign.join().unwrap().unwrap_err().kind(),
        io::ErrorKind::UnexpectedEof
    );
}

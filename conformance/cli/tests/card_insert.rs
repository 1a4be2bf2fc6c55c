//! `eidolon card insert` as a person uses it, with a virtual reader that this test plays.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use vsmartcard::{Error, Listening};

const SELECT_MASTER_FILE: [u8; 7] = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00];
const NEW_PIN: [u8; 11] = [
    0x00, 0x2C, 0x02, 0x03, 0x06, 0x36, 0x35, 0x34, 0x33, 0x32, 0x31,
];

struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(port: u16, further: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_eidolon"))
            .args(["card", "insert", "de-npa", "--port", &port.to_string()])
            .args(further)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Reads until a line has `part` in it.
    fn until(&mut self, part: &str) -> String {
        let mut seen = String::new();
        loop {
            let before = seen.len();
            self.output.read_line(&mut seen).unwrap();
            assert_ne!(seen.len(), before, "{part:?} was not said, but:\n{seen}");
            if seen.get(before..).unwrap().contains(part) {
                return seen;
            }
        }
    }

    /// Presses Ctrl-C.
    fn interrupt(&self) {
        let sent = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    fn exit_code(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

#[test]
fn ctrl_c_takes_the_card_out_and_the_log_is_readable_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("trace.txt");
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let mut program = Program::start(
        listening.address().port(),
        &["--trace", log.to_str().unwrap(), "--pin", "424242"],
    );
    let mut reader = listening.accept().unwrap();
    reader.power_on().unwrap();
    assert_eq!(reader.atr().unwrap().first(), Some(&0x3B));
    let introduction = program.until("the reader sees the card");
    assert!(
        introduction.contains("LENE MARIT BEISPIELER (invented)"),
        "{introduction}"
    );
    assert!(
        introduction.contains("PIN 424242   CAN 500500"),
        "{introduction}"
    );

    assert_eq!(reader.transmit(&SELECT_MASTER_FILE).unwrap(), [0x90, 0x00]);
    assert_ne!(reader.transmit(&NEW_PIN).unwrap(), [0x90, 0x00]);
    program.interrupt();
    let farewell = program.until("log: ");
    assert!(
        farewell.contains("the card is out again; commands: 2, refused: 1"),
        "{farewell}"
    );
    assert!(matches!(reader.atr(), Err(Error::Closed)));
    assert_eq!(program.exit_code(), Some(0));
    judge_log(&log);
}

fn judge_log(log: &Path) {
    let text = fs::read_to_string(log).unwrap();
    assert!(
        text.starts_with("# APDU log of German identity card TEST00001 of LENE MARIT BEISPIELER"),
        "{text}"
    );
    assert!(text.contains("SELECT master file\n       > 00 A4 00 0C 02 3F 00\n       < 90 00\n       = 9000 (ok)\n"), "{text}");
    assert!(
        text.contains("RESET RETRY COUNTER, new PIN\n       > 00 2C 02 03 (7 bytes left out)\n"),
        "{text}"
    );
    assert!(
        text.contains("\n       ! the terminal may not set a new PIN [TR-03110-2 §2.4]\n"),
        "{text}"
    );
    assert!(!text.contains("36 35 34"), "{text}");
}

#[test]
fn it_waits_for_the_reader_with_a_clear_message_and_takes_it_when_it_comes() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut program = Program::start(port, &[]);
    let advice = program.until("waiting for it; Ctrl-C gives up");
    assert!(
        advice.contains(&format!("no virtual reader at 127.0.0.1:{port}")),
        "{advice}"
    );

    let listening = Listening::bind(("127.0.0.1", port)).unwrap();
    let mut reader = listening.accept().unwrap();
    reader.power_on().unwrap();
    program.until("the card is in the virtual reader");

    // The reader goes away and comes back: the same card goes back in.
    drop(reader);
    program.until("the virtual reader went away");
    let mut reader = listening.accept().unwrap();
    assert_eq!(reader.transmit(&SELECT_MASTER_FILE).unwrap(), [0x90, 0x00]);
    program.interrupt();
    program.until("the card is out again; commands: 1, refused: 0");
    assert_eq!(program.exit_code(), Some(0));
}

#[test]
fn giving_up_the_wait_has_the_code_of_an_interruption() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut program = Program::start(port, &[]);
    program.until("waiting for it");
    program.interrupt();
    program.until("gave up waiting for the virtual reader");
    assert_eq!(program.exit_code(), Some(130));
}

fn refusal(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(["card", "insert", "de-npa"])
        .args(arguments)
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_happens() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.toml");
    fs::write(&broken, "note = \"no document\"\n").unwrap();
    let (code, text) = refusal(&["--persona", broken.to_str().unwrap()]);
    assert_eq!(code, Some(96));
    assert!(text.contains("broken.toml, line "), "{text}");

    let log = folder.path().join("trace.txt");
    fs::write(&log, "precious").unwrap();
    let (code, text) = refusal(&["--trace", log.to_str().unwrap()]);
    assert_eq!(code, Some(96));
    assert!(text.contains("nothing is overwritten"), "{text}");
    assert_eq!(fs::read_to_string(&log).unwrap(), "precious");

    let (code, _) = refusal(&["--state", "sleepy"]);
    assert_eq!(code, Some(2));
}

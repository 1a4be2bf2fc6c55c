//! One entry of the log.

use std::fmt::Write;
use std::time::Duration;

use ::card::{Exchange, Protection};
use iso7816::{CommandView, ResponseView};

use super::super::explain::Explainer;
use super::{Secrets, hex};

/// Bytes in one line.
const WIDTH: usize = 32;

/// Something that is no command.
pub(super) fn event(elapsed: Duration, text: &str) -> String {
    format!("\n--     {} {text}\n", time(elapsed))
}

/// A command and its answer.
pub(super) fn exchange(
    number: usize,
    elapsed: Duration,
    exchange: &Exchange<'_>,
    explainer: &Explainer,
    secrets: Secrets,
) -> String {
    let title = exchange.command.as_ref().map_or_else(
        || "not understood".into(),
        |command| explainer.command(command),
    );
    let protection = match exchange.protection {
        Protection::Plain => "",
        Protection::Secured => "   [secure messaging]",
        Protection::Broken => "   [secure messaging, ended by this command]",
    };
    let mut text = format!("\n#{number:<5} {} {title}{protection}\n", time(elapsed));
    block(&mut text, '>', &secrets.command(exchange.wire_command));
    if let Some(command) = &exchange.command {
        if exchange.protection == Protection::Secured {
            block(&mut text, '~', &secrets.command(&plain(command)));
        }
        if !secrets.hides(command.header()) {
            lines(&mut text, &explainer.command_data(command));
        }
    }
    block(&mut text, '<', &hex(exchange.wire_response));
    if exchange.protection == Protection::Secured {
        block(&mut text, '~', &hex(&plain_answer(&exchange.response)));
    }
    if let Some(command) = &exchange.command {
        lines(
            &mut text,
            &explainer.response_data(command, &exchange.response),
        );
    }
    line(&mut text, '=', &exchange.response.status.to_string());
    if let Some(refusal) = exchange.refusal {
        line(
            &mut text,
            '!',
            &format!("{} {}", refusal.because, refusal.because.clause()),
        );
    }
    text
}

fn time(elapsed: Duration) -> String {
    format!("{:>5}.{:06} s ", elapsed.as_secs(), elapsed.subsec_micros())
}

/// The command as it would travel in the open.
fn plain(command: &CommandView<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Cannot fail: what was unwrapped is no longer than a command can be.
    if command.encode_into(&mut bytes).is_err() {
        bytes.extend(command.header());
    }
    bytes
}

fn plain_answer(response: &ResponseView<'_>) -> Vec<u8> {
    [response.data, &response.status.to_bytes()].concat()
}

/// Digits in lines of a width that can be read, the sign in front of the first.
fn block(text: &mut String, sign: char, digits: &str) {
    let words: Vec<&str> = digits.split(' ').collect();
    for (index, words) in words.chunks(WIDTH).enumerate() {
        line(text, if index == 0 { sign } else { ' ' }, &words.join(" "));
    }
}

fn lines(text: &mut String, explained: &[String]) {
    explained
        .iter()
        .for_each(|explanation| line(text, '.', explanation));
}

fn line(text: &mut String, sign: char, content: &str) {
    // Cannot fail: writing into a string.
    let _ = writeln!(text, "       {sign} {content}");
}

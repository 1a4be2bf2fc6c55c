//! Tells a conversation: chapters of ours, and between them what the card was asked and what it answered.

use std::sync::mpsc::{Receiver, Sender, channel};

use ::card::{Event, Exchange, Observer, Protection};
use iso7816::StatusWord;

use super::super::explain::{Explainer, short_hex};

/// Width of a paragraph.
const WIDTH: usize = 96;

/// The observer's end: hands every exchange over.
#[derive(Debug)]
pub(super) struct Ear(Sender<Event>);

impl Observer for Ear {
    fn exchanged(&mut self, exchange: &Exchange<'_>) {
        // When nobody listens any more, the conversation is over.
        drop(self.0.send(exchange.to_owned()));
    }
}

/// Who tells.
pub(super) struct Narrator<'a> {
    tell: &'a mut dyn FnMut(&str),
    heard: Receiver<Event>,
    explainer: Explainer,
    chapter: usize,
    commands: usize,
    secured: usize,
    bytes: usize,
    commands_before: bool,
}

impl<'a> Narrator<'a> {
    /// A narrator, and the ear for the card.
    pub(super) fn new(tell: &'a mut dyn FnMut(&str)) -> (Self, Ear) {
        let (sender, heard) = channel();
        let narrator = Self {
            tell,
            heard,
            explainer: Explainer::default(),
            chapter: 0,
            commands: 0,
            secured: 0,
            bytes: 0,
            commands_before: false,
        };
        (narrator, Ear(sender))
    }

    /// Begins a chapter.
    pub(super) fn chapter(&mut self, title: &str, text: &str) {
        self.chapter += 1;
        self.commands_before = false;
        let heading = format!("{}  {title}", self.chapter);
        (self.tell)("");
        (self.tell)(&heading);
        (self.tell)(&"─".repeat(heading.chars().count()));
        self.paragraph(text);
    }

    /// A paragraph between the commands.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in wrapped(text, WIDTH) {
            (self.tell)(&format!("   {line}"));
        }
    }

    /// One line of a result.
    pub(super) fn result(&mut self, name: &str, value: &str) {
        if std::mem::take(&mut self.commands_before) {
            (self.tell)("");
        }
        (self.tell)(&format!("     {name:<34} {value}"));
    }

    /// Tells all exchanges since the last time, with what they say.
    pub(super) fn exchanges(&mut self) {
        (self.tell)("");
        for event in self.heard() {
            self.exchange(&event);
        }
        self.commands_before = true;
    }

    /// Counts the exchanges since the last time and tells none of them.
    pub(super) fn pass_over(&mut self) {
        for event in self.heard() {
            self.follow(&event);
        }
    }

    /// What it all came to.
    pub(super) fn sum(&self) -> String {
        let Self {
            commands,
            secured,
            bytes,
            ..
        } = self;
        format!("{commands} commands, {secured} of them protected, {bytes} bytes both ways")
    }

    fn heard(&self) -> Vec<Event> {
        self.heard.try_iter().collect()
    }

    fn exchange(&mut self, event: &Event) {
        let command = event.command.as_ref().map(|command| command.as_view());
        let title = command.as_ref().map_or_else(
            || "not understood".into(),
            |command| self.explainer.command(command),
        );
        let wire = event.wire_command.len();
        let lock = if event.protection == Protection::Plain {
            "in the open"
        } else {
            "protected"
        };
        (self.tell)(&format!(
            "   {:>3}  {title:<64} {wire:>4} bytes, {lock}",
            self.commands + 1
        ));
        if let Some(command) = &command {
            self.lines("·", &self.explainer.command_data(command));
            self.lines(
                "←",
                &self
                    .explainer
                    .response_data(command, &event.response.as_view()),
            );
        }
        self.lines(if is_refused(event) { "✗" } else { "←" }, &[outcome(event)]);
        self.follow(event);
    }

    fn lines(&mut self, sign: &str, lines: &[String]) {
        for line in lines {
            for (index, part) in wrapped(line, WIDTH).iter().enumerate() {
                let sign = if index == 0 { sign } else { " " };
                (self.tell)(&format!("        {sign} {part}"));
            }
        }
    }

    fn follow(&mut self, event: &Event) {
        self.commands += 1;
        self.secured += usize::from(event.protection != Protection::Plain);
        self.bytes += event.wire_command.len() + event.wire_response.len();
        if let Some(command) = &event.command {
            self.explainer
                .follow(&command.as_view(), &event.response.as_view());
        }
    }
}

/// Whether the card said no. The read that finds the end of a file is none.
fn is_refused(event: &Event) -> bool {
    event.refusal.is_some() && event.response.status != StatusWord::OFFSET_OUTSIDE_FILE
}

fn outcome(event: &Event) -> String {
    let status = event.response.status;
    match &event.refusal {
        Some(_) if !is_refused(event) => format!("{status}: the file ends here"),
        Some(refusal) => format!("{status}: {} {}", refusal.because, refusal.because.clause()),
        None if event.response.data.is_empty() => status.to_string(),
        None => format!("{status} with {}", short_hex(&event.response.data)),
    }
}

/// Text in lines of a width; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

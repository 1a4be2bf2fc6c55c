//! The screen: lines above a progress bar, and the bar only where somebody looks.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use conformance_report::{Colour, Terminal};
use conformance_verdict::CheckResult;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::ShowArgs;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Volume {
    Quiet,
    Normal,
    All,
}

/// Where a run is shown.
pub(super) struct Screen {
    pub(super) terminal: Terminal,
    volume: Volume,
    bar: ProgressBar,
}

impl Screen {
    pub(super) fn new(arguments: &ShowArgs) -> Self {
        let volume = match (arguments.quiet, arguments.verbose) {
            (true, _) => Volume::Quiet,
            (_, true) => Volume::All,
            _ => Volume::Normal,
        };
        let watched = io::stderr().is_terminal() && volume != Volume::Quiet;
        let target = if watched {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self {
            terminal: Terminal::new(colour(arguments)),
            volume,
            bar,
        }
    }

    /// So many checks are ahead.
    pub(super) fn expect(&self, checks: usize) {
        self.bar
            .set_length(u64::try_from(checks).unwrap_or(u64::MAX));
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    /// A check began.
    pub(super) fn began(&self, id: &str) {
        self.bar.set_message(id.to_owned());
    }

    /// A check ended. What needs attention is shown at once and again at the end.
    pub(super) fn ended(&self, check: &CheckResult) {
        self.bar.inc(1);
        if self.volume == Volume::All
            || (self.volume == Volume::Normal && check.verdict.needs_attention())
        {
            self.say(&self.terminal.line(check));
            if self.volume == Volume::All && !check.reason.is_empty() {
                self.say(&format!("        {}", check.reason));
            }
        }
    }

    /// A line that is not said when quiet.
    pub(super) fn tell(&self, line: &str) {
        if self.volume > Volume::Quiet {
            self.say(line);
        }
    }

    /// A line that is said only when everything is.
    pub(super) fn whisper(&self, line: &str) {
        if self.volume == Volume::All {
            self.say(line);
        }
    }

    /// One more run ended, of which nothing is said.
    pub(super) fn advance(&self) {
        self.bar.inc(1);
    }

    /// A line that is always said.
    pub(super) fn say(&self, line: &str) {
        self.bar.suspend(|| print_line(line));
    }

    /// Everything was shown.
    pub(super) fn close(&self) {
        self.bar.finish_and_clear();
    }
}

/// One line of the result of a command.
pub(super) fn print_line(line: &str) {
    crate::card::say(line);
}

fn colour(arguments: &ShowArgs) -> Colour {
    let refused = arguments.no_color || std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    if refused || !io::stdout().is_terminal() {
        Colour::Off
    } else {
        Colour::On
    }
}

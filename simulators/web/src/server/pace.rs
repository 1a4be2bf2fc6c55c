//! How long a client may take: a stream that gives up on a slow one.
//!
//! The time of a body is kept by `connection`, which sees where it ends.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::Limits;

/// Where a connection is in its conversation; shared by the stream and whoever answers.
#[derive(Debug)]
pub(super) struct Pace {
    limits: Limits,
    phase: Mutex<Phase>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Between requests, since then.
    Idle(Instant),
    /// Headers are coming, since then.
    Head(Instant),
    /// A request is being answered.
    Busy,
}

impl Pace {
    /// A connection that is new and must send its first request soon.
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            phase: Mutex::new(Phase::Head(Instant::now())),
        })
    }

    /// The headers are complete.
    pub(super) fn busy(&self) {
        *self.lock() = Phase::Busy;
    }

    /// The request is answered.
    pub(super) fn idle(&self) {
        *self.lock() = Phase::Idle(Instant::now());
    }

    /// Since when the client has owed a request; none while one is being answered.
    pub(super) fn silent_since(&self) -> Option<Instant> {
        match *self.lock() {
            Phase::Idle(since) | Phase::Head(since) => Some(since),
            Phase::Busy => None,
        }
    }

    fn bytes_came(&self) {
        let mut phase = self.lock();
        if let Phase::Idle(_) = *phase {
            *phase = Phase::Head(Instant::now());
        }
    }

    fn read_deadline(&self) -> Option<Instant> {
        match *self.lock() {
            Phase::Idle(since) => since.checked_add(self.limits.idle),
            Phase::Head(since) => since.checked_add(self.limits.head),
            Phase::Busy => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream whose reads and writes fail with `TimedOut` when the client takes too long.
pub(super) struct Paced<S> {
    stream: S,
    pace: Arc<Pace>,
    reading: Alarm,
    writing: Alarm,
    stuck_since: Option<Instant>,
}

impl<S> Paced<S> {
    pub(super) fn new(stream: S, pace: Arc<Pace>) -> Self {
        Self {
            stream,
            pace,
            reading: Alarm::default(),
            writing: Alarm::default(),
            stuck_since: None,
        }
    }

    /// Lets a write that moves on pass, and one that does not wait until the limit.
    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.stuck_since = None;
            return outcome;
        }
        let since = *self.stuck_since.get_or_insert_with(Instant::now);
        let deadline = since.checked_add(self.pace.limits.write);
        self.writing.poll(cx, deadline)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let deadline = this.pace.read_deadline();
        // A client that sends its headers byte by byte always has a byte ready.
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut this.stream).poll_read(cx, buffer);
        if outcome.is_pending() {
            return this.reading.poll(cx, deadline);
        }
        if buffer.filled().len() > before {
            this.pace.bytes_came();
        }
        outcome
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(cx);
        self.written(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.written(cx, outcome)
    }
}

/// A timer that is set when it is first needed.
#[derive(Default)]
struct Alarm {
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Alarm {
    /// Pending until the deadline, an error from then on; pending for ever without one.
    fn poll<T>(&mut self, cx: &mut Context<'_>, deadline: Option<Instant>) -> Poll<io::Result<T>> {
        let Some(deadline) = deadline else {
            return Poll::Pending;
        };
        let sleep = self
            .sleep
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if sleep.deadline() != deadline {
            sleep.as_mut().reset(deadline);
        }
        sleep
            .as_mut()
            .poll(cx)
            .map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

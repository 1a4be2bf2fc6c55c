//! The door: takes connections, and lets none of them hold up another.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use openssl::ssl::SslAcceptor;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, Id, JoinSet};

use super::connection::Visit;
use super::{Limits, pace::Pace};
use crate::service::SharedService;

/// How long to wait when the machine has no file descriptors left.
const OUT_OF_SOCKETS: Duration = Duration::from_millis(20);

pub(super) struct Door {
    pub(super) listener: TcpListener,
    pub(super) acceptor: Option<SslAcceptor>,
    pub(super) limits: Limits,
    pub(super) service: SharedService,
}

/// The connections that are open. Dropping it ends them.
#[derive(Default)]
struct Visits {
    tasks: JoinSet<()>,
    known: HashMap<Id, (AbortHandle, Arc<Pace>)>,
}

impl Door {
    /// Takes connections until the task is aborted.
    pub(super) async fn keep_open(self) {
        let mut visits = Visits::default();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => self.let_in(stream, &mut visits),
                    Err(_) => tokio::time::sleep(OUT_OF_SOCKETS).await,
                },
                Some(id) = visits.ended() => visits.forget(id),
            }
        }
    }

    fn let_in(&self, stream: TcpStream, visits: &mut Visits) {
        if visits.known.len() >= self.limits.connections && !visits.end_most_silent() {
            return;
        }
        let pace = Pace::new(self.limits);
        let visit = Visit {
            limits: self.limits,
            service: Arc::clone(&self.service),
            peer: stream.peer_addr().ok(),
            secure: self.acceptor.is_some(),
            pace: Arc::clone(&pace),
        };
        // Answers are small and a client waits for each.
        let _ = stream.set_nodelay(true);
        let acceptor = self.acceptor.clone();
        let task = visits.tasks.spawn(visit.receive(stream, acceptor));
        visits.known.insert(task.id(), (task, pace));
    }
}

impl Visits {
    /// The next connection that ends; none if there is none.
    async fn ended(&mut self) -> Option<Id> {
        match self.tasks.join_next_with_id().await? {
            Ok((id, ())) => Some(id),
            Err(error) => Some(error.id()),
        }
    }

    fn forget(&mut self, id: Id) {
        self.known.remove(&id);
    }

    /// Ends the connection whose client has owed a request for longest; whether there was one.
    fn end_most_silent(&mut self) -> bool {
        let silent = self.known.iter().filter_map(|(id, (_, pace))| {
            let since = pace.silent_since()?;
            Some((since, *id))
        });
        let Some((_, id)) = silent.min_by_key(|(since, _)| *since) else {
            return false;
        };
        if let Some((task, _)) = self.known.remove(&id) {
            task.abort();
        }
        true
    }
}

//! Logins on their way, by the identifier of the message to the other node.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};

use crate::flow::Login;

/// Most logins that are kept; the one that would expire first gives way.
const MOST_LOGINS: usize = 10_000;

/// The store. What it holds expires.
pub(crate) struct Logins {
    ambient: Ambient,
    patience: u32,
    logins: Mutex<BTreeMap<String, (UnixSeconds, Login)>>,
}

impl Logins {
    pub(crate) fn new(ambient: &Ambient, patience: u32) -> Self {
        Self {
            ambient: ambient.clone(),
            patience,
            logins: Mutex::default(),
        }
    }

    pub(crate) fn insert(&self, message_id: &str, login: Login) {
        let until = self.ambient.now().plus(i64::from(self.patience));
        let mut logins = self.lock();
        if logins.len() >= MOST_LOGINS {
            let first = logins.iter().min_by_key(|(_, (until, _))| *until);
            if let Some(id) = first.map(|(id, _)| id.clone()) {
                logins.remove(&id);
            }
        }
        logins.insert(message_id.to_owned(), (until, login));
    }

    pub(crate) fn get(&self, message_id: &str) -> Option<Login> {
        self.lock().get(message_id).map(|(_, login)| login.clone())
    }

    /// Changes a login in place: no other request sees a state in between. None if there is no such login.
    pub(crate) fn update<R>(
        &self,
        message_id: &str,
        change: impl FnOnce(Login) -> (Login, R),
    ) -> Option<R> {
        let mut logins = self.lock();
        let (_, login) = logins.get_mut(message_id)?;
        let (next, result) = change(std::mem::replace(login, Login::Fresh));
        *login = next;
        Some(result)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (UnixSeconds, Login)>> {
        // A request that panicked leaves a map that is still a map.
        let mut logins = self.logins.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.ambient.now();
        logins.retain(|_, (until, _)| *until >= now);
        logins
    }
}

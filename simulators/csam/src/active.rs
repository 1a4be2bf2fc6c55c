//! What the portal keeps between requests: browsers, answers that wait for their browser, and logins that a service may
//! end.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};

use crate::answer::saml::SESSION_SECONDS;
use crate::flow::State;
use crate::order::{NameForm, Order};
use crate::{Login, flow};

/// Most entries of each kind; the one that ends first gives way.
const CAPACITY: usize = 10_000;
/// Seconds for which an answer waits for its browser.
const ARRIVAL_SECONDS: i64 = 300;

/// What the portal knows of a browser.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visit {
    /// The login that is under way.
    pub(crate) login: Option<Underway>,
    /// The session indexes of the logins that came to an end here.
    pub(crate) logins: Vec<String>,
    /// The logout request whose answer the browser will bring.
    pub(crate) leaving: Option<String>,
}

/// A login that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Underway {
    pub(crate) order: Order,
    pub(crate) state: State,
    /// What every form of this login carries.
    pub(crate) step: String,
}

impl Underway {
    pub(crate) fn new(order: Order, ambient: &Ambient) -> Self {
        Self {
            order,
            state: flow::begin(),
            step: hex::encode(ambient.stream("csam form").bytes::<16>()),
        }
    }
}

/// A login that came to an end, as a service knows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Active {
    /// The session index of SAML; a name of its own for clients, too.
    pub(crate) index: String,
    /// The service: its entity id or client id.
    pub(crate) service: String,
    /// Its name for people.
    pub(crate) title: String,
    /// The name of the person to this service, and its form where the service speaks SAML.
    pub(crate) name: (String, Option<NameForm>),
    pub(crate) login: Login,
}

/// Values that last for a while.
#[derive(Debug)]
pub(crate) struct Store<T> {
    lifetime: i64,
    entries: Mutex<BTreeMap<String, (UnixSeconds, T)>>,
}

impl<T: Clone> Store<T> {
    fn lasting(lifetime: i64) -> Self {
        Self {
            lifetime,
            entries: Mutex::default(),
        }
    }

    pub(crate) fn put(&self, key: String, value: T, now: UnixSeconds) {
        let mut entries = self.current(now);
        if entries.len() >= CAPACITY {
            let first = entries.iter().min_by_key(|(_, (until, _))| *until);
            if let Some(key) = first.map(|(key, _)| key.clone()) {
                entries.remove(&key);
            }
        }
        entries.insert(key, (now.plus(self.lifetime), value));
    }

    pub(crate) fn take(&self, key: &str, now: UnixSeconds) -> Option<T> {
        self.current(now).remove(key).map(|(_, value)| value)
    }

    pub(crate) fn get(&self, key: &str, now: UnixSeconds) -> Option<T> {
        self.current(now).get(key).map(|(_, value)| value.clone())
    }

    /// Takes out all that fit.
    pub(crate) fn take_where(&self, now: UnixSeconds, fits: impl Fn(&T) -> bool) -> Vec<T> {
        let mut entries = self.current(now);
        let keys: Vec<String> = entries
            .iter()
            .filter(|(_, (_, value))| fits(value))
            .map(|(key, _)| key.clone())
            .collect();
        keys.iter()
            .filter_map(|key| entries.remove(key).map(|(_, value)| value))
            .collect()
    }

    /// The entries without those that have ended.
    fn current(&self, now: UnixSeconds) -> MutexGuard<'_, BTreeMap<String, (UnixSeconds, T)>> {
        // A thread that panicked leaves a map that is still a map.
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, (until, _)| *until > now);
        entries
    }
}

/// Logins by session index.
pub(crate) fn logins() -> Store<Active> {
    Store::lasting(SESSION_SECONDS)
}

/// Answers of the connector by a name that the browser carries to its own pages.
pub(crate) fn arrivals() -> Store<String> {
    Store::lasting(ARRIVAL_SECONDS)
}

#[cfg(test)]
mod tests {
    use ambient::UnixSeconds;

    use super::Store;

    #[test]
    fn what_is_taken_is_gone_and_what_is_old_too() {
        let store = Store::lasting(10);
        let at = UnixSeconds::new;
        store.put("a".into(), 1, at(0));
        store.put("b".into(), 2, at(5));
        assert_eq!(store.get("a", at(9)), Some(1));
        assert_eq!(store.take("a", at(9)), Some(1));
        assert_eq!(store.take("a", at(9)), None);
        assert_eq!(store.get("b", at(15)), None);
    }
}

//! The logins that are on their way, by the names that browser and client know them under.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};

use crate::login::{Login, fresh_name};

/// How long a login may take, in seconds.
const LIFETIME: i64 = 1800;
/// How long a login may take that never ends: a century.
const ENDLESS: i64 = 3_155_760_000;
/// How long the identifier of a request is remembered, in seconds: a request of that age is refused for its age.
const MEMORY: i64 = 3600;
/// Most logins at a time; the one that began first gives way.
const MOST: usize = 10_000;

/// A login and who may have its result.
pub(crate) struct Entry {
    /// The name of the login in addresses.
    pub(crate) session: String,
    /// The name by which the eID client brings the browser back.
    pub(crate) reference: String,
    /// The browser that brought the request.
    pub(crate) browser: String,
    expires: UnixSeconds,
    /// How many logins began before.
    number: u64,
    login: Mutex<Option<Login>>,
}

impl Entry {
    /// Changes the login; nothing when somebody has taken it.
    pub(crate) fn change<R>(&self, change: impl FnOnce(Login) -> (Option<Login>, R)) -> Option<R> {
        let mut place = self.login.lock().unwrap_or_else(PoisonError::into_inner);
        let (login, result) = change(place.take()?);
        *place = login;
        Some(result)
    }

    /// Looks at the login.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&Login) -> R) -> Option<R> {
        let place = self.login.lock().unwrap_or_else(PoisonError::into_inner);
        place.as_ref().map(look)
    }
}

#[derive(Default)]
struct Store {
    begun: u64,
    entries: BTreeMap<String, Arc<Entry>>,
    requests: BTreeMap<String, UnixSeconds>,
}

/// All logins.
pub(crate) struct Logins {
    store: Mutex<Store>,
    ambient: Ambient,
    lifetime: i64,
}

impl Logins {
    /// No logins yet. Those of a faulty middleware never end.
    pub(crate) fn new(ambient: &Ambient, endless: bool) -> Self {
        Self {
            store: Mutex::default(),
            ambient: ambient.clone(),
            lifetime: if endless { ENDLESS } else { LIFETIME },
        }
    }

    /// Whether a request of this identifier has come before.
    pub(crate) fn knows(&self, request: &str) -> bool {
        let now = self.ambient.now();
        let store = self.lock();
        store
            .requests
            .get(request)
            .is_some_and(|until| *until > now)
    }

    /// Notes the identifier of a request; whether it is the first of it.
    pub(crate) fn note(&self, request: &str) -> bool {
        let now = self.ambient.now();
        let mut store = self.lock();
        store.requests.retain(|_, until| *until > now);
        let until = now.plus(MEMORY);
        store.requests.insert(request.to_owned(), until).is_none()
    }

    /// Begins a login of a browser, and gives its name.
    pub(crate) fn begin(&self, login: Login, browser: &str) -> String {
        let now = self.ambient.now();
        let session = fresh_name("middleware-de login", &self.ambient);
        let mut store = self.lock();
        store.begun += 1;
        let entry = Entry {
            session: session.clone(),
            reference: login.reference.clone(),
            browser: browser.to_owned(),
            expires: now.plus(self.lifetime),
            number: store.begun,
            login: Mutex::new(Some(login)),
        };
        store.entries.retain(|_, entry| entry.expires > now);
        if store.entries.len() >= MOST {
            let first = store.entries.values().min_by_key(|entry| entry.number);
            if let Some(first) = first.map(|entry| entry.session.clone()) {
                store.entries.remove(&first);
            }
        }
        store.entries.insert(session.clone(), Arc::new(entry));
        session
    }

    /// The login of this name.
    pub(crate) fn by_session(&self, session: &str) -> Option<Arc<Entry>> {
        let now = self.ambient.now();
        let store = self.lock();
        let entry = store.entries.get(session)?;
        (entry.expires > now).then(|| Arc::clone(entry))
    }

    /// The login that fits.
    pub(crate) fn find(&self, fits: impl Fn(&Entry) -> bool) -> Option<Arc<Entry>> {
        let now = self.ambient.now();
        let entries: Vec<_> = self.lock().entries.values().cloned().collect();
        entries
            .into_iter()
            .find(|entry| entry.expires > now && fits(entry))
    }

    /// The login that began last.
    pub(crate) fn latest(&self) -> Option<Arc<Entry>> {
        let store = self.lock();
        let entries = store.entries.values();
        entries.max_by_key(|entry| entry.number).map(Arc::clone)
    }

    /// Forgets a login.
    pub(crate) fn end(&self, session: &str) {
        self.lock().entries.remove(session);
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        // A request that panicked leaves maps that are still maps.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

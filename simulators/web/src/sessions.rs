//! What a service remembers of a browser between two requests.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};

use crate::{Cookie, Request};

/// Most sessions that are kept; the one that would expire first gives way.
const MOST_SESSIONS: usize = 10_000;

/// The secret name of a session: 32 hexadecimal characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(String);

impl SessionId {
    /// The characters, for a cookie or a query. They are a secret: never into a log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(…)")
    }
}

/// The sessions of one role, by cookie. A session expires when it has not been used for its lifetime.
///
/// ```
/// # use ambient::{Ambient, Date};
/// # let ambient = Ambient::simulated(1, Date::new(2026, 3, 1)?);
/// let sessions = web::Sessions::new("portal", 900, &ambient);
/// let stranger = sessions.begin("nobody");
/// // At login the name changes, so that nobody can have planted it.
/// let citizen = sessions.renew(&stranger, "LENE");
/// assert!(sessions.get(stranger.as_str()).is_none());
/// assert_eq!(sessions.get(citizen.as_str()).map(|(_, who)| who), Some("LENE"));
/// ambient.clock().advance(901);
/// assert!(sessions.get(citizen.as_str()).is_none());
/// # Ok::<(), ambient::DateError>(())
/// ```
pub struct Sessions<T> {
    cookie: &'static str,
    lifetime: u32,
    ambient: Ambient,
    entries: Mutex<BTreeMap<SessionId, Entry<T>>>,
}

struct Entry<T> {
    value: T,
    expires: UnixSeconds,
}

impl<T: Clone> Sessions<T> {
    /// No sessions yet. The cookie name is the role's own; names are drawn from the ambient stream of that name.
    #[must_use]
    pub fn new(cookie: &'static str, lifetime_seconds: u32, ambient: &Ambient) -> Self {
        Self {
            cookie,
            lifetime: lifetime_seconds,
            ambient: ambient.clone(),
            entries: Mutex::default(),
        }
    }

    /// A new session with a fresh name.
    #[must_use]
    pub fn begin(&self, value: T) -> SessionId {
        let id = self.fresh();
        let expires = self.expiry();
        let now = self.ambient.now();
        let mut entries = self.lock();
        entries.retain(|_, entry| entry.expires > now);
        if entries.len() >= MOST_SESSIONS {
            let first = entries.iter().min_by_key(|(_, entry)| entry.expires);
            if let Some(id) = first.map(|(id, _)| id.clone()) {
                entries.remove(&id);
            }
        }
        entries.insert(id.clone(), Entry { value, expires });
        id
    }

    /// The session whose cookie a request brings.
    #[must_use]
    pub fn find(&self, request: &Request) -> Option<(SessionId, T)> {
        self.get(&Cookie::read(request, self.cookie)?)
    }

    /// The session of this name, and its time begins anew.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<(SessionId, T)> {
        let id = SessionId(id.to_owned());
        let value = self.update(&id, |value| value.clone())?;
        Some((id, value))
    }

    /// Changes a session in place: no other request sees a state in between. None if there is no such session.
    pub fn update<R>(&self, id: &SessionId, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let now = self.ambient.now();
        let expires = self.expiry();
        let mut entries = self.lock();
        let entry = entries.get_mut(id).filter(|entry| entry.expires > now)?;
        entry.expires = expires;
        Some(change(&mut entry.value))
    }

    /// Sets what a session holds; whether it exists.
    pub fn set(&self, id: &SessionId, value: T) -> bool {
        self.update(id, |held| *held = value).is_some()
    }

    /// The session goes on under a fresh name with this value, and the old name is forgotten: for a login.
    #[must_use]
    pub fn renew(&self, id: &SessionId, value: T) -> SessionId {
        self.end(id);
        self.begin(value)
    }

    /// Ends a session and returns what it held.
    pub fn end(&self, id: &SessionId) -> Option<T> {
        let now = self.ambient.now();
        let entry = self.lock().remove(id)?;
        (entry.expires > now).then_some(entry.value)
    }

    /// Ends every session that fits; how many. For a logout that names the person and not the browser.
    pub fn end_where(&self, fits: impl Fn(&T) -> bool) -> usize {
        let now = self.ambient.now();
        let mut entries = self.lock();
        let before = entries.len();
        entries.retain(|_, entry| entry.expires > now && !fits(&entry.value));
        before - entries.len()
    }

    /// The cookie that binds the browser to a session.
    #[must_use]
    pub fn cookie(&self, id: &SessionId) -> Cookie {
        Cookie::new(self.cookie, id.as_str())
    }

    /// The cookie that makes the browser forget its session.
    #[must_use]
    pub fn forget(&self) -> Cookie {
        Cookie::expired(self.cookie)
    }

    fn fresh(&self) -> SessionId {
        let mut id = String::with_capacity(32);
        for byte in self.ambient.stream(self.cookie).bytes::<16>() {
            // Cannot fail: writing to a String.
            let _ = write!(id, "{byte:02x}");
        }
        SessionId(id)
    }

    fn expiry(&self) -> UnixSeconds {
        self.ambient.now().plus(i64::from(self.lifetime))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<SessionId, Entry<T>>> {
        // A request that panicked leaves a map that is still a map.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Sessions<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("cookie", &self.cookie)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use ambient::{Ambient, Date};
    use bytes::Bytes;

    use super::{MOST_SESSIONS, Sessions};

    fn ambient() -> Ambient {
        Ambient::simulated(7, Date::new(2026, 3, 1).unwrap())
    }

    #[test]
    fn a_request_is_known_by_its_cookie() {
        let sessions = Sessions::new("role", 60, &ambient());
        let id = sessions.begin(1);
        let cookie = sessions.cookie(&id).header();
        let request = http::Request::get("/")
            .header("cookie", cookie.split(';').next().unwrap())
            .body(Bytes::new())
            .unwrap();
        assert_eq!(sessions.find(&request), Some((id, 1)));
    }

    #[test]
    fn use_prolongs_and_silence_ends() {
        let ambient = ambient();
        let sessions = Sessions::new("role", 60, &ambient);
        let id = sessions.begin(1);
        ambient.clock().advance(59);
        assert_eq!(sessions.update(&id, |n| *n += 1), Some(()));
        ambient.clock().advance(59);
        assert_eq!(sessions.get(id.as_str()).map(|(_, n)| n), Some(2));
        ambient.clock().advance(60);
        assert!(sessions.get(id.as_str()).is_none());
        assert!(!sessions.set(&id, 3));
        assert_eq!(sessions.end(&id), None);
    }

    #[test]
    fn a_login_changes_the_name() {
        let sessions = Sessions::new("role", 60, &ambient());
        let before = sessions.begin(1);
        let after = sessions.renew(&before, 2);
        assert_ne!(before, after);
        assert_eq!(sessions.end(&before), None);
        assert_eq!(sessions.end(&after), Some(2));
    }

    #[test]
    fn a_logout_may_name_the_person() {
        let sessions = Sessions::new("role", 60, &ambient());
        let ids = [1, 2, 1].map(|n| sessions.begin(n));
        assert_eq!(sessions.end_where(|n| *n == 1), 2);
        assert!(sessions.get(ids[1].as_str()).is_some());
        assert!(sessions.get(ids[2].as_str()).is_none());
    }

    #[test]
    fn a_flood_pushes_out_the_oldest() {
        let ambient = ambient();
        let sessions = Sessions::new("role", 60, &ambient);
        let first = sessions.begin(0);
        ambient.clock().advance(1);
        let second = sessions.begin(1);
        for n in 0..MOST_SESSIONS - 1 {
            let _ = sessions.begin(n);
        }
        assert!(sessions.get(first.as_str()).is_none());
        assert!(sessions.get(second.as_str()).is_some());
    }

    #[test]
    fn no_log_shows_the_name() {
        let sessions = Sessions::new("role", 60, &ambient());
        let id = sessions.begin(1);
        assert!(!format!("{id:?}{sessions:?}").contains(id.as_str()));
    }
}

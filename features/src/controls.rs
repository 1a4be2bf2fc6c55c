//! The positive controls: what every living card of the right kind does, and every site.

use std::sync::Arc;

use ambient::Ambient;
use conformance_harness::{RecordedCard, Secrets, Site, site::role};
use eac::encoding::{Password, SecurityInfos};
use eac::terminal::{Pace, PaceRequest, Terminal, command};
use iso7816::{CommandApdu, Ne, ResponseApdu, StatusWord};

/// The master file can be selected and EF.CardAccess begins with SecurityInfos.
pub(crate) fn basic(card: &RecordedCard, _: &Secrets, _: &Ambient) -> Result<(), String> {
    transmit(
        card,
        "SELECT of the master file",
        &command::select_master_file(),
    )?;
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(2));
    let answer = transmit(card, "READ BINARY of EF.CardAccess", &read)?;
    match answer.data.first() {
        Some(0x31) => Ok(()),
        _ => Err("EF.CardAccess does not begin like a SET OF SecurityInfo".to_owned()),
    }
}

/// EF.CardAccess names PACE, and PACE with the CAN succeeds. Without a CAN, the basic control.
pub(crate) fn full(
    card: &RecordedCard,
    secrets: &Secrets,
    ambient: &Ambient,
) -> Result<(), String> {
    let Some(can) = &secrets.can else {
        return basic(card, secrets, ambient);
    };
    open(card, &Password::can(can), ambient).map(drop)
}

/// PACE with the PIN gives all tries back. A suspended PIN needs PACE with the CAN first
/// `[TR-03110-2 §2.4.1]`.
pub(crate) fn restore(
    card: &RecordedCard,
    secrets: &Secrets,
    ambient: &Ambient,
) -> Result<(), String> {
    if pin_opens(card, secrets, ambient).is_ok() {
        return Ok(());
    }
    let (Some(can), Some(pin)) = (&secrets.can, &secrets.pin) else {
        return Err("CAN and PIN are needed to resume a suspended PIN".to_owned());
    };
    card.reset().map_err(|lost| lost.to_string())?;
    let (opened, infos) = open(card, &Password::can(can), ambient)?;
    let pin = Password::pin(pin);
    let resumed = opened.resume(&request(&infos, &pin)?, &mut ambient.stream("control"));
    resumed.map(drop).map_err(|stopped| stopped.to_string())
}

/// PACE with the PIN succeeds, once. Costs a try when the PIN is wrong, so whoever runs checks on
/// a real card asks this before and runs nothing when it fails.
///
/// # Errors
///
/// In words, what the card answered.
pub fn pin_opens(card: &RecordedCard, secrets: &Secrets, ambient: &Ambient) -> Result<(), String> {
    let pin = secrets.pin.as_ref().ok_or("the PIN is not known")?;
    open(card, &Password::pin(pin), ambient).map(drop)
}

/// Services listen somewhere.
pub(crate) fn site_basic(site: &Arc<dyn Site>, _: &Secrets, _: &Ambient) -> Result<(), String> {
    let listens = role::ALL
        .iter()
        .any(|role| site.origin(role).is_some_and(|origin| !origin.is_empty()));
    if listens {
        Ok(())
    } else {
        Err("no role of the site listens anywhere".to_owned())
    }
}

/// A good login works.
pub(crate) fn site_full(
    site: &Arc<dyn Site>,
    secrets: &Secrets,
    _: &Ambient,
) -> Result<(), String> {
    crate::road::good_login(site, secrets)
}

/// Reads EF.CardAccess and runs PACE with a password.
fn open(
    card: &RecordedCard,
    password: &Password,
    ambient: &Ambient,
) -> Result<(Terminal<RecordedCard, Pace>, SecurityInfos), String> {
    let mut terminal = Terminal::new(card.clone());
    let infos = terminal
        .read_card_access()
        .map_err(|error| error.to_string())?;
    let mut random = ambient.stream("control");
    let opened = terminal.pace(&request(&infos, password)?, &mut random);
    let opened = opened.map_err(|stopped| stopped.to_string())?;
    Ok((opened, infos))
}

fn request<'a>(infos: &SecurityInfos, password: &'a Password) -> Result<PaceRequest<'a>, String> {
    let offer = infos
        .pace()
        .find_map(|offer| PaceRequest::new(offer, password));
    offer.ok_or_else(|| "EF.CardAccess offers no variant of PACE that the suite knows".to_owned())
}

fn transmit(
    card: &RecordedCard,
    what: &str,
    command: &CommandApdu,
) -> Result<ResponseApdu, String> {
    let bytes = command.encode().map_err(|error| error.to_string())?;
    let answer = card.transmit(&bytes).map_err(|lost| lost.to_string())?;
    let response = ResponseApdu::decode(&answer).map_err(|error| error.to_string())?;
    match response.status {
        StatusWord::OK => Ok(response),
        status => Err(format!("{what} was answered with {status}")),
    }
}

#[cfg(test)]
mod tests {
    use std::any::Any;
    use std::sync::Arc;

    use ambient::{Ambient, Date};
    use conformance_harness::{ConnectionLost, Identity, Order, Secrets, Site, SiteMessage};

    use super::{site_basic, site_full};

    /// A site with one role, or none.
    #[derive(Debug)]
    struct Lonely(Option<&'static str>);

    impl Site for Lonely {
        fn origin(&self, role: &str) -> Option<String> {
            (self.0 == Some(role)).then(|| "http://127.0.0.1:1".to_owned())
        }

        fn identity(&self, _: &str) -> Option<Identity> {
            None
        }

        fn metadata(&self, _: &str) -> Option<String> {
            None
        }

        fn control(&self, _: Order) -> Result<String, ConnectionLost> {
            Err(ConnectionLost::new("nobody obeys here"))
        }

        fn messages(&self) -> Vec<SiteMessage> {
            Vec::new()
        }

        fn journal(&self) -> Vec<String> {
            Vec::new()
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    }

    #[test]
    fn a_site_where_nobody_listens_is_no_site() {
        let ambient = Ambient::simulated(1, Date::MIN);
        let there: Arc<dyn Site> = Arc::new(Lonely(Some("csam")));
        let empty: Arc<dyn Site> = Arc::new(Lonely(None));
        let secrets = Secrets::default();
        assert_eq!(site_basic(&there, &secrets, &ambient), Ok(()));
        assert!(site_basic(&empty, &secrets, &ambient).is_err());
        assert!(site_full(&there, &secrets, &ambient).is_err());
    }
}

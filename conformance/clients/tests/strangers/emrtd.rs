//! An eMRTD terminal of others (crate `dmrtd`) reads the ICAO application after PACE.

use dmrtd::com::{TransceiveError, Transceiver};
use dmrtd::lds::ef::ElementaryFile as _;
use dmrtd::passport::Passport;
use dmrtd::proto::can_key::CanKey;
use iso7816::Card;

use crate::cards::{adult, build};
use card_de_npa::DeNpa;

struct Field(DeNpa);

impl Transceiver for Field {
    fn transceive(&mut self, apdu: &[u8]) -> Result<Vec<u8>, TransceiveError> {
        let mut response = Vec::new();
        self.0.transmit(apdu, &mut response);
        Ok(response)
    }
}

#[test]
fn reads_dg1_dg2_and_sod_after_pace() {
    let mut passport = Passport::new(Field(build(adult())));
    let card_access = passport.read_ef_card_access().unwrap();
    passport
        .start_session_pace(CanKey::new("500500").unwrap(), &card_access)
        .unwrap();
    let data_group_1 = passport.read_ef_dg1().unwrap();
    let data_group_2 = passport.read_ef_dg2().unwrap();
    let sod = passport.read_ef_sod().unwrap();
    assert_eq!(data_group_1.to_bytes()[0], 0x61);
    assert_eq!(data_group_2.to_bytes()[0], 0x75);
    assert_eq!(sod.to_bytes()[0], 0x77);
}

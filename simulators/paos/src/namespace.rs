//! The namespaces of PAOS messages. They are written; when reading, only local names count.

/// SOAP 1.1.
pub const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// WS-Addressing, in the draft that PAOS refers to.
pub const ADDRESSING: &str = "http://www.w3.org/2005/03/addressing";
/// Liberty PAOS.
pub const PAOS: &str = "urn:liberty:paos:2006-08";
/// OASIS Digital Signature Services: `Result`.
pub const DSS: &str = "urn:oasis:names:tc:dss:1.0:core:schema";
/// eCard-API: `InitializeFramework`, and the profile of responses.
pub const ECARD: &str = "http://www.bsi.bund.de/ecard/api/1.1";
/// ISO 24727-3, as the eCard-API has it: everything else.
pub const ISO: &str = "urn:iso:std:iso-iec:24727:tech:schema";
/// Schema instance: `xsi:type`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

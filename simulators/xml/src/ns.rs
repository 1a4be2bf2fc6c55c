//! Namespaces of the W3C that signatures, encryption and schema types use.

/// Prefix `xml`, bound by definition [Namespaces in XML 1.0 §3].
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Namespace of namespace declarations themselves [Namespaces in XML 1.0 §3].
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// XML Schema instance: `xsi:type`, `xsi:nil`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// XML Schema datatypes: `xs:string`.
pub const XS: &str = "http://www.w3.org/2001/XMLSchema";
/// XML Signature 1.0.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XML Signature 1.1: `ECKeyValue`, `DEREncodedKeyValue`.
pub const DS11: &str = "http://www.w3.org/2009/xmldsig11#";
/// XML Encryption 1.0.
pub const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
/// XML Encryption 1.1: `ConcatKDFParams`, `MGF`.
pub const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";

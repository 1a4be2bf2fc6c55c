//! A message of the shape that is signed and encrypted between nodes.

use xml::Element;

pub(crate) const NAMESPACE: &str = "urn:m";

/// A message with the corner cases of canonical XML in its content.
pub(crate) fn message() -> Element {
    let value = "a\rb\r\nc\td <&>\"' ä𝄞";
    Element::new("m:message", NAMESPACE)
        .declare("unused", "urn:unused")
        .attr("ID", "_m1.-x")
        .attr("Zulu", value)
        .attr_in("b:Alpha", "urn:b", "2")
        .child(Element::new("m:issuer", NAMESPACE).text_child("somebody"))
        .child(
            Element::new("n:body", "urn:n")
                .comment_child(" not signed ")
                .attr_in("xsi:type", xml::ns::XSI, "unused:Type")
                .text_child(value)
                .child(Element::new("plain", "").text_child("no namespace")),
        )
}

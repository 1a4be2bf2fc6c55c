use crate::{Element, Limits, Node, XmlError, ns, parse};

const A: &str = "urn:a";
const B: &str = "urn:b";

fn read(text: &str) -> Element {
    parse(text.as_bytes(), &Limits::SAML).unwrap()
}

#[test]
fn a_comment_inside_a_value_does_not_change_it() {
    let element = read("<a>admin<!-- -->.evil<?pi x?><![CDATA[.example]]></a>");
    assert_eq!(element.text(), "admin.evil.example");
}

#[test]
fn text_is_that_of_the_element_itself() {
    assert_eq!(read("<a>1<b>2</b>3</a>").text(), "13");
}

#[test]
fn names_are_compared_by_namespace() {
    let element = read("<x:r xmlns:x='urn:a' xmlns='urn:b'><c/><x:c/></x:r>");
    assert!(element.is(A, "r") && !element.is(B, "r"));
    assert!(element.first(A, "c").is_some_and(|c| c.prefix() == "x"));
    assert!(element.first(B, "c").is_some_and(|c| c.prefix().is_empty()));
    assert!(element.first("", "c").is_none());
}

#[test]
fn attributes_are_found_by_name() {
    let element = read("<a ID='1' x:ID='2' xmlns:x='urn:a' xml:lang='de'/>");
    assert_eq!(element.attribute("ID"), Some("1"));
    assert_eq!(element.attribute_in(A, "ID"), Some("2"));
    assert_eq!(element.attribute_in(ns::XML, "lang"), Some("de"));
    assert_eq!(element.attribute("xmlns"), None);
    assert_eq!(element.attributes().len(), 3);
    assert_eq!(element.declarations().len(), 1);
}

#[test]
fn declarations_stay_where_they_were() {
    let text = r#"<x:r xmlns:x="urn:a" xmlns:y="urn:b"><x:c xmlns="urn:c" xmlns:z="urn:d"><e/></x:c></x:r>"#;
    assert_eq!(read(text).to_text(), text);
}

#[test]
fn a_quoted_declaration_is_not_one() {
    let element = read(r#"<a b='xmlns:x="urn:a"' c = ">" xmlns:y = 'urn:b'/>"#);
    let prefixes: Vec<_> = element.declarations().iter().map(|d| &*d.prefix).collect();
    assert_eq!(prefixes, ["y"]);
}

#[test]
fn xsi_type_is_resolved_where_it_was_read() {
    let text = "<r xmlns:np='urn:a' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\
                <v xsi:type='np:Name'/><w xmlns:np='urn:b' xsi:type='np:Name'/></r>";
    let root = read(text);
    let value = root.first("", "v").unwrap().clone();
    let name = value.attribute_in(ns::XSI, "type").unwrap();
    assert_eq!(value.resolve_name(name), Some((A, "Name")));
    assert_eq!(
        root.first("", "w").unwrap().resolve_name("np:Name"),
        Some((B, "Name"))
    );
    assert_eq!(value.resolve_name("nobody:Name"), None);
    assert_eq!(value.resolve_name(" Name "), Some(("", "Name")));
}

#[test]
fn an_element_can_take_its_scope_along() {
    let root = read("<x:r xmlns:x='urn:a' xmlns:np='urn:b'><x:v type='np:Name'/></x:r>");
    let alone = root.first(A, "v").unwrap().clone();
    assert_eq!(alone.to_text(), r#"<x:v xmlns:x="urn:a" type="np:Name"/>"#);
    let text = alone.declare_scope().to_text();
    assert_eq!(read(&text).resolve_name("np:Name"), Some((B, "Name")));
}

#[test]
fn namespaces_are_declared_where_they_are_needed() {
    let element = Element::new("a:r", A)
        .child(
            Element::new("b:c", B)
                .attr_in("a:x", A, "1")
                .child(Element::new("a:d", A)),
        )
        .child(Element::new("b:c", B));
    let text = r#"<a:r xmlns:a="urn:a"><b:c xmlns:b="urn:b" a:x="1"><a:d/></b:c><b:c xmlns:b="urn:b"/></a:r>"#;
    assert_eq!(element.to_text(), text);
}

#[test]
fn one_prefix_for_two_namespaces_is_resolved() {
    let element = Element::new("p:r", A)
        .declare("p", B)
        .attr_in("p:x", B, "1")
        .attr_in("q", A, "2")
        .child(Element::new("p:c", B).attr_in("p:y", A, "3"));
    let back = read(&element.to_text());
    assert!(back.is(A, "r"));
    assert_eq!(back.attribute_in(B, "x"), Some("1"));
    assert_eq!(back.attribute_in(A, "q"), Some("2"));
    let child = back.first(B, "c").unwrap();
    assert_eq!(child.attribute_in(A, "y"), Some("3"));
}

#[test]
fn a_default_namespace_is_undeclared_for_a_name_without_one() {
    let element = Element::new("r", A).child(Element::new("c", ""));
    assert_eq!(element.to_text(), r#"<r xmlns="urn:a"><c xmlns=""/></r>"#);
    assert!(read(&element.to_text()).first("", "c").is_some());
}

#[test]
fn a_prefix_can_be_left_undeclared_for_a_test() {
    let text = Element::new("x:r", "").attr("y:z", "1").to_text();
    assert_eq!(text, r#"<x:r y:z="1"/>"#);
    assert!(matches!(
        parse(text.as_bytes(), &Limits::SAML),
        Err(XmlError::Malformed { .. })
    ));
}

#[test]
fn white_space_and_markup_survive_writing() {
    let value = "a\tb\nc\rd\r\n<>&\"' ]]> ä𝄞";
    let element = Element::new("r", "").attr("v", value).text_child(value);
    let back = read(&element.to_text());
    assert_eq!(back.attribute("v"), Some(value));
    assert_eq!(back.text(), value);
}

#[test]
fn characters_that_xml_lacks_are_replaced() {
    let element = Element::new("r", "").text_child("a\0b\u{1F}c\u{FFFF}");
    assert_eq!(
        read(&element.to_text()).text(),
        "a\u{FFFD}b\u{FFFD}c\u{FFFD}"
    );
}

#[test]
fn comments_and_instructions_stay_well_formed() {
    let element = Element::new("r", "")
        .comment_child("--->-")
        .child(Node::Instruction {
            target: "t".into(),
            data: "a?>b".into(),
        });
    let back = read(&element.to_text());
    assert_eq!(back.children().len(), 2);
}

#[test]
fn a_document_begins_with_a_declaration() {
    let text = Element::new("r", "").to_document();
    assert_eq!(text, r#"<?xml version="1.0" encoding="UTF-8"?><r/>"#);
    assert_eq!(read(&text), Element::new("r", ""));
}

#[test]
fn edits_find_their_place() {
    let mut root = read("<r><a/>text<b/><c><a/></c></r>");
    root.insert_after("", "a", Element::new("new", ""));
    root.insert_before("", "c", Element::new("near", ""));
    root.insert_after("", "none", Element::new("first", ""));
    assert_eq!(
        root.to_text(),
        "<r><first/><a/><new/>text<b/><near/><c><a/></c></r>"
    );
    assert_eq!(root.remove_all("", "a"), 2);
    root.find_mut("", "c").unwrap().set_attribute("x", "1");
    root.find_mut("", "c").unwrap().set_attribute("x", "2");
    assert!(root.remove_first("", "near").is_some());
    assert_eq!(root.to_text(), r#"<r><first/><new/>text<b/><c x="2"/></r>"#);
    let c = root.first_mut("", "c").unwrap();
    assert_eq!(c.remove_attribute("x"), Some("2".into()));
    c.rename("x:d", A);
    c.set_text("t");
    assert!(
        root.to_text()
            .ends_with(r#"<x:d xmlns:x="urn:a">t</x:d></r>"#)
    );
}

#[test]
fn descendants_come_in_document_order() {
    let root = read("<r><a><b/></a>x<c/></r>");
    let names: Vec<_> = root.descendants().map(Element::local).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert!(root.find("", "b").is_some() && root.first("", "b").is_none());
    assert!(root.at("", &["a", "b"]).is_some());
}

#[test]
fn malformed_documents_are_refused() {
    for text in [
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a b='1' b='2'/>",
        "<x:a/>",
        "<a x:b='1'/>",
        "<a b=1/>",
        "<a>&</a>",
        "<a>&#0;</a>",
        "<a b='<'/>",
        "<x:a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
    ] {
        assert!(parse(text.as_bytes(), &Limits::SAML).is_err(), "{text}");
    }
}

//! Reads markup with a real HTML parser.

use std::collections::BTreeMap;

use http::Method;
use scraper::{ElementRef, Html, Node, Selector};

use super::{Button, Content, Control, Field, Link, PageForm};
use crate::navigation::join;

/// Elements nested deeper are not looked into, as in real browsers.
const DEEPEST: usize = 512;

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements that nobody sees.
const UNSEEN: &[&str] = &["head", "script", "style", "template", "noscript"];

pub(super) fn content(url: &str, html: &str) -> Content {
    let document = Html::parse_document(html);
    let root = document.root_element();
    let mut reader = Reader::new(url, root);
    for element in root.descendent_elements() {
        reader.take(element);
    }
    let sends = scripts_send(root);
    if let [form] = reader.content.forms.as_mut_slice() {
        form.auto |= sends;
    }
    reader.content.text = text(root);
    reader.content
}

/// Whether markup without these names can be spared the parser: each name after `#` or `=` of a plain selector has to
/// stand somewhere in it.
pub(super) fn may_match(html: &str, selector: &str) -> bool {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    let is_plain = |letter: char| is_name(letter) || "#=[] .".contains(letter);
    if !selector.chars().all(is_plain) {
        return true;
    }
    let mut after = selector.split(['#', '=']).skip(1);
    after.all(|rest| {
        let name = rest.split(|letter| !is_name(letter)).next();
        name.is_none_or(|name| html.contains(name))
    })
}

pub(super) fn select(html: &str, selector: &Selector) -> Vec<String> {
    let document = Html::parse_document(html);
    document.select(selector).map(text).collect()
}

/// Whether a script or an event of the page sends a form.
fn scripts_send(root: ElementRef<'_>) -> bool {
    root.descendent_elements()
        .any(|element| match element.value().name() {
            "script" => element.text().any(|source| source.contains("submit(")),
            "body" => element
                .attr("onload")
                .is_some_and(|source| source.contains("submit")),
            _ => false,
        })
}

struct Reader<'a> {
    url: &'a str,
    content: Content,
    /// The words of `label for=`.
    labels: BTreeMap<&'a str, String>,
    /// The places of forms by their `id`.
    named: BTreeMap<&'a str, usize>,
    /// The forms in their order.
    elements: Vec<ElementRef<'a>>,
}

impl<'a> Reader<'a> {
    fn new(url: &'a str, root: ElementRef<'a>) -> Self {
        let mut reader = Self {
            url,
            content: Content::default(),
            labels: BTreeMap::new(),
            named: BTreeMap::new(),
            elements: Vec::new(),
        };
        reader.content.language = root.attr("lang").map(str::to_owned);
        let mut base = None;
        for element in root.descendent_elements() {
            match (element.value().name(), element.attr("id")) {
                ("base", _) => base = base.or_else(|| element.attr("href")),
                ("label", _) => {
                    if let Some(name) = element.attr("for") {
                        reader.labels.insert(name, text(element));
                    }
                }
                ("form", id) => {
                    if let Some(id) = id {
                        reader.named.entry(id).or_insert(reader.elements.len());
                    }
                    reader.elements.push(element);
                }
                _ => {}
            }
        }
        let base = base.and_then(|base| join(url, base).ok());
        reader.content.base = base.unwrap_or_else(|| url.to_owned());
        let forms = reader.elements.iter().map(|element| reader.form(*element));
        reader.content.forms = forms.collect();
        reader
    }

    fn take(&mut self, element: ElementRef<'a>) {
        match element.value().name() {
            "title" if self.content.title.is_empty() => {
                self.content.title = squeeze(&element.text().collect::<String>());
            }
            "h1" if self.content.heading.is_empty() => self.content.heading = text(element),
            "code" if has_class(element, "rule") => self.content.codes.push(text(element)),
            "a" | "area" => self.content.links.extend(self.link(element)),
            "input" | "button" | "select" | "textarea" => self.control(element),
            _ => {}
        }
    }

    fn link(&self, element: ElementRef<'a>) -> Option<Link> {
        let href = join(&self.content.base, element.attr("href")?).ok()?;
        let words = words(element, None);
        Some(Link { words, href })
    }

    fn form(&self, element: ElementRef<'a>) -> PageForm {
        PageForm {
            page: self.url.to_owned(),
            base: self.content.base.clone(),
            id: element.attr("id").map(str::to_owned),
            action: element.attr("action").unwrap_or_default().to_owned(),
            method: method(element.attr("method")),
            auto: element.attr("data-auto").is_some(),
            fields: Vec::new(),
            buttons: Vec::new(),
        }
    }

    fn control(&mut self, element: ElementRef<'a>) {
        let Some(owner) = self.owner(element) else {
            return;
        };
        let disabled = is_disabled(element);
        let kind = element
            .attr("type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let name = element.value().name();
        let is_button = name == "button"
            || (name == "input"
                && matches!(kind.as_str(), "submit" | "image" | "button" | "reset"));
        let sends = !matches!(kind.as_str(), "button" | "reset");
        let field = (!is_button).then(|| self.field(element, &kind));
        let Some(form) = self.content.forms.get_mut(owner) else {
            return;
        };
        if let Some(field) = field {
            form.fields.push(Field { disabled, ..field });
        } else if sends && !disabled {
            form.buttons.push(button(element));
        }
    }

    /// The place of the form that a control belongs to.
    fn owner(&self, element: ElementRef<'a>) -> Option<usize> {
        if let Some(id) = element.attr("form") {
            return self.named.get(id).copied();
        }
        let form = ancestors(element).find(|above| above.value().name() == "form")?;
        self.elements.iter().position(|known| *known == form)
    }

    fn field(&self, element: ElementRef<'a>, kind: &str) -> Field {
        let control = match (element.value().name(), kind) {
            ("select", _) => Control::Select,
            ("textarea", _) => Control::Text("textarea".into()),
            (_, "hidden") => Control::Hidden,
            (_, "checkbox") => Control::Checkbox,
            (_, "radio") => Control::Radio,
            (_, "") => Control::Text("text".into()),
            (_, kind) => Control::Text(kind.into()),
        };
        let options = options(element);
        let chosen = options
            .iter()
            .find(|option| option.selected)
            .or_else(|| options.first());
        let switch = matches!(control, Control::Checkbox | Control::Radio);
        let value = match &control {
            Control::Select => chosen
                .map(|option| option.value.clone())
                .unwrap_or_default(),
            Control::Text(kind) if kind == "textarea" => textarea(element),
            _ => element
                .attr("value")
                .unwrap_or(if switch { "on" } else { "" })
                .to_owned(),
        };
        Field {
            name: element.attr("name").unwrap_or_default().to_owned(),
            checked: match control {
                Control::Select => chosen.is_some(),
                _ => !switch || element.attr("checked").is_some(),
            },
            control,
            value,
            label: self.label(element),
            options: options
                .into_iter()
                .map(|option| (option.value, option.words))
                .collect(),
            disabled: false,
        }
    }

    fn label(&self, element: ElementRef<'a>) -> String {
        let by_id = element
            .attr("id")
            .and_then(|id| self.labels.get(id))
            .cloned();
        let around = || {
            ancestors(element)
                .find(|above| above.value().name() == "label")
                .map(text)
        };
        let own = || element.attr("aria-label").map(squeeze);
        by_id.or_else(around).or_else(own).unwrap_or_default()
    }
}

struct Choice {
    value: String,
    words: String,
    selected: bool,
}

/// The options of a `select` that can be chosen.
fn options(element: ElementRef<'_>) -> Vec<Choice> {
    let below = element.descendent_elements();
    let options = below.filter(|option| option.value().name() == "option" && !is_disabled(*option));
    let choice = |option: ElementRef<'_>| {
        let words = text(option);
        Choice {
            value: option
                .attr("value")
                .map_or_else(|| words.clone(), str::to_owned),
            words,
            selected: option.attr("selected").is_some(),
        }
    };
    options.map(choice).collect()
}

/// The first line break of a text area is the markup's.
fn textarea(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.strip_prefix('\n').unwrap_or(&text).to_owned()
}

fn button(element: ElementRef<'_>) -> Button {
    let owned = |name: &str| element.attr(name).map(str::to_owned);
    Button {
        words: words(element, element.attr("value")),
        name: owned("name").filter(|name| !name.is_empty()),
        value: owned("value").unwrap_or_default(),
        action: owned("formaction"),
        method: element.attr("formmethod").map(|own| method(Some(own))),
    }
}

fn method(name: Option<&str>) -> Method {
    match name {
        Some(name) if name.eq_ignore_ascii_case("post") => Method::POST,
        _ => Method::GET,
    }
}

/// The name that a screen reader says: the label, the words, the title.
fn words(element: ElementRef<'_>, value: Option<&str>) -> String {
    if let Some(label) = element.attr("aria-label") {
        return squeeze(label);
    }
    let own = text(element);
    if !own.is_empty() {
        return own;
    }
    let image = element
        .descendent_elements()
        .find_map(|below| below.attr("alt"));
    let known = if element.value().name() == "input" {
        value.or_else(|| element.attr("alt"))
    } else {
        image
    };
    squeeze(known.or_else(|| element.attr("title")).unwrap_or_default())
}

fn is_disabled(element: ElementRef<'_>) -> bool {
    let group = |above: ElementRef<'_>| {
        above.value().name() == "fieldset" && above.attr("disabled").is_some()
    };
    element.attr("disabled").is_some() || ancestors(element).any(group)
}

fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.value().classes().any(|own| own == class)
}

fn ancestors<'a>(element: ElementRef<'a>) -> impl Iterator<Item = ElementRef<'a>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

/// What can be read in an element.
fn text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    append(element, &mut text, 0);
    let lines = text.lines().map(squeeze);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn append(element: ElementRef<'_>, text: &mut String, depth: usize) {
    let name = element.value().name();
    let unseen = UNSEEN.contains(&name) || element.attr("hidden").is_some();
    if unseen || depth > DEEPEST {
        return;
    }
    let block = BLOCKS.contains(&name);
    if block {
        text.push('\n');
    }
    for child in element.children() {
        match child.value() {
            // A line break in the markup is a space.
            Node::Text(own) => {
                text.extend(own.chars().map(|c| if c.is_whitespace() { ' ' } else { c }))
            }
            _ => {
                if let Some(child) = ElementRef::wrap(child) {
                    append(child, text, depth + 1);
                }
            }
        }
    }
    if block {
        text.push('\n');
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

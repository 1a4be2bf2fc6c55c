//! A browser for one service: follows redirects to its own pages, and sees forms.

use std::sync::Arc;

use web::{Fetch, Form, Response};

pub(crate) const CLIENT: &str = "http://eid-client.test";

pub(crate) struct Browser {
    network: Arc<dyn Fetch>,
    pub(crate) page: Page,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) html: String,
    /// Where the browser was sent, outside the client.
    pub(crate) sent_to: Option<String>,
    pub(crate) policy: String,
}

impl Page {
    pub(crate) fn title(&self) -> &str {
        between(&self.html, "<h1", "</h1>")
            .unwrap_or_default()
            .split_once('>')
            .unwrap()
            .1
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        between(&self.html, &start, "\"")
            .unwrap_or_default()
            .to_owned()
    }

    /// The target of the link back to the service.
    pub(crate) fn way_back(&self) -> String {
        let links = self.html.split("<a href=\"").skip(1);
        let mut targets = links.map(|link| link.split('"').next().unwrap().replace("&#38;", "&"));
        targets
            .find(|target| target.starts_with("http"))
            .unwrap_or_default()
    }

    /// The word of the result, wherever the browser goes from here.
    pub(crate) fn result(&self) -> String {
        let url = self.sent_to.clone().unwrap_or_else(|| self.way_back());
        url.split_once("Result")
            .map(|(_, rest)| format!("Result{rest}"))
            .unwrap_or_default()
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    let rest = text.split_once(start)?.1;
    Some(rest.split_once(end)?.0)
}

impl Browser {
    pub(crate) fn new(network: Arc<dyn Fetch>) -> Self {
        Self {
            network,
            page: Page::default(),
        }
    }

    pub(crate) fn open(&mut self, path: &str) -> &Page {
        let request = web::get(&format!("{CLIENT}{path}")).unwrap();
        self.visit(request)
    }

    pub(crate) fn activate(&mut self, token_url: &str) -> &Page {
        let query = Form::new().with("tcTokenURL", token_url).encode();
        self.open(&format!("/eID-Client?{query}"))
    }

    pub(crate) fn press(&mut self, button: &str, fields: &[(&str, &str)]) -> &Page {
        assert!(
            self.page.has(&format!("value=\"{button}\"")),
            "{}",
            self.page.html
        );
        self.post(button, fields)
    }

    pub(crate) fn post(&mut self, button: &str, fields: &[(&str, &str)]) -> &Page {
        let form = fields
            .iter()
            .fold(Form::new(), |form, (name, value)| form.with(*name, *value));
        let form = form
            .with("run", self.page.field("run"))
            .with("page", self.page.field("page"))
            .with("do", button);
        let request = web::post_form(&format!("{CLIENT}/eID-Client/run"), &form).unwrap();
        self.visit(request)
    }

    /// All rights that are offered.
    pub(crate) fn rights(&self) -> Vec<String> {
        let boxes = self.page.html.split("name=\"right\" value=\"").skip(1);
        boxes
            .map(|it| it.split('"').next().unwrap().to_owned())
            .collect()
    }

    pub(crate) fn grant_all(&mut self) -> &Page {
        let rights = self.rights();
        let fields: Vec<_> = rights
            .iter()
            .map(|right| ("right", right.as_str()))
            .collect();
        self.press("grant", &fields)
    }

    pub(crate) fn enter(&mut self, secret: &str) -> &Page {
        self.press("enter", &[("secret", secret)])
    }

    fn visit(&mut self, request: web::Request) -> &Page {
        let response = self.network.fetch(request).unwrap();
        let location = header(&response, "location");
        if let Some(path) = location.strip_prefix('/') {
            return self.open(&format!("/{path}"));
        }
        self.page = Page {
            status: response.status().as_u16(),
            sent_to: Some(location).filter(|location| !location.is_empty()),
            policy: header(&response, "content-security-policy"),
            html: String::from_utf8(response.body().to_vec()).unwrap(),
        };
        &self.page
    }
}

pub(crate) fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name);
    value
        .map(|value| value.to_str().unwrap().to_owned())
        .unwrap_or_default()
}

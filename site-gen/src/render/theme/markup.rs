//! Rejects markup in a site's own templates that takes readers elsewhere, or that the content
//! security policy of every page blocks, so that the page would silently lack it.

use super::Theme;
use super::check::tag_end;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::host_files::is_one_of;
use crate::html::{self, EMBEDDING, Element, Token, Value};

/// Attributes with the address of something that a page loads.
const LOADED: [&str; 4] = ["data", "poster", "src", "srcset"];

/// Why an element of a template is refused, and what to do.
struct Refused {
    /// What the element has, as it is written: `<iframe`, `onclick=`.
    written: String,
    message: String,
    help: &'static str,
}

impl Theme {
    /// Checks the elements in one of the site's own templates. What the default's template of that
    /// name has is allowed.
    pub(super) fn check_markup(&self, name: &str, source: &Source, found: &mut Diagnostics) {
        let default = self.default.get(&format!("templates/{name}"));
        let default = default.and_then(|file| file.source().ok());
        let allowed: Vec<String> = default.map_or_else(Vec::new, |default| {
            let refused = refused_in(default.text()).into_iter();
            refused.map(|refused| refused.written).collect()
        });
        for refused in refused_in(source.text()) {
            if allowed.contains(&refused.written) {
                continue;
            }
            let text = source.text().to_ascii_lowercase();
            let start = text.find(&refused.written).unwrap_or_default();
            let end = (start + refused.written.len()).min(text.len());
            let error = Diagnostic::error(refused.message).at(Place::new(source, start..end));
            found.push(error.help(refused.help));
        }
    }
}

/// What is refused in a template, each type once.
fn refused_in(template: &str) -> Vec<Refused> {
    let mut found: Vec<Refused> = Vec::new();
    for token in html::tokens(&without_tags(template)) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        for refused in refused(&element) {
            if !found.iter().any(|known| known.written == refused.written) {
                found.push(refused);
            }
        }
    }
    found
}

/// A template without what the template engine replaces. Its expressions contain quotation marks,
/// also within attributes.
fn without_tags(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, tag) = rest.split_at(start);
        text.push_str(before);
        let pairs = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
        let pair = pairs.iter().find(|(opening, _)| tag.starts_with(opening));
        let length = pair.map_or(Some(1), |(_, closing)| tag_end(tag, closing));
        rest = length.map_or("", |length| &tag[length..]);
    }
    text + rest
}

fn refused(element: &Element) -> Vec<Refused> {
    let name = element.name.as_ref();
    let mut found = Vec::new();
    let mut refuse = |written: String, message: String, help| {
        found.push(Refused {
            written,
            message,
            help,
        });
    };
    if is_one_of(name, EMBEDDING) {
        refuse(
            format!("<{name}"),
            format!("a template cannot contain `<{name}>`"),
            "remove it: pages show and load only what is on this site",
        );
    }
    let is_refresh = element
        .attribute("http-equiv")
        .is_some_and(|value| !value.eq_ignore_ascii_case("content-security-policy"));
    if name == "meta" && is_refresh {
        refuse(
            "http-equiv".to_owned(),
            "a template cannot contain `<meta http-equiv>`".to_owned(),
            "remove it: it could take readers to another page, and the server sends the headers",
        );
    }
    let is_data = element
        .attribute("type")
        .is_some_and(|sort| sort == "application/json");
    let is_inline = element.attribute("src").is_none() && !is_data;
    if name == "style" || name == "script" && is_inline {
        refuse(
            format!("<{name}"),
            format!("browsers ignore this `<{name}>`: the content security policy blocks it"),
            if name == "style" {
                "put the styles into a file in `styles/` of the theme"
            } else {
                "remove it: pages run only the programs of this site"
            },
        );
    }
    for attribute in &element.attributes {
        let (key, Value::Text(value)) = (attribute.name.as_ref(), &attribute.value) else {
            continue;
        };
        if key == "style" || key.len() > 2 && key.starts_with("on") {
            refuse(
                format!("{key}="),
                format!("browsers ignore `{key}`: the content security policy blocks it"),
                if key == "style" {
                    "give the element a class, and put its style into a file in `styles/` of the theme"
                } else {
                    "remove it: pages run only the programs of this site"
                },
            );
        }
        let is_loaded = LOADED.contains(&key) || name == "link" && key == "href" && loads(element);
        if is_loaded && is_elsewhere(value) {
            refuse(
                value.to_ascii_lowercase(),
                format!("`{value}` is on another host"),
                "put the file into `assets/` of the theme: no page loads anything from other hosts",
            );
        }
    }
    found
}

/// Whether a `<link>` loads something, such as a style sheet or an icon.
fn loads(link: &Element) -> bool {
    let rel = link.attribute("rel").unwrap_or_default();
    let loads = |word: &str| {
        [
            "stylesheet",
            "icon",
            "preload",
            "modulepreload",
            "manifest",
            "prefetch",
        ]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
    };
    rel.split_ascii_whitespace().any(loads)
}

fn is_elsewhere(address: &str) -> bool {
    let address = address.trim_start();
    address.starts_with("//")
        || ["http:", "https:"].iter().any(|scheme| {
            let start = address.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
}

#[cfg(test)]
mod tests {
    use super::refused_in;
    use crate::render::theme::default_files;

    fn written(template: &str) -> Vec<String> {
        let refused = refused_in(template).into_iter();
        refused.map(|refused| refused.written).collect()
    }

    #[test]
    fn markup_that_is_blocked_or_leads_away_is_refused() {
        for (template, expected) in [
            (
                "<meta http-equiv=refresh content='1;url=https://b.example'>",
                "http-equiv",
            ),
            ("<BASE href='https://b.example/'>", "<base"),
            ("<iframe src='x/'></iframe>", "<iframe"),
            ("<script>let a</script>", "<script"),
            ("<style>p { color: red }</style>", "<style"),
            ("<p OnClick='a()'>", "onclick="),
            ("<p style='color: red'>", "style="),
            (
                "<img src='https://b.example/a.png' alt=''>",
                "https://b.example/a.png",
            ),
            (
                "<link rel='Stylesheet' href='//b.example/a.css'>",
                "//b.example/a.css",
            ),
        ] {
            assert_eq!(written(template), [expected], "{template}");
        }
    }

    #[test]
    fn markup_of_ordinary_pages_is_allowed() {
        for template in [
            "{# <iframe> #}<p title='<iframe>'>{{ root }}</p><!-- <base> -->",
            "<a href='https://b.example/'>b</a><link rel=canonical href='https://b.example/'>",
            "<img src='{{ root }}{{ assets[\"logo.svg\"].path }}' alt=''>",
            "<script type='application/json' data-a>{}</script><script src='a.js'></script>",
            "<meta name=description content='on'><p class=on>",
        ] {
            assert_eq!(written(template), [""; 0], "{template}");
        }
    }

    #[test]
    fn only_the_form_as_one_file_has_programs_and_styles_in_it() {
        for (path, file) in default_files() {
            if path.starts_with("templates/") && !path.ends_with("offline.html") {
                let source = file.source().expect("UTF-8");
                assert_eq!(written(source.text()), [""; 0], "{path}");
            }
        }
    }
}

//! Everything the builder needs to know about one version of one company's guidelines. `site-gen`
//! makes it from `site.toml`, `guidelines.md` and `requests.toml`, publishes it as
//! `requests.json`, and puts it into the page.

pub(crate) mod packed;
mod translated;

use crate::form::{Form, HostClass, RuleId};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

pub use translated::{Translated, Words};

/// The rules of one version, bound to their clauses, and whose they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rulebook {
    /// The company that publishes the guidelines.
    pub organisation: Organisation,
    /// The text that the rules stand on.
    pub version: Version,
    /// The language that letters are written in, a BCP 47 tag.
    pub language: String,
    /// The rules.
    pub form: Form,
    /// For every gate, requirement and notice: where its sentence stands.
    #[serde(default, deserialize_with = "crate::form::in_order::deserialize")]
    pub clauses: LiteMap<RuleId, ClauseAddress>,
    /// Words of the interface that belong to no rule. See [`Wording`].
    #[serde(default)]
    pub wording: Wording,
    /// What is known of the first language, where the rules are told in another.
    #[serde(skip)]
    pub translated: Translated,
}

/// The company that publishes the guidelines, from `site.toml`. Nothing about it is in the code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Organisation {
    /// What it is called in running text.
    pub name: String,
    /// Its name in law, as letters address it.
    pub legal_name: String,
    /// Where requests are sent.
    pub mailbox: String,
    /// Its postal address, a line each.
    #[serde(default)]
    pub postal_address: Vec<String>,
    /// The hosts that mean something, and what.
    #[serde(default, rename = "host")]
    pub hosts: Vec<HostRule>,
    /// How links to messages look on its servers: the part of the path before the room's name.
    #[serde(default)]
    pub message_routes: Vec<String>,
    /// Domains of e-mail addresses that are known to be public authorities'. `gov` covers
    /// everything under `gov`; `gov.*` covers `gov.uk`, `gov.br` and everything under them.
    #[serde(default)]
    pub official_mail: Vec<String>,
    /// Domains of e-mail addresses that anyone can have.
    #[serde(default)]
    pub free_mail: Vec<String>,
}

/// What some hosts mean. The first rule that covers a host decides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostRule {
    /// What they mean, a name of the site's own, such as `community`.
    pub class: HostClass,
    /// Hosts by their full name.
    #[serde(default)]
    pub names: Vec<String>,
    /// Domains under which every host is meant.
    #[serde(default)]
    pub under: Vec<String>,
}

/// Which text the rules stand on, as letters and drafts carry it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Version {
    /// The name of the version: its date.
    pub id: String,
    /// The title of the text.
    pub title: String,
    /// Where it can be read for ever.
    pub url: String,
    /// SHA-256 of the text, in hexadecimal. `site-gen` says over which bytes.
    pub digest: String,
}

/// Where a clause stands: an address that does not change while the text does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClauseAddress(pub String);

/// The interface's own words, by name: `{name}` in one stands for something to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Wording(
    #[serde(deserialize_with = "crate::form::in_order::deserialize")] pub LiteMap<String, String>,
);

impl Wording {
    /// The words of that name, or the name itself, so that a gap shows and nothing breaks.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The same with each `{name}` of `values` filled in.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.get(name).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}

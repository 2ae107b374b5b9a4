//! The rules and letters of one version of an organisation's guidelines, together with the
//! organisation and the version. Texts of pages are apart from these, in [`crate::labels`].
//!
//! `site-gen` makes a rulebook from the site's content, freezes it when the version is released,
//! publishes it as `requests.json` and writes it into the page for the page's program to read.

use crate::rules::{ClauseAddress, HostClass, RuleId, Rules, is_default};
use crate::templates::Letters;
use serde::{Deserialize, Serialize};

/// The rules and letters of one version of an organisation's guidelines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rulebook {
    /// The company that publishes the guidelines.
    pub organisation: Organisation,
    /// The version of the guidelines. The frozen rules of a release leave it out: the folder that
    /// they are in says which version it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: Version,
    /// The language of the guidelines and of the letters, a BCP 47 tag.
    pub language: String,
    /// The rules: questions, and the requirements behind them.
    pub rules: Rules,
    /// The text of the letters and of the covering email.
    pub letters: Letters,
}

impl Rulebook {
    /// The address of the clause that a rule cites. `None` for good practice, which cites none,
    /// and for a rule that does not exist.
    pub fn address(&self, rule: &RuleId) -> Option<&ClauseAddress> {
        let clause = self.rules.rule(rule)?.clause?;
        Some(&self.rules.clause(clause)?.address)
    }
}

/// The company that publishes the guidelines, as `site.toml` describes it. Nothing about it is in
/// the code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Organisation {
    /// The name in running text.
    pub name: String,
    /// The legal name, as used in letters.
    pub legal_name: String,
    /// The email address that requests are sent to.
    pub mailbox: String,
    /// The postal address, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postal_address: Vec<String>,
    /// Classes of hosts, which conditions ask for with `host of`. The first class that covers a
    /// host is the one that counts.
    #[serde(default, rename = "host", skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<HostRule>,
    /// What comes before a room's name in the path of a link to a message on its servers, such as
    /// `/channel/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub message_routes: Vec<String>,
    /// Email domains that are known to belong to public authorities, besides those of the
    /// library. `gov` covers everything under `gov`; `gov.*` covers `gov.uk`, `gov.br` and
    /// everything under them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub official_mail: Vec<String>,
    /// Email domains where anyone can get an address, besides those of the library.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub free_mail: Vec<String>,
}

/// A class of hosts, and the hosts that belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostRule {
    /// The name of the class, which the site chooses, such as `community`.
    pub class: HostClass,
    /// Hosts that belong to it, by their full names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Domains of which every subdomain belongs to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<String>,
}

/// The version of the guidelines that rules were made for. Letters and drafts name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Version {
    /// The name of the version, which is its date: `2020-01-31`.
    pub id: String,
    /// The title of the guidelines.
    pub title: String,
    /// The permanent address of the text.
    pub url: String,
    /// The SHA-256 of the text in hexadecimal, as `releases.lock` has it.
    pub digest: String,
}

/// The beginning of a fingerprint (SHA-256 in hexadecimal), as letters and messages show it.
pub fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}

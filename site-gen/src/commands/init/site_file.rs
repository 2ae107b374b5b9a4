//! Writes `site.toml`, with a comment on each key for people who have not seen one.

use crate::quoted::quoted;

/// What `site.toml` says.
#[derive(Clone, Debug)]
pub(crate) struct Particulars {
    pub(crate) name: String,
    pub(crate) legal_name: String,
    pub(crate) mailbox: String,
    pub(crate) postal_address: Vec<String>,
    pub(crate) language: String,
    pub(crate) base_url: String,
    /// Hosts on which the company's service runs.
    pub(crate) hosts: Vec<String>,
}

impl Default for Particulars {
    fn default() -> Self {
        Self {
            name: "Example".to_owned(),
            legal_name: "Example, Inc.".to_owned(),
            mailbox: "legal@example.org".to_owned(),
            postal_address: Vec::new(),
            language: "en".to_owned(),
            base_url: "https://law.example.org/".to_owned(),
            hosts: Vec::new(),
        }
    }
}

/// The file for particulars that nobody has given yet.
pub(crate) fn placeholder() -> String {
    format!(
        "# Replace what is about `Example` below by your company's particulars.\n\n{}",
        text(&Particulars::default())
    )
}

pub(crate) fn text(of: &Particulars) -> String {
    let Particulars {
        name,
        legal_name,
        mailbox,
        postal_address,
        language,
        base_url,
        hosts,
    } = of;
    let mut text = format!(
        "\
# Whose site this is. Lines that begin with `#` are comments.

# The title of the site, as it appears above every page.
title = {}
# One sentence for search engines.
description = {}
# The address at which the site will be published, with `/` at the end.
base-url = {}
# The language of the guidelines.
language = {}

[organisation]
# The name that readers know.
name = {}
# The name that has to be on a court order.
legal-name = {}
# The mailbox to which requests are sent.
mailbox = {}
",
        quoted(&format!("{name}: guidelines for law enforcement")),
        quoted(&format!(
            "How law enforcement can ask {name} for data, and what a request has to say."
        )),
        quoted(base_url),
        quoted(language),
        quoted(name),
        quoted(legal_name),
        quoted(mailbox),
    );
    if postal_address.is_empty() {
        text += "# The postal address, line by line, for letters. Remove the `#` to use it.\n# postal-address = [\"1 Example Street\", \"Exampletown\"]\n";
    } else {
        let lines: Vec<String> = postal_address.iter().map(|line| quoted(line)).collect();
        text += &format!(
            "# The postal address, line by line, for letters.\npostal-address = [{}]\n",
            lines.join(", ")
        );
    }
    text += "\n# Companies and hosts that your text may name, such as a payment provider. Any other is reported,\n# because it may be left over from another company's text.\n[allowed]\nnames = []\nhosts = []\n";
    if !hosts.is_empty() {
        let names: Vec<String> = hosts.iter().map(|host| quoted(host)).collect();
        text += &format!(
            "\n# The hosts of your service. The form tells officers when a server is not yours.\n[[organisation.host]]\nclass = \"service\"\nnames = [{}]\n",
            names.join(", ")
        );
    }
    text
}

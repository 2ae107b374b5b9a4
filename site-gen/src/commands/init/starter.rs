//! The text that a new site begins with if there is none yet: what most companies say. It is a draft
//! for a lawyer, and its clauses are those of the library.

use super::bind::{Bound, Candidate};
use super::site_file::Particulars;

/// The Markdown.
pub(super) fn text(of: &Particulars) -> String {
    let Particulars {
        name,
        legal_name,
        mailbox,
        ..
    } = of;
    format!(
        "\
# Guidelines for law enforcement

These guidelines are for law enforcement authorities that need data about a {name} account.

## Account information

We disclose account information only in response to valid legal process, such as a court order. The legal
process must be addressed to {legal_name}.

A request must:

- give the username of every account;
- say which information is requested, and for which investigation;
- give an official e-mail address to reply to;
- be on letterhead and signed.

We tell the user about a request unless a court order forbids it.

## Emergencies

If a person is in danger of death or serious physical injury now, we may disclose the information that can
prevent the harm. Please include:

- the name of the person in danger;
- what the danger is;
- the username of the account;
- why the information can prevent the harm.

## Contact

Send requests to [{mailbox}](mailto:{mailbox}). Receiving a letter does not mean that we accept service.
"
    )
}

/// The sentences of the text that rules cite.
pub(super) fn bound(of: &Particulars) -> Bound {
    let (name, legal_name, mailbox) = (&of.name, &of.legal_name, &of.mailbox);
    let clause = |heading: &str, id: &str, quote: String| Candidate {
        heading: heading.to_owned(),
        lead_in: None,
        force: None,
        id: id.to_owned(),
        quote,
    };
    let item =
        |heading: &str, lead_in: &str, force: Option<&'static str>, id: &str, quote: &str| {
            Candidate {
                heading: heading.to_owned(),
                lead_in: Some(lead_in.to_owned()),
                force,
                id: id.to_owned(),
                quote: quote.to_owned(),
            }
        };
    let (first, account, emergency, contact) = (
        "# Guidelines for law enforcement",
        "## Account information",
        "## Emergencies",
        "## Contact",
    );
    let asks = |id, quote| item(account, "A request must:", None, id, quote);
    let includes = |id, quote| item(emergency, "Please include:", Some("must"), id, quote);
    Bound {
        headings: [first, account, emergency, contact].map(str::to_owned).to_vec(),
        candidates: vec![
            clause(first, "law-enforcement-only", format!("These guidelines are for law enforcement authorities that need data about a {name} account.")),
            clause(account, "legal-process", "We disclose account information only in response to valid legal process, such as a court order.".to_owned()),
            clause(account, "directed-to-the-company", format!("The legal process must be addressed to {legal_name}.")),
            clause(account, "user-will-be-notified", "We tell the user about a request unless a court order forbids it.".to_owned()),
            asks("account-identified", "give the username of every account;"),
            asks("specific-information", "say which information is requested, and for which investigation;"),
            asks("official-address", "give an official e-mail address to reply to;"),
            asks("letterhead", "be on letterhead and signed."),
            clause(emergency, "danger-to-a-person", "If a person is in danger of death or serious physical injury now, we may disclose the information that can prevent the harm.".to_owned()),
            includes("person-identified", "the name of the person in danger;"),
            includes("emergency-described", "what the danger is;"),
            includes("server-or-username", "the username of the account;"),
            includes("necessary-information", "why the information can prevent the harm."),
            clause(contact, "emergency-mailbox", format!("Send requests to {mailbox}.")),
            clause(contact, "receipt-is-not-service", "Receiving a letter does not mean that we accept service.".to_owned()),
        ],
        unreviewed: Vec::new(),
    }
}

/// Rules that the starter text needs beside those of the library.
pub(super) const RULES: &str = "\
# What differs from the library. `site-gen library list` shows what the library has.

# One sentence asks for letterhead and a signature. The library has a rule for each of them.
[requirement.signed-request]
kinds = [\"account\"]
clause = \"letterhead\"

# One sentence asks for the information and for the investigation.
[requirement.relation-to-the-investigation]
clause = \"specific-information\"

# There is one server, so nobody is asked for its address.
[requirement.server-or-username]
ask = [\"username\"]
";

/// The labels of those rules.
pub(super) const LABELS: &str = "\
# What the pages say where it differs from the library.

[requirement.server-or-username]
title = \"Username\"
missing = \"Give the username of the account.\"
";

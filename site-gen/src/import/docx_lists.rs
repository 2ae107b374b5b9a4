//! The lists of a word processor's document: how each level counts and marks its items.

use super::numbers::NumberFormat;
use crate::html::{Token, tokens};
use std::collections::HashMap;

/// The list and its depth for each style that has one, such as `List Bullet`.
pub(super) fn lists_of_styles(xml: &str) -> HashMap<String, (String, usize)> {
    let mut lists = HashMap::new();
    let mut style: Option<String> = None;
    let mut depth = 0;
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val");
        match element.name.as_ref() {
            "w:style" => {
                style = element.attribute("w:styleid").map(str::to_owned);
                depth = 0;
            }
            "w:ilvl" => depth = value.and_then(|it| it.parse().ok()).unwrap_or(0).min(8),
            "w:numid" => {
                if let (Some(style), Some(id)) = (&style, value.filter(|id| *id != "0")) {
                    lists.insert(style.clone(), (id.to_owned(), depth));
                }
            }
            _ => {}
        }
    }
    lists
}

/// How a level of a list marks its items.
#[derive(Clone, Debug)]
pub(super) struct ListLevel {
    pub(super) is_numbered: bool,
    /// `None` if it is numbered in digits.
    pub(super) format: Option<NumberFormat>,
    /// Its marker, such as `(%1)`, in which `%1` is the number of the first level.
    pub(super) marker: String,
    pub(super) start: usize,
}

/// The levels of each list, by the list's id.
pub(super) fn list_levels(xml: &str) -> HashMap<String, Vec<ListLevel>> {
    let mut formats: HashMap<String, Vec<ListLevel>> = HashMap::new();
    let mut lists = HashMap::new();
    let mut of: Option<String> = None;
    let mut list: Option<String> = None;
    // The list, and the level, whose start a document sets anew.
    let mut restarted: (Option<String>, usize) = (None, 0);
    for token in tokens(xml) {
        let Token::Start { element, .. } = token else {
            continue;
        };
        let value = element.attribute("w:val").map(str::to_owned);
        match element.name.as_ref() {
            "w:abstractnum" => of = element.attribute("w:abstractnumid").map(str::to_owned),
            "w:lvl" => {
                if let Some(of) = of.as_ref().filter(|_| list.is_none()) {
                    formats.entry(of.clone()).or_default().push(ListLevel {
                        is_numbered: false,
                        format: None,
                        marker: String::new(),
                        start: 1,
                    });
                }
            }
            "w:numfmt" | "w:lvltext" | "w:start" if list.is_none() => {
                let levels = of.as_ref().and_then(|of| formats.get_mut(of));
                if let (Some(level), Some(value)) = (levels.and_then(|it| it.last_mut()), value) {
                    match element.name.as_ref() {
                        "w:numfmt" => {
                            level.is_numbered = value != "bullet" && value != "none";
                            level.format = NumberFormat::of_docx(&value);
                        }
                        "w:lvltext" => level.marker = value,
                        _ => level.start = value.parse().unwrap_or(1),
                    }
                }
            }
            "w:num" => {
                list = element.attribute("w:numid").map(str::to_owned);
                restarted.0.clone_from(&list);
            }
            "w:lvloverride" => {
                let level = element.attribute("w:ilvl").and_then(|it| it.parse().ok());
                restarted.1 = level.unwrap_or(0);
            }
            "w:startoverride" => {
                let levels = restarted.0.as_ref().and_then(|list| lists.get_mut(list));
                let level = levels.and_then(|it: &mut Vec<ListLevel>| it.get_mut(restarted.1));
                if let (Some(level), Some(start)) = (level, value.and_then(|it| it.parse().ok())) {
                    level.start = start;
                }
            }
            "w:abstractnumid" => {
                if let (Some(list), Some(value)) = (list.take(), value) {
                    of = None;
                    lists.insert(list, formats.get(&value).cloned().unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    lists
}

//! Reads a draft from the text of a file, completely or not at all.

use super::json::{JsonError, JsonErrorKind, Read, Reader};
use super::{ClauseSnapshot, Draft, DraftError, FORMAT, JsonType, LIMIT, MAX_ENTRIES, Position};
use crate::answers::{Answer, Entry};
use crate::rules::{GroupId, Level, RuleId};

/// Reads a draft file.
pub(super) fn parse(bytes: &[u8]) -> Result<Draft, DraftError> {
    if bytes.len() > LIMIT {
        return Err(DraftError::TooLarge);
    }
    let whole = std::str::from_utf8(bytes).map_err(|_| DraftError::NotText)?;
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let draft = read(text).map_err(|stopped| {
        let JsonError { at, why } = *stopped;
        let position = position(text, at, whole.len() - text.len());
        match why {
            JsonErrorKind::Syntax => DraftError::NotJson(position),
            JsonErrorKind::CutOff => DraftError::CutOff(position),
            JsonErrorKind::Deep => DraftError::TooDeep(position),
            JsonErrorKind::Many => DraftError::TooMany(position),
            JsonErrorKind::UnpairedSurrogate => DraftError::UnpairedSurrogate(position),
            JsonErrorKind::DuplicateName(name) => DraftError::DuplicateName { name, position },
            JsonErrorKind::Wrong(path, wanted) => DraftError::Wrong {
                path,
                wanted,
                position,
            },
        }
    })?;
    bounded(draft)
}

/// The position of a byte. `left_away` bytes were removed before the text.
fn position(text: &str, at: usize, left_away: usize) -> Position {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let (mut line, mut column) = (1, 1);
    for byte in before {
        if *byte == b'\n' {
            (line, column) = (line + 1, 1);
        } else if byte & 0xc0 != 0x80 {
            // Continuation bytes of a character begin with the bits 10.
            column += 1;
        }
    }
    let at = at + left_away;
    Position { at, line, column }
}

/// Checks limits that apply to the whole draft.
fn bounded(draft: Draft) -> Result<Draft, DraftError> {
    let Draft { format, .. } = draft;
    if format == 0 {
        return Err(DraftError::Lacks { name: "format" });
    }
    if format > FORMAT {
        return Err(DraftError::NewerFormat { format });
    }
    if draft.guidelines.version.is_empty() {
        return Err(DraftError::Lacks { name: "guidelines" });
    }
    for (group, entries) in &draft.answers.groups {
        if entries.len() > MAX_ENTRIES {
            let (group, entries) = (group.to_string(), entries.len());
            return Err(DraftError::TooManyEntries { group, entries });
        }
    }
    Ok(draft)
}

fn read(text: &str) -> Read<Draft> {
    let mut draft = Draft::default();
    let mut reader = Reader::new(text);
    reader.object(&mut |reader, name| {
        let answers = &mut draft.answers;
        match name.as_str() {
            "format" => draft.format = reader.number()?,
            "organisation" => draft.organisation = reader.text()?,
            "saved" => draft.saved = reader.text()?,
            "guidelines" => reader.object(&mut |reader, name| {
                match name.as_str() {
                    "version" => draft.guidelines.version = reader.text()?,
                    "digest" => draft.guidelines.digest = reader.text()?,
                    "revision" => draft.guidelines.revision = reader.number()?,
                    _ => reader.skip_value()?,
                }
                Ok(())
            })?,
            "kind" => answers.kind = Some(reader.text()?.into()),
            "answers" => answers.given = entry(reader)?,
            "groups" => reader.object(&mut |reader, group| {
                let mut entries = Vec::new();
                reader.list(&mut |reader| {
                    entries.push(entry(reader)?);
                    Ok(())
                })?;
                answers.groups.insert(GroupId::from(group), entries);
                Ok(())
            })?,
            "ticked" => rules(reader, &mut answers.ticked)?,
            "left-out" => rules(reader, &mut answers.left_out)?,
            // `rests-on` and `basis` are the names in drafts that were saved before December 2026.
            "cites" | "rests-on" => reader.list(&mut |reader| {
                draft.cites.push(cited_clause(reader)?);
                Ok(())
            })?,
            "labels" => reader.object(&mut |reader, name| {
                draft.labels.insert(name, reader.text()?);
                Ok(())
            })?,
            // Accepted so that an editor can find the schema.
            "$schema" => reader.skip_value()?,
            _ => {
                reader.skip_value()?;
                draft.unknown_keys.push(name);
            }
        }
        Ok(())
    })?;
    reader.end()?;
    Ok(draft)
}

fn entry(reader: &mut Reader<'_>) -> Read<Entry> {
    let mut entry = Entry::default();
    reader.object(&mut |reader, question| {
        let answer = match reader.first() {
            Some(b'"') => Answer::Text(reader.text()?),
            Some(b't' | b'f') => Answer::Tick(reader.boolean()?),
            Some(b'[') => {
                let mut several = Vec::new();
                reader.list(&mut |reader| {
                    several.push(reader.text()?);
                    Ok(())
                })?;
                Answer::Several(several)
            }
            _ => return reader.wrong(JsonType::Answer),
        };
        entry.insert(question.into(), answer);
        Ok(())
    })?;
    Ok(entry)
}

fn cited_clause(reader: &mut Reader<'_>) -> Read<ClauseSnapshot> {
    let mut cited_clause = ClauseSnapshot::default();
    reader.object(&mut |reader, name| {
        match name.as_str() {
            "rule" => cited_clause.rule = reader.text()?.into(),
            "level" => {
                cited_clause.level = match reader.text()?.as_str() {
                    "must" => Some(Level::Must),
                    "should" => Some(Level::Should),
                    "may" => Some(Level::May),
                    // An unknown value, written by hand, is ignored.
                    _ => None,
                }
            }
            "section" => cited_clause.section = reader.text()?,
            "lead-in" | "basis" => cited_clause.lead_in = Some(reader.text()?),
            "quote" => cited_clause.quote = reader.text()?,
            _ => reader.skip_value()?,
        }
        Ok(())
    })?;
    Ok(cited_clause)
}

/// Reads ids of rules. Duplicates count once.
fn rules(reader: &mut Reader<'_>, rules: &mut Vec<RuleId>) -> Read<()> {
    reader.list(&mut |reader| {
        let rule = reader.text()?.into();
        if !rules.contains(&rule) {
            rules.push(rule);
        }
        Ok(())
    })
}

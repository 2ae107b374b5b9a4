//! Draws a view. Unchanged elements are not touched, so that focus, open clauses and the scroll
//! position stay.

use super::letter::{self, element};
use super::{exports, findings};
use crate::page::Page;
use page_dom::{all_in, append, closest, data, find, query, query_all, set, show, write};
use request_builder::answers::Field;
use request_builder::hooks::Hook;
use request_builder::labels::Labels;
use request_builder::rulebook::Rulebook;
use request_builder::rules::{KindId, Question, Step};
use request_builder::session::{Message, REVIEW, Session, StepState, View};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTemplateElement, Node};

/// What was drawn last.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) view: Option<View>,
    elements: findings::Elements,
}

/// Draws what changed.
pub(super) fn draw(page: &Page, session: &Session, view: &View, drawn: &mut Drawn) {
    let (book, labels) = (session.book(), session.labels());
    let before = drawn.view.as_ref();
    let has_same_folds = before.is_some_and(|before| before.folded == view.folded);
    if !has_same_folds
        || before.is_none_or(|it| it.steps != view.steps || it.returning != view.returning)
    {
        steps(page, book, view);
    }
    if before.is_none_or(|before| before.kind != view.kind) {
        kinds(page, book, view);
    }
    if !has_same_folds || before.is_none_or(|it| it.asked != view.asked || it.preset != view.preset)
    {
        fields(page, book, view);
    }
    let check = labels.interface.get("request-stale-field");
    let remarks_before = before.map_or_else(Vec::new, |before| remarks(before, check));
    let remarks = remarks(view, check);
    if remarks_before != remarks {
        draw_remarks(page, session, &remarks_before, &remarks);
    }
    if before.is_none_or(|before| before.stale != view.stale || before.at != view.at) {
        stale(page, view);
    }
    if before.is_none_or(|before| before.other_servers != view.other_servers) {
        other_servers(page, labels, view);
    }
    page.show_all(Hook::Extend, view.extension.is_some());
    let kind_before = view.kind_before.as_ref().map(KindId::as_str);
    page.show_each(Hook::KindBefore, &|kind| kind_before == Some(kind));
    page.show_each(Hook::Undo, &|group| {
        view.put_back.iter().any(|(back, _)| back.as_str() == group)
    });
    for (group, entry) in &view.put_back {
        let place = page.one_with(Hook::Undo, group.as_str());
        if let Some(number) = place.and_then(|place| find(&place, Hook::EntryNumber)) {
            write(&number, &(entry + 1).to_string());
        }
    }
    let messages_before = before.map_or(&[][..], |before| &before.messages);
    messages(page, messages_before, view);
    let has_same_summary = before.is_some_and(|before| {
        before.at == view.at
            && before.held == view.held
            && before.gaps_of(&before.at) == view.gaps_of(&view.at)
    });
    if !has_same_summary {
        summary(page, session, view);
    }
    if let Some(list) = page.one_with(Hook::List, "invalid")
        && before
            .is_none_or(|before| before.gaps_of(&REVIEW.into()) != view.gaps_of(&REVIEW.into()))
    {
        list_messages(page, session, &list, &mut view.invalid().into_iter());
    }
    if before.is_none_or(|before| before.unclear != view.unclear) {
        unclear(page, session, view);
    }
    // Only the last step shows them, and there may be a thousand.
    if view.at.as_str() == REVIEW
        && before.is_none_or(|before| before.at != view.at || before.rows != view.rows)
    {
        rows(page, view);
    }
    for (name, note) in &view.notes {
        if let Some(place) = page.one_with(Hook::Note, name) {
            write(&place, note);
        }
    }
    findings::draw(page, before, view, &mut drawn.elements);
    if let Some(field) = &view.stopped_at
        && before.is_some_and(|before| before.stopped_at != view.stopped_at)
        && let Some(place) = page.field(field)
        && let Some(stop) = query(&place, ".notice-stop:not([hidden])")
    {
        // What was above it may have gone.
        stop.scroll_into_view();
    }
    let letter_before = before.and_then(|before| before.letter.as_ref());
    letter::draw(page, book, view.letter.as_ref(), letter_before);
    if letter_before != view.letter.as_ref() {
        // "Saved" is about the letter before.
        page.write_all(Hook::ActionStatus, "");
    }
    exports::draw(page, labels, before, view);
    page.show_all(Hook::Side, !view.review.is_stopped());
    state_of_letter(page, view);
    title(page, view);
    let kind = view.kind.as_ref().map(|kind| labels.kind(kind));
    for place in page.all(Hook::KindTitle) {
        page.write_label(&place, kind.unwrap_or_default());
    }
}

/// Says how many answers are missing, or that the letter is complete.
fn state_of_letter(page: &Page, view: &View) {
    let count = view.count_missing();
    page.write_all(Hook::OpenCount, &count.to_string());
    let is_open = view.letter.is_some() && count > 0;
    let has_musts = view.letter.is_some() && count == 0;
    let is_rest = has_musts && !view.is_complete;
    let is_done = has_musts && view.is_complete;
    page.show_all(Hook::TodoOpen, is_open);
    page.show_all(Hook::TodoRest, is_rest);
    page.show_all(Hook::TodoDone, is_done);
    page.show_each(Hook::LetterState, &|state| match state {
        "open" => is_open,
        "rest" => is_rest,
        _ => is_done,
    });
}

/// Forgets the messages at fields, because entries and their fields have moved.
pub(super) fn forget_messages(page: &Page, drawn: &mut Drawn) {
    if let Some(view) = &mut drawn.view {
        view.messages.clear();
    }
    for wrapper in query_all(&page.root, "[data-question][data-invalid]") {
        say(page, &wrapper, None);
    }
}

/// The current status in a sentence.
pub(super) fn status(labels: &Labels, view: &View) -> String {
    let count = view.count_missing();
    match (&view.letter, count) {
        (None, _) => String::new(),
        (Some(_), 0) if view.is_complete => {
            labels.interface.get("request-status-complete").to_owned()
        }
        (Some(_), 0) => labels.interface.get("request-status-rest").to_owned(),
        (Some(_), count) => labels
            .interface
            .fill("request-status-open", &[("count", &count.to_string())]),
    }
}

/// Shows the current step in the document's title, and an error prefix if something is wrong
/// (GOV.UK's error pattern; WCAG 2.4.2).
fn title(page: &Page, view: &View) {
    let heading = heading(page, view).and_then(|heading| heading.text_content());
    page.set_title(&heading.unwrap_or_default(), view.held);
}

fn heading(page: &Page, view: &View) -> Option<Element> {
    let step = page.one_with(Hook::Step, view.at.as_str())?;
    query(&step, ":scope > h2")
}

fn steps(page: &Page, book: &Rulebook, view: &View) {
    let open = |id: &str| view.steps.iter().find(|step| step.id.as_str() == id);
    // A heading with nothing below it would be read for nothing.
    let is_folded = |step: &str| {
        let has = |fields: &[Field], question: &Question| {
            fields.iter().any(|field| field.question == question.id)
        };
        let questions = book.rules.questions.iter();
        let mut asked = questions
            .filter(|question| question.step.as_str() == step && has(&view.asked, question))
            .peekable();
        asked.peek().is_some() && asked.all(|question| has(&view.folded, question))
    };
    page.show_each(Hook::Step, &|step| {
        view.shown.iter().any(|shown| shown.as_str() == step) && !is_folded(step)
    });
    // Steps on one screen are in the order of the kind.
    let mut above: Option<Element> = None;
    for step in &view.shown {
        let Some(section) = page.one_with(Hook::Step, step.as_str()) else {
            continue;
        };
        if let Some(above) = above {
            let place = above.compare_document_position(&section);
            if place & Node::DOCUMENT_POSITION_PRECEDING != 0 {
                let _ = above.after_with_node_1(&section);
            }
        }
        above = Some(section);
    }
    for item in page.all(Hook::StepItem) {
        let id = data(&item, Hook::StepItem).unwrap_or_default();
        let step = open(&id);
        let chooses_kind = |step: &Step| step.chooses_kind && view.kind.is_some();
        let is_choice = book
            .rules
            .step(&id.as_str().into())
            .is_some_and(chooses_kind);
        show(&item, step.is_some() || is_choice);
        let state = step.map(|step| match step.state {
            StepState::Current => "current",
            StepState::Complete => "complete",
            StepState::Open => "open",
        });
        set(&item, "data-state", state);
        if let Some(link) = query(&item, "a") {
            set(
                &link,
                "aria-current",
                (state == Some("current")).then_some("step"),
            );
        }
    }
    in_order(page, view);
    let place = view
        .steps
        .iter()
        .position(|step| step.id == view.at)
        .unwrap_or(0);
    let (number, total) = (place + 1, view.steps.len());
    page.write_all(Hook::StepNumber, &number.to_string());
    page.show_all(Hook::StepOf, view.kind.is_some());
    page.write_all(Hook::StepTotal, &total.to_string());
    for bar in page.all(Hook::StepBar) {
        set(&bar, "max", Some(&total.to_string()));
        set(&bar, "value", Some(&number.to_string()));
    }
    // The first screen of a kind that was started by its own link leads back to the choice of the kind.
    let chooses = view
        .shown
        .iter()
        .any(|step| book.rules.step(step).is_some_and(|it| it.chooses_kind));
    page.show_all(Hook::Back, !chooses);
    page.show_all(Hook::Next, number < total);
    page.show_all(Hook::Onward, !view.returning);
    page.show_all(Hook::Return, view.returning);
}

fn fields(page: &Page, book: &Rulebook, view: &View) {
    let is_hidden = |field: &Field| view.preset.contains(field) || view.folded.contains(field);
    for question in &book.rules.questions {
        let asked = view
            .asked
            .iter()
            .filter(|field| field.question == question.id && !is_hidden(field));
        let asked: Vec<usize> = asked.map(|field| field.entry.unwrap_or(0)).collect();
        for (at, wrapper) in page.places(&question.id).iter().enumerate() {
            show(wrapper, asked.contains(&at));
        }
    }
    for group in page.all(Hook::Group) {
        let any = all_in(&group, Hook::Question)
            .iter()
            .any(|field| !field.has_attribute("hidden"));
        show(&group, any);
    }
    page.show_all(Hook::Unfold, !view.folded.is_empty());
}

/// Draws what depends only on the kind.
fn kinds(page: &Page, book: &Rulebook, view: &View) {
    // Which clauses apply, and what is required. Before a kind is chosen, what all kinds have in
    // common. Includes templates, so that new entries are correct.
    let mut places = page.all(Hook::Kinds);
    for template in query_all(&page.root, "template") {
        let inside = template.unchecked_into::<HtmlTemplateElement>().content();
        // A fragment can be searched like an element.
        places.extend(all_in(inside.unchecked_ref(), Hook::Kinds));
    }
    for place in places {
        let kinds = data(&place, Hook::Kinds).unwrap_or_default();
        let mut kinds = kinds.split(' ');
        let shown = match &view.kind {
            Some(kind) => kinds.any(|one| one == kind.as_str()),
            None => kinds.count() == book.rules.kinds.len(),
        };
        show(&place, shown);
    }
    // In an emergency, the email comes before signing and sending the letter.
    let kind = view.kind.as_ref().and_then(|kind| book.rules.kind(kind));
    let is_open = !kind.is_some_and(|kind| kind.emergency);
    for rest in page.all(Hook::AfterEmail) {
        set(&rest, "open", is_open.then_some(""));
    }
    // A kind is not suggested instead of itself.
    let own = view.kind.as_ref().map(KindId::as_str);
    page.show_each(Hook::Suggest, &|kind| own != Some(kind));
}

/// A message at a field that is not an error.
#[derive(PartialEq)]
struct Remark {
    field: Field,
    text: String,
    /// Whether something should be checked.
    is_advice: bool,
    /// The field to which a value was moved.
    to: Option<Field>,
}

/// Other messages at fields: how a date was read, what was moved, and advice.
fn remarks(view: &View, check: &str) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    let mut add = |field: &Field, text: &str, is_advice: bool, to: Option<&Field>| {
        let mut known = remarks.iter_mut();
        let to = to.filter(|to| *to != field).cloned();
        match known.find(|known| known.field == *field) {
            Some(known) => {
                let is_sentence = known.text.ends_with(['.', '?']);
                known.text.push_str(if is_sentence { " " } else { ". " });
                known.text.push_str(text);
                known.is_advice |= is_advice;
                known.to = known.to.take().or(to);
            }
            None => remarks.push(Remark {
                field: field.clone(),
                text: text.to_owned(),
                is_advice,
                to,
            }),
        }
    };
    for (field, text) in &view.read_as {
        add(field, text, false, None);
    }
    for (message, to) in &view.moved {
        add(&message.field, &message.text, false, Some(to));
    }
    for message in &view.advice {
        add(&message.field, &message.text, true, None);
    }
    for field in view.stale.iter().flat_map(|stale| &stale.fields) {
        add(field, check, true, None);
    }
    remarks
}

fn draw_remarks(page: &Page, session: &Session, before: &[Remark], now: &[Remark]) {
    let place_of = |field: &Field| find(&page.field(field)?, Hook::ReadAs);
    for remark in before {
        if !now.iter().any(|known| known.field == remark.field)
            && let Some(place) = place_of(&remark.field)
        {
            place.set_text_content(None);
            show(&place, false);
        }
    }
    for remark in now {
        if before.contains(remark) {
            continue;
        }
        let Some(place) = place_of(&remark.field) else {
            continue;
        };
        place.set_text_content(Some(&remark.text));
        set(&place, "data-advice", remark.is_advice.then_some(""));
        show(&place, true);
        // The name of the field leads there: it may be far down the page.
        if let Some(to) = &remark.to
            && let label = session.label(to)
            && let Some((text, rest)) = remark.text.split_once(&label)
            && let Some(address) = address_of(page, to)
        {
            let link = element(&page.document, "a", "");
            set(&link, "href", Some(&address));
            write(&link, &label);
            place.set_text_content(Some(text));
            append(&place, &link);
            let _ = place.append_with_str_1(rest);
        }
    }
}

/// Asks the officer to check what is in a draft from another day, or was copied from another letter.
fn stale(page: &Page, view: &View) {
    page.show_all(Hook::Stale, view.stale.is_some());
    let Some(stale) = &view.stale else { return };
    page.write_all(Hook::StaleText, &stale.text);
    // Below the heading, which stays where it is on every step.
    if let (Some(heading), Some(ask)) = (heading(page, view), page.one(Hook::Stale)) {
        let _ = heading.after_with_node_1(&ask);
    }
}

/// Offers a letter for each other server of pasted accounts.
fn other_servers(page: &Page, labels: &Labels, view: &View) {
    let (Some(around), Some(list)) = (
        page.one(Hook::Servers),
        query(&page.root, "[data-servers] ul"),
    ) else {
        return;
    };
    show(&around, !view.other_servers.is_empty());
    list.set_text_content(None);
    for server in &view.other_servers {
        let item = element(&page.document, "li", "");
        let button = element(&page.document, "button", "link-button");
        set(&button, "type", Some("button"));
        set(&button, "data-about-server", Some(server));
        let values = [("server", server.as_str())];
        let text = labels.interface.fill("request-other-server", &values);
        write(&button, &text);
        append(&item, &button);
        append(&list, &item);
    }
}

fn messages(page: &Page, before: &[Message], view: &View) {
    // An input changes only a few messages.
    let now = &view.messages;
    let same = |(was, is): (&Message, &Message)| was == is;
    let start = before
        .iter()
        .zip(now)
        .take_while(|pair| same(*pair))
        .count();
    let (before, now) = (&before[start..], &now[start..]);
    let ends = before.iter().rev().zip(now.iter().rev());
    let end = ends.take_while(|pair| same(*pair)).count();
    let (before, now) = (&before[..before.len() - end], &now[..now.len() - end]);
    for message in before {
        let stays = now.iter().any(|now| now.field == message.field);
        if let (false, Some(wrapper)) = (stays, page.field(&message.field)) {
            say(page, &wrapper, None);
        }
    }
    for message in now {
        if let Some(wrapper) = page.field(&message.field) {
            say(page, &wrapper, Some(&message.text));
        }
    }
}

/// Shows an error at a field and links it to the control (WCAG 3.3.1).
fn say(page: &Page, wrapper: &Element, text: Option<&str>) {
    let Some(problem) = find(wrapper, Hook::Problem) else {
        return;
    };
    if let Some(words) = find(&problem, Hook::ProblemText) {
        page.write_label(&words, text.unwrap_or_default());
    }
    show(&problem, text.is_some());
    set(wrapper, "data-invalid", text.map(|_| ""));
    for control in query_all(wrapper, "input, textarea") {
        set(&control, "aria-invalid", text.map(|_| "true"));
    }
}

/// Puts the list of steps in the order of the kind, which may differ from that of the page.
fn in_order(page: &Page, view: &View) {
    let items = query_all(&page.root, "[data-step-item]:not([hidden])");
    let place = |item: &Element| {
        let id = data(item, Hook::StepItem);
        view.steps
            .iter()
            .position(|step| id.as_deref() == Some(step.id.as_str()))
    };
    if items.is_sorted_by_key(place) {
        return;
    }
    let Some(list) = items.first().and_then(|item| item.parent_element()) else {
        return;
    };
    for at in 0..view.steps.len() {
        if let Some(item) = items.iter().find(|item| place(item) == Some(at)) {
            append(&list, item);
        }
    }
}

/// The error summary of a step, with a link to each field.
fn summary(page: &Page, session: &Session, view: &View) {
    let Some(summary) = page.one(Hook::Summary) else {
        return;
    };
    show(&summary, view.held);
    let last = view.at.as_str() == REVIEW;
    // In an emergency, writing to the mailbox comes before anything else.
    let now = page
        .one(Hook::MailNow)
        .and_then(|link| closest(&link, Hook::Kinds));
    let now = now.filter(|now| last && !now.has_attribute("hidden"));
    // On the last step, the heading comes before the summary of problems.
    let title = || heading(page, view).filter(|_| last);
    let above = now.or_else(title);
    if let Some(above) = above.or_else(|| query(&page.root, ".steps"))
        && summary.previous_element_sibling().as_ref() != Some(&above)
    {
        let _ = above.after_with_node_1(&summary);
    }
    page.show_each(Hook::SummaryOf, &|step| (step == REVIEW) == last);
    let Some(list) = query(&summary, "ul") else {
        return;
    };
    let gaps = if view.held {
        view.problems_of(&view.at)
    } else {
        Vec::new()
    };
    list_messages(page, session, &list, &mut gaps.into_iter());
}

/// Lists messages, each with a link to its field.
fn list_messages(
    page: &Page,
    session: &Session,
    list: &Element,
    messages: &mut dyn Iterator<Item = &Message>,
) {
    list.set_text_content(None);
    for message in messages {
        // A rule says what it asks for. What is wrong with an answer is the same at several fields.
        let text = if message.rule.is_some() {
            message.text.clone()
        } else {
            let label = session.label(&message.field);
            let between = if label.ends_with('?') { " " } else { ": " };
            [&label, between, &message.text].concat()
        };
        let item = element(&page.document, "li", "");
        let link = element(&page.document, "a", "");
        set(&link, "href", address_of(page, &message.field).as_deref());
        page.write_label(&link, &text);
        append(&item, &link);
        append(list, &item);
    }
}

/// The address of a field, if the page has it.
pub(super) fn address_of(page: &Page, field: &Field) -> Option<String> {
    let control = page.control(field)?;
    Some(["#", &control.id()].concat())
}

/// Lists the dates that the letter has as they were typed.
fn unclear(page: &Page, session: &Session, view: &View) {
    let Some(around) = page.one(Hook::Unclear) else {
        return;
    };
    show(&around, !view.unclear.is_empty());
    let Some(list) = query(&around, "ul") else {
        return;
    };
    list_messages(page, session, &list, &mut view.unclear.iter());
}

fn rows(page: &Page, view: &View) {
    let Some(list) = page.one(Hook::Rows) else {
        return;
    };
    let template = page.one(Hook::RowTemplate);
    let Some(template) = template.map(JsCast::unchecked_into::<HtmlTemplateElement>) else {
        return;
    };
    list.set_text_content(None);
    for row in &view.rows {
        let Ok(copy) = template.content().clone_node_with_deep(true) else {
            return;
        };
        append(&list, &copy);
        let Some(made) = list.last_element_child() else {
            return;
        };
        let fill = |hook: Hook, text: &str| {
            if let Some(place) = find(&made, hook) {
                page.write_label(&place, text);
            }
        };
        fill(Hook::RowLabel, &row.label);
        fill(Hook::RowAnswer, &row.answer);
        if let Some(link) = find(&made, Hook::RowChange) {
            let step = || ["#step-", row.step.as_str()].concat();
            let address = address_of(page, &row.field).unwrap_or_else(step);
            set(&link, "href", Some(&address));
            if let Some(what) = find(&link, Hook::RowWhat) {
                page.write_label(&what, &row.label);
            }
        }
    }
}

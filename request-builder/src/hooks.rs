//! What the programs of the pages look for in a page: one list for the programs, for the templates
//! of a theme, and for `site-gen`, which refuses a page that lacks something.

/// Whether a page works without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Something that officers need does not work without it.
    Must,
    /// A convenience that a theme may leave out.
    May,
}

macro_rules! hooks {
    ($($(#[$doc:meta])* $name:ident = $attribute:literal, $need:ident, $what:literal;)*) => {
        /// An attribute by which a program finds an element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Hook {
            $($(#[$doc])* $name,)*
        }

        impl Hook {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The attribute, `data-rows`.
            pub const fn attribute(self) -> &'static str {
                match self {
                    $(Self::$name => $attribute,)*
                }
            }

            /// The selector of elements that have it, `[data-rows]`.
            pub const fn selector(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("[", $attribute, "]"),)*
                }
            }

            /// Whether a page works without it.
            pub const fn need(self) -> Need {
                match self {
                    $(Self::$name => Need::$need,)*
                }
            }

            /// What it is, in a few words.
            pub const fn what(self) -> &'static str {
                match self {
                    $(Self::$name => $what,)*
                }
            }
        }
    };
}

hooks! {
    /// The element around the whole form.
    Request = "data-request", Must, "the element around the whole form";
    /// The element around the whole letter check.
    Check = "data-check", Must, "the element around the whole letter check";
    /// The rules, as data.
    Rulebook = "data-rulebook", Must, "the rules, as data";
    /// The words of the rules, as data.
    Labels = "data-labels", Must, "the words of the rules, as data";
    /// What the letter check looks for, as data.
    Checklist = "data-checklist", Must, "what the letter check looks for, as data";
    /// What is shown once the program runs.
    Scripted = "data-scripted", Must, "what is shown once the program runs";
    /// What is shown until the program runs.
    Unscripted = "data-unscripted", Must, "what is shown until the program runs";
    /// Where screen readers are told what changed.
    Status = "data-status", Must, "where screen readers are told what changed";
    /// Where it says what was just done.
    Said = "data-said", Must, "where it says what was just done";
    /// A step of the form, by its name.
    Step = "data-step", Must, "a step of the form, by its name";
    /// A step in the list of steps.
    StepItem = "data-step-item", Must, "a step in the list of steps";
    /// The button to the step before.
    Back = "data-back", Must, "the button to the step before";
    /// The button to the next step.
    Next = "data-next", Must, "the button to the next step";
    /// The choice of a kind of request.
    Kind = "data-kind", Must, "the choice of a kind of request";
    /// What only some kinds of request need.
    Kinds = "data-kinds", Must, "what only some kinds of request need";
    /// A question, by its name.
    Question = "data-question", Must, "a question, by its name";
    /// The type of a question's answer.
    Type = "data-type", Must, "the type of a question's answer";
    /// What is wrong with an answer.
    Problem = "data-problem", Must, "what is wrong with an answer";
    /// The words in it.
    ProblemText = "data-problem-text", Must, "the words in it";
    /// Questions that are asked several times.
    Group = "data-group", Must, "questions that are asked several times";
    /// The entries of such a group.
    Entries = "data-entries", Must, "the entries of such a group";
    /// One entry.
    Entry = "data-entry", Must, "one entry";
    /// The button for one more entry.
    Add = "data-add", Must, "the button for one more entry";
    /// The button that removes an entry.
    Remove = "data-remove", Must, "the button that removes an entry";
    /// The offer to bring a removed entry back.
    Undo = "data-undo", Must, "the offer to bring a removed entry back";
    /// The button in it.
    PutBack = "data-put-back", Must, "the button in it";
    /// Why no request of this kind can be made.
    Gate = "data-gate", Must, "why no request of this kind can be made";
    /// The button to another kind of request.
    Suggest = "data-suggest", Must, "the button to another kind of request";
    /// A notice, by its rule.
    Notice = "data-notice", Must, "a notice, by its rule";
    /// What is missing in a step.
    Summary = "data-summary", Must, "what is missing in a step";
    /// A list that findings move to.
    List = "data-list", Must, "a list that findings move to";
    /// A requirement, by its rule.
    Finding = "data-finding", Must, "a requirement, by its rule";
    /// What was found of it.
    Message = "data-message", Must, "what was found of it";
    /// The button to leave it out on purpose.
    LeaveOut = "data-leave-out", Must, "the button to leave it out on purpose";
    /// The link to its question.
    Fix = "data-fix", Must, "the link to its question";
    /// Where a question shows what was found.
    Note = "data-note", Must, "where a question shows what was found";
    /// The words in it.
    NoteSaid = "data-note-said", Must, "the words in it";
    /// The answers, on the last step.
    Rows = "data-rows", Must, "the answers, on the last step";
    /// One row of them, to be copied.
    RowTemplate = "data-row-template", Must, "one row of them, to be copied";
    /// Its question.
    RowLabel = "data-row-label", Must, "its question";
    /// Its answer.
    RowAnswer = "data-row-answer", Must, "its answer";
    /// The link back to the question.
    RowChange = "data-row-change", Must, "the link back to the question";
    /// The letter.
    Letter = "data-letter", Must, "the letter";
    /// What is shown once there is a letter.
    HasLetter = "data-has-letter", Must, "what is shown once there is a letter";
    /// What is shown until there is one.
    NoLetter = "data-no-letter", Must, "what is shown until there is one";
    /// Answers that the letter leaves out.
    Dropped = "data-dropped", Must, "answers that the letter leaves out";
    /// A button that saves or copies the letter.
    Export = "data-export", Must, "a button that saves or copies the letter";
    /// Which reminder a button saves.
    Which = "data-which", Must, "which reminder a button saves";
    /// Something to do after the letter, by its rule.
    Task = "data-task", Must, "something to do after the letter, by its rule";
    /// The box that says it is done.
    Tick = "data-tick", Must, "the box that says it is done";
    /// Good practice, by its rule.
    Practice = "data-practice", Must, "good practice, by its rule";
    /// Warnings, once more on the last step.
    Warnings = "data-warnings", Must, "warnings, once more on the last step";
    /// Sending the letter by e-mail.
    Mail = "data-mail", Must, "sending the letter by e-mail";
    /// To whom.
    MailTo = "data-mail-to", Must, "to whom";
    /// Its subject.
    MailSubject = "data-mail-subject", Must, "its subject";
    /// Its text.
    MailBody = "data-mail-body", Must, "its text";
    /// The link that opens it.
    MailLink = "data-mail-link", Must, "the link that opens it";
    /// That the text has to be copied.
    MailWithoutText = "data-mail-without-text", Must, "that the text has to be copied";
    /// That it is too long for a link.
    MailTooLong = "data-mail-too-long", Must, "that it is too long for a link";
    /// A reminder, by its rule.
    Reminder = "data-reminder", Must, "a reminder, by its rule";
    /// Its words.
    ReminderText = "data-reminder-text", Must, "its words";
    /// A button for the draft.
    DraftDo = "data-draft-do", Must, "a button for the draft";
    /// Where a draft is opened from.
    DraftFile = "data-draft-file", Must, "where a draft is opened from";
    /// The box for keeping the draft in the browser.
    DraftKeep = "data-draft-keep", Must, "the box for keeping the draft in the browser";
    /// Where it says what became of the draft.
    DraftSaid = "data-draft-said", Must, "where it says what became of the draft";
    /// That the form is open in another tab.
    DraftTabs = "data-draft-tabs", Must, "that the form is open in another tab";
    /// A question about the draft.
    Ask = "data-ask", Must, "a question about the draft";
    /// What would be lost.
    AskLoses = "data-ask-loses", Must, "what would be lost";
    /// That the draft is for other rules.
    AskForeign = "data-ask-foreign", Must, "that the draft is for other rules";
    /// Whose rules.
    AskOrganisation = "data-ask-organisation", Must, "whose rules";
    /// What changed since a draft was saved.
    Changes = "data-changes", Must, "what changed since a draft was saved";
    /// The list of it.
    ChangesList = "data-changes-list", Must, "the list of it";
    /// One entry of it, to be copied.
    ChangeTemplate = "data-change-template", Must, "one entry of it, to be copied";
    /// Its words.
    ChangeText = "data-change-text", Must, "its words";
    /// What was asked before.
    ChangeBefore = "data-change-before", Must, "what was asked before";
    /// What is asked now.
    ChangeNow = "data-change-now", Must, "what is asked now";
    /// The sentence.
    WordsQuote = "data-words-quote", Must, "the sentence";
    /// What the sentence rests on.
    WordsBasis = "data-words-basis", Must, "what the sentence rests on";
    /// Where it stands.
    WordsSection = "data-words-section", Must, "where it stands";
    /// The address of the text.
    Version = "data-version", Must, "the address of the text";
    /// Where a letter is opened from.
    File = "data-file", Must, "where a letter is opened from";
    /// The result of the letter check.
    Report = "data-report", Must, "the result of the letter check";
    /// One requirement in it, by its rule.
    Point = "data-point", Must, "one requirement in it, by its rule";
    /// Whether it was found.
    StateWords = "data-state-words", Must, "whether it was found";
    /// The words that were taken for it.
    Taken = "data-taken", Must, "the words that were taken for it";
    /// How many were found.
    Sum = "data-sum", Must, "how many were found";
    /// Which kind of request it was taken for.
    Guess = "data-guess", Must, "which kind of request it was taken for";
    /// The letter with those words marked.
    Marked = "data-marked", Must, "the letter with those words marked";
    /// Words that the program shows.
    Words = "data-words", Must, "words that the program shows";
    /// The name of the kind.
    KindTitle = "data-kind-title", May, "the name of the kind";
    /// The number of the step.
    StepNumber = "data-step-number", May, "the number of the step";
    /// How many steps there are.
    StepOf = "data-step-of", May, "how many steps there are";
    /// That number.
    StepTotal = "data-step-total", May, "that number";
    /// The same as a bar.
    StepBar = "data-step-bar", May, "the same as a bar";
    /// The words on the button to the next step.
    Onward = "data-onward", May, "the words on the button to the next step";
    /// The same, on the way back to the last one.
    Return = "data-return", May, "the same, on the way back to the last one";
    /// What begins the title of the page where something is wrong.
    TitleError = "data-title-error", May, "what begins the title of the page where something is wrong";
    /// The number of an entry.
    EntryNumber = "data-entry-number", May, "the number of an entry";
    /// What an answer was read as.
    ReadAs = "data-read-as", May, "what an answer was read as";
    /// Words of the summary for one step.
    SummaryOf = "data-summary-of", May, "words of the summary for one step";
    /// The column beside the form.
    Side = "data-side", May, "the column beside the form";
    /// How much is missing.
    OpenCount = "data-open-count", May, "how much is missing";
    /// That something is missing.
    TodoOpen = "data-todo-open", May, "that something is missing";
    /// That nothing is.
    TodoDone = "data-todo-done", May, "that nothing is";
    /// The same on the last step.
    LetterState = "data-letter-state", May, "the same on the last step";
    /// What is hidden while its list is empty.
    ListAround = "data-list-around", May, "what is hidden while its list is empty";
    /// The question in a link's words.
    RowWhat = "data-row-what", May, "the question in a link's words";
    /// How many changes there are.
    ChangesCount = "data-changes-count", May, "how many changes there are";
    /// Words that are copied with a text.
    CopyNote = "data-copy-note", May, "words that are copied with a text";
}

/// Attributes that the programs set themselves, for style sheets.
pub const SET_BY_PROGRAMS: [&str; 5] = [
    "data-dropping",
    "data-invalid",
    "data-made",
    "data-margins",
    "data-state",
];

#[cfg(test)]
mod tests {
    use super::Hook;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_hooks_are_the_same() {
        let attributes: BTreeSet<&str> = Hook::ALL.iter().map(|hook| hook.attribute()).collect();
        assert_eq!(attributes.len(), Hook::ALL.len());
    }
}

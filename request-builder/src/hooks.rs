//! The elements that the pages' programs look for: one list for the programs, for the templates of
//! a theme, and for `site-gen`, which rejects a page that lacks one.

/// Whether a page works without an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Required: an essential function depends on it.
    Must,
    /// Optional: a convenience that a theme may leave out.
    May,
}

macro_rules! hooks {
    ($($name:ident = $attribute:literal, $need:ident, $what:literal;)*) => {
        /// An attribute by which a program finds an element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Hook {
            $(#[doc = $what] $name,)*
        }

        impl Hook {
            /// All hooks.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The attribute, `data-rows`.
            pub const fn attribute(self) -> &'static str {
                match self {
                    $(Self::$name => $attribute,)*
                }
            }

            /// The selector of elements that have it, `[data-rows]`.
            pub fn selector(self) -> String {
                ["[", self.attribute(), "]"].concat()
            }

            /// Whether the page works without it.
            pub const fn need(self) -> Need {
                match self {
                    $(Self::$name => Need::$need,)*
                }
            }

            /// A short description.
            pub const fn what(self) -> &'static str {
                match self {
                    $(Self::$name => $what,)*
                }
            }
        }
    };
}

hooks! {
    Request = "data-request", Must, "the element around the form";
    Check = "data-check", Must, "the element around the letter check";
    Rulebook = "data-rulebook", Must, "the rules, as JSON";
    Labels = "data-labels", Must, "the texts of the rules, as JSON";
    Checklist = "data-checklist", Must, "what the letter check looks for, as JSON";
    Scripted = "data-scripted", Must, "shown once the program is running";
    Unscripted = "data-unscripted", Must, "shown until the program is running";
    Status = "data-status", Must, "the live region that announces what changed";
    ActionStatus = "data-action-status", Must, "the status message for what the officer has just done";
    Step = "data-step", Must, "a step of the form, by its id";
    StepItem = "data-step-item", Must, "a step in the list of steps";
    Back = "data-back", Must, "the button to the previous step";
    Next = "data-next", Must, "the button to the next step";
    Kind = "data-kind", Must, "the choice of a type of request";
    Kinds = "data-kinds", Must, "shown only for some types of request";
    Question = "data-question", Must, "a question, by its id";
    Type = "data-type", Must, "the type of answer to a question";
    Problem = "data-problem", Must, "what is wrong with an answer";
    ProblemText = "data-problem-text", Must, "the text of the problem";
    Group = "data-group", Must, "a group of questions that can be answered several times";
    Entries = "data-entries", Must, "the entries of a group";
    Entry = "data-entry", Must, "one entry of a group";
    Unfold = "data-unfold", Must, "the button that shows the folded questions of the screen";
    Add = "data-add", Must, "the button that adds an entry";
    Remove = "data-remove", Must, "the button that removes an entry";
    Undo = "data-undo", Must, "the offer to restore a removed entry";
    PutBack = "data-put-back", Must, "the button that restores a removed entry";
    Gate = "data-gate", Must, "why no request of this type can be made";
    Suggest = "data-suggest", Must, "the button that switches to another type of request";
    KindBefore = "data-kind-before", May, "the way back to the type of request chosen before";
    Notice = "data-notice", Must, "a notice, by the id of its rule";
    Summary = "data-summary", Must, "what is missing in a step";
    List = "data-list", Must, "a list that findings are moved to";
    Finding = "data-finding", Must, "a requirement, by the id of its rule";
    Message = "data-message", Must, "the result of checking a requirement";
    LeaveOut = "data-leave-out", Must, "the button that leaves a requirement out on purpose";
    Fix = "data-fix", Must, "the link from a finding to its question";
    Note = "data-note", Must, "a note for the officer's file, by the id of its notice";
    NoteStatus = "data-note-status", Must, "the status message for a copied note";
    Rows = "data-rows", Must, "the answers on the last step";
    RowTemplate = "data-row-template", Must, "the template of a row of answers";
    RowLabel = "data-row-label", Must, "the question in a row";
    RowAnswer = "data-row-answer", Must, "the answer in a row";
    RowChange = "data-row-change", Must, "the link from a row back to its question";
    Letter = "data-letter", Must, "the preview of the letter";
    HasLetter = "data-has-letter", Must, "shown once there is a letter";
    NoLetter = "data-no-letter", Must, "shown until there is a letter";
    RemovedCharacters = "data-removed-characters", Must, "the invisible characters that were removed from answers";
    Export = "data-export", Must, "a button that saves or copies the letter";
    ReminderId = "data-reminder-id", Must, "the reminder that a button saves";
    Task = "data-task", Must, "a task for after the letter is saved, by the id of its rule";
    Tick = "data-tick", Must, "the checkbox that marks a task as done";
    Practice = "data-practice", Must, "good practice, by the id of its rule";
    Warnings = "data-warnings", Must, "all warnings, repeated on the last step";
    Mail = "data-mail", Must, "the email that accompanies the letter";
    MailTo = "data-mail-to", Must, "the recipient of the email";
    MailSubject = "data-mail-subject", Must, "the subject of the email";
    MailBody = "data-mail-body", Must, "the body of the email";
    MailLink = "data-mail-link", Must, "the link that opens the email in a mail program";
    MailWithoutText = "data-mail-without-text", Must, "asks to copy the body of the email";
    MailTooLong = "data-mail-too-long", Must, "says that the body is too long for a link";
    Reminder = "data-reminder", Must, "a reminder, by the id of its rule";
    AfterEmail = "data-after-email", May, "what is folded on the last step of an emergency";
    ReminderText = "data-reminder-text", Must, "the text of a reminder";
    DraftDo = "data-draft-do", Must, "a button of the draft menu";
    DraftFile = "data-draft-file", Must, "the file input that opens a draft";
    DraftKeep = "data-draft-keep", Must, "the checkbox that keeps the draft in the browser";
    DraftStatus = "data-draft-status", Must, "the status message of the draft menu";
    DraftTabs = "data-draft-tabs", Must, "says that the form is open in another tab";
    Ask = "data-ask", Must, "a question about the draft";
    AskLoses = "data-ask-loses", Must, "the answers that would be lost";
    AskForeign = "data-ask-foreign", Must, "says that the draft is for another company";
    AskOrganisation = "data-ask-organisation", Must, "the company that the draft is for";
    Changes = "data-changes", Must, "what changed since a draft was saved";
    ChangesList = "data-changes-list", Must, "the list of changes";
    ChangeTemplate = "data-change-template", Must, "the template of a change";
    ChangeText = "data-change-text", Must, "the text of a change";
    ChangeBefore = "data-change-before", Must, "the earlier sentence of a change";
    ChangeNow = "data-change-now", Must, "the current sentence of a change";
    ClauseQuote = "data-clause-quote", Must, "a quoted sentence";
    ClauseLeadIn = "data-clause-lead-in", Must, "the lead-in of a quoted sentence";
    ClauseSection = "data-clause-section", Must, "the section of a quoted sentence";
    Version = "data-version", Must, "the link to the guidelines";
    File = "data-file", Must, "the file input of the letter check";
    Report = "data-report", Must, "the result of the letter check";
    Point = "data-point", Must, "a requirement in the letter check, by the id of its rule";
    StateWords = "data-state-words", Must, "whether a requirement was found in the letter";
    Quotation = "data-quotation", Must, "the passage that meets a requirement";
    ResultCounts = "data-result-counts", Must, "how many requirements were found, are missing or are unclear";
    Guess = "data-guess", Must, "the type of request that was detected";
    Highlighted = "data-highlighted", Must, "the letter with passages highlighted";
    Words = "data-words", Must, "messages that the program shows";
    MailNow = "data-mail-now", Must, "the link that emails an emergency request at once";
    Stale = "data-stale", Must, "asks to check a draft saved by someone else or long ago";
    StaleText = "data-stale-text", Must, "the text about an old draft";
    Checked = "data-checked", Must, "the button that confirms the check of a draft";
    Servers = "data-servers", Must, "offers a separate letter for each server";
    KindTitle = "data-kind-title", May, "the name of the type of request";
    StepNumber = "data-step-number", May, "the number of the step";
    StepOf = "data-step-of", May, "“step n of m”";
    StepTotal = "data-step-total", May, "the number of steps";
    StepBar = "data-step-bar", May, "the progress bar";
    Onward = "data-onward", May, "the label of the Continue button";
    Return = "data-return", May, "the label of the button back to the last step";
    TitleError = "data-title-error", May, "the prefix of the page title when there is an error";
    EntryNumber = "data-entry-number", May, "the number of an entry";
    ReadAs = "data-read-as", May, "how an answer was understood";
    SummaryOf = "data-summary-of", May, "the summary text for one step";
    Side = "data-side", May, "the column beside the form";
    OpenCount = "data-open-count", May, "the number of missing answers";
    TodoRest = "data-todo-rest", May, "shown while only other answers are open";
    TodoOpen = "data-todo-open", May, "shown while answers are missing";
    TodoDone = "data-todo-done", May, "shown when nothing is missing";
    LetterState = "data-letter-state", May, "the state of the letter on the last step";
    ListAround = "data-list-around", May, "hidden while its list is empty";
    RowWhat = "data-row-what", May, "the question in the text of a link";
    ChangesCount = "data-changes-count", May, "the number of changes";
    CopyNote = "data-copy-note", May, "text that is added to a copy";
    Another = "data-another", May, "the button that starts another letter with the same sender";
    Extend = "data-extend", May, "the button that starts an extension of a preservation request";
    Paper = "data-paper", May, "the choice of the paper size";
}

/// Attributes that the programs set themselves, for style sheets.
pub const SET_BY_PROGRAMS: [&str; 7] = [
    "data-advice",
    "data-about-server",
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

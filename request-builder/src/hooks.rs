//! The elements that the pages' programs look for: one list for the programs, for the templates of
//! a theme, and for `site-gen`, which rejects a page that lacks one.

/// Whether a page works without an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Required: an essential function depends on it.
    Required,
    /// Optional: a convenience that a theme may leave out.
    Optional,
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
            pub const fn need(self) -> Presence {
                match self {
                    $(Self::$name => Presence::$need,)*
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
    Request = "data-request", Required, "the element around the form";
    Check = "data-check", Required, "the element around the letter check";
    Rulebook = "data-rulebook", Required, "the rules, as JSON";
    Labels = "data-labels", Required, "the texts of the rules, as JSON";
    Checklist = "data-checklist", Required, "what the letter check looks for, as JSON";
    Scripted = "data-scripted", Required, "shown once the program is running";
    Unscripted = "data-unscripted", Required, "shown until the program is running";
    Status = "data-status", Required, "the live region that announces what changed";
    ActionStatus = "data-action-status", Required, "the status message for what the officer has just done";
    Step = "data-step", Required, "a step of the form, by its id";
    StepItem = "data-step-item", Required, "a step in the list of steps";
    Back = "data-back", Required, "the button to the previous step";
    Next = "data-next", Required, "the button to the next step";
    Kind = "data-kind", Required, "the choice of a type of request";
    Kinds = "data-kinds", Required, "shown only for some types of request";
    Question = "data-question", Required, "a question, by its id";
    Type = "data-type", Required, "the type of answer to a question";
    Problem = "data-problem", Required, "what is wrong with an answer";
    ProblemText = "data-problem-text", Required, "the text of the problem";
    Group = "data-group", Required, "a group of questions that can be answered several times";
    Entries = "data-entries", Required, "the entries of a group";
    Entry = "data-entry", Required, "one entry of a group";
    Unfold = "data-unfold", Required, "the button that shows the folded questions of the screen";
    Add = "data-add", Required, "the button that adds an entry";
    Remove = "data-remove", Required, "the button that removes an entry";
    Undo = "data-undo", Required, "the offer to restore a removed entry";
    PutBack = "data-put-back", Required, "the button that restores a removed entry";
    Gate = "data-gate", Required, "why no request of this type can be made";
    Suggest = "data-suggest", Required, "the button that switches to another type of request";
    KindBefore = "data-kind-before", Optional, "the way back to the type of request chosen before";
    Notice = "data-notice", Required, "a notice, by the id of its rule";
    Summary = "data-summary", Required, "what is missing in a step";
    List = "data-list", Required, "a list that findings are moved to";
    Finding = "data-finding", Required, "a requirement, by the id of its rule";
    Message = "data-message", Required, "the result of checking a requirement";
    LeaveOut = "data-leave-out", Required, "the button that leaves a requirement out on purpose";
    Fix = "data-fix", Required, "the link from a finding to its question";
    Note = "data-note", Required, "a note for the officer's file, by the id of its notice";
    NoteStatus = "data-note-status", Required, "the status message for a copied note";
    Rows = "data-rows", Required, "the answers on the last step";
    RowTemplate = "data-row-template", Required, "the template of a row of answers";
    RowLabel = "data-row-label", Required, "the question in a row";
    RowAnswer = "data-row-answer", Required, "the answer in a row";
    RowChange = "data-row-change", Required, "the link from a row back to its question";
    Letter = "data-letter", Required, "the preview of the letter";
    HasLetter = "data-has-letter", Required, "shown once there is a letter";
    NoLetter = "data-no-letter", Required, "shown until there is a letter";
    RemovedCharacters = "data-removed-characters", Required, "the invisible characters that were removed from answers";
    Export = "data-export", Required, "a button that saves or copies the letter";
    ReminderId = "data-reminder-id", Required, "the reminder that a button saves";
    Task = "data-task", Required, "a task for after the letter is saved, by the id of its rule";
    Tick = "data-tick", Required, "the checkbox that marks a task as done";
    Practice = "data-practice", Required, "good practice, by the id of its rule";
    Warnings = "data-warnings", Required, "all warnings, repeated on the last step";
    Mail = "data-mail", Required, "the email that accompanies the letter";
    MailTo = "data-mail-to", Required, "the recipient of the email";
    MailSubject = "data-mail-subject", Required, "the subject of the email";
    MailBody = "data-mail-body", Required, "the body of the email";
    MailLink = "data-mail-link", Required, "the link that opens the email in a mail program";
    MailWithoutText = "data-mail-without-text", Required, "asks to copy the body of the email";
    MailTooLong = "data-mail-too-long", Required, "says that the body is too long for a link";
    Reminder = "data-reminder", Required, "a reminder, by the id of its rule";
    AfterEmail = "data-after-email", Optional, "what is folded on the last step of an emergency";
    ReminderText = "data-reminder-text", Required, "the text of a reminder";
    DraftDo = "data-draft-do", Required, "a button of the draft menu";
    DraftFile = "data-draft-file", Required, "the file input that opens a draft";
    DraftKeep = "data-draft-keep", Required, "the checkbox that keeps the draft in the browser";
    DraftStatus = "data-draft-status", Required, "the status message of the draft menu";
    DraftTabs = "data-draft-tabs", Required, "says that the form is open in another tab";
    Ask = "data-ask", Required, "a question about the draft";
    AskLoses = "data-ask-loses", Required, "the answers that would be lost";
    AskForeign = "data-ask-foreign", Required, "says that the draft is for another company";
    AskOrganisation = "data-ask-organisation", Required, "the company that the draft is for";
    Changes = "data-changes", Required, "what changed since a draft was saved";
    ChangesList = "data-changes-list", Required, "the list of changes";
    ChangeTemplate = "data-change-template", Required, "the template of a change";
    ChangeText = "data-change-text", Required, "the text of a change";
    ChangeBefore = "data-change-before", Required, "the earlier sentence of a change";
    ChangeNow = "data-change-now", Required, "the current sentence of a change";
    ClauseQuote = "data-clause-quote", Required, "a quoted sentence";
    ClauseLeadIn = "data-clause-lead-in", Required, "the lead-in of a quoted sentence";
    ClauseSection = "data-clause-section", Required, "the section of a quoted sentence";
    Version = "data-version", Required, "the link to the guidelines";
    File = "data-file", Required, "the file input of the letter check";
    Report = "data-report", Required, "the result of the letter check";
    Point = "data-point", Required, "a requirement in the letter check, by the id of its rule";
    StateWords = "data-state-words", Required, "whether a requirement was found in the letter";
    Quotation = "data-quotation", Required, "the passage that meets a requirement";
    ResultCounts = "data-result-counts", Required, "how many requirements were found, are missing or are unclear";
    Guess = "data-guess", Required, "the type of request that was detected";
    Highlighted = "data-highlighted", Required, "the letter with passages highlighted";
    Words = "data-words", Required, "messages that the program shows";
    MailNow = "data-mail-now", Required, "the link that emails an emergency request at once";
    Stale = "data-stale", Required, "asks to check a draft saved by someone else or long ago";
    StaleText = "data-stale-text", Required, "the text about an old draft";
    Checked = "data-checked", Required, "the button that confirms the check of a draft";
    Servers = "data-servers", Required, "offers a separate letter for each server";
    Unclear = "data-unclear", Optional, "lists dates that nobody understands";
    KindTitle = "data-kind-title", Optional, "the name of the type of request";
    StepNumber = "data-step-number", Optional, "the number of the step";
    StepOf = "data-step-of", Optional, "“step n of m”";
    StepTotal = "data-step-total", Optional, "the number of steps";
    StepBar = "data-step-bar", Optional, "the progress bar";
    Onward = "data-onward", Optional, "the label of the Continue button";
    Return = "data-return", Optional, "the label of the button back to the last step";
    TitleError = "data-title-error", Optional, "the prefix of the page title when there is an error";
    EntryNumber = "data-entry-number", Optional, "the number of an entry";
    ReadAs = "data-read-as", Optional, "how an answer was understood";
    SummaryOf = "data-summary-of", Optional, "the summary text for one step";
    Side = "data-side", Optional, "the column beside the form";
    OpenCount = "data-open-count", Optional, "the number of missing answers";
    TodoRest = "data-todo-rest", Optional, "shown while only other answers are open";
    TodoOpen = "data-todo-open", Optional, "shown while answers are missing";
    TodoDone = "data-todo-done", Optional, "shown when nothing is missing";
    LetterState = "data-letter-state", Optional, "the state of the letter on the last step";
    ListAround = "data-list-around", Optional, "hidden while its list is empty";
    RowWhat = "data-row-what", Optional, "the question in the text of a link";
    ChangesCount = "data-changes-count", Optional, "the number of changes";
    CopyNote = "data-copy-note", Optional, "text that is added to a copy";
    Another = "data-another", Optional, "the button that starts another letter with the same sender";
    Extend = "data-extend", Optional, "the button that starts an extension of a preservation request";
    Paper = "data-paper", Optional, "the choice of the paper size";
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

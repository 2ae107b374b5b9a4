//! The names of warnings and errors. A warning is accepted by its name, and other programs find a
//! message by it, so a name stays the same if the message is reworded.

use clap::ValueEnum;

/// What a diagnostic is about. The comment of each name is its line in the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Name {
    /// Two footnotes have the same label.
    DuplicateFootnote,
    /// A reference leads to a footnote that does not exist.
    UndefinedFootnote,
    /// A heading has no text.
    EmptyHeading,
    /// A text has more than one heading of the first level.
    SecondTitle,
    /// A heading is more than one level below the one above it.
    SkippedHeadingLevel,
    /// An anchor begins like those that pages need for themselves.
    ReservedAnchor,
    /// Two places in a text have the same anchor.
    DuplicateAnchor,
    /// A link uses the anchor that another program gives to a heading.
    ForeignAnchor,
    /// A link in the form `[text][label]` has no address.
    LinkWithoutAddress,
    /// A link label is defined twice, and links use the first address.
    DuplicateLinkLabel,
    /// A sentence is shown as code, since its line begins with four spaces.
    IndentedParagraph,
    /// The syntax of another program is published literally.
    ForeignSyntax,
    /// Lines look like a table, but are not one.
    BrokenTable,
    /// A row of a table has more cells than its header, and they are not shown.
    ExtraTableCell,
    /// A list begins inside a paragraph, so its marks are shown literally.
    ListInParagraph,
    /// A number is missing in a numbered list.
    ListNumberGap,
    /// Words are UTF-8 that was read as another encoding.
    WrongEncoding,
    /// A word has letters of two scripts that look alike.
    MixedScripts,
    /// A character is a symbol of one font, and browsers show a box.
    PrivateUseCharacter,
    /// An invisible character is inside a word, which a search does not find.
    InvisibleCharacter,
    /// A file has no content.
    EmptyFile,
    /// Hosts run a file, redirect by it, or show it in place of a page.
    HostFile,
    /// No part of the site uses a file.
    UnusedFile,
    /// A document of a version has nearly the text of its guidelines.
    CopyOfGuidelines,
    /// `init` matched sentences to rules, and nobody has compared them.
    UnconfirmedClauses,
    /// An entry of `clauses.toml` says that nobody has reviewed a sentence.
    UnreviewedSentence,
    /// An entry of `clauses.toml` says that nobody has reviewed a section.
    UnreviewedSection,
    /// The site has a form, and a version that needs rules has no `clauses.toml`.
    MissingClauses,
    /// A dated version is not in `releases.lock`, so its text can still change.
    UnreleasedVersion,
    /// A version has the same text as the one before it.
    UnchangedVersion,
    /// The date in a text is not the date of its version.
    DateMismatch,
    /// The lock has no signature, although `allowed_signers` has a key for it.
    UnsignedLock,
    /// The signature of the lock was not checked, since `ssh-keygen` is missing.
    UncheckedSignature,
    /// A text names a host that `site.toml` does not list.
    UnlistedHost,
    /// The text names another mailbox, but not the one to which letters go.
    OtherMailbox,
    /// A text has a postal address that `site.toml` does not list.
    UnlistedAddress,
    /// A text seems to name another company.
    UnlistedName,
    /// A host or email address resembles the company's own, but differs.
    LookAlikeAddress,
    /// An address has letters of another script that look like Latin ones.
    DeceptiveAddress,
    /// The site defines a kind of request that the form does not offer.
    KindNotOffered,
    /// The form offers a kind of request that no sentence of the version is about.
    KindWithoutClauses,
    /// The check of letters has no pattern for a requirement.
    MissingLetterPattern,
    /// No letter is made from a file.
    UnusedLetter,
    /// Labels have no text in a language of the site.
    UntranslatedLabels,
    /// A label has the same text in two languages.
    SameInBothLanguages,
    /// No page shows a text of a label.
    UnusedLabel,
    /// A label belongs to an item that is not active in the form.
    LabelOfInactiveItem,
    /// A label belongs to an item that does not exist.
    LabelOfUnknownItem,
    /// A file is in a language that the site does not have.
    UnknownLanguage,
    /// No page uses a message of the theme.
    UnusedMessage,
    /// A translation has a message that is only in letters, which have one language.
    TranslatedLetterMessage,
    /// Messages of the theme have no text in a language of the site.
    UntranslatedMessages,
    /// Two colours of the theme have too little contrast for text.
    LowContrast,
    /// No page is made with a template of the theme.
    UnusedTemplate,
    /// No page is made with a file of the theme.
    UnusedThemeFile,
    /// The footer has no room for all pages.
    CrowdedFooter,
    /// The request page does not link to the privacy page.
    UnlinkedPrivacyPage,
    /// A draft has a key that is not part of the format.
    UnknownDraftKey,
    /// A draft has a name that the rules do not have.
    UnknownDraftName,
    /// An answer in a draft is outside the group of its question, and is ignored.
    MisplacedAnswer,
    /// The new site may be lost in a power cut.
    UnsafeWrite,
    /// Error: the sign-off page of the draft was not built; `release` accepts this.
    NotSignedOff,
    /// Error: the release would not be signed, although signers are listed; `release` accepts this.
    NotSigned,
    /// Error: an invisible character changes the direction of the text.
    DirectionControl,
    /// Error: a hidden character replaces a letter.
    HiddenLetter,
    /// Error: a name is not defined.
    UnknownName,
    /// Error: a label has no text.
    MissingLabel,
    /// Error: a link leads nowhere.
    BrokenLink,
    /// Error: a text cannot be read as it is written.
    TextError,
    /// Error: rules, labels or letters do not fit together.
    RuleError,
    /// Error: `clauses.toml` does not fit the text, or an obligation has no rule.
    ClauseError,
    /// Error: what was released has changed, or the lock is wrong.
    ReleaseError,
    /// Error: a file of the theme is wrong.
    ThemeError,
    /// Error: a file could not be read or written.
    FileError,
    /// Error: the command line is invalid.
    UsageError,
    /// Error: any other error in the content.
    ContentError,
}

impl Name {
    /// The name, such as `empty-heading`.
    pub fn text(self) -> String {
        let value = self.to_possible_value();
        value.map(|it| it.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether `release` can accept it. Errors come last in the list.
    pub fn can_be_accepted(self) -> bool {
        self <= Self::NotSigned
    }

    /// What it means, in one sentence.
    pub fn explanation(self) -> String {
        let value = self.to_possible_value();
        let help = value.and_then(|it| it.get_help().map(ToString::to_string));
        help.unwrap_or_default()
    }
}

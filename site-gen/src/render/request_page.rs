//! The data of the request page and of the page that checks letters, computed from the rules so
//! that the templates only have to format it: each step with its questions, and each question with
//! the sentences that ask for it.

use request_builder::labels::Labels;
use request_builder::letter_check::LetterChecker;
use request_builder::rulebook::Rulebook;
use request_builder::rules::{
    ClauseId, Condition, Kind, KindId, Level, Need, Question, QuestionId, QuestionType,
    Requirement, RuleId, Rules, Step, StepId, Tone, is_for,
};
use request_builder::templates::Style;
use schemars::JsonSchema;
use serde::Serialize;

/// The content of the request form.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RequestPage<'a> {
    /// The kinds of request.
    kinds: Vec<KindCard<'a>>,
    /// The steps, in order.
    steps: Vec<StepView<'a>>,
    /// Every requirement.
    findings: Vec<FindingView<'a>>,
    /// Notices outside any step.
    notices: Vec<NoticeView<'a>>,
    /// Good practice.
    practices: Vec<PracticeView<'a>>,
    /// Things to do on paper.
    tasks: Vec<TaskView<'a>>,
    /// Reminders.
    reminders: Vec<ReminderView<'a>>,
    /// Whether there is a covering email.
    has_mail: bool,
}

/// A kind of request, as a card on the first step.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct KindCard<'a> {
    /// The id of the kind, which is also the fragment that chooses it: `/request/#emergency`.
    id: &'a str,
    /// The label of its button: "Preserve records".
    title: &'a str,
    /// When to use it.
    use_when: &'a str,
    /// What the officer needs.
    needs: Vec<&'a str>,
    /// What the officer can expect.
    yields: Vec<&'a str>,
    /// Whether it is for emergencies.
    emergency: bool,
    /// Its requirements, in the order of its form. What is done on paper comes last.
    checklist: Vec<FindingView<'a>>,
}

/// One screen of the form.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StepView<'a> {
    /// The id of the step in `content/request/` or the library.
    id: &'a str,
    /// The heading of the screen.
    title: &'a str,
    /// The text below the heading.
    intro: &'a str,
    /// Whether the kind is chosen here.
    chooses_kind: bool,
    /// Its questions and groups, in order.
    parts: Vec<StepItem<'a>>,
    /// The notices shown here.
    notices: Vec<NoticeView<'a>>,
    /// The gates decided here.
    gates: Vec<GateView<'a>>,
}

/// A question, or a group of questions that can be repeated.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub(super) enum StepItem<'a> {
    /// A single question.
    Question {
        /// The question with its label, hint and options.
        field: FieldView<'a>,
    },
    /// Questions that an officer answers once for each entry, such as accounts.
    Group {
        /// The id of the group in the rules.
        id: &'a str,
        /// The name of one entry.
        title: &'a str,
        /// The text of the button that adds an entry.
        add: &'a str,
        /// The questions of one entry.
        fields: Vec<FieldView<'a>>,
    },
}

/// A question with its field.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FieldView<'a> {
    /// The id of the question. It is the `name` of its field.
    id: &'a str,
    /// The type of the answer.
    #[serde(rename = "type")]
    answer: QuestionType,
    /// The text above the field.
    label: &'a str,
    /// How to answer, below the label. Empty if there is no hint.
    hint: &'a str,
    /// The options to choose from. Empty if the officer types the answer.
    options: Vec<OptionView<'a>>,
    /// The value of HTML's `autocomplete`.
    autocomplete: Option<&'a str>,
    /// The rules whose sentences it shows, strongest first.
    asked_by: Vec<AskedBy<'a>>,
    /// How strongly it is required, by kind: `must`, `should`, `may`, `practice`.
    levels: Vec<LevelFor>,
}

/// An option of a question.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OptionView<'a> {
    /// The id of the option, which is the value in drafts.
    id: &'a str,
    /// The text beside the option.
    label: &'a str,
    /// A further explanation. Empty if there is none.
    hint: &'a str,
}

/// How strongly a question is required.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LevelFor {
    /// `must`, `must-one` (this or another), `should`, `should-one`, `may` or `practice`.
    level: &'static str,
    /// The ids of the kinds, separated by spaces.
    kinds: String,
}

/// A rule that creates an obligation.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AskedBy<'a> {
    /// The rule's id.
    rule: &'a str,
    /// `must`, `should`, `may` or `gate`.
    level: &'static str,
    /// The ids of the kinds that it applies to, separated by spaces.
    kinds: String,
    /// The sentence of the guidelines that it cites.
    clause: ClauseView<'a>,
}

/// A clause of the guidelines.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ClauseView<'a> {
    /// The heading of its section.
    section: &'a str,
    /// Its lead-in.
    lead_in: Option<&'a str>,
    /// The sentence, word for word.
    quote: &'a str,
    /// Its anchor in the text.
    anchor: &'a str,
}

/// A requirement of the guidelines, and what to do about it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FindingView<'a> {
    /// The id of the rule.
    id: &'a str,
    /// Whether it is a must, a should or a may.
    level: Level,
    /// What it is about: "Search warrant".
    title: &'a str,
    /// What to do.
    message: &'a str,
    /// The kinds that it applies to.
    kinds: Vec<&'a str>,
    /// The sentence of the guidelines that it cites.
    clause: ClauseView<'a>,
}

/// Something that the officer should know before going on.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NoticeView<'a> {
    /// The id of the rule.
    id: &'a str,
    /// Whether it informs, warns or says to stop.
    tone: Tone,
    /// The text that the officer reads.
    text: &'a str,
    /// What to do next, step by step.
    next: Vec<&'a str>,
    /// Whether there is a note to copy into the case file.
    has_note: bool,
    /// Whether there is a letter to somebody else.
    has_letter: bool,
    /// Whether the officer must confirm that it was read.
    acknowledge: bool,
    /// A kind to suggest instead, with its title.
    suggest: Option<(&'a str, &'a str)>,
    /// The sentence of the guidelines that it cites.
    clause: ClauseView<'a>,
}

/// A condition that must be met before the officer can go on.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct GateView<'a> {
    /// The id of the rule.
    id: &'a str,
    /// The text shown while it is closed.
    text: &'a str,
    /// Kinds to suggest instead, with their titles.
    suggest: Vec<(&'a str, &'a str)>,
    /// The sentence of the guidelines that it cites.
    clause: ClauseView<'a>,
}

/// Advice that no sentence of the guidelines asks for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PracticeView<'a> {
    /// The id of the rule.
    id: &'a str,
    /// What to do.
    text: &'a str,
    /// Whether it asks for nothing, and warns of answers that do not go together.
    warns: bool,
}

/// A thing to do on paper.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TaskView<'a> {
    /// The id of its rule.
    id: &'a str,
    /// What to do.
    text: &'a str,
    /// `attach` for an attachment of the email, `official` for everything else.
    place: &'static str,
    /// The sentence, if its rule cites one.
    clause: Option<ClauseView<'a>>,
}

/// A date that the officer can save as a calendar entry.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReminderView<'a> {
    /// The id of the reminder in the rules.
    id: &'a str,
    /// The sentence, if its rule cites one.
    clause: Option<ClauseView<'a>>,
}

impl<'a> RequestPage<'a> {
    /// The request page for these rules and labels.
    pub(super) fn new(book: &'a Rulebook, labels: &'a Labels) -> Self {
        let builder = PageBuilder { book, labels };
        let rules = &book.rules;
        let findings = rules.requirements.iter().map(|rule| builder.finding(rule));
        let general = rules.notices.iter().filter(|notice| notice.step.is_none());
        // Practices on paper are in the checklist.
        let practices = rules.practices.iter().filter(|rule| !rule.paper);
        Self {
            kinds: rules.kinds.iter().map(|kind| builder.card(kind)).collect(),
            steps: rules.steps.iter().map(|step| builder.step(step)).collect(),
            findings: findings.collect(),
            notices: general.map(|notice| builder.notice(notice)).collect(),
            practices: practices
                .map(|rule| PracticeView {
                    id: rule.id.as_str(),
                    text: labels.rule("practice", &rule.id, "text"),
                    warns: rule.ask.is_empty(),
                })
                .collect(),
            tasks: builder.tasks(),
            reminders: builder.reminders(),
            has_mail: !book.letters.mail.is_empty(),
        }
    }
}

/// Builds the parts of the page.
struct PageBuilder<'a> {
    book: &'a Rulebook,
    labels: &'a Labels,
}

impl<'a> PageBuilder<'a> {
    fn rules(&self) -> &'a Rules {
        &self.book.rules
    }

    fn optional(&self, key: &[&str]) -> &'a str {
        self.labels.find(key).unwrap_or_default()
    }

    fn card(&self, kind: &'a Kind) -> KindCard<'a> {
        let id = kind.id.as_str();
        let texts = |list: &str, names: &'a [RuleId]| {
            let key = |name: &'a RuleId| ["kind.", id, ".", list, ".", name.as_str()];
            names.iter().map(|name| self.optional(&key(name))).collect()
        };
        KindCard {
            id,
            title: self.labels.kind(&kind.id),
            use_when: self.optional(&["kind.", id, ".use-when"]),
            needs: texts("needs", &kind.needs),
            yields: texts("yields", &kind.yields),
            emergency: kind.emergency,
            checklist: self.checklist(kind),
        }
    }

    fn finding(&self, rule: &'a Requirement) -> FindingView<'a> {
        let message = if rule.paper { "paper" } else { "missing" };
        FindingView {
            id: rule.id.as_str(),
            level: rule.level,
            title: self.labels.requirement(&rule.id, "title"),
            message: self.labels.requirement(&rule.id, message),
            kinds: self.kinds(&rule.kinds),
            clause: self.clause(&rule.clause),
        }
    }

    /// The requirements of a kind in the order in which its form asks for them, so that the list of
    /// an emergency begins with the danger.
    fn checklist(&self, kind: &Kind) -> Vec<FindingView<'a>> {
        let rules = self.rules();
        let together: Vec<&StepId> = kind.screens.iter().flatten().collect();
        let place_of_step = |id: &StepId| {
            let first = together.iter().position(|step| *step == id);
            let other = || rules.steps.iter().position(|step| step.id == *id);
            first.or_else(|| Some(together.len() + other()?))
        };
        let place = |rule: &Requirement| {
            let asked = rules.questions.iter().enumerate();
            let asked = asked.filter(|(_, question)| rule.ask.contains(&question.id));
            let places = asked.map(|(at, question)| (place_of_step(&question.step), at));
            (rule.paper, places.min())
        };
        let of_kind = rules.requirements.iter();
        let mut of_kind: Vec<_> = of_kind
            .filter(|rule| is_for(&rule.kinds, &kind.id))
            .collect();
        of_kind.sort_by_key(|rule| place(rule));
        of_kind.into_iter().map(|rule| self.finding(rule)).collect()
    }

    fn step(&self, step: &'a Step) -> StepView<'a> {
        let rules = self.rules();
        let mut parts: Vec<StepItem<'a>> = Vec::new();
        let questions = rules.questions.iter();
        for question in questions.filter(|question| question.step == step.id) {
            let field = self.field(question);
            match (&question.group, parts.last_mut()) {
                (None, _) => parts.push(StepItem::Question { field }),
                (Some(group), Some(StepItem::Group { id, fields, .. }))
                    if *id == group.as_str() =>
                {
                    fields.push(field);
                }
                (Some(group), _) => parts.push(StepItem::Group {
                    id: group.as_str(),
                    title: self.labels.group(group),
                    add: self.optional(&["group.", group.as_str(), ".add"]),
                    fields: vec![field],
                }),
            }
        }
        let notices = rules.notices.iter();
        let notices = notices.filter(|notice| notice.step.as_ref() == Some(&step.id));
        let decided_here = |gate: &&'a request_builder::rules::Gate| {
            let first = gate.ask.first();
            let first = first.and_then(|question| rules.question(question));
            first.is_some_and(|question| question.step == step.id)
        };
        let gates = rules
            .gates
            .iter()
            .filter(decided_here)
            .map(|gate| GateView {
                id: gate.id.as_str(),
                text: self.labels.rule("gate", &gate.id, "closed"),
                suggest: gate
                    .suggest
                    .iter()
                    .map(|kind| (kind.as_str(), self.labels.kind(kind)))
                    .collect(),
                clause: self.clause(&gate.clause),
            });
        StepView {
            id: step.id.as_str(),
            title: self.optional(&["step.", step.id.as_str(), ".title"]),
            intro: self.optional(&["step.", step.id.as_str(), ".intro"]),
            chooses_kind: step.chooses_kind,
            parts,
            notices: notices.map(|notice| self.notice(notice)).collect(),
            gates: gates.collect(),
        }
    }

    fn field(&self, question: &'a Question) -> FieldView<'a> {
        let rules = self.rules();
        let gates = rules
            .gates
            .iter()
            .filter(|rule| rule.ask.contains(&question.id))
            .map(|rule| AskedBy {
                rule: rule.id.as_str(),
                level: "gate",
                kinds: self.names(&rule.kinds),
                clause: self.clause(&rule.clause),
            });
        let mut requirements: Vec<_> = rules
            .requirements
            .iter()
            .filter(|rule| self.is_quoted_at(rule, question))
            .collect();
        requirements.sort_by_key(|rule| rule.level);
        let requirements = requirements.into_iter().map(|rule| AskedBy {
            rule: rule.id.as_str(),
            level: rule.level.name(),
            kinds: self.names(&rule.kinds),
            clause: self.clause(&rule.clause),
        });
        let id = question.id.as_str();
        let options = question.options.iter().map(|option| OptionView {
            id: option.as_str(),
            label: self.labels.option(&question.id, option.as_str()),
            hint: self.optional(&["question.", id, ".options.", option.as_str(), ".hint"]),
        });
        FieldView {
            id,
            answer: question.answer,
            label: self.labels.question(&question.id),
            hint: self.optional(&["question.", id, ".hint"]),
            options: options.collect(),
            autocomplete: question.autocomplete.as_deref(),
            asked_by: gates.chain(requirements).collect(),
            levels: self.levels(question),
        }
    }

    /// Whether a question shows the sentence of a requirement. If a requirement asks several questions
    /// of a screen, only one shows it: the first that is there for every kind of the requirement,
    /// whatever is answered.
    fn is_quoted_at(&self, rule: &Requirement, question: &Question) -> bool {
        let rules = self.rules();
        let kinds = rules.kinds.iter();
        let of_rule: Vec<_> = kinds.filter(|kind| is_for(&rule.kinds, &kind.id)).collect();
        let is_always_there = |question: &&Question| {
            let has = |kind: &&&Kind| {
                is_for(&question.kinds, &kind.id) && !kind.folded.contains(&question.id)
            };
            question.when.is_none() && of_rule.iter().all(|kind| has(&kind))
        };
        let asked = rule.ask.iter().filter_map(|id| rules.question(id));
        let is_beside = |other: &Question| {
            let both = |screen: &Vec<StepId>| {
                screen.contains(&other.step) && screen.contains(&question.step)
            };
            let mut kinds = of_rule.iter();
            other.step == question.step || kinds.all(|kind| kind.screens.iter().any(both))
        };
        let mut here = asked.filter(|other| is_beside(other));
        let first = here.find(is_always_there);
        rule.ask.contains(&question.id) && first.is_none_or(|first| first.id == question.id)
    }

    /// For each kind, the strongest rule that asks the question, grouped by level. A gate requires its
    /// answer.
    fn levels(&self, question: &Question) -> Vec<LevelFor> {
        let rules = self.rules();
        let of_kind = |kind: &KindId| {
            let asking = rules
                .requirements
                .iter()
                .filter(|rule| rule.ask.contains(&question.id) && is_for(&rule.kinds, kind));
            // Where one of several questions is enough, none of them is required by itself.
            let strongest = asking
                .map(|rule| {
                    // A box such as "I do not know the name" is one way to meet the rule.
                    let is_other_way = |check: &Condition| {
                        question.answer == QuestionType::Tick && !needs(check, &question.id)
                    };
                    let one_of = rule.need == Need::Any && rule.ask.len() > 1
                        || rule.check.as_ref().is_some_and(is_other_way);
                    (rule.level, one_of)
                })
                .min();
            let is_of_gate = rules
                .gates
                .iter()
                .any(|gate| gate.ask.contains(&question.id) && is_for(&gate.kinds, kind));
            let strongest = if is_of_gate {
                Some((Level::Must, false))
            } else {
                strongest
            };
            let mut practices = rules.practices.iter();
            let advised =
                practices.any(|rule| rule.ask.contains(&question.id) && is_for(&rule.kinds, kind));
            let name = |(level, one_of)| match (level, one_of) {
                (Level::Must, true) => "must-one",
                (Level::Should, true) => "should-one",
                (level, _) => level.name(),
            };
            // A letter with a gap is a draft, so what it cannot do without is not called optional.
            let is_optional = advised && !self.leaves_gap(question, kind);
            strongest.map(name).or(is_optional.then_some("practice"))
        };
        let mut levels: Vec<LevelFor> = Vec::new();
        let kinds = rules.kinds.iter();
        let asked = kinds.filter(|kind| is_for(&question.kinds, &kind.id));
        for (kind, level) in asked.filter_map(|kind| Some((kind, of_kind(&kind.id)?))) {
            match levels.iter_mut().find(|known| known.level == level) {
                Some(known) => {
                    known.kinds.push(' ');
                    known.kinds.push_str(kind.id.as_str());
                }
                None => levels.push(LevelFor {
                    level,
                    kinds: kind.id.to_string(),
                }),
            }
        }
        levels
    }

    /// Whether the letter of a kind has a gap without an answer to a question. In a signature, only a line that is
    /// nothing else has.
    fn leaves_gap(&self, question: &Question, kind: &KindId) -> bool {
        let is_emergency = |kind: &Kind| kind.emergency;
        let mut paragraphs = self.book.letters.paragraphs.iter();
        let placeholder = format!("{{{}}}", question.id);
        !self.rules().kind(kind).is_some_and(is_emergency)
            && paragraphs.any(|paragraph| {
                let is_there = is_for(&paragraph.kinds, kind) && !paragraph.blank_only;
                let mut lines = paragraph.text.lines();
                let has_gap = |line: &str| match paragraph.style {
                    Style::Signature | Style::Address => line == placeholder,
                    _ => !paragraph.optional && line.contains(&placeholder),
                };
                is_there && paragraph.when.is_none() && lines.any(has_gap)
            })
    }

    fn notice(&self, notice: &'a request_builder::rules::Notice) -> NoticeView<'a> {
        let id = notice.id.as_str();
        NoticeView {
            id,
            tone: notice.tone,
            text: self.labels.rule("notice", &notice.id, "text"),
            next: self.optional(&["notice.", id, ".next"]).lines().collect(),
            has_note: self.labels.find(&["notice.", id, ".note"]).is_some(),
            has_letter: self.labels.find(&["notice.", id, ".letter"]).is_some(),
            acknowledge: notice.acknowledge,
            suggest: notice
                .suggest
                .as_ref()
                .map(|kind| (kind.as_str(), self.labels.kind(kind))),
            clause: self.clause(&notice.clause),
        }
    }

    /// Things to do on paper: requirements, then notices, then good practice.
    fn tasks(&self) -> Vec<TaskView<'a>> {
        let rules = self.rules().all().into_iter();
        let tasks = rules.filter(|rule| rule.paper).map(|rule| TaskView {
            id: rule.id.as_str(),
            text: self.labels.rule(rule.table, rule.id, "paper"),
            place: if self.is_attached(rule.id) {
                "attach"
            } else {
                "official"
            },
            clause: rule.clause.map(|clause| self.clause(clause)),
        });
        tasks.collect()
    }

    /// Whether letters name an enclosure because of a rule.
    fn is_attached(&self, rule: &RuleId) -> bool {
        let mut paragraphs = self.book.letters.paragraphs.iter();
        paragraphs.any(|paragraph| {
            paragraph.style == Style::Enclosure && paragraph.rule.iter().any(|own| own == rule)
        })
    }

    fn reminders(&self) -> Vec<ReminderView<'a>> {
        let rules = self.rules();
        let reminders = rules.reminders.iter().map(|reminder| ReminderView {
            id: reminder.id.as_str(),
            clause: rules
                .rule(&reminder.rule)
                .and_then(|rule| rule.clause)
                .map(|clause| self.clause(clause)),
        });
        reminders.collect()
    }

    fn clause(&self, id: &ClauseId) -> ClauseView<'a> {
        match self.rules().clause(id) {
            Some(clause) => ClauseView {
                section: &clause.section,
                lead_in: clause.lead_in.as_deref(),
                quote: &clause.quote,
                anchor: &clause.address.0,
            },
            // The checks reject rules that cite nothing.
            None => ClauseView {
                section: "",
                lead_in: None,
                quote: "",
                anchor: "",
            },
        }
    }

    fn titles(&self, kinds: &[KindId]) -> Vec<&'a str> {
        let all = self.rules().kinds.iter();
        let meant = all.filter(|kind| is_for(kinds, &kind.id));
        meant.map(|kind| self.labels.kind(&kind.id)).collect()
    }

    fn kinds(&self, kinds: &[KindId]) -> Vec<&'a str> {
        let all = self.rules().kinds.iter();
        let meant = all.filter(|kind| is_for(kinds, &kind.id));
        meant.map(|kind| kind.id.as_str()).collect()
    }

    fn names(&self, kinds: &[KindId]) -> String {
        self.kinds(kinds).join(" ")
    }
}

/// A rule that the letter check looks for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckPoint<'a> {
    /// The rule's id.
    id: &'a str,
    /// `must`, `should`, `may` or `gate`.
    level: &'static str,
    /// What it is about: "Search warrant".
    title: &'a str,
    /// The titles of the kinds that it applies to.
    titles: Vec<&'a str>,
    /// What to write if the letter lacks it. Nothing, if it is done on paper.
    missing: Option<&'a str>,
    /// The sentence of the guidelines that it cites.
    clause: ClauseView<'a>,
}

/// Everything that the letter check looks for, in the order of the rules.
pub(super) fn check_points<'a>(
    book: &'a Rulebook,
    labels: &'a Labels,
    checklist: &LetterChecker,
) -> Vec<CheckPoint<'a>> {
    let builder = PageBuilder { book, labels };
    let rules = &book.rules;
    let looked_for = |id: &RuleId| checklist.points.iter().any(|point| point.rule == *id);
    let gates = rules.gates.iter().filter(|gate| looked_for(&gate.id));
    // A gate is at the first question that decides it.
    let gates = gates.map(|gate| CheckPoint {
        id: gate.id.as_str(),
        level: "gate",
        title: gate
            .ask
            .first()
            .map_or(gate.id.as_str(), |id| labels.question(id)),
        titles: builder.titles(&gate.kinds),
        missing: None,
        clause: builder.clause(&gate.clause),
    });
    let requirements = rules.requirements.iter().map(|rule| CheckPoint {
        id: rule.id.as_str(),
        level: rule.level.name(),
        title: labels.requirement(&rule.id, "title"),
        titles: builder.titles(&rule.kinds),
        missing: (!rule.paper).then(|| labels.requirement(&rule.id, "missing")),
        clause: builder.clause(&rule.clause),
    });
    requirements.chain(gates).collect()
}

/// Whether a condition can only hold with an answer to this question.
fn needs(condition: &Condition, question: &QuestionId) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(|part| needs(part, question)),
        Condition::Any(parts) => parts.iter().all(|part| needs(part, question)),
        Condition::Is { of, .. } | Condition::Answered(of) | Condition::Valid(of) => of == question,
        _ => false,
    }
}

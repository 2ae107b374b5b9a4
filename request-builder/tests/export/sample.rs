//! An invented letter that has everything a letter can have, long enough for three pages.

use request_builder::letter::{Block, Content, Fact, Letter, Line, Run};

/// Markup in a line of the sample: `{}` around an answer, `[]` around the label of a gap.
fn line(text: &str) -> Line {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[']) {
        let (words, open) = rest.split_at(at);
        let close = if open.starts_with('{') { '}' } else { ']' };
        let (inside, after) = open[1..].split_once(close).expect("the sample is sound");
        if !words.is_empty() {
            runs.push(Run::Words(words.to_owned()));
        }
        runs.push(if close == '}' {
            Run::Answer(inside.to_owned())
        } else {
            Run::Gap {
                words: inside.to_owned(),
                field: None,
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        runs.push(Run::Words(rest.to_owned()));
    }
    Line(runs)
}

fn lines(texts: &[&str]) -> Vec<Line> {
    texts.iter().map(|text| line(text)).collect()
}

fn fact(label: &str, value: &[&str]) -> Fact {
    Fact {
        label: label.to_owned(),
        value: lines(value),
    }
}

fn item(number: usize, texts: &[&str]) -> Content {
    Content::Item {
        number,
        lines: lines(texts),
    }
}

/// The letter, with the words of a draft or without.
#[expect(clippy::too_many_lines, reason = "it is a letter")]
pub(crate) fn letter(draft: bool) -> Letter {
    let contents = vec![
        Content::CoverTitle(line("Emergency Disclosure Request")),
        Content::Cover(line(
            "To: Exemplar Messaging Ltd, legal team, legal@exemplar.example",
        )),
        Content::Cover(line(
            "From: {Comissária Inês Magalhães}, {Polícia Judiciária, Unidade Nacional de Combate ao Cibercrime}",
        )),
        Content::Cover(line("Reference: {NUIPC 118/24.3JGLSB}")),
        Content::Cover(line("Telephone, at any hour: [Telephone number]")),
        Content::PageBreak,
        Content::Address(lines(&[
            "Exemplar Messaging Ltd",
            "Legal team",
            "1 Harbour Street",
            "Dublin 2, Ireland",
            "By e-mail: legal@exemplar.example",
        ])),
        Content::Date(line("{14 March 2024}")),
        Content::Subject(line(
            "Emergency request for account information and messages, our reference {NUIPC 118/24.3JGLSB}",
        )),
        Content::Facts(vec![
            fact("Our reference:", &["{NUIPC 118/24.3JGLSB}"]),
            fact("Server:", &["[Server]"]),
            fact(
                "Particulars:",
                &["{of the first kind}", "{and of the second}"],
            ),
        ]),
        Content::Text(lines(&["To whom it may concern,"])),
        Content::Text(lines(&[
            "I am {Comissária Inês Magalhães} of {Polícia Judiciária}. I ask for the records named below because a person is in danger of death or serious physical injury, and because these records are necessary to prevent it.",
        ])),
        Content::Heading(line("The emergency")),
        item(
            1,
            &["The person in danger is {a girl aged 14, known to us as “Lena”}."],
        ),
        item(
            2,
            &[
                "The nature of the emergency: {threat of suicide, announced for tonight}.",
                "First reported on {14 March 2024 at 17:40 (UTC)} by {her school}.",
            ],
        ),
        item(
            3,
            &["The danger is expected [When the danger is expected]."],
        ),
        Content::Heading(line("Accounts")),
        Content::Text(lines(&["The request concerns these accounts:"])),
        Content::Table {
            head: ["Server", "Username", "What else is known"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![
                lines(&[
                    "{open.exemplar.example}",
                    "{@lena_2010}",
                    "{Registered with lena@mail.example; last seen on 13 March 2024}",
                ]),
                lines(&[
                    "{open.exemplar.example}",
                    "[Username]",
                    "{محمد علي (abu.ali) 12}",
                ]),
                lines(&[
                    "{chat.school.example/team}",
                    "{@moderator|staff}",
                    "{Runs the channel\nand knows both}",
                ]),
            ],
        },
        Content::Text(lines(&["Messages that we ask you to review:"])),
        item(
            1,
            &["{https://open.exemplar.example/channel/night_owls?msg=Xb3kQ9vTz7LmA2cRe}"],
        ),
        item(
            2,
            &["{https://open.exemplar.example/direct/9aXkLmQ2pWvZ?msg=aa81}"],
        ),
        Content::Heading(line("What is requested, and why")),
        item(
            1,
            &[
                "{The name, e-mail address and date of registration of each account}.",
                "Why it is necessary: {It lets the patrol find the address at which she is}.",
            ],
        ),
        item(
            2,
            &[
                "{The messages sent by either account between 12 March 2024 and the time of your reply}.",
                "Why it is necessary: [Why this information is necessary]",
            ],
        ),
        Content::Heading(line("Circumstances")),
        Content::Text(lines(&[
            "{At 17:40 the school’s counsellor called to say that two pupils had shown her messages in which Lena says goodbye. Her telephone has been off since 18:05. Her mother last saw her at 07:30 and doesn’t know where she is.}",
            "{# The channel is called *night owls* & <hidden>; it is mentioned in the second message.\n1. We asked the school’s own administrator first.\n2. He holds no copy.}",
            "{שמה של החברה (Noa) הוא נועה כהן, בת 15.}",
        ])),
        Content::Heading(line("Notice to the account’s owner")),
        Content::Text(lines(&[
            "Please tell nobody of this request for {90 days} from its date. An order to that effect is enclosed.",
        ])),
        Content::Heading(line("Reply")),
        Content::Text(lines(&[
            "Please reply to {ines.magalhaes@pj.example} and confirm that you have received this letter. We take the records in any form that ordinary programs open.",
        ])),
        Content::Text(lines(&[
            "I declare that what this letter says is true to the best of my knowledge.",
        ])),
        Content::Text(lines(&["Yours faithfully,"])),
        Content::Signature(lines(&[
            "{Inês Magalhães}",
            "{Comissária}",
            "{Polícia Judiciária}, {Lisboa}",
            "Badge: [Badge number]",
        ])),
        Content::Enclosure(line("Enclosed: order on non-disclosure, {2 pages}")),
        Content::Enclosure(line("Enclosed: screenshots of the messages, {3 pages}")),
    ];
    Letter {
        subject: "Emergency request for account information and messages, our reference NUIPC 118/24.3JGLSB".to_owned(),
        language: "en".to_owned(),
        draft: draft.then(|| "DRAFT: 3 things that the guidelines ask for are missing".to_owned()),
        blocks: contents.into_iter().map(|content| Block { content, sources: Vec::new() }).collect(),
        footer: "Made with the guidelines of 2024-01-31, rules 2, text 9f86d081884c7d65: https://www.exemplar.example/versions/2024-01-31/".to_owned(),
        ..Letter::default()
    }
}

//! `site-gen review` of letters: the reports for people and programs, and the exit status.

use crate::support::{real_dist, site_gen, tests, workspace};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const LETTER: &str = "ANYTOWN POLICE DEPARTMENT
Cyber Unit

Rocket.Chat Technologies Corp., Wilmington, Delaware
By e-mail: legal@rocket.chat

Enclosed please find a search warrant signed by Judge Smith on 3 May 2020.

Server: https://open.rocket.chat
Username ......: jdoe

Please produce the direct messages of this user in April 2020. They will show who sold the stolen
laptops.

Det. A. Jones, jones@police.anytown.gov
";

fn review(arguments: &[&str], site: &Path) -> Command {
    let mut command = site_gen();
    command.arg("review").args(arguments);
    command.args(["--today", "2026-01-15", "--site"]).arg(site);
    command
}

fn report(out: &Output) -> String {
    format!(
        "exit status {}\n{}{}",
        out.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    )
}

/// The report about a file with that name and content, without the path of its folder.
fn about(name: &str, content: &[u8], more: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    fs::write(&file, content).expect("a file");
    let path = file.to_string_lossy().into_owned();
    let out = review(&[&[path.as_str()], more].concat(), &workspace())
        .output()
        .expect("it runs");
    report(&out).replace(&*folder.path().to_string_lossy(), "…")
}

#[test]
fn a_letter_is_reported_line_by_line_with_its_clauses() {
    insta::assert_snapshot!(
        "contents",
        about("letter.txt", LETTER.as_bytes(), &["--kind", "contents"])
    );
}

#[test]
fn programs_get_the_same_report() {
    let json = about(
        "letter.txt",
        LETTER.as_bytes(),
        &["--kind", "contents", "--format", "json"],
    );
    insta::assert_snapshot!("contents_json", json);
}

#[test]
fn without_a_kind_it_says_what_it_took_the_letter_for() {
    let letter = LETTER
        .replace("search warrant", "subpoena")
        .replace("direct messages", "account information");
    let report = about("letter.txt", letter.as_bytes(), &[]);
    assert!(
        report.contains("(detected from the words of the letter)"),
        "{report}"
    );
    let nothing = about("letter.txt", b"Good morning.", &[]);
    insta::assert_snapshot!("no_kind", nothing);
}

#[test]
fn a_requirement_that_is_not_found_fails_the_check() {
    let letter = LETTER.replace("Username ......: jdoe", "Username ......: ____");
    let report = about("letter.txt", letter.as_bytes(), &["--kind", "account"]);
    assert!(report.starts_with("exit status 1"), "{report}");
    assert!(
        report.contains("Not found (required): Server and username"),
        "{report}"
    );
    // Nor does a letter pass that asks for messages and shows no jurisdiction.
    let report = about("letter.txt", LETTER.as_bytes(), &["--kind", "account"]);
    assert!(
        report.contains("Not found (required): Jurisdiction for messages and files"),
        "{report}"
    );
    let letter = LETTER.replace("direct messages", "account information");
    let report = about("letter.txt", letter.as_bytes(), &["--kind", "account"]);
    assert!(report.starts_with("exit status 0"), "{report}");
    assert!(report.ends_with("not one in the letter.\n"), "{report}");
}

#[test]
fn an_unknown_kind_and_a_file_that_is_not_a_letter_are_refused() {
    insta::assert_snapshot!(
        "wrong_kind",
        about("a.txt", LETTER.as_bytes(), &["--kind", "content"])
    );
    insta::assert_snapshot!("picture", about("a.pdf", b"%PDF-1.7", &[]));
    insta::assert_snapshot!("damaged", about("a.docx", b"PK\x03\x04", &[]));
}

#[test]
fn a_blank_letter_has_no_answers() {
    let dist = real_dist();
    for ending in ["txt", "docx"] {
        let blank =
            fs::read(dist.join(format!("request/blank/account.{ending}"))).expect("a blank letter");
        let report = about(&format!("blank.{ending}"), &blank, &["--kind", "account"]);
        for rule in ["Server and username", "Official email address"] {
            assert!(
                report.contains(&format!("Not found (required): {rule}")),
                "{ending}: {rule}\n{report}"
            );
        }
        assert!(
            !report.contains("Found (required): Subpoena"),
            "{ending}\n{report}"
        );
    }
}

#[test]
fn a_letter_may_come_by_standard_input() {
    let mut child = review(&["-", "--kind", "contents"], &workspace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(LETTER.as_bytes())
        .expect("it reads");
    let out = child.wait_with_output().expect("it ends");
    assert!(
        report(&out).contains("Found (required): Search warrant"),
        "{}",
        report(&out)
    );
}

#[test]
fn another_company_has_its_own_words() {
    let letter = "We enclose the warrant that the High Bench has sealed on 3 January 2026.\nDeliver line L-2044 to the \
        station at Saltmere (fingerprint 88:1f),\nfrom 5 January 2026 until 9 January 2026.\n\nSergeant Ames\n";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("letter.txt");
    fs::write(&file, letter).expect("a file");
    let larkspur = tests("sites/larkspur");
    let out = review(&[&*file.to_string_lossy()], &larkspur)
        .output()
        .expect("it runs");
    insta::assert_snapshot!("larkspur", report(&out));
}

const EMERGENCY: &str = "Subject: Emergency disclosure request

Person in danger: Odalys, 9
Nature of the emergency: she was kidnapped from her school an hour ago.
Server: https://open.rocket.chat
Our reference: AP-26-118
Please answer within 2 hours.

Officer Jim Dale, dale@police.anytown.gov
";

fn folder_of(letters: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in letters {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    folder
}

/// What is printed about a folder with letters.
fn about_all(letters: &[(&str, &[u8])], more: &[&str]) -> String {
    let folder = folder_of(letters);
    let path = folder.path().to_string_lossy().into_owned();
    let out = review(&[&[path.as_str()], more].concat(), &workspace())
        .output()
        .expect("it runs");
    report(&out)
}

#[test]
fn a_folder_is_a_table_with_emergencies_first_and_duplicates_named() {
    let letters: [(&str, &[u8]); 4] = [
        ("a.txt", LETTER.as_bytes()),
        ("b.txt", LETTER.as_bytes()),
        ("c.txt", EMERGENCY.as_bytes()),
        ("d.pdf", b"%PDF-1.7"),
    ];
    insta::assert_snapshot!("folder", about_all(&letters, &[]));
    insta::assert_snapshot!("folder-csv", about_all(&letters, &["--format", "csv"]));
}

#[test]
fn an_unknown_kind_is_refused_for_several_letters_too() {
    let letters: [(&str, &[u8]); 1] = [("a.txt", LETTER.as_bytes())];
    let out = about_all(&letters, &["--kind", "content"]);
    let one = about("a.txt", LETTER.as_bytes(), &["--kind", "content"]);
    assert_eq!(out, one);
}

#[test]
fn a_format_that_is_for_something_else_is_refused() {
    let letters: [(&str, &[u8]); 1] = [("a.txt", LETTER.as_bytes())];
    let csv = "exit status 2\nerror: `--format csv` is for several letters\n";
    let reply = "exit status 2\nerror: `--format reply` is for a single letter\n";
    for (format, report, expected) in [
        ("reply", about_all(&letters, &["--format", "reply"]), reply),
        (
            "csv",
            about("a.txt", LETTER.as_bytes(), &["--format", "csv"]),
            csv,
        ),
        ("csv", about("a.json", b"{}", &["--format", "csv"]), csv),
        (
            "reply",
            about("a.json", b"{}", &["--format", "reply"]),
            reply,
        ),
    ] {
        assert!(report.starts_with(expected), "{format}: {report}");
    }
}

#[test]
fn a_mailbox_file_is_read_message_by_message() {
    let message = |subject: &str| {
        format!(
            "From clerk@police.anytown.gov Thu Jan 15 10:00:00 2026\nFrom: Jim <dale@police.anytown.gov>\n\
             Subject: {subject}\n\nPlease preserve the data of @jdoe on https://open.rocket.chat.\n>From now on.\n\n"
        )
    };
    let mailbox = message("Preservation request") + &message("=?utf-8?Q?Second=0ANot_found?=");
    let out = about_all(&[("in.mbox", mailbox.as_bytes())], &["--format", "json"]);
    assert!(out.contains("\"file\": \"in.mbox#1.eml\""), "{out}");
    assert!(out.contains("\"file\": \"in.mbox#2.eml\""), "{out}");
    assert!(out.contains("jdoe\""), "{out}");
}

#[test]
fn a_sentence_that_begins_with_from_does_not_end_a_message() {
    let mailbox = "From - Thu Jan 15 10:00:00 2026\nFrom: Jim <dale@police.anytown.gov>\nSubject: x\n\nPlease help.\n\n\
        From his mother we know at 10:30 that he wrote as @jdoe on https://open.rocket.chat.\n";
    let out = about_all(&[("in.mbox", mailbox.as_bytes())], &["--format", "json"]);
    assert!(
        out.contains("in.mbox#1.eml") && !out.contains("in.mbox#2.eml"),
        "{out}"
    );
    assert!(out.contains("jdoe\""), "{out}");
}

#[test]
fn folders_in_a_folder_are_read_too() {
    let folder = folder_of(&[("a.txt", LETTER.as_bytes())]);
    let below = folder.path().join("later/still");
    fs::create_dir_all(&below).expect("folders");
    fs::write(below.join("b.txt"), EMERGENCY).expect("a file");
    let path = folder.path().to_string_lossy().into_owned();
    let out = review(&[path.as_str(), "--format", "csv"], &workspace())
        .output()
        .expect("it runs");
    let out = report(&out);
    assert!(out.contains("\nlater/still/b.txt,yes,emergency,"), "{out}");
    assert!(out.contains("\na.txt,"), "{out}");
}

#[test]
fn a_letter_of_an_unknown_kind_with_somebody_in_danger_comes_first_and_is_not_counted() {
    let letters: [(&str, &[u8]); 2] = [
        ("a.txt", LETTER.as_bytes()),
        ("b.txt", b"The registered user wrote about suicide."),
    ];
    let out = about_all(&letters, &[]);
    let line = "PERHAPS AN EMERGENCY  b.txt  type of request not detected\n";
    assert!(out.contains(line), "{out}");
    let places = (out.find("b.txt"), out.find("a.txt"));
    assert!(places.0 < places.1, "{out}");
    let out = about_all(&letters, &["--format", "csv"]);
    assert!(out.contains("\nb.txt,perhaps,,"), "{out}");
    let out = about("b.txt", letters[1].1, &[]);
    assert!(out.contains("Somebody may be in danger"), "{out}");
    // An emergency that was taken for another kind.
    let out = about_all(&letters, &["--kind", "account"]);
    assert!(
        out.starts_with("exit status 1\nPERHAPS AN EMERGENCY  b.txt  "),
        "{out}"
    );
}

#[test]
fn the_bracket_at_the_end_of_an_agencys_name_is_shown() {
    let letter = "Anytown Police (West District)\n\nPlease help.\n";
    let out = about_all(&[("a.txt", letter.as_bytes())], &[]);
    assert!(
        out.contains("agency: Anytown Police (West District)"),
        "{out}"
    );
}

#[test]
fn a_reply_names_what_only_a_reader_can_decide() {
    let letter = "Subject: Emergency disclosure request\n\nWe do not know who is in danger. There is a bomb threat against the school.\n\
        Tell us Ann Lee's e-mail address of @jdoe on https://open.rocket.chat, so that we can find him before noon.\n\
        He left home at 8 pm with a rifle.\n\nOfficer Jim Dale, dale@police.anytown.gov\n";
    let out = about(
        "a.txt",
        letter.as_bytes(),
        &["--kind", "emergency", "--format", "reply"],
    );
    assert!(
        out.contains("We could not tell whether your letter meets the following."),
        "{out}"
    );
    assert!(!out.contains("signed by hand"), "{out}");
}

/// A letter file with more than the maximum size is not cut, and one that cannot be read does not
/// stop the others from being checked.
#[test]
fn a_file_that_cannot_be_read_is_a_row_and_the_others_are_checked() {
    let message = b"From a@b.gov Thu Jan 15 10:00:00 2026\nFrom: a@b.gov\n\nPlease preserve.\n\n";
    let large = message.repeat(20 * 1024 * 1024 / message.len() + 1);
    let letters: [(&str, &[u8]); 4] = [
        (
            "a.txt",
            b"From Det. Smith of Anytown:\n\nPlease preserve the data of @jdoe.",
        ),
        ("b.mbox", &large),
        ("c.mbox", b"Not a mailbox."),
        ("d.mbox", message),
    ];
    let folder = folder_of(&letters);
    let missing = folder.path().join("e.txt");
    let mut command = review(&[&*folder.path().to_string_lossy()], &workspace());
    let out = command.arg(missing).output().expect("it runs");
    insta::assert_snapshot!("unreadable", report(&out));
}

#[test]
fn a_reply_asks_for_what_was_not_found_with_its_clause() {
    insta::assert_snapshot!(
        "reply",
        about(
            "letter.txt",
            EMERGENCY.as_bytes(),
            &["--kind", "emergency", "--format", "reply"]
        )
    );
}

#[test]
fn what_is_recommended_is_in_the_reply_and_in_the_list() {
    let letter = "Preservation request\n\nPlease preserve the records of @jdoe for 90 days.\n\nDet. Ann Lee\n";
    let reply = about("a.txt", letter.as_bytes(), &["--format", "reply"]);
    assert!(
        reply.contains("Our guidelines also recommend the following"),
        "{reply}"
    );
    assert!(reply.contains("Server address"), "{reply}");
    let list = about_all(&[("a.txt", letter.as_bytes())], &[]);
    let line = "not found (recommended): Server address (preservation-server)";
    assert!(list.contains(line), "{list}");
}

#[test]
fn a_reply_says_what_could_not_be_read() {
    let mail = "From: a@police.gov\r\nSubject: Subpoena\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n\
        --X\r\n\r\nWe enclose a subpoena.\r\n--X\r\nContent-Type: image/png; name=subpoena.png\r\n\
        Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--X--\r\n";
    let out = about(
        "letter.eml",
        mail.as_bytes(),
        &["--kind", "account", "--format", "reply"],
    );
    assert!(
        out.starts_with("exit status 1\nWe could not read the following parts of your message"),
        "{out}"
    );
    assert!(out.contains("\n- subpoena.png\n"), "{out}");
}

/// What a list says of a letter with these lines.
fn row(lines: &str) -> serde_json::Value {
    let letter = format!("{lines}\n\nWe investigate a series of frauds of this year.\n");
    let out = about_all(&[("a.txt", letter.as_bytes())], &["--format", "json"]);
    let json = out.split_once('\n').expect("an exit status").1;
    serde_json::from_str::<serde_json::Value>(json).expect("JSON")[0].take()
}

#[test]
fn the_number_of_a_case_is_found_however_it_is_written() {
    for (line, number) in [
        ("Ref 77", "77"),
        ("Our ref. 77/B", "77/B"),
        ("Case no. 1188", "1188"),
        ("Case #26-00714", "26-00714"),
        ("Case 26-00714", "26-00714"),
        ("Reference MPD-2026-0417", "MPD-2026-0417"),
        ("Re: Grand Jury Subpoena GJ-2026-3381", "GJ-2026-3381"),
        ("Case ID: 305I-NK-447", "305I-NK-447"),
        ("File number 2026-1044", "2026-1044"),
        ("12 May 2026          Docket 26-cv-118", "26-cv-118"),
        ("Our reference\nMPD-2026-0417", "MPD-2026-0417"),
        ("Our reference: MPD 2026 0417", "MPD 2026 0417"),
        ("Subject: Case No. 26-11873 - request", "26-11873"),
        ("Aktenzeichen 38-4471/26", "38-4471/26"),
        ("Of\u{ed}cio n\u{ba} 312/2026", "312/2026"),
        ("Reference: 2026/004-77 Please answer soon", "2026/004-77"),
        // Theirs, not the reader's.
        ("Your ref: RC-5512\nOur ref: 77", "77"),
    ] {
        assert_eq!(row(line)["reference"], number, "{line}");
    }
    for line in [
        "Your ref: RC-5512",
        "Your reference RC-5512",
        "Reference: see subject",
        "The case has 12 victims.",
        "Case: theft of 3 May",
    ] {
        let row = row(line);
        assert!(row["reference"].is_null(), "{line}: {row}");
    }
}

#[test]
fn the_day_on_which_an_answer_is_due_is_found_and_no_other() {
    for (line, day) in [
        ("Please reply before 1 April 2026.", "before 1 April 2026"),
        ("Please reply to a@police.gov by Friday.", "by Friday"),
        (
            "Please answer on or before March 30, 2026.",
            "on or before March 30, 2026",
        ),
        (
            "We need your reply within ten business days.",
            "within ten business days",
        ),
        (
            "Responder at\u{e9} 30 de mar\u{e7}o de 2026.",
            "at\u{e9} 30 de mar\u{e7}o de 2026",
        ),
        ("Respuesta antes del 30 de marzo.", "antes del 30 de marzo"),
        (
            "Wir bitten um Antwort bis zum 30. M\u{e4}rz 2026.",
            "bis zum 30. M\u{e4}rz 2026",
        ),
        ("Deadline: 30 March 2026", "30 March 2026"),
    ] {
        assert_eq!(row(line)["deadline"], day, "{line}");
    }
    for line in [
        "The account was closed by 30 March 2026.",
        "The user must answer the charges by 30 March 2026.",
        "Please reply soon. The account was used until 3 May 2026.",
        "Please find enclosed a warrant signed by Judge Smith on 3 May 2026.",
    ] {
        let row = row(line);
        assert!(row["deadline"].is_null(), "{line}: {row}");
    }
}

#[test]
fn a_list_shows_the_letterhead_and_not_the_agencys_own_page() {
    let row = row(
        "STATE OF OHIO\nBUREAU OF CRIMINAL INVESTIGATION\n\nServer: https://chat.example.org\n\
         See https://www.bci.example.gov or write to ann@bci.example.gov.",
    );
    assert_eq!(
        row["agency"],
        "STATE OF OHIO BUREAU OF CRIMINAL INVESTIGATION"
    );
    assert_eq!(row["servers"], serde_json::json!(["chat.example.org"]));
    let row = self::row("HM Revenue & Customs\n\n| Order | Production order, Crown Court |");
    assert_eq!(row["agency"], "HM Revenue & Customs");
}

/// A letter that came twice, on different days.
#[test]
fn what_was_not_read_is_not_called_the_same() {
    let mail = |day: &str, body: &str| {
        format!("From: a@police.gov\nDate: {day} Mar 2026 10:00:00 +0000\n\n{body}")
    };
    let (one, two) = (
        mail("3", "Please preserve @jdoe."),
        mail("4", "Please preserve @jdoe."),
    );
    let (empty, blank) = (mail("3", ""), mail("3", " "));
    let letters = [
        ("a.eml", one),
        ("b.eml", two),
        ("c.eml", empty),
        ("d.eml", blank),
    ];
    let letters = letters
        .each_ref()
        .map(|(name, mail)| (*name, mail.as_bytes()));
    let out = about_all(&letters, &[]);
    assert_eq!(out.matches("same text as").count(), 1, "{out}");
    assert!(out.contains("same text as a.eml"), "{out}");
}

#[test]
fn a_sender_cannot_add_a_line_to_the_report() {
    let mail = "From: a@b.gov\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n\r\n\
        Please preserve @jdoe on https://open.rocket.chat\r\n--X\r\nContent-Type: application/pdf\r\n\
        Content-Disposition: attachment; filename*=utf-8''a%0AFound%20%28required%29%1B%5B31m%E2%80%AE.pdf\r\n\r\n%PDF\r\n--X--\r\n";
    let out = about("letter.eml", mail.as_bytes(), &[]);
    assert!(
        out.contains("Attachments that were not read:\n  a Found (required) [31m.pdf\n"),
        "{out}"
    );
    assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
}

//! Text pasted or typed into the wrong field moves to the right one, and the page says so.

use crate::harbour::{labels, revised, today};
use request_builder::answers::{Answer, Date, Draft, Field, Invalid};
use request_builder::session::{Account, Effect, Event, MovedValue, OtherServer, Session, paste};

fn rescue() -> Session {
    let book = revised(&[(
        "id = \"boat-lights\"\n",
        "id = \"boat-lights\"\ntakes-from = [\"boat-name\"]\n",
    )]);
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Started("rescue".into()));
    session
}

fn host() -> Field {
    Field {
        question: "host".into(),
        entry: None,
    }
}

fn boat(question: &str, entry: usize) -> Field {
    Field {
        question: question.into(),
        entry: Some(entry),
    }
}

fn account(username: &str) -> Account {
    Account {
        username: username.into(),
        ..Account::default()
    }
}

fn text<'s>(session: &'s Session, field: &Field) -> &'s str {
    let group = field.entry.map(|_| "boat".into());
    let answer = session.answers().at(group.as_ref(), field);
    answer.and_then(Answer::text).unwrap_or_default()
}

fn pasted(field: &Field, what: &str) -> Session {
    let mut session = rescue();
    assert_eq!(
        session.update(Event::Pasted(field.clone(), what.into())),
        None
    );
    session
}

#[test]
fn a_link_to_a_message_gives_the_server_and_is_kept() {
    let link = "https://port.harbour.example/?msg=abc";
    let session = pasted(&host(), link);
    assert_eq!(text(&session, &host()), "https://port.harbour.example");
    assert_eq!(text(&session, &boat("boat-lights", 0)), link);
    assert!(session.has_rewritten());
    let moved = session.view().moved;
    // That the link is kept, where the officer looks, and with the way to it.
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].0.field, host());
    assert_eq!(moved[0].1, boat("boat-lights", 0));
    let session = pasted(&boat("boat-name", 0), link);
    assert_eq!(text(&session, &host()), "https://port.harbour.example");
    assert_eq!(text(&session, &boat("boat-name", 0)), "");
    assert_eq!(text(&session, &boat("boat-lights", 0)), link);
}

#[test]
fn a_wrong_link_that_is_corrected_does_not_stay_in_the_letter() {
    let wrong = "https://pier.harbour.example/channel/nets?msg=abc";
    let right = "https://port.harbour.example/?msg=def";
    let lights = boat("boat-lights", 0);
    // Another link, an address that is pasted, one that is typed.
    let mut session = pasted(&host(), wrong);
    session.update(Event::Pasted(host(), right.into()));
    assert_eq!(text(&session, &lights), right);
    let mut session = pasted(&host(), wrong);
    session.update(Event::Pasted(host(), "port.harbour.example".into()));
    assert_eq!(text(&session, &lights), "");
    let mut session = pasted(&boat("boat-name", 0), wrong);
    session.update(Event::Pasted(boat("boat-name", 0), "Uncle Dee".into()));
    let typed = Answer::Text("port.harbour.example".into());
    session.update(Event::Entered(host(), typed));
    session.update(Event::LeftField(host()));
    assert_eq!(text(&session, &lights), "Uncle Dee");
    assert!(session.has_rewritten());
    // The same server written otherwise, and links that the officer typed there, stay.
    let mut session = pasted(&host(), right);
    session.update(Event::Pasted(
        host(),
        "https://port.harbour.example/".into(),
    ));
    assert_eq!(text(&session, &lights), right);
    let mut session = rescue();
    session.update(Event::Entered(lights.clone(), Answer::Text(wrong.into())));
    session.update(Event::Pasted(host(), right.into()));
    assert_eq!(text(&session, &lights), [wrong, "\n", right].concat());
}

#[test]
fn what_is_typed_is_moved_once_its_field_is_left() {
    let mut session = rescue();
    let name = boat("boat-name", 0);
    let typed = Answer::Text("uncle dee".into());
    session.update(Event::Entered(name.clone(), typed));
    assert_eq!(text(&session, &name), "uncle dee");
    assert!(!session.has_rewritten());
    session.update(Event::LeftField(name.clone()));
    assert_eq!(text(&session, &name), "");
    assert_eq!(text(&session, &boat("boat-lights", 0)), "uncle dee");
    assert!(session.has_rewritten());
    session.update(Event::LeftField(name));
    assert!(!session.has_rewritten());
}

#[test]
fn an_address_or_a_display_name_is_appended_to_the_existing_answer() {
    let mut session = pasted(&boat("boat-name", 0), "dee@anyone.example");
    session.update(Event::Pasted(boat("boat-name", 0), "Uncle Dee".into()));
    assert_eq!(
        text(&session, &boat("boat-lights", 0)),
        "dee@anyone.example\nUncle Dee"
    );
}

#[test]
fn a_username_loses_its_at_sign_and_nothing_else_is_said() {
    let session = pasted(&boat("boat-name", 0), " @ann ");
    assert_eq!(text(&session, &boat("boat-name", 0)), "ann");
    assert_eq!(session.view().moved, []);
    let session = pasted(&host(), "@ann");
    assert_eq!(text(&session, &host()), "");
    assert_eq!(text(&session, &boat("boat-name", 0)), "ann");
}

#[test]
fn correct_text_is_left_unchanged() {
    for (field, what) in [
        (host(), "port.harbour.example"),
        (host(), "https://port.harbour.example/"),
        (host(), "the one with the blue door"),
        (boat("boat-name", 0), "ann"),
        (boat("boat-name", 0), "ann.bell-2"),
        (boat("boat-colour", 0), "a, b, c"),
    ] {
        let session = pasted(&field, what);
        assert_eq!(text(&session, &field), what);
        assert!(!session.has_rewritten(), "{what}");
    }
    let session = rescue();
    let name = boat("boat-name", 0);
    let person = paste("Bell, Ann", &name, session.answers(), session.book());
    assert_eq!(
        person.map(|pasted| pasted.moved),
        Some(vec![MovedValue {
            field: boat("boat-lights", 0),
            message: "request-moved-rest",
            what: "Bell, Ann".into(),
        }])
    );
}

#[test]
fn a_list_of_accounts_becomes_entries() {
    for list in [
        "@ann\n@ben\n\n@cara",
        "ann, ben, cara",
        "@ann @ben @cara",
        "ann;ben\tcara",
        "1. ann\n2. ben\n3) cara",
        "- ann\n- “ben”\n• cara",
        "boat-name,server\nann,port.harbour.example\nben,https://port.harbour.example/\ncara,port.harbour.example",
    ] {
        let session = pasted(&boat("boat-name", 0), list);
        let names = [0, 1, 2].map(|entry| text(&session, &boat("boat-name", entry)).to_owned());
        assert_eq!(names, ["ann", "ben", "cara"], "{list}");
        assert_eq!(session.answers().entries(&"boat".into()), 3);
        assert!(session.other_servers().is_empty());
    }
}

#[test]
fn quotation_marks_around_a_username_are_left_out() {
    for typed in ["“ann”", "\"ann\"", "‘@ann’", "« ann »"] {
        let session = pasted(&boat("boat-name", 0), typed);
        assert_eq!(text(&session, &boat("boat-name", 0)), "ann", "{typed}");
    }
}

#[test]
fn links_to_two_servers_make_two_letters_and_none_is_lost() {
    let links = "https://port.harbour.example/?msg=7 and https://sea.example.org/?msg=1";
    let more = "\nhttps://port.harbour.example/?msg=2";
    for (field, typed) in [
        (host(), [links, more].concat()),
        (
            boat("boat-name", 0),
            [links, more].concat().replace(" and", ""),
        ),
    ] {
        let mut session = pasted(&field, &typed);
        assert_eq!(text(&session, &host()), "https://port.harbour.example");
        assert_eq!(text(&session, &boat("boat-name", 0)), "");
        assert_eq!(
            text(&session, &boat("boat-lights", 0)),
            "https://port.harbour.example/?msg=7\nhttps://port.harbour.example/?msg=2"
        );
        let other = OtherServer {
            server: "https://sea.example.org".into(),
            links: vec!["https://sea.example.org/?msg=1".into()],
            ..OtherServer::default()
        };
        assert_eq!(session.other_servers(), [other]);
        session.update(Event::StartedForServer("https://sea.example.org".into()));
        assert_eq!(text(&session, &host()), "https://sea.example.org");
        assert_eq!(
            text(&session, &boat("boat-lights", 0)),
            "https://sea.example.org/?msg=1"
        );
    }
}

#[test]
fn a_link_to_another_server_stays_out_of_this_letter() {
    let mut session = pasted(&host(), "port.harbour.example");
    let link = "https://sea.example.org/?msg=7";
    session.update(Event::Pasted(boat("boat-name", 0), link.into()));
    assert_eq!(text(&session, &boat("boat-lights", 0)), "");
    assert_eq!(session.other_servers()[0].links, [link]);
    let moved = session.view().moved;
    assert_eq!(moved[0].0.field, boat("boat-name", 0));
}

#[test]
fn the_address_of_a_server_is_taken_out_of_a_sentence() {
    let session = pasted(
        &host(),
        "Please look at https://port.harbour.example/?msg=9, thanks",
    );
    assert_eq!(text(&session, &host()), "https://port.harbour.example");
    let link = "https://port.harbour.example/?msg=9";
    assert_eq!(text(&session, &boat("boat-lights", 0)), link);
    let session = pasted(&host(), "ann@sea.example.org");
    assert_eq!(text(&session, &host()), "");
    assert_eq!(
        text(&session, &boat("boat-lights", 0)),
        "ann@sea.example.org"
    );
}

#[test]
fn a_display_name_with_an_at_sign_is_no_username() {
    for name in ["@Uncle Dee", "@john doe", "@Maria da Silva"] {
        let session = pasted(&boat("boat-name", 0), name);
        assert_eq!(text(&session, &boat("boat-name", 0)), "", "{name}");
        let kept = text(&session, &boat("boat-lights", 0)).to_owned();
        assert_eq!(kept, name.trim_start_matches('@'));
    }
}

#[test]
fn a_list_of_plain_names_is_no_display_name() {
    for list in ["ann\nben\ncara", "@ann\n@ben\n@cara", "ann\tben\tcara"] {
        let session = pasted(&boat("boat-name", 0), list);
        let names: Vec<&str> = (0..3)
            .map(|entry| text(&session, &boat("boat-name", entry)))
            .collect();
        assert_eq!(names, ["ann", "ben", "cara"], "{list:?}");
    }
}

#[test]
fn accounts_with_their_servers_are_accounts_of_their_own() {
    for list in [
        "@mo.k (port.harbour.example), @xaver99 (chat.example-verein.de)",
        "@mo.k:port.harbour.example, @xaver99:chat.example-verein.de",
    ] {
        let session = pasted(&boat("boat-name", 0), list);
        assert_eq!(text(&session, &boat("boat-name", 0)), "mo.k", "{list}");
        assert_eq!(text(&session, &boat("boat-lights", 0)), "", "{list}");
        let [other] = session.other_servers() else {
            panic!(
                "{list}: {:?} {:?}",
                session.other_servers(),
                session.answers()
            );
        };
        assert_eq!(other.accounts, [account("xaver99")], "{list}");
    }
    let session = pasted(&boat("boat-name", 0), "@jd:port.harbour.example, @ab");
    assert_eq!(text(&session, &boat("boat-name", 0)), "jd");
    assert_eq!(text(&session, &boat("boat-name", 1)), "ab");
}

#[test]
fn a_whole_email_in_the_field_of_the_server_gives_its_account_and_says_what_is_not_used() {
    let email = "Hello officer, please look at https://port.harbour.example/?msg=abc\n\
        The account is @crypto_hans, his mail hans.w@proton.example. He took my savings.";
    let session = pasted(&host(), email);
    assert_eq!(text(&session, &host()), "https://port.harbour.example");
    assert_eq!(text(&session, &boat("boat-name", 0)), "crypto_hans");
    let kept = text(&session, &boat("boat-lights", 0));
    assert_eq!(kept, "https://port.harbour.example/?msg=abc");
    let moved = session.view().moved;
    let unused = labels().interface.get("request-moved-unused").to_owned();
    assert!(
        moved.iter().any(|(moved, _)| moved.text == unused),
        "{moved:?}"
    );
}

#[test]
fn words_around_a_server_address_are_used_or_reported_as_unused() {
    let words = "[[words]]\nid = \"username-columns\"\nwords = [\"user|username\"]\n\n[[words]]\nid = \"server-columns\"\nwords = [\"server\"]\n\n[[words]]\nid = \"red\"\n";
    let book = revised(&[("[[words]]\nid = \"red\"\n", words)]);
    for (typed, name, is_all_used) in [
        ("port.harbour.example, user ann", "", false),
        ("Server: port.harbour.example; Username: ann", "ann", true),
        ("port.harbour.example (quay), user @ann", "ann", false),
        ("port.harbour.example bob", "", false),
        ("the server is at port.harbour.example", "", false),
        ("server: port.harbour.example", "", true),
        ("The user posted on port.harbour.example", "", false),
        ("user posted on port.harbour.example", "", false),
        ("port.harbour.example (user ann)", "", false),
        ("port.harbour.example, hosted by Harbour", "", false),
    ] {
        let mut session = Session::new(book.clone(), labels(), today());
        session.update(Event::Started("rescue".into()));
        session.update(Event::Pasted(host(), typed.into()));
        assert_eq!(text(&session, &host()), "port.harbour.example", "{typed}");
        assert_eq!(text(&session, &boat("boat-name", 0)), name, "{typed}");
        let unused = labels().interface.get("request-moved-unused").to_owned();
        let moved = session.view().moved;
        let is_told = moved.iter().any(|(moved, _)| moved.text == unused);
        assert_eq!(is_told, !is_all_used, "{typed}");
    }
}

#[test]
fn in_the_field_of_the_server_a_host_is_the_server_whatever_its_ending() {
    for (typed, server, name) in [
        (
            "chat.hospital.com.br (hospital)",
            "chat.hospital.com.br",
            "",
        ),
        (
            "chat.hospital.com.br, hospedado pela Harbour",
            "chat.hospital.com.br",
            "",
        ),
        (
            "chat.hospital.com.br - hospedado",
            "chat.hospital.com.br",
            "",
        ),
        ("chat.schule.de (Schule)", "chat.schule.de", ""),
        ("chat.schule.de, @kev.h", "chat.schule.de", "kev.h"),
        ("im.foo.io (dev)", "https://im.foo.io", ""),
        ("im.foo.io @kev.h", "https://im.foo.io", "kev.h"),
        ("im.foo.io, @kev.h", "https://im.foo.io", "kev.h"),
        ("foo.io (the company)", "https://foo.io", ""),
        (
            "maria.silva on port.harbour.example",
            "port.harbour.example",
            "",
        ),
        ("server.is not known", "server.is not known", ""),
        (
            "user max.mu on the community server",
            "user max.mu on the community server",
            "",
        ),
        (
            "the one with the blue door, e.g. ours",
            "the one with the blue door, e.g. ours",
            "",
        ),
    ] {
        let session = pasted(&host(), typed);
        assert_eq!(text(&session, &host()), server, "{typed}");
        assert_eq!(text(&session, &boat("boat-name", 0)), name, "{typed}");
        assert_eq!(text(&session, &boat("boat-lights", 0)), "", "{typed}");
    }
    for (typed, server, name) in [
        ("rocket.raccoon.1", "", "rocket.raccoon.1"),
        ("chat.lover.99", "", "chat.lover.99"),
        ("192.0.2.17", "192.0.2.17", ""),
        ("jan.van.dijk", "", "jan.van.dijk"),
    ] {
        let session = pasted(&boat("boat-name", 0), typed);
        assert_eq!(text(&session, &host()), server, "{typed}");
        assert_eq!(text(&session, &boat("boat-name", 0)), name, "{typed}");
    }
}

#[test]
fn a_username_of_another_network_brings_its_server() {
    for typed in ["@bob:sea.example.org", "bob:sea.example.org"] {
        let session = pasted(&boat("boat-name", 0), typed);
        assert_eq!(text(&session, &boat("boat-name", 0)), "bob");
        assert_eq!(text(&session, &host()), "sea.example.org");
    }
    let mut session = pasted(&host(), "port.harbour.example");
    session.update(Event::Pasted(
        boat("boat-name", 0),
        "bob:port.harbour.example".into(),
    ));
    assert_eq!(text(&session, &boat("boat-name", 0)), "bob");
    assert!(session.other_servers().is_empty());
    let session = pasted(&boat("boat-name", 0), "https://chat.sea.de/direct/bob");
    assert_eq!(text(&session, &host()), "https://chat.sea.de/direct/bob");
}

#[test]
fn a_deadline_today_is_compared_with_the_time_if_that_is_known() {
    let book = revised(&[(
        "kinds = [\"records\"]\nnot-before = \"sailed\"\n",
        "kinds = [\"records\"]\nmust-be = \"future\"\n",
    )]);
    let landed = boat("landed", 0);
    let is_over = |typed: &str, minute: Option<i64>| {
        let mut session = Session::new(book.clone(), labels(), today());
        session.update(Event::Started("records".into()));
        if let Some(minute) = minute {
            session.set_now(today(), today().days_since_1970() * 24 * 60 + minute);
        }
        session.update(Event::Entered(landed.clone(), Answer::Text(typed.into())));
        let problems = session.view().review.problems;
        problems
            .iter()
            .any(|problem| problem.reason == Invalid::Over)
    };
    let ten = Some(10 * 60);
    for (typed, minute, expected) in [
        ("2024-06-01 09:59 UTC", ten, true),
        ("2024-06-01 11:30 +02:00", ten, true),
        ("2024-06-01 10:00 UTC", ten, false),
        ("2024-06-01 09:00 -02:00", ten, false),
        ("2024-05-31 23:00 -12:00", ten, false),
        ("2024-06-01", ten, false),
        ("2024-05-31", ten, true),
        ("2024-06-01 09:59 UTC", None, false),
        ("2024-05-31 23:00 UTC", None, true),
    ] {
        assert_eq!(is_over(typed, minute), expected, "{typed}");
    }
}

#[test]
fn the_message_about_a_moved_text_disappears_once_the_field_is_edited() {
    let mut session = pasted(&boat("boat-name", 0), "dee@anyone.example");
    assert_eq!(session.view().moved.len(), 1);
    let name = Answer::Text("ann".into());
    session.update(Event::Entered(boat("boat-name", 0), name));
    assert_eq!(session.view().moved, []);
}

#[test]
fn a_list_fills_entries_that_are_free_and_names_no_account_twice() {
    let mut session = rescue();
    for (entry, name) in [(0, "zoe"), (1, "ben")] {
        session.update(Event::Entered(
            boat("boat-name", entry),
            Answer::Text(name.into()),
        ));
    }
    session.update(Event::Added("boat".into()));
    session.update(Event::Pasted(boat("boat-name", 2), "ann, ben, cara".into()));
    let names: Vec<&str> = (0..4)
        .map(|entry| text(&session, &boat("boat-name", entry)))
        .collect();
    assert_eq!(names, ["zoe", "ben", "ann", "cara"]);
}

#[test]
fn accounts_on_two_servers_never_get_into_one_letter() {
    let list = "ann, port.harbour.example\nben, sea.example.org\ncara, port.harbour.example\ndan\neve, sea.example.org";
    let mut session = pasted(&boat("boat-name", 0), list);
    assert_eq!(text(&session, &host()), "port.harbour.example");
    let names: Vec<&str> = (0..3)
        .map(|entry| text(&session, &boat("boat-name", entry)))
        .collect();
    assert_eq!(names, ["ann", "cara", "dan"]);
    let other = OtherServer {
        server: "sea.example.org".into(),
        accounts: vec![account("ben"), account("eve")],
        ..OtherServer::default()
    };
    assert_eq!(session.other_servers(), [other]);

    let mail = Field {
        question: "mail".into(),
        entry: None,
    };
    let me = Answer::Text("me@coast.example".into());
    session.update(Event::Entered(mail.clone(), me));
    let effect = session.update(Event::StartedForServer("sea.example.org".into()));
    assert_eq!(effect, Some(Effect::Refilled("who".into())));
    assert_eq!(text(&session, &host()), "sea.example.org");
    assert_eq!(text(&session, &boat("boat-name", 0)), "ben");
    assert_eq!(session.answers().entries(&"boat".into()), 2);
    assert_eq!(text(&session, &mail), "me@coast.example");
    // The first letter can be gone back to, and keeps what is only in it.
    assert_eq!(session.other_servers().len(), 1);
    assert!(session.is_unsaved());
    let phone = Answer::Text("Ann's".into());
    session.update(Event::Entered(boat("boat-lights", 1), phone.clone()));
    session.update(Event::StartedForServer("port.harbour.example".into()));
    assert_eq!(text(&session, &host()), "port.harbour.example");
    let names = [0, 1, 2].map(|entry| text(&session, &boat("boat-name", entry)).to_owned());
    assert_eq!(names, ["ann", "cara", "dan"]);
    assert_eq!(text(&session, &boat("boat-lights", 1)), "");
    assert_eq!(text(&session, &mail), "me@coast.example");
    session.update(Event::StartedForServer("sea.example.org".into()));
    assert_eq!(text(&session, &boat("boat-name", 1)), "eve");
    assert_eq!(text(&session, &boat("boat-lights", 1)), "Ann's");
}

/// What accounts a pasted text becomes, each as `username/what else/server`; those on other servers
/// after a semicolon.
fn accounts_of(list: &str) -> String {
    let words = "[[words]]\nid = \"username-columns\"\nwords = [\"user|account\", \"user_name\"]\n\n[[words]]\nid = \"list-words\"\nwords = [\"and|und|&|/\"]\n\n[[words]]\nid = \"identifying-columns\"\nwords = [\"name\", \"display name\", \"user id\", \"phone\"]\n\n[[words]]\nid = \"server-columns\"\nwords = [\"server|host\"]\n\n[[words]]\nid = \"red\"\n";
    let book = revised(&[
        ("[[words]]\nid = \"red\"\n", words),
        (
            "id = \"boat-lights\"\n",
            "id = \"boat-lights\"\ntakes-from = [\"boat-name\"]\n",
        ),
    ]);
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Started("rescue".into()));
    session.update(Event::Pasted(boat("boat-name", 0), list.into()));
    let own = (0..session.answers().entries(&"boat".into())).map(|entry| {
        let name = text(&session, &boat("boat-name", entry));
        [name, "/", text(&session, &boat("boat-lights", entry))].concat()
    });
    let own: Vec<String> = own.collect();
    let others = session.other_servers().iter().flat_map(|other| {
        let accounts = other.accounts.iter();
        accounts.map(|it| format!("; {}/{}/{}", it.username, it.rest, other.server))
    });
    let others: Vec<String> = others.collect();
    [own.join(" "), others.concat()].concat()
}

#[test]
fn a_pasted_table_has_one_account_in_each_row() {
    for (list, expected) in [
        (
            "user,email\ntamsin.k,tk@mailbox.example\nhob_n,",
            "tamsin.k/tk@mailbox.example hob_n/",
        ),
        (
            "No.,Name,User,Host\n1,Tamsin Keel,tamsin.k,sea.example.org\n2,\"Novak, Hob\",hob_n,sea.example.org",
            "tamsin.k/Tamsin Keel hob_n/Novak, Hob",
        ),
        (
            "Server;Username;Display name;E-mail\nsea.example.org;hob_n;Hob;\nport.harbour.example;vela;Vela;v@mail.example",
            "hob_n/Hob; vela/Vela, v@mail.example/port.harbour.example",
        ),
        (
            "Username\tServer\tNotes\nann\tsea.local-net.io\tbuyer\nben\tsea.local-net.io\tseller, \"old\"",
            "ann/ ben/",
        ),
        // Without heads, one column has the usernames.
        ("ann,buyer\nben,seller", "ann/ ben/"),
        ("Bell,Ann,ann.b\nKeel,Tam,tam.k", "ann.b/ tam.k/"),
        (
            "ann,a@mail.example\nben,b@mail.example",
            "ann/a@mail.example ben/b@mail.example",
        ),
        ("1,ann\n2,ben", "ann/ ben/"),
        // What else identifies an account.
        (
            "User ID,User,Phone,Notes\nk2x9,ann,555 1234,buyer\nz7q1,ben,,",
            "ann/k2x9, 555 1234 ben/z7q1",
        ),
        (
            "1. Robert Smith (@bob77)\n2. Ann Lee (@annl)",
            "bob77/Robert Smith annl/Ann Lee",
        ),
        (
            "Robert Smith (@bob77) on sea.example.org",
            "bob77/Robert Smith",
        ),
        (
            "| User | Host |\n|---|:--|\n| ann | sea.example.org |\n| ben | sea.example.org |",
            "ann/ ben/",
        ),
        ("12345\n67890", "12345/ 67890/"),
        // No column is one of usernames.
        (
            "Ann Bell,a@mail.example\nTam Keel,t@mail.example",
            "/Ann Bell,a@mail.example\nTam Keel,t@mail.example",
        ),
        ("ann,ann@mail.example,Ann", "ann/ann@mail.example, Ann"),
    ] {
        assert_eq!(accounts_of(list), expected, "{list}");
    }
}

#[test]
fn a_pasted_list_has_one_account_in_each_item() {
    for (list, expected) in [
        (
            "1. @ann (sea.example.org)\n2. @ben (sea.example.org)",
            "ann/ ben/",
        ),
        (
            "ann on sea.example.org\nben on sea.example.org",
            "ann/ ben/",
        ),
        ("@ann, @ben and @cara", "ann/ ben/ cara/"),
        (
            "Hi Tom, the accounts are:\n1. @ann  (seller)\n2) ben_2  – admin of the #nets room\n3. m.keller – on sea.example.org, not open\nCheers, Ingrid\nSent from my phone",
            "ann/seller ben_2/admin of the #nets room m.keller/",
        ),
        ("@ann\n@ben\n\nSent from my phone", "ann/ ben/"),
        (
            "Hello,\nplease see the accounts of the gang on sea.example.org:\n1. @ann (seller)\n2. @ben\nRegards",
            "/Hello,\nplease see the accounts of the gang on sea.example.org:\n1. @ann (seller)\n2. @ben\nRegards",
        ),
        (
            "1. ann\n2. ben\nand also carl_9",
            "/1. ann\n2. ben\nand also carl_9",
        ),
        (
            "Please see:\n- call me\n- thanks",
            "/Please see:\n- call me\n- thanks",
        ),
        ("ann,ben", "ann/ ben/"),
        // A word before the list, and the label of each line.
        ("Suspects:\nann\nben", "ann/ ben/"),
        ("Conta:\n@ann", "ann/"),
        ("Suspects: ann, ben", "ann/ ben/"),
        ("suspect: @ann victim: @ben", "ann/ ben/"),
        // "and" and its like.
        ("ann, ben and cara", "ann/ ben/ cara/"),
        (
            "bad.guy, worse.guy und third_one",
            "bad.guy/ worse.guy/ third_one/",
        ),
        ("ann / ben", "ann/ ben/"),
        ("ann & ben", "ann/ ben/"),
        ("\"ann\",\"ben\"", "ann/ ben/"),
        // What a chat program copies with each message.
        (
            "[30.11.26, 10:11:12] Tom: @ann\n[30.11.26, 10:11:14] Tom: @ben",
            "ann/ ben/",
        ),
        (
            "[14/11/2026, 10:11] Maria: @ann\n[14/11/2026, 10:12] Maria: @ben\n[14/11/2026, 10:12] Maria: it is them",
            "ann/ ben/",
        ),
        ("@ann:sea.example.org\n@ben:sea.example.org", "ann/ ben/"),
        (
            "message https://sea.example.org/?msg=1",
            "/message https://sea.example.org/?msg=1",
        ),
    ] {
        assert_eq!(accounts_of(list), expected, "{list}");
    }
}

#[test]
fn columns_of_a_table_that_are_not_used_are_reported() {
    let unused = labels().interface.get("request-moved-unused").to_owned();
    for (table, is_told) in [
        ("ann\tmet our informant\nben\tsold to us", true),
        ("ann\nben", false),
        ("ann\ta@mail.example\nben\t", false),
        ("Suspect's father: @bob on port.harbour.example", true),
        ("@bob77 Robert Smith (Bobby)", true),
        ("@bob77 (Bobby)", false),
        (
            "The suspect wrote threats to us (@bob77) on port.harbour.example",
            true,
        ),
    ] {
        let moved = pasted(&boat("boat-name", 0), table).view().moved;
        let told = moved.iter().any(|(moved, _)| moved.text == unused);
        assert_eq!(told, is_told, "{table}");
    }
}

/// A letter that names one account, the mailbox and its writer.
const LETTER: &str = "Harbour County Police\nTo: Harbour Ltd, desk@harbour.example\n\n\
    Please keep the records of the account @rat on https://port.harbour.example for 90 days. The girl Mia Hale, 9, \
    got messages from it on 3 May 2024, and her mother told us of them on the next day. We will send an order.\n\
    Detective Mark Ruiz, ruiz@county.example, tel. 555 0100. Please confirm that you have got this letter.";

#[test]
fn a_whole_letter_stays_where_it_was_pasted_and_is_no_answer() {
    let field = |name: &str| Field {
        question: name.into(),
        entry: None,
    };
    let line = LETTER.replace('\n', " ");
    for name in [boat("boat-name", 0), field("mail")] {
        let session = pasted(&name, LETTER);
        assert_eq!(text(&session, &name), line, "{name:?}");
        assert_eq!(text(&session, &host()), "", "{name:?}");
        assert_eq!(text(&session, &boat("boat-lights", 0)), "", "{name:?}");
        let problems = session.view().review.problems;
        let here = problems.iter().find(|problem| problem.field == name);
        assert_eq!(here.map(|it| it.reason), Some(Invalid::TooMuch), "{name:?}");
    }
    // The field of the server takes the server and the username out of it, and nothing else.
    let session = pasted(&host(), LETTER);
    assert_eq!(text(&session, &host()), "https://port.harbour.example");
    assert_eq!(text(&session, &boat("boat-name", 0)), "rat");
    assert_eq!(text(&session, &boat("boat-lights", 0)), "");
    let unused = labels().interface.get("request-moved-unused").to_owned();
    let moved = session.view().moved;
    assert!(
        moved.iter().any(|(moved, _)| moved.text == unused),
        "{moved:?}"
    );
}

#[test]
fn labels_in_any_language_identify_nobody() {
    for (typed, name) in [
        (
            "Perfil: @coroa.pix  servidor: https://port.harbour.example/direct/x",
            "coroa.pix",
        ),
        ("User: @bob77 Server: port.harbour.example", "bob77"),
        (
            "account @bob77 (Robert) at https://port.harbour.example",
            "bob77",
        ),
        ("Konto @bob77 auf port.harbour.example", "bob77"),
    ] {
        for field in [host(), boat("boat-name", 0)] {
            let session = pasted(&field, typed);
            assert!(
                text(&session, &host()).contains("port.harbour.example"),
                "{typed}"
            );
            assert_eq!(text(&session, &boat("boat-name", 0)), name, "{typed}");
            let kept = text(&session, &boat("boat-lights", 0));
            assert!(
                matches!(kept, "" | "Robert") || kept.starts_with("https://"),
                "{typed}: {kept}"
            );
            assert!(!session.view().moved.is_empty(), "{typed}");
        }
    }
}

#[test]
fn a_link_without_its_scheme_or_made_harmless_is_kept_as_a_link() {
    for (link, server, kept) in [
        (
            "hxxps://port[.]harbour[.]example/?msg=1",
            "https://port.harbour.example",
            "https://port.harbour.example/?msg=1",
        ),
        (
            "port.harbour.example/?msg=1",
            "port.harbour.example",
            "https://port.harbour.example/?msg=1",
        ),
        (
            "https://go.harbour.example/room?host=sea.example.org&path=%3Fmsg%3D1",
            "https://sea.example.org",
            "https://sea.example.org/?msg=1",
        ),
    ] {
        let session = pasted(&host(), link);
        assert_eq!(text(&session, &host()), server, "{link}");
        assert_eq!(text(&session, &boat("boat-lights", 0)), kept, "{link}");
    }
}

#[test]
fn in_a_case_with_two_servers_each_file_names_its_own() {
    let server = |list: &str| {
        let mut session = pasted(&boat("boat-name", 0), list);
        let authority = Field {
            question: "authority".into(),
            entry: None,
        };
        session.update(Event::Entered(authority, Answer::Text("yes".into())));
        session.view().letter.expect("a letter").file.server
    };
    let one = server("ann, port.harbour.example\nben, port.harbour.example");
    assert_eq!(one, None);
    let two = server("ann, port.harbour.example\nben, sea.example.org");
    assert_eq!(two.as_deref(), Some("port.harbour.example"));
}

#[test]
fn a_draft_from_another_day_asks_to_check_who_and_when_and_clears_ticks() {
    let book = revised(&[("id = \"order\"\n", "id = \"order\"\nkept = true\n")]);
    let mut session = Session::new(book.clone(), labels(), today());
    session.update(Event::Started("records".into()));
    for (question, text) in [("mail", "me@coast.example"), ("reason", "A reason.")] {
        let field = Field {
            question: question.into(),
            entry: None,
        };
        session.update(Event::Entered(field, Answer::Text(text.into())));
    }
    session.update(Event::Entered(
        boat("sailed", 0),
        Answer::Text("1.3.2024".into()),
    ));
    session.update(Event::Ticked("stamped".into(), true));
    let draft = session.draft();
    let tomorrow = Date::parse("2024-06-02").expect("a day");

    let mut same_day = Session::new(book.clone(), labels(), today());
    same_day.update(Event::Opened(Box::new(draft.clone())));
    assert_eq!(same_day.view().stale, None);
    assert_eq!(same_day.answers().ticked, ["stamped".into()]);

    let mut labels = labels();
    let text = ("request-draft-stale", "It is from {day}.");
    labels.interface.0.insert(text.0.into(), text.1.into());
    let mut later = Session::new(book, labels, tomorrow);
    later.update(Event::Opened(Box::new(draft)));
    let stale = later.view().stale.expect("it is a day old");
    assert_eq!(stale.text, "It is from 2024-06-01.");
    let questions: Vec<&str> = stale.fields.iter().map(|it| it.question.as_str()).collect();
    assert_eq!(
        questions,
        ["sailed", "reason"],
        "what is asked beside a date"
    );
    assert!(later.answers().ticked.is_empty());
    assert_eq!(later.at().as_str(), "order", "who signs is asked first");
    let mark = |session: &Session| session.view().letter.and_then(|letter| letter.draft);
    assert!(mark(&later).is_some(), "unchecked answers are a draft");
    let missing = mark(&later);
    assert_eq!(later.draft().saved, "2024-06-01", "it was not checked");
    later.update(Event::ConfirmedDraft);
    assert_eq!(later.draft().saved, "2024-06-02");
    assert_eq!(later.view().stale, None);
    assert_eq!(mark(&later), missing, "what is missing is said either way");

    later.update(Event::StartedAnother);
    let given: Vec<&str> = later
        .answers()
        .given
        .keys()
        .map(request_builder::rules::QuestionId::as_str)
        .collect();
    assert_eq!(given, ["mail"]);
    assert_eq!(later.answers().kind, None);
    assert!(later.answers().groups.is_empty());
}

#[test]
fn an_old_draft_says_the_day_that_is_counted_from_it() {
    let counted = |day: &str| {
        let mut labels = labels();
        for (key, text) in [
            ("ahead", "It is {reminder.day}. Days left: {reminder.late}."),
            (
                "past",
                "It was {reminder.day}. Days since: {reminder.late}.",
            ),
        ] {
            let key = format!("reminder.high-water.{key}");
            labels.texts.insert(key, text.to_owned());
        }
        let book = revised(&[]);
        let mut session = Session::new(book.clone(), labels.clone(), today());
        session.update(Event::Started("rescue".into()));
        let draft = Draft::parse(session.draft().to_json().as_bytes()).expect("a draft");
        let day = Date::parse(day).expect("a day");
        let mut session = Session::new(book, labels, day);
        session.update(Event::Opened(Box::new(draft)));
        let stale = session.view().stale.expect("it is old");
        let (_, counted) = stale
            .text
            .split_once(' ')
            .expect("days are counted from it");
        counted.to_owned()
    };
    assert_eq!(counted("2024-06-02"), "It is 2024-07-01. Days left: 29.");
    assert_eq!(counted("2024-07-01"), "It is 2024-07-01. Days left: 0.");
    assert_eq!(counted("2024-07-11"), "It was 2024-07-01. Days since: 10.");
}

#[test]
fn an_extension_knows_the_date_of_its_first_request() {
    let book = revised(&[(
        "id = \"records\"\n",
        "id = \"records\"\nextends = { kind = \"rescue\", date = \"order-date\" }\n",
    )]);
    let mut session = Session::new(book.clone(), labels(), today());
    session.update(Event::Started("rescue".into()));
    assert_eq!(session.view().extension, Some("records".into()));
    let draft = session.draft();
    let later = Date::parse("2024-07-15").expect("a day");
    let mut session = Session::new(book, labels(), later);
    session.update(Event::Opened(Box::new(draft)));
    session.update(Event::StartedExtension);
    assert_eq!(session.answers().kind, Some("records".into()));
    let date = Field {
        question: "order-date".into(),
        entry: None,
    };
    assert_eq!(text(&session, &date), "2024-06-01");
    assert_eq!(session.view().extension, None);
}

#[test]
fn a_date_is_read_once_and_the_field_keeps_what_was_typed() {
    let months = "[[words]]\nid = \"months\"\nwords = [\"January\", \"February\", \"March\", \"April\", \"May\", \"June\", \"July\", \"August\", \"September\", \"October\", \"November\", \"December\"]\n\n[[words]]\nid = \"red\"\n";
    let book = revised(&[("[[words]]\nid = \"red\"\n", months)]);
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Started("records".into()));
    let typed = "1 March 2024, 23:59 EST";
    let sailed = boat("sailed", 0);
    session.update(Event::Entered(sailed.clone(), Answer::Text(typed.into())));
    assert_eq!(text(&session, &sailed), typed);
    let view = session.view();
    assert_eq!(
        view.read_as,
        [(sailed.clone(), "2024-03-01, 23:59 (UTC−05:00)".to_owned())]
    );
    let answers: Vec<&str> = view.rows.iter().map(|row| row.answer.as_str()).collect();
    assert!(
        answers.contains(&"2024-03-01, 23:59 (UTC−05:00)"),
        "{answers:?}"
    );
    // The letter may be read on another day.
    for (typed, written) in [
        ("today 18:00 UTC", format!("{} 18:00 UTC", today())),
        ("Hoje, 18h00 BRT", format!("{}, 18h00 BRT", today())),
        ("todayish", "todayish".to_owned()),
    ] {
        session.update(Event::Entered(sailed.clone(), Answer::Text(typed.into())));
        session.update(Event::LeftField(sailed.clone()));
        assert_eq!(text(&session, &sailed), written);
    }
    session.update(Event::Entered(
        sailed.clone(),
        Answer::Text("03/01/2024".into()),
    ));
    session.update(Event::LeftField(sailed));
    let view = session.view();
    assert_eq!(view.read_as, []);
    assert_eq!(view.messages.len(), 1);
    assert_eq!(view.messages[0].text, "2024-01-03 or 2024-03-01?");
    let draft = session.draft().to_json();
    assert!(draft.contains("03/01/2024"));
}

/// A form whose servers have rooms, usernames and pages in their links, and words for no answer.
fn with_routes() -> Session {
    let words = "[[words]]\nid = \"username-columns\"\nwords = [\"user|username\", \"user name\"]\n\n[[words]]\nid = \"user-routes\"\nwords = [\"/direct/\"]\n\n[[words]]\nid = \"server-columns\"\nwords = [\"address\"]\n\n[[words]]\nid = \"app-pages\"\nwords = [\"/home\", \"/admin/users/*/*\"]\n\n[[words]]\nid = \"no-answer\"\nwords = [\"unknown|nobody|tbc|@tbc\", \"see list\", \"i do not know\"]\n\n[[words]]\nid = \"red\"\n";
    let mut book = revised(&[
        ("[[words]]\nid = \"red\"\n", words),
        (
            "id = \"boat-lights\"\n",
            "id = \"boat-lights\"\ntakes-from = [\"boat-name\"]\n",
        ),
    ]);
    book.organisation.message_routes = ["/channel/", "/direct/"].map(str::to_owned).into();
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Started("rescue".into()));
    session
}

/// The server, username and what else identifies the account after a text was entered, as
/// `server/username/what else`.
fn read(field: &Field, typed: &str) -> String {
    let mut session = with_routes();
    session.update(Event::Pasted(field.clone(), typed.into()));
    assert!(session.other_servers().is_empty(), "{typed}");
    assert_eq!(session.answers().entries(&"boat".into()), 1, "{typed}");
    [host(), boat("boat-name", 0), boat("boat-lights", 0)]
        .map(|field| text(&session, &field).replace("https://", ""))
        .join(" / ")
}

#[test]
fn a_page_of_the_app_is_only_its_server() {
    for link in [
        "https://port.harbour.example/home",
        "https://port.harbour.example/home/",
        "https://port.harbour.example/admin/users",
        "https://port.harbour.example/invite/abc",
        "https://port.harbour.example/home?lang=en",
        "address:https://port.harbour.example/home",
        "hxxps://port[.]harbour[.]example/home",
        "https://go.harbour.example/invite?host=port.harbour.example&path=invite%2Fabc",
    ] {
        for field in [host(), boat("boat-name", 0)] {
            assert_eq!(read(&field, link), "port.harbour.example /  / ", "{link}");
        }
    }
    // A server of others may be in a folder.
    for (link, server) in [
        ("https://sea.example.org/chat", "sea.example.org/chat"),
        ("https://sea.example.org/chat/home", "sea.example.org/chat"),
        ("https://sea.example.org/home?lang=en", "sea.example.org"),
        (
            "https://sea.example.org/home/chat",
            "sea.example.org/home/chat",
        ),
    ] {
        let expected = [server, " /  / "].concat();
        assert_eq!(read(&host(), link), expected, "{link}");
    }
    assert_eq!(
        read(&host(), "https://sea.example.org/admin/users/info/abc"),
        "sea.example.org /  / sea.example.org/admin/users/info/abc"
    );
    let account = "https://port.harbour.example/admin/users/info/abc";
    assert_eq!(
        read(&host(), account),
        "port.harbour.example /  / port.harbour.example/admin/users/info/abc"
    );
}

#[test]
fn the_field_shows_the_server_that_the_letter_names() {
    for (typed, shown) in [
        (
            "https://search.example/url?q=https://sea.example.org",
            "https://sea.example.org",
        ),
        (
            "https://sea.example.org/login?redirect=https://sso.example.net",
            "https://sea.example.org/login",
        ),
        (
            "https://port.harbour.example/login?url=https://sso.example.net",
            "https://port.harbour.example",
        ),
        ("hxxps://sea[.]example[.]org", "https://sea.example.org"),
    ] {
        let session = pasted(&host(), typed);
        assert_eq!(text(&session, &host()), shown, "{typed}");
        assert!(!session.view().moved.is_empty(), "{typed}");
    }
}

#[test]
fn a_link_inside_another_one_is_taken_out() {
    for link in [
        "https://eur01.safelinks.protection.example/?url=https%3A%2F%2Fport.harbour.example%2Fchannel%2Fnets%3Fmsg%3DXy1&data=05",
        "https://search.example/url?q=https://port.harbour.example/channel/nets?msg=Xy1&sa=D",
        "https://defense.example/v2/url?u=https-3A__port.harbour.example_channel_nets-3Fmsg-3DXy1&d=Dw",
        "https://go.harbour.example/room?host=port.harbour.example&path=channel%2Fnets%3Fmsg%3DXy1",
    ] {
        for field in [host(), boat("boat-name", 0)] {
            let expected = "port.harbour.example /  / port.harbour.example/channel/nets?msg=Xy1";
            assert_eq!(read(&field, link), expected, "{link}");
        }
    }
    let several = "See https://search.example/url?q=https://port.harbour.example/channel/a&sa=D\nand https://safe.example/?url=https%3A%2F%2Fport.harbour.example%2Fchannel%2Fb&data=ann%40harbour.example";
    assert_eq!(
        read(&host(), several),
        "port.harbour.example /  / port.harbour.example/channel/a\nport.harbour.example/channel/b"
    );
    let ids = "https://go.harbour.example/room?host=port.harbour.example&rid=Ab1&mid=Xy1";
    assert_eq!(
        read(&host(), ids),
        "port.harbour.example /  / port.harbour.example/?rid=Ab1&msg=Xy1"
    );
}

#[test]
fn a_link_to_the_room_of_a_user_gives_the_username() {
    for (link, kept) in [
        ("https://port.harbour.example/direct/ann", ""),
        ("https://port.harbour.example/direct/ann/", ""),
        (
            "https://port.harbour.example/direct/ann?msg=Xy1",
            "port.harbour.example/direct/ann?msg=Xy1",
        ),
    ] {
        for field in [host(), boat("boat-name", 0)] {
            let expected = ["port.harbour.example / ann / ", kept].concat();
            assert_eq!(read(&field, link), expected, "{link}");
        }
    }
    // Also where the link was typed.
    let mut session = with_routes();
    let link = Answer::Text("https://port.harbour.example/direct/ann".into());
    session.update(Event::Entered(boat("boat-name", 0), link));
    session.update(Event::LeftField(boat("boat-name", 0)));
    assert_eq!(text(&session, &boat("boat-name", 0)), "ann");
    // The id of a room is no name.
    let link = "https://port.harbour.example/direct/hG2Qxv8RZ4mHk3LtY";
    assert!(read(&host(), link).contains("/  / port.harbour.example/direct/hG2"));
}

#[test]
fn a_username_is_taken_out_of_what_is_written_around_it() {
    for (typed, expected) in [
        (
            "@ann (Ann Lee, port.harbour.example)",
            "port.harbour.example / ann / Ann Lee",
        ),
        ("@ann@port.harbour.example", "port.harbour.example / ann / "),
        ("@ann - Ann Lee", " / ann / Ann Lee"),
        ("@ann – Ann Lee", " / ann / Ann Lee"),
        ("Ann Lee - @ann", " / ann / Ann Lee"),
        ("@ann (display name: Ann)", " / ann / display name: Ann"),
        ("@ann (victim: Ana Reyes)", " / ann / victim: Ana Reyes"),
        ("@ann - seen 12:30: at bar", " / ann / seen 12:30: at bar"),
        ("rabe.77 („Der Rabe“)", " / rabe.77 / Der Rabe"),
        ("victim – Ann Lee", " /  / victim – Ann Lee"),
        ("suspect (Ann Lee)", " /  / suspect (Ann Lee)"),
        ("@ann (@bob's friend)", " / ann / @bob's friend"),
        ("@ann,", " / ann / "),
        ("@ann.", " / ann / "),
        ("user=ann", " / ann / "),
        ("Username: @ann", " / ann / "),
        ("#nets", " /  / #nets"),
        ("@uncle bob 🎣", " /  / uncle bob 🎣"),
        ("@aunt may (verified)", " /  / aunt may (verified)"),
        ("@grandpa joe!", " /  / grandpa joe!"),
        ("rock and roll", " /  / rock and roll"),
    ] {
        assert_eq!(read(&boat("boat-name", 0), typed), expected, "{typed}");
    }
    for typed in [
        "@ann/@bob",
        "@ann & @bob",
        "@ann (Ann), @bob (Bob, the cook)",
        "@ann, @bob, port.harbour.example",
        "https://port.harbour.example/channel/nets, @ann, @bob",
    ] {
        let mut session = with_routes();
        session.update(Event::Pasted(boat("boat-name", 0), typed.into()));
        let names = [0, 1].map(|entry| text(&session, &boat("boat-name", entry)).to_owned());
        assert_eq!(names, ["ann", "bob"], "{typed}");
        let named = ["host", "boat-lights"].map(|name| {
            let entry = (name != "host").then_some(0);
            let question = name.into();
            text(&session, &Field { question, entry }).contains("port")
        });
        assert_eq!(named[0], typed.contains("port"), "{typed}");
        assert_eq!(named[1], typed.contains("channel"), "{typed}");
    }
    let sentence = "The account is @wolf99, server port.harbour.example. He wrote on 5 May.";
    assert_eq!(read(&host(), sentence), "port.harbour.example / wolf99 / ");
}

#[test]
fn a_phrase_for_no_answer_stays_in_its_field_with_a_message() {
    for typed in ["TBC", "see list", "I do not know.", "@tbc"] {
        for field in [host(), boat("boat-name", 0)] {
            let mut session = with_routes();
            session.update(Event::Entered(field.clone(), Answer::Text(typed.into())));
            session.update(Event::LeftField(field.clone()));
            assert_eq!(text(&session, &field), typed);
            assert_eq!(text(&session, &boat("boat-lights", 0)), "", "{typed}");
            let view = session.view();
            let is_told = view.messages.iter().any(|message| message.field == field);
            // In an emergency, nobody may know the server.
            assert_eq!(is_told, field != host(), "{typed} {:?}", view.messages);
        }
    }
}

#[test]
fn a_phrase_for_no_answer_may_be_a_username_behind_an_at_sign() {
    let name = boat("boat-name", 0);
    let mut session = with_routes();
    for (typed, is_told) in [("@nobody", false), ("nobody", true)] {
        session.update(Event::Entered(name.clone(), Answer::Text(typed.into())));
        session.update(Event::LeftField(name.clone()));
        assert_eq!(text(&session, &name), typed);
        let messages = session.view().messages;
        let told = messages.iter().any(|message| message.field == name);
        assert_eq!(told, is_told, "{typed} {messages:?}");
    }
}

#[test]
fn a_comma_in_a_server_name_is_read_as_a_dot() {
    let own = read(&host(), "port.harbour.example,");
    assert_eq!(own, "port.harbour.example /  / ");
    assert_eq!(read(&host(), "chat.acme,org"), "chat.acme.org /  / ");
}

#[test]
fn the_name_of_the_organisation_in_a_text_is_no_server() {
    let words = "[[words]]\nid = \"username-columns\"\nwords = [\"user|account\"]\n\n[[words]]\nid = \"server-columns\"\nwords = [\"server\"]\n\n[[words]]\nid = \"red\"\n";
    let mut book = revised(&[
        ("[[words]]\nid = \"red\"\n", words),
        (
            "id = \"boat-lights\"\n",
            "id = \"boat-lights\"\ntakes-from = [\"boat-name\"]\n",
        ),
    ]);
    book.organisation.name = "Harbour.Net".into();
    let server = "port.harbour.example";
    for (typed, address, name) in [
        (
            "account on Harbour.Net server port.harbour.example, user @bob",
            server,
            "bob",
        ),
        (
            "To Harbour.Net: please see https://port.harbour.example/direct/x?msg=1",
            "https://port.harbour.example",
            "",
        ),
        (
            "Harbour.Net user ann, server port.harbour.example, my mail is j.doe@fbi.example",
            server,
            "",
        ),
        (
            "Harbour.Net account @ann on https://port.harbour.example",
            "https://port.harbour.example",
            "ann",
        ),
        (
            "harbour.net account @ann on port.harbour.example",
            server,
            "ann",
        ),
        (
            "@ann on port.harbour.example (Harbour.Net Ltd)",
            server,
            "ann",
        ),
        ("Harbour.Net, the user ann", "Harbour.Net, the user ann", ""),
    ] {
        let mut session = Session::new(book.clone(), labels(), today());
        session.update(Event::Started("rescue".into()));
        session.update(Event::Pasted(host(), typed.into()));
        assert_eq!(text(&session, &host()), address, "{typed}");
        assert_eq!(text(&session, &boat("boat-name", 0)), name, "{typed}");
        assert_eq!(session.other_servers(), [], "{typed}");
    }
    let mut session = Session::new(book, labels(), today());
    session.update(Event::Started("rescue".into()));
    let name = boat("boat-name", 0);
    session.update(Event::Pasted(name, "Harbour.Net Support".into()));
    assert_eq!(
        text(&session, &boat("boat-lights", 0)),
        "Harbour.Net Support"
    );
}

#[test]
fn an_address_of_the_organisation_is_nobodys_in_the_letter() {
    for (field, mail) in [
        (host(), "desk@harbour.example"),
        (boat("boat-name", 0), "desk@harbour.example"),
    ] {
        let session = pasted(&field, mail);
        assert_eq!(text(&session, &field), mail);
        assert_eq!(text(&session, &boat("boat-lights", 0)), "");
    }
}

#[test]
fn what_is_left_of_a_sentence_identifies_nobody() {
    let contact = "Contact desk@harbour.example about @ann on port.harbour.example";
    for field in [host(), boat("boat-name", 0)] {
        let session = pasted(&field, contact);
        assert_eq!(text(&session, &host()), "port.harbour.example");
        assert_eq!(text(&session, &boat("boat-name", 0)), "ann");
        assert_eq!(text(&session, &boat("boat-lights", 0)), "");
        let moved = session.view().moved;
        let unused = labels().interface.get("request-moved-unused").to_owned();
        assert!(
            moved.iter().any(|(moved, _)| moved.text == unused),
            "{moved:?}"
        );
    }
    for (typed, name, rest) in [
        ("jan.k (Jan)", "jan.k", "Jan"),
        ("eleve_92 (Kévin D.)", "eleve_92", "Kévin D."),
        ("@eleve_92 (Kévin D.)", "eleve_92", "Kévin D."),
        ("@ann (anna)", "ann", "anna"),
        ("suspect (Jan Kok)", "", "suspect (Jan Kok)"),
        ("Maria da Silva @maria port.harbour.example", "maria", ""),
        ("Ann Lee @ann port.harbour.example", "ann", ""),
        (
            "Name: Ann Lee, user: @ann, server: port.harbour.example",
            "ann",
            "Ann Lee",
        ),
    ] {
        let session = pasted(&boat("boat-name", 0), typed);
        assert_eq!(text(&session, &boat("boat-name", 0)), name, "{typed}");
        assert_eq!(text(&session, &boat("boat-lights", 0)), rest, "{typed}");
        // The form says so.
        assert!(!session.view().moved.is_empty(), "{typed}");
    }
}

#[test]
fn a_server_that_is_not_known_may_be_said_in_words() {
    let words = "[[words]]\nid = \"no-server\"\nwords = [\"we only ~ app\"]\n\n[[words]]\nid = \"no-answer\"\nwords = [\"unknown\", \"not known\"]\n\n[[words]]\nid = \"red\"\n";
    let book = revised(&[("[[words]]\nid = \"red\"\n", words)]);
    let host = |typed: &str| {
        let mut session = Session::new(book.clone(), labels(), today());
        session.update(Event::Started("rescue".into()));
        let typed = Answer::Text(typed.into());
        session.update(Event::Entered(host(), typed));
        session.update(Event::LeftField(host()));
        let answers = session.answers().normalized(&book.rules).into_owned();
        let answer = answers.at(None, &host()).and_then(Answer::text);
        answer.unwrap_or_default().to_owned()
    };
    for typed in [
        "not known, they used Harbour Net app",
        "Unknown (Harbour.Net app)",
        "not known to us yet",
        "we only have the app",
    ] {
        assert_eq!(host(typed), "", "{typed}");
    }
    for typed in ["the school's server", "sea.example.org"] {
        assert_eq!(host(typed), typed);
    }
    assert_eq!(host("unknown, perhaps sea.example.org"), "sea.example.org");
}

#[test]
fn a_copied_letter_leaves_out_what_names_the_accounts_of_the_first() {
    let mut session = pasted(
        &boat("boat-name", 0),
        "ann, port.harbour.example\nzed, port.harbour.example\nben, sea.example.org\nzed, sea.example.org",
    );
    let reason = Field {
        question: "reason".into(),
        entry: None,
    };
    let enter = |session: &mut Session, typed: &str| {
        let typed = Answer::Text(typed.into());
        session.update(Event::Entered(reason.clone(), typed));
    };
    for (typed, kept) in [
        ("Messages of @ann's group", ""),
        ("ann wrote to the station", ""),
        ("Messages of (@Ann)", ""),
        ("Messages of @zed", "Messages of @zed"),
        ("The annual report", "The annual report"),
    ] {
        let mut session = session.clone();
        enter(&mut session, typed);
        session.update(Event::StartedForServer("sea.example.org".into()));
        assert_eq!(text(&session, &reason), kept, "{typed}");
        // What the second letter says is not in the first.
        enter(&mut session, "Messages of @ben");
        session.update(Event::StartedForServer("port.harbour.example".into()));
        assert_eq!(text(&session, &reason), typed);
    }
    enter(&mut session, "Messages of @ann");
    assert!(session.is_unsaved());
}

#[test]
fn a_day_in_words_before_a_time_that_cannot_be_read_is_written_in_words() {
    let months = ["x", "x", "x", "x", "x", "June"].map(str::to_owned);
    let date = |typed: &str| request_builder::answers::DateTime::with_date(typed, today(), &months);
    let written = |text: &str| Some(text.to_owned());
    assert_eq!(date("tonight 9 pm IST"), written("1 June 2024 9 pm IST"));
    assert_eq!(date("hoje 18h"), written("1 June 2024 18h"));
    assert_eq!(date("today 21:00 UTC"), written("2024-06-01 21:00 UTC"));
    assert_eq!(date("yesterday"), written("2024-05-31"));
    // The day may come last, and a word for the end first.
    assert_eq!(date("before 2pm CST today"), written("2024-06-01 2pm CST"));
    assert_eq!(date("até 18h de hoje"), written("1 June 2024 18h"));
    assert_eq!(date("9 am UTC tomorrow"), written("2024-06-02 9 am UTC"));
    assert_eq!(date("by tomorrow"), written("2024-06-02"));
    assert_eq!(date("22:00 UTC"), written("2024-06-01 22:00 UTC"));
    // A month, hours from and to, an evening, a day before another.
    for typed in [
        "2026-06",
        "2026-11",
        "1000-1200",
        "10:00-12:00",
        "tonight",
        "before tomorrow",
    ] {
        assert_eq!(date(typed), None, "{typed}");
    }
}

#[test]
fn a_list_pasted_behind_a_username_keeps_it() {
    // The page puts what was in the field first.
    let list = "@ann\nTargets:\n1) @ann - trader\n2) @ben_2\n3) Carla (manager)";
    let session = pasted(&boat("boat-name", 0), list);
    assert_eq!(text(&session, &boat("boat-name", 0)), "ann");
    assert_eq!(text(&session, &boat("boat-name", 1)), "ben_2");
    assert_eq!(text(&session, &boat("boat-lights", 0)), "");
}

#[test]
fn a_host_that_looks_like_the_organisations_is_asked_back() {
    for typed in ["p0rt.harbour.example", "www.port.harbour.example"] {
        let mut session = rescue();
        session.update(Event::Entered(host(), Answer::Text(typed.into())));
        session.update(Event::LeftField(host()));
        let advice = session.view().advice;
        let here = advice.iter().find(|it| it.field == host());
        let text = here.map(|it| it.text.as_str()).unwrap_or_default();
        assert_eq!(text, "Did you mean port.harbour.example?", "{typed}");
    }
}

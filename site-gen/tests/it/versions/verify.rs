//! What somebody can do to a built site or its lock, and how `verify` finds it.

use super::release::{SECOND, UNREAD, WORDS, logged_again, released};
use crate::support::{Run, Site, files, of, real_dist, sha256, site_gen, workspace};
use precompressed::Encoding;
use std::fs;

const LOCK: [&str; 3] = ["verify", "dist", "--lock"];
const TODAY: [&str; 2] = ["--today", "2026-04-01"];
const OLD: &str = "versions/2025-11-01/index.html";
const NEW: &str = "versions/2026-03-01/index.html";

/// A site with two released versions, of which the second is in force.
fn built() -> Site {
    let story = released();
    let summary = ["--summary", "One heading says what it means."];
    story
        .run(
            &[
                &["release", SECOND, "--today", "2026-02-20"],
                &summary[..],
                &UNREAD,
            ]
            .concat(),
        )
        .exits(0);
    story.built(TODAY[1], &[]);
    story
}

fn by_lock(story: &Site) -> Run {
    story.run(&[&LOCK[..], &["content/releases.lock"], &TODAY].concat())
}

fn by_content(story: &Site) -> Run {
    story.run(&[&["verify", "dist", "--content", "content"][..], &TODAY].concat())
}

/// The invented sites of the other tests have neither its title nor its texts.
#[test]
fn the_site_of_this_repository_is_proved_by_its_lock_and_by_its_content() {
    for (option, file) in [
        ("--lock", "content/releases.lock"),
        ("--content", "content"),
    ] {
        let mut verify = site_gen();
        verify.arg("verify").arg(real_dist());
        let out = verify.arg(option).arg(workspace().join(file)).output();
        Run::new(&out.expect("site-gen runs"), real_dist()).exits(0);
    }
}

/// Makes `SHA256SUMS` fit the files, as anyone who changed them can.
fn list_again(story: &Site) {
    let mut sums = String::new();
    for (path, content) in story.dist() {
        let path = path.to_string_lossy().replace('\\', "/");
        let path = path.trim_start_matches("./");
        if !["SHA256SUMS", ".site-gen", "_headers", ".nojekyll"].contains(&path) {
            sums += &format!("{}  {path}\n", sha256(content));
        }
    }
    fs::write(story.path("dist/SHA256SUMS"), sums).expect("written");
}

type Change = fn(&str) -> String;

/// Changes a page for a moment, in which the lock finds it.
fn finds_a_changed_page(
    story: &Site,
    what: &str,
    name: &str,
    change: Change,
    meanwhile: impl FnOnce(),
) {
    let path = story.path("dist").join(name);
    let page = fs::read_to_string(&path).expect("a page");
    let changed = change(&page);
    assert_ne!(changed, page, "{what}");
    fs::write(&path, changed).expect("written");
    list_again(story);
    let by_lock = by_lock(story);
    assert_eq!(by_lock.code, 1, "{what}: {}", by_lock.text);
    assert!(by_lock.text.contains(name), "{what}: {}", by_lock.text);
    meanwhile();
    fs::write(&path, page).expect("put back");
}

/// The words of a page in something that nobody sees, and other words in their place.
fn hidden(page: &str, begin: &str, end: &str) -> String {
    let other = "<section class=\"prose\"><p>Recordings are burnt after two days.</p></section>";
    page.replace("<article", &format!("{begin}<article"))
        .replace("</article>", &format!("</article>{end}{other}"))
}

fn in_head(page: &str, more: &str) -> String {
    page.replace("</head>", &format!("{more}</head>"))
}

#[test]
fn an_unchanged_site_is_what_was_released() {
    let story = built();
    let said = by_lock(&story).exits(0);
    let sums = story.text("dist/SHA256SUMS");
    let all = sha256(&sums);
    // The digests are of what was read: anybody can compute them.
    said.says(&format!("fingerprint of all {all}"))
        .says("2026-03-01  ");
    by_content(&story)
        .exits(0)
        .says("every file is, byte for byte, what the content builds to")
        .says(&all);
    // A link to the site of the day.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("dist", story.path("current")).expect("a link");
        let by_link = ["verify", "current", "--lock", "content/releases.lock"];
        let said = story.run(&[&by_link[..], &TODAY].concat()).exits(0);
        said.says(&all);
    }
    // Not every host keeps the file that marks the folder.
    let story = story.remove("dist/.site-gen");
    by_lock(&story).exits(0);
    by_content(&story).exits(0);
}

/// Found without the content, even if the list of checksums was made to fit.
#[test]
fn a_page_that_shows_anything_but_its_text_is_found_by_the_lock() {
    let cases: [(&str, &str, Change); 18] = [
        ("a comment", OLD, |page| hidden(page, "<!--", "-->")),
        ("a template", NEW, |page| {
            hidden(page, "<template>", "</template>")
        }),
        ("a hidden element", NEW, |page| {
            hidden(page, "<div hidden>", "</div>")
        }),
        ("a closed element", NEW, |page| {
            hidden(page, "<details>", "</details>")
        }),
        ("a script", NEW, |page| {
            hidden(page, "<script type=\"text/plain\">", "</script>")
        }),
        ("an inert element", OLD, |page| {
            hidden(page, "<div inert>", "</div>")
        }),
        ("capital letters", NEW, |page| {
            hidden(page, "<!--", "-->").replace("section", "ARTICLE")
        }),
        ("a style that hides", NEW, |page| {
            in_head(page, "<style>article p { display: none }</style>")
        }),
        ("a style that replaces", NEW, |page| {
            in_head(
                page,
                "<style>article { font-size: 0 } article::after { content: 'No.' }</style>",
            )
        }),
        ("a style sheet from elsewhere", NEW, |page| {
            in_head(
                page,
                "<link rel=\"stylesheet\" href=\"https://evil.example/a.css\">",
            )
        }),
        ("a style sheet in its address", OLD, |page| {
            in_head(
                page,
                "<link rel='Stylesheet' href='data:text/css,article{display:none}'>",
            )
        }),
        ("a refresh", OLD, |page| {
            in_head(
                page,
                "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example/\">",
            )
        }),
        ("a refresh of another page", "request/index.html", |page| {
            in_head(
                page,
                "<META HTTP-EQUIV=' Refresh ' content='0;url=//evil.example/'>",
            )
        }),
        ("another base", "404.html", |page| {
            in_head(page, "<base href=\"https://evil.example/\">")
        }),
        ("a program", NEW, |page| {
            page.replace("<main", "<script>document.write('No.')</script><main")
        }),
        ("a program from elsewhere", OLD, |page| {
            in_head(page, "<script src=\"https://evil.example/a.js\"></script>")
        }),
        ("a handler", OLD, |page| {
            page.replace("<body", "<body onload=\"x()\"")
        }),
        ("other words", "index.html", |page| {
            page.replace("twenty-one days", "two days")
        }),
    ];
    let story = built();
    for (what, name, change) in cases {
        finds_a_changed_page(&story, what, name, change, || {
            by_content(&story).exits(1).says(name);
        });
    }
    list_again(&story);
    by_lock(&story).exits(0);
}

const FAKE: &str = "<section><p>Recordings are burnt after two days.</p></section>";

fn around(page: &str, begin: &str, end: &str) -> String {
    page.replace("<article", &format!("{begin}<article"))
        .replace("</article>", &format!("</article>{end}{FAKE}"))
}

fn with(page: &str, attribute: &str) -> String {
    page.replace("<article", &format!("<article {attribute}"))
}

/// What somebody puts around a text, and into which page.
const AROUND: [(&str, &str, Change); 52] = [
    ("two parsers", NEW, |page| {
        let begin = format!("<noscript><p title=\"</noscript>{FAKE}<!--\"></p></noscript>");
        around(page, &begin, "<!-- -->")
    }),
    ("two parsers, a program", NEW, |page| {
        around(
            page,
            "",
            "<noscript><!--</noscript><script>x</script><!-- --></noscript>",
        )
    }),
    ("a class that hides", NEW, |page| {
        around(page, "<div class=\"visually-hidden\">", "</div>")
    }),
    ("a class for paper", OLD, |page| {
        around(page, "<div class=\"print-foot\">", "</div>")
    }),
    ("a class beside the known one", NEW, |page| {
        page.replace("text-columns", "text-columns visually-hidden")
    }),
    ("a class of the body", NEW, |page| {
        page.replace("<body", "<body class=\"visually-hidden\"")
    }),
    ("a class of the text", NEW, |page| {
        page.replace("class=\"prose\"", "class=\"prose visually-hidden\"")
    }),
    ("a role", NEW, |page| {
        with(page, "role=\"img\" aria-label=\"No.\"")
    }),
    ("a language", OLD, |page| with(page, "lang=\"fr\"")),
    ("a direction", NEW, |page| with(page, "dir=\"rtl\"")),
    ("the direction of the page", NEW, |page| {
        page.replacen("<html", "<html dir=\"rtl\"", 1)
    }),
    ("another character set", NEW, |page| {
        page.replacen("\"utf-8\"", "\"iso-2022-jp\"", 1)
    }),
    ("a character set before it", NEW, |page| {
        page.replacen("<head>", "<head><meta charset=\"windows-1252\">", 1)
    }),
    ("no document type", NEW, |page| {
        page.replacen("<!doctype html>", "", 1)
    }),
    ("a dialogue", NEW, |page| {
        around(page, "<dialog open>No.</dialog>", "")
    }),
    ("a drawing", "index.html", |page| {
        around(page, "<svg overflow=\"visible\"></svg>", "")
    }),
    ("an unknown element", NEW, |page| {
        around(page, "<fencedframe></fencedframe>", "")
    }),
    ("a stricter policy", NEW, |page| {
        in_head(
            page,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">",
        )
    }),
    ("an id of the text", NEW, |page| {
        let id = page.split("<h2 id=\"").find(|part| !part.contains("<html"));
        let id = id.and_then(|part| part.split('"').next()).unwrap_or("x");
        let id = page.split("aria-label=\"# ").nth(1).map_or(id, |_| {
            let before = page.split("class=\"permalink\" href=\"#").nth(1);
            before.and_then(|part| part.split('"').next()).unwrap_or(id)
        });
        around(page, &format!("<p id=\"{id}\">No.</p>"), "")
    }),
    ("another name of the tab", NEW, |page| {
        let end = page.find("</title>").expect("a title");
        let start = page.find("<title>").expect("a title");
        format!("{}<title>Fees{}", &page[..start], &page[end..])
    }),
    ("a second name of the tab", OLD, |page| {
        in_head(page, "<title>Fees</title>")
    }),
    ("a connection to elsewhere", NEW, |page| {
        in_head(page, "<link rel=\"dns-prefetch\" href=\"//evil.example\">")
    }),
    ("a referrer", OLD, |page| {
        in_head(page, "<meta name=\"referrer\" content=\"unsafe-url\">")
    }),
    ("another title", NEW, |page| {
        page.replacen("</h1>", ": repealed</h1>", 1)
    }),
    ("another title at the root", "index.html", |page| {
        page.replacen("</h1>", ": repealed</h1>", 1)
    }),
    ("another digest", NEW, |page| {
        let (before, after) = page.split_once("<dd><code>").unwrap_or((page, ""));
        let rest = after.get(64..).unwrap_or_default();
        format!("{before}<dd><code>{}{rest}", "0".repeat(64))
    }),
    ("another digest with soft hyphens", NEW, |page| {
        let (before, after) = page.split_once("<dd><code>").unwrap_or((page, ""));
        let rest = after.get(64..).unwrap_or_default();
        format!("{before}<dd><code>{}{rest}", "0badc0de&shy;".repeat(8))
    }),
    ("another digest in groups", OLD, |page| {
        around(page, &format!("<p>{}</p>", "0badc0de ".repeat(8)), "")
    }),
    ("another digest as an image", "index.html", |page| {
        let digest = "0badc0de".repeat(8);
        around(page, &format!("<img src=\"x.png\" alt=\"{digest}\">"), "")
    }),
    ("a mailbox above the text", NEW, |page| {
        page.replacen(
            "<main",
            "<p><a href=\"mailto:a@evil.example\">Write</a></p><main",
            1,
        )
    }),
    ("a place that no version has", OLD, |page| {
        page.replace("versions/2026-03-01/#", "versions/2026-03-01/../../evil/#")
    }),
    ("a link that browsers read otherwise", OLD, |page| {
        page.replace(
            "versions/2026-03-01/#",
            "versions/2026-03-01/?\\evil.example#",
        )
    }),
    ("words that stay in place over the text", NEW, |page| {
        let box_ = "<nav class=\"contents\"><div class=\"tasks\"><ul><li>No order is needed.</ul></div></nav>";
        around(page, box_, "")
    }),
    ("a style sheet of the form", NEW, |page| {
        let sheet = page.replace("assets/site-", "assets/request-");
        let link = sheet
            .lines()
            .find(|it| it.contains("request-") && it.contains("stylesheet"));
        in_head(page, link.expect("a style sheet"))
    }),
    ("a button that leads elsewhere", OLD, |page| {
        page.replace(
            "<a class=\"button\" href=\"../../request/\"",
            "<a class=\"button\" href=\"https://evil.example/\"",
        )
    }),
    ("a mailbox in plain words", "index.html", |page| {
        page.replacen("<main", "<p>Write to a@evil.example.</p><main", 1)
    }),
    ("a link that shows another host", NEW, |page| {
        page.replacen(
            "<main",
            "<p><a href=\"https://evil.example/\">larkspur.example</a></p><main",
            1,
        )
    }),
    ("a mailbox in several elements", NEW, |page| {
        page.replacen("<main", "<p>Write to law<b>@</b>evil.example.</p><main", 1)
    }),
    ("a link to another site beside the text", NEW, |page| {
        page.replacen(
            "<article",
            "<p><a href=\"https://evil.example/\">The new form</a></p><article",
            1,
        )
    }),
    ("a link of the emergency line", OLD, |page| {
        page.replacen(
            "<a href=\"../../request/#",
            "<a href=\"https://evil.example/#",
            1,
        )
    }),
    ("words for screen readers that turn", NEW, |page| {
        page.replacen("<main", "<p title=\"\u{202e}2602\">x</p><main", 1)
    }),
    ("a picture over the page, on paper", NEW, |page| {
        page.replacen(
            "</main>",
            "<div class=\"print-foot\" aria-hidden=\"true\"><img src=\"x.png\" alt=\"\"></div></main>",
            1,
        )
    }),
    ("another source in its record", NEW, |page| {
        page.replacen(
            "<a href=\"../../versions/2026-03-01/guidelines.md\"",
            "<a href=\"https://evil.example/versions/2026-03-01/guidelines.md\"",
            1,
        )
    }),
    ("a source that nobody sees", NEW, |page| {
        page.replacen(
            "<a href=\"../../versions/2026-03-01/guidelines.md\">",
            "<a href=\"../../versions/2026-03-01/guidelines.md\"></a><a href=\"../../versions/2025-11-01/guidelines.md\">",
            1,
        )
    }),
    ("a date that nobody sees", NEW, |page| {
        page.replacen(
            "<dd>2026-03-01</dd>",
            "<dd class=\"visually-hidden\">2026-03-01</dd><dd>2027-01-01</dd>",
            1,
        )
    }),
    ("its record", NEW, |page| {
        let (before, rest) = page
            .split_once("<aside class=\"record\"")
            .unwrap_or((page, ""));
        format!(
            "{before}{}",
            rest.split_once("</aside>").unwrap_or_default().1
        )
    }),
    ("an address in its record", NEW, |page| {
        let (site, _) = page
            .split_once("/versions/2026-03-01/</a>")
            .expect("its address");
        let site = site.rsplit('>').next().expect("a site");
        page.replace(
            &format!("{site}/versions/2026-03-01/"),
            "https://evil.example/versions/2026-03-01/",
        )
    }),
    ("a name of the tab after other words", NEW, |page| {
        page.replacen("<title>", "<title>Repealed: ", 1)
    }),
    ("no style sheet", NEW, |page| {
        page.replace(" rel=\"stylesheet\"", " rel=\"alternate stylesheet\"")
    }),
    ("a style sheet that is not there", "index.html", |page| {
        page.replace("assets/site-", "assets/site-0")
    }),
    ("a version at another site, at the foot", OLD, |page| {
        let link = "<a href=\"https://evil.example/versions/2026-03-01/\">In force</a></footer>";
        page.replacen("</footer>", link, 1)
    }),
    ("thousands of elements within each other", NEW, |page| {
        around(page, &"<div>".repeat(40_000), "")
    }),
];

/// Whether a screen reader or a style sheet hides the text, or a browser reads the page otherwise than
/// another parser: the page of a text has nothing but what this program puts there.
#[test]
fn added_content_around_a_text_is_found_by_the_lock() {
    let story = built();
    for (what, name, change) in AROUND {
        finds_a_changed_page(&story, what, name, change, || ());
    }
}

/// On any page, and by what hosts read.
#[test]
fn redirects_and_scripts_are_found_by_the_lock() {
    let story = built();
    for (name, more) in [
        (
            "versions/index.html",
            "<script>location='//evil.example'</script>",
        ),
        (
            "on/index.html",
            "<script>location='//evil.example'</script>",
        ),
        (
            "request/index.html",
            "<script>location='//evil.example'</script>",
        ),
        (
            "request/index.html",
            "<iframe src=\"//evil.example\"></iframe>",
        ),
        (
            "history/index.html",
            "<script src=\"//evil.example/a.js\"></script>",
        ),
        ("404.html", "<noscript>x</noscript>"),
        ("404.html", "<a href=\"mailto:law@evil.example\">Write</a>"),
        (
            "on/index.html",
            "<a href=\"https://evil.example/\">registrar@larkspur.example</a>",
        ),
        (
            "history/index.html",
            "<a href=\"mailto:registrar@larkspur.example?body=To%20law@evil.example\">Write</a>",
        ),
        ("404.html", "<img src=\"x\" onerror=\"x()\">"),
        ("_redirects", "/ https://evil.example/ 301\n"),
        (".htaccess", "Redirect / https://evil.example/\n"),
        ("_headers", "  Refresh: 0; url=https://evil.example/\n"),
        (
            "versions/index.html",
            "<link rel=\"prefetch\" href=\"//evil.example\">",
        ),
        ("feed.atom", "<?xml-stylesheet href=\"e.xsl\"?>"),
        ("e.svg", "<svg><script>x</script></svg>"),
    ] {
        let path = story.path("dist").join(name);
        let before = fs::read_to_string(&path).ok();
        let text = before.clone().unwrap_or_default();
        let changed = match text.rsplit_once("</body>") {
            Some((page, rest)) => format!("{page}{more}</body>{rest}"),
            None => text + more,
        };
        fs::write(&path, changed).expect("written");
        list_again(&story);
        let said = by_lock(&story);
        assert_eq!(said.code, 1, "{more} in {name}: {}", said.text);
        assert!(said.text.contains(name), "{more} in {name}: {}", said.text);
        match before {
            Some(text) => fs::write(&path, text).expect("put back"),
            None => fs::remove_file(&path).expect("removed"),
        }
    }
}

/// The markup of the text of a page.
fn article_of(page: &str) -> &str {
    let (_, article) = page
        .split_once("<article class=\"prose\">")
        .expect("a text");
    article.split_once("</article>").expect("its end").0
}

#[test]
fn files_that_honest_sites_have_are_accepted() {
    let story = built();
    for (name, content) in [
        ("pdf/versions/2025-11-01/guidelines.pdf", "x"),
        ("report.json.gz", "x"),
        ("docs/api/client.js", "x"),
        ("guide.pl.html", "<p>x"),
        ("images/404.svg", "<svg/>"),
        ("docs/sample.conf", "x"),
        (
            "news/feed.atom",
            "<feed><link href=\"https://blog.example/\"/><title type=\"html\">x</title></feed>",
        ),
        (
            "logo.svg",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>",
        ),
        (
            "old/me.html",
            "<link rel=\"me\" href=\"https://social.example/@larkspur\">",
        ),
        (
            "old/a.css",
            "@import \"b.css\"; p { background: image-set(url(\"a.png\") 1x) }",
        ),
        ("old/a.html", "<link rel=\"stylesheet\" href=\"a.css\">"),
    ] {
        let path = story.path("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("written");
    }
    compressed(&story, "sitemap-old.xml.gz", "<urlset/>");
    compressed(&story, "logo.svgz", "<svg/>");
    list_again(&story);
    by_lock(&story).exits(0);
}

fn compressed(story: &Site, name: &str, content: &str) {
    let file = Encoding::Gzip.compress(content.as_bytes());
    let path = story.path("dist").join(name);
    fs::write(path, file.expect("a file")).expect("written");
}

/// Each in a file of its own, so that one run finds them all.
#[test]
fn files_that_run_redirect_or_show_another_text_are_found() {
    let story = built();
    let old = story.text(&format!("dist/{OLD}"));
    let in_a_div = old
        .replace("<article", "<div")
        .replace("</article>", "</div>");
    let source = story.text("dist/versions/2025-11-01/guidelines.md");
    let program = "<script type=\"module\">x</script>";
    let headers = story.text("dist/_headers");
    let refresh = headers.replace("/*\n", "/*\nRefresh: 0; url=https://evil.example/\n");
    let rules = story.text("dist/versions/2025-11-01/requests.json");
    let wrapped = format!("Our guidelines\r\n{}", source.replace('\n', "\r\n"));
    let capitals = in_a_div.to_uppercase().replace("THE", "T\u{200b}HE");
    let feed = format!(
        "<div xmlns='http://www.w3.org/1999/xhtml'>{}</div>",
        article_of(&old)
    );
    let files: [(&str, &str); 54] = [
        ("_headers", &refresh),
        ("law/_headers", "/*\n"),
        ("serve.json", "{}"),
        ("middleware.ts", "x"),
        ("api/request.js", "x"),
        ("netlify/edge-functions/a.js", "x"),
        ("AUTH", "x:y"),
        ("law.php.txt", "x"),
        ("law.cshtml", "x"),
        ("api/request.go", "x"),
        (".netlify/functions/a.js", "x"),
        ("WEB-INF/web.xml", "<x/>"),
        ("on/more.txt", "x"),
        ("history/more/index.html", "<p>x"),
        ("old/versions/2025-11-01.html", "<p>x"),
        ("old/Versions/2025-11-01/more.html", "<p>x"),
        (
            "social.html",
            "<link rel=\"me stylesheet\" href=\"https://evil.example/\">",
        ),
        ("404.HTML", "<p>x"),
        ("history/INDEX.html", "<p>x"),
        ("on.htm", "<p>x"),
        ("old/request/offline.html", "<p>x"),
        ("en/versions/2025-11-01/more.txt", "x"),
        ("old/feed.atom", &feed),
        ("law.txt.gz", "x"),
        ("functions/_middleware.js", "x"),
        ("x.svg", "<!DOCTYPE svg [<!ENTITY e \"x\">]><svg>&e;</svg>"),
        ("x.XML", "<?xml-stylesheet href=\"e.xsl\"?><x/>"),
        ("x.mhtml", program),
        ("about.html.en", program),
        ("myrequest/offline.html", program),
        ("a/b/request/offline.html", program),
        ("on/more.html", "<a href=\"javascript:x\">y</a>"),
        (
            "history/more.html",
            "<form action=\"https://evil.example/\"></form>",
        ),
        ("request/more.html", "<p>x"),
        ("request/other/index.html", "<p>x"),
        ("request.html", "<p>x"),
        ("versions.html", "<p>x"),
        ("old/index.html", &in_a_div),
        (
            "xx/index.html",
            &in_a_div.replace("<main", "<p>More.</p><main"),
        ),
        ("guidelines.md", &source),
        ("guidelines.txt", &source),
        ("law.txt", &wrapped),
        ("requests.json", &rules),
        ("yy/index.html", &capitals),
        ("main.php", "x"),
        ("law/index.cgi", "x"),
        ("php.ini", "x"),
        (".vercel/output/config.json", "{}"),
        ("vercel.ts", "x"),
        ("versions./2026-03-01/index.html", "<p>x"),
        ("VERSIONS /x.txt", "x"),
        ("a\\b.txt", "x"),
        ("policy.html", "<script src=\"./assets/a.js\"></script>"),
        (
            "connect.html",
            "<link rel=\"preconnect\" href=\"//evil.example\">",
        ),
    ];
    for (name, content) in files {
        let path = story.path("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("written");
    }
    // Browsers show it as well.
    let utf_16 = source.encode_utf16().flat_map(u16::to_le_bytes);
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf_16).collect();
    fs::write(story.path("dist/utf-16.txt"), utf_16).expect("written");
    for name in ["law.xml.gz", "logo.svgz"] {
        compressed(&story, name, "<svg><script>x</script></svg>");
    }
    list_again(&story);
    let said = by_lock(&story).exits(1);
    let said = said.says("`utf-16.txt` contains the text of 2025-11-01, which is not in force");
    let said = said.says("`law.xml.gz` has").says("`logo.svgz` has");
    for (name, _) in files {
        assert!(
            said.text.contains(&format!("`{name}`")),
            "{name}: {}",
            said.text
        );
    }
}

#[test]
fn words_in_a_link_between_versions_are_found() {
    let story = built();
    let page = story.text(&format!("dist/{OLD}"));
    let (before, after) = page.split_once("<p class=\"elsewhere\">").expect("links");
    let (row, after_row) = after.split_once("</p>").expect("a row");
    let row = format!("<p class=\"elsewhere\">{row}</p>");
    for (what, changed) in [
        (
            "after a link",
            format!(
                "{before}<p class=\"elsewhere\">{}",
                after.replacen("</a></p>", "</a> No warrant is needed.</p>", 1)
            ),
        ),
        (
            "the row in a sentence",
            page.replacen(
                WORDS,
                &format!("Recordings are {row} burnt after 21 days"),
                1,
            ),
        ),
        (
            "the row between two sentences",
            page.replacen(WORDS, &format!("{WORDS}</p>{row}<p>"), 1),
        ),
        ("a second row", format!("{before}{row}{row}{after_row}")),
        (
            "a version that nobody released",
            page.replacen(">2026-03-01</a></p>", ">2026-03-09</a></p>", 1)
                .replace("versions/2026-03-01/#", "versions/2026-03-09/#"),
        ),
    ] {
        assert_ne!(changed, page, "{what}");
        fs::write(story.path("dist").join(OLD), changed).expect("written");
        list_again(&story);
        let said = by_lock(&story);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
    }
}

#[test]
fn a_superseded_text_as_the_front_page_is_found() {
    let story = built();
    let old = story.path("dist").join(OLD);
    // As the old version's page was at `/` while it was in force.
    let page = fs::read_to_string(old).expect("a page");
    let page = page.replace("../../", "./");
    fs::write(story.path("dist/index.html"), page).expect("written");
    list_again(&story);
    by_lock(&story).exits(1).says(
        "the page at `/` shows the version 2025-11-01; on 2026-04-01, 2026-03-01 is in force",
    );
    by_content(&story).exits(1);
}

#[test]
fn an_extra_page_is_found() {
    let story = built();
    for name in [
        "versions/2026-01-01.html",
        "versions/2026-01-01/index.html",
        "versions/2025-11-01/annex/index.html",
        "versions/2025-11-01/amended/1/index.html",
        "versions/2025-11-01/changes/more.html",
        // The first version has nothing to be compared with.
        "versions/2025-11-01/changes/index.html",
        "versions/2026-03-01/changes-from/2026-03-01/index.html",
        "versions/2026-03-01/x.xht",
        "versions/2026-01-01.xml",
        "versions/2026-03-01/guidelines.pdf",
        "versions/2026-03-01/annex.md",
        "versions/2026-03-01/annex",
        "Versions/2026-03-01/index.html",
        "VERSIONS/2026-03-02/index.html",
        "index.htm",
        "index.php",
        "versions/2026-03-01/INDEX.HTML",
        "request/blank/more.docx",
    ] {
        let path = story.path("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, "<p>No warrant is needed.").expect("written");
        list_again(&story);
        let said = by_lock(&story).exits(1);
        assert!(
            said.text.contains(name) || said.text.contains("version `2026-01-01`"),
            "{}",
            said.text
        );
        by_content(&story).exits(1).says(name);
        fs::remove_file(path).expect("removed");
        let _ = fs::remove_dir(story.path("dist/versions/2026-01-01"));
        for folder in [
            "versions/2025-11-01/annex",
            "versions/2025-11-01/amended/1",
            "versions/2025-11-01/amended",
            "versions/2025-11-01/changes",
            "versions/2026-03-01/changes-from/2026-03-01",
            "versions/2026-03-01/changes-from",
            "Versions/2026-03-01",
            "Versions",
            "VERSIONS/2026-03-02",
            "VERSIONS",
        ] {
            let _ = fs::remove_dir(story.path("dist").join(folder));
        }
    }
    list_again(&story);
    by_lock(&story).exits(0);
    let old = story.text(&format!("dist/{OLD}"));
    let source = story.text("dist/versions/2025-11-01/guidelines.md");
    let article = article_of(&old).replacen("<p>", "<title/><p title=\">\">", 1);
    let namespace = "http://www.w3.org/1999/xhtml";
    for (name, content) in [
        (
            "old.xhtml",
            format!("<html xmlns='{namespace}'>{article}</html>"),
        ),
        (
            "old.wsdl",
            format!("<html xmlns='{namespace}'>{article}</html>"),
        ),
        ("old.xml", format!("<a><![CDATA[{source}]]></a>")),
        ("old.html", format!("<!doctype html><pre>{source}</pre>")),
        ("old.txt", source.clone()),
    ] {
        fs::write(story.path("dist").join(name), content).expect("written");
        list_again(&story);
        by_lock(&story)
            .exits(1)
            .says(&format!("`{name}` "))
            .says("the text of 2025-11-01, which is not in force");
        fs::remove_file(story.path("dist").join(name)).expect("removed");
    }
    // The text of the first version, as if it were that of a translation.
    let old = old.replace("../../", "../");
    fs::create_dir(story.path("dist/pt-BR")).expect("a folder");
    fs::write(story.path("dist/pt-BR/index.html"), old).expect("written");
    list_again(&story);
    by_lock(&story)
        .exits(1)
        .says("`pt-BR/index.html` shows the text of 2025-11-01, which is not in force");
    let story = story.remove("dist/pt-BR/index.html");
    by_lock(&story)
        .exits(1)
        .says("`pt-BR/` is a folder without a file");
    by_content(&story).exits(1).says("pt-BR");
}

/// A pipe would be waited for without end, and a link leads to another file tomorrow.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    let story = built();
    for name in [
        "index.html",
        "SHA256SUMS",
        "SHA256SUMS.sig",
        ".site-gen",
        NEW,
        "versions/2026-03-01/guidelines.md",
        "versions/2026-03-01/requests.json",
        "request/index.html",
        "more.html",
    ] {
        let path = story.path("dist").join(name);
        let before = fs::read(&path).ok();
        for is_pipe in [true, false] {
            let _ = fs::remove_file(&path);
            if is_pipe {
                let made = std::process::Command::new("mkfifo").arg(&path).status();
                assert!(made.expect("a command").success(), "{name}");
            } else {
                std::os::unix::fs::symlink("404.html", &path).expect("a link");
            }
            for said in [by_lock(&story), by_content(&story)] {
                assert_eq!(said.code, 1, "{name}: {}", said.text);
                assert!(said.text.contains(name), "{name}: {}", said.text);
            }
        }
        fs::remove_file(&path).expect("removed");
        if let Some(content) = before {
            fs::write(&path, content).expect("put back");
        }
    }
    by_lock(&story).exits(0);
}

#[test]
fn a_list_of_checksums_in_another_form_is_found() {
    let story = built();
    let sums = story.text("dist/SHA256SUMS");
    for other in [
        format!("{}  index.html\n{sums}", "0".repeat(64)),
        sums.replace('\n', "\r\n"),
    ] {
        fs::write(story.path("dist/SHA256SUMS"), other).expect("written");
        by_lock(&story).exits(1).says("SHA256SUMS");
    }
    fs::write(story.path("dist/SHA256SUMS"), sums).expect("put back");
    fs::write(story.path("dist/.site-gen"), "other").expect("written");
    by_lock(&story)
        .exits(1)
        .says("`.site-gen` is not the file of a build");
}

/// No host serves the files that are for the host alone, so whoever downloads a site has none of them.
#[test]
fn a_downloaded_site_is_proved_like_the_built_one() {
    let story = built();
    let before = (
        by_lock(&story).exits(0).text,
        by_content(&story).exits(0).text,
    );
    let story = story
        .remove("dist/_headers")
        .remove("dist/.nojekyll")
        .remove("dist/.site-gen");
    let after = (
        by_lock(&story).exits(0).text,
        by_content(&story).exits(0).text,
    );
    assert_eq!(before, after);
    let sums = story.text("dist/SHA256SUMS");
    for line in sums.lines() {
        let (_, path) = line.split_once("  ").expect("a sum");
        assert!(story.path("dist").join(path).is_file(), "{path}");
    }
    // As a program for downloads may write it.
    let story = story.write("dist/.nojekyll", "x");
    by_content(&story).exits(1).says("`.nojekyll` differs");
}

/// Outside of the texts, the lock alone proves only that the files are those of the list; the
/// content proves every byte.
#[test]
fn any_other_file_is_found_by_the_list_or_by_the_content() {
    let story = built();
    let dist = files(&story.path("dist"));
    let program = dist
        .keys()
        .map(|path| path.to_string_lossy().into_owned())
        .find(|name| name.contains("request") && name.rsplit('.').next() == Some("js"))
        .expect("a program");
    let before = by_lock(&story).exits(0).text;
    for (what, name, from, to) in [
        (
            "the mailbox",
            "request/index.html",
            "registrar@larkspur.example",
            "registrar@larkspur-relay.example",
        ),
        ("the program", program.as_str(), "", "alert(1);"),
        (
            "the one-file form",
            "request/offline.html",
            "<main",
            "<p>No.<main",
        ),
        (
            "the headers",
            "_headers",
            "default-src 'none'",
            "default-src *",
        ),
        (
            "the rules",
            "versions/2026-03-01/requests.json",
            "older than 29 days",
            "older than 2 days",
        ),
        (
            "the list of versions",
            "versions/index.html",
            "2025-11-01",
            "2025-11-02",
        ),
        ("the feed", "feed.atom", "2026-03-01", "2026-03-02"),
    ] {
        let path = story.path("dist").join(name.trim_start_matches("./"));
        let text = fs::read_to_string(&path).expect("a file");
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{what}");
        fs::write(&path, changed).expect("written");
        let said = by_lock(&story);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
        let said = by_content(&story);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
        // Anyone who makes the list fit cannot make its digest fit.
        list_again(&story);
        assert_ne!(by_lock(&story).text, before, "{what}");
        let said = by_content(&story);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
        fs::write(&path, text).expect("put back");
        list_again(&story);
    }
    for (what, list) in [("empty", ""), ("no list", "x\n")] {
        fs::write(story.path("dist/SHA256SUMS"), list).expect("written");
        let said = by_lock(&story).exits(1);
        assert!(said.text.contains("SHA256SUMS"), "{what}: {}", said.text);
        by_content(&story).exits(1).says("SHA256SUMS");
    }
    let story = story.remove("dist/SHA256SUMS");
    by_lock(&story).exits(1).says("SHA256SUMS");
    by_content(&story).exits(1).says("SHA256SUMS");
}

/// The rules in the page are those of the lock, so the lock alone proves them and the mailbox.
#[test]
fn a_request_page_with_other_rules_or_another_mailbox_is_found_by_the_lock() {
    let story = built();
    let other = "registrar@larkspur-relay.example";
    for (what, from, to) in [
        ("a rule", "older than 29 days", "older than 2 days"),
        (
            "the mailbox of letters",
            "\"mailbox\":\"registrar@larkspur.example\"",
            "\"mailbox\":\"r@evil.example\"",
        ),
        (
            "the mailbox of links",
            "mailto:registrar@larkspur.example",
            &format!("mailto:{other}"),
        ),
        (
            "a copy to another mailbox",
            "mailto:registrar@larkspur.example",
            &format!("mailto:registrar@larkspur.example?cc={other}"),
        ),
        (
            "a link that browsers read otherwise",
            "mailto:registrar@larkspur.example",
            &format!("mail\tto:{other}"),
        ),
        (
            "a mailbox that is shown",
            "</main>",
            "<a href=\"mailto:registrar@larkspur.example\">r@evil.example</a></main>",
        ),
        (
            "the version in letters",
            "\"id\":\"2026-03-01\"",
            "\"id\":\"2025-11-01\"",
        ),
        (
            "the address in letters",
            "/versions/2026-03-01/\",\"digest\":\"",
            "/x/versions/2026-03-01/\",\"digest\":\"",
        ),
        (
            "the fingerprint in letters",
            "\"digest\":\"",
            "\"digest\":\"0",
        ),
        (
            "a style before the policy",
            "<meta http-equiv",
            "<style>main { display: none }</style><meta http-equiv",
        ),
        (
            "an answer",
            "type=\"checkbox\"",
            "type=\"checkbox\" checked",
        ),
        ("data under another name", "data-rulebook", "data-rulebuuk"),
        (
            "other data first",
            "<script type=\"application/json\" data-rulebook>",
            "<p data-rulebook></p><script type=\"application/json\" data-rulebook>",
        ),
    ] {
        for name in ["request/index.html", "request/offline.html"] {
            let path = story.path("dist").join(name);
            let page = fs::read_to_string(&path).expect("a page");
            let changed = page.replace(from, to);
            assert_ne!(changed, page, "{what} in {name}");
            fs::write(&path, changed).expect("written");
            list_again(&story);
            let said = by_lock(&story);
            assert_eq!(said.code, 1, "{what} in {name}: {}", said.text);
            assert!(said.text.contains(name), "{what}: {}", said.text);
            fs::write(&path, page).expect("put back");
        }
    }
    let blank = files(&story.path("dist/request/blank"));
    let blank = blank.keys().map(|path| path.to_string_lossy().into_owned());
    let blank = blank.map(|name| format!("request/blank/{}", name.trim_start_matches("./")));
    let pages = ["request/index.html", "request/offline.html"].map(str::to_owned);
    let stub = "<!doctype html><a href=\"mailto:registrar@larkspur.example\">Write</a>";
    for name in blank.chain(pages) {
        let path = story.path("dist").join(&name);
        let before = fs::read(&path).expect("a file");
        for changed in [Some(stub), None] {
            match changed {
                Some(text) => fs::write(&path, text).expect("written"),
                None => fs::remove_file(&path).expect("removed"),
            }
            list_again(&story);
            let said = by_lock(&story).exits(1);
            assert!(said.text.contains(&name), "{name}: {}", said.text);
        }
        fs::write(&path, before).expect("put back");
    }
    list_again(&story);
    by_lock(&story).exits(0);
}

#[test]
fn a_lost_or_shortened_lock_stops_the_build() {
    let lock = "content/releases.lock";
    let story = built();
    let text = story.text(lock);
    let second = text.find("[[version]]\ndate = \"2026-03-01\"").expect("it");
    let empty = "format = 2\n";
    for (what, change, why) in [
        ("removed", None, "`content/releases.lock` is missing"),
        ("emptied", Some(""), "the lock cannot be read"),
        (
            "without versions",
            Some(empty),
            "the lock has no entry for it",
        ),
        (
            "without the second version",
            Some(&text[..second]),
            "the log of the lock has a line for something that is not in the lock",
        ),
        (
            "with an entry twice",
            Some(&*format!("{text}{}", &text[second..])),
            "the lock has two entries of 2026-03-01",
        ),
    ] {
        match change {
            Some(text) => fs::write(story.path(lock), text).expect("written"),
            None => fs::remove_file(story.path(lock)).expect("removed"),
        }
        let said = story.run(&["build", "--today", "2026-04-01"]);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
        assert!(said.text.contains(why), "{what}: {}", said.text);
    }
    // Hidden files are not read.
    fs::write(story.path("content/.releases.lock"), &text).expect("written");
    fs::remove_file(story.path(lock)).expect("removed");
    story
        .run(&["build", "--today", "2026-04-01"])
        .exits(1)
        .says("`content/releases.lock` is missing");
    // With the copies gone as well, the days of release remain.
    let story = story.remove("content/releases");
    story
        .run(&["build", "--today", "2026-04-01"])
        .exits(1)
        .says("the version 2025-11-01 has a day of release, but the lock has no entry for it");
}

#[test]
fn digests_that_disagree_are_refused() {
    let story = built();
    let lock = "content/releases.lock";
    let text = story.text(lock);
    let read: toml::Table = text.parse().expect("it reads");
    let edition = &read["version"][1]["edition"][0];
    let of_version = edition["digest"].as_str().expect("a digest");
    let of_rules = read["version"][1]["rules"][0]["digest"].as_str();
    let of_block = edition["file"][0]["blocks"][2].as_str().expect("a block");
    let zero = "0".repeat(64);
    let edition_at = text.find(SECOND).expect("a log");
    for (what, changed, why) in [
        (
            "the edition",
            // Its digest, but not that of its file.
            text.replacen(
                &format!("digest = \"{of_version}\"\n\n[["),
                &format!("digest = \"{zero}\"\n\n[["),
                1,
            ),
            "is not that of its files",
        ),
        (
            "the rules",
            text.replace(
                &format!("digest = \"{}\"", of_rules.expect("rules")),
                &format!("digest = \"{zero}\""),
            ),
            "the log of the lock has no line for",
        ),
        (
            "a block",
            text.replace(of_block, &of_block.replace(&of_block[..64], &zero)),
            "the fingerprints of blocks in the lock are not those of",
        ),
        (
            "the log",
            format!(
                "{}{}",
                &text[..edition_at],
                text[edition_at..].replacen(&of_version[..8], "00000000", 1)
            ),
            "of the log",
        ),
    ] {
        assert_ne!(changed, text, "{what}");
        fs::write(story.path(lock), changed).expect("written");
        let said = story.run(&["check", "--today", "2026-04-01"]);
        assert_eq!(said.code, 1, "{what}: {}", said.text);
        assert!(said.text.contains(why), "{what}: {}", said.text);
        by_lock(&story).exits(1);
    }
}

#[test]
fn what_the_lock_contradicts_or_does_not_know_is_refused() {
    let story = built();
    let version = "content/guidelines/2025-11-01/version.toml";
    let text = story.text(version);
    let changed = text.replace("released = \"2025-11-01\"", "released = \"2024-03-01\"");
    assert_ne!(changed, text);
    let story = story.write(version, changed);
    let check = ["check", "--today", "2026-04-01"];
    story
        .run(&check)
        .exits(1)
        .says("was released on 2025-11-01, and not on 2024-03-01");
    let story = story.write(version, text);
    for stray in [
        "2025-11-01/1/annex.md",
        "2025-11-01/9.md",
        "2025-11-01/9/guidelines.md",
        "2025-11-01/+1/guidelines.md",
        "2025-11-01/rules/01.json",
        "2025-11-01/rules/1.json.json",
        "more.md",
    ] {
        let story = Site::like(story.folder()).write(&format!("content/releases/{stray}"), "x");
        let said = story.run(&check);
        assert_eq!(said.code, 1, "{stray}: {}", said.text);
    }
    story.run(&check).exits(0);
    // A folder with a day in the past is in force at once.
    let guidelines = story.text("content/guidelines/2026-03-01/guidelines.md");
    let story = story.write("content/guidelines/2026-03-20/guidelines.md", guidelines);
    story
        .run(&check)
        .exits(0)
        .says("the version 2026-03-20 is in force, but not released");
}

/// A lock that was made up anew agrees with itself, and not with a copy from before.
#[test]
fn a_history_cannot_be_rewritten_unnoticed() {
    let story = released();
    let earlier = story.text("content/releases.lock");
    let story = story.write("earlier.lock", &earlier);
    let summary = ["--summary", "One heading says what it means."];
    story
        .run(
            &[
                &["release", SECOND, "--today", "2026-02-20"],
                &summary[..],
                &UNREAD,
            ]
            .concat(),
        )
        .exits(0);
    story.built(TODAY[1], &[]);
    let verify = |lock: &str| {
        let earlier = ["--earlier", "earlier.lock"];
        story.run(&[&LOCK[..], &[lock], &earlier, &TODAY].concat())
    };
    verify("content/releases.lock").exits(0);
    // The same texts, as if the first one had been released on another day. Everyone can compute a log.
    let now = story.text("content/releases.lock");
    let other = now.replace("day = \"2025-11-01\"", "day = \"2025-10-30\"");
    let other = logged_again(&other.replace(" 2025-11-01 2025-11-01 ", " 2025-10-30 2025-11-01 "));
    assert_ne!(other, now);
    fs::write(story.path("other.lock"), other).expect("written");
    verify("other.lock")
        .exits(1)
        .says("something in the earlier lock is no longer in this one");
}

#[test]
fn a_lock_with_something_done_in_the_future_is_refused() {
    let story = built();
    let lock = story.text("content/releases.lock");
    let later = lock
        .replace("day = \"2026-02-20\"", "day = \"2099-02-20\"")
        .replace(" 2026-02-20 2026-03-01 ", " 2099-02-20 2026-03-01 ");
    fs::write(story.path("content/releases.lock"), logged_again(&later)).expect("written");
    by_lock(&story)
        .exits(1)
        .says("the lock has something of 2026-03-01 that was done on 2099-02-20, which is after");
    // The site of an earlier day fits a lock that went on.
    let story = built();
    story.built("2026-01-15", &[]);
    story
        .run(
            &[
                &LOCK[..],
                &["content/releases.lock", "--today", "2026-01-15"],
            ]
            .concat(),
        )
        .exits(0);
}

/// A reason is shown to readers, and may name the digest of a file that is nowhere else.
#[test]
fn a_digest_in_a_reason_is_one_of_the_lock() {
    let mut story = built();
    let quoted = [sha256("a signed copy"), sha256("another").to_uppercase()];
    let days = ["twenty-one days", "twenty days", "nineteen days"];
    for (days, digest) in days.windows(2).zip(&quoted) {
        for file in ["guidelines.md", "clauses.toml"] {
            story = story.replace(&of(SECOND, file), days[0], days[1]);
        }
        let reason = format!("The signed copy is SHA-256 {digest}");
        for what in ["--amend", "--rules"] {
            story
                .run(&[
                    "release",
                    what,
                    SECOND,
                    "--reason",
                    &reason,
                    "--today",
                    "2026-03-02",
                ])
                .exits(0);
        }
    }
    let dist = story.built(TODAY[1], &[]);
    for page in [NEW, "versions/index.html", "feed.atom"] {
        assert!(dist.text(page).contains(&quoted[0]), "{page}");
    }
    by_lock(&story).exits(0);
    // Another digest there is still found.
    let changed = dist.text(NEW).replace(&quoted[0], &sha256("forged"));
    fs::write(story.path("dist").join(NEW), changed).expect("written");
    list_again(&story);
    by_lock(&story).exits(1).says("which is not in the lock");
}

/// Readers compare the digests that a page lists with those of files, and letters with a mailbox.
#[test]
fn another_digest_or_mailbox_on_a_page_without_a_text_is_found_by_the_lock() {
    let story = built();
    let digest = "0123456789abcdef".repeat(4);
    let with_hyphen = digest.replacen('f', "f&shy;", 2);
    let glued = format!("<b>a</b>{digest}");
    let with_entity = digest.replacen('b', "&#98;", 1);
    for (what, name, begin, length, other) in [
        (
            "the list of versions",
            "versions/index.html",
            "<dd><code>",
            64,
            digest.as_str(),
        ),
        (
            "with soft hyphens",
            "versions/index.html",
            "<dd><code>",
            64,
            with_hyphen.as_str(),
        ),
        (
            "next to a letter",
            "versions/index.html",
            "<dd><code>",
            64,
            glued.as_str(),
        ),
        (
            "with an entity",
            "feed.atom",
            "SHA-256 of the text: ",
            64,
            with_entity.as_str(),
        ),
        (
            "the feed",
            "feed.atom",
            "SHA-256 of the text: ",
            64,
            digest.as_str(),
        ),
        (
            "the check of letters",
            "request/check/index.html",
            "\"mailbox\":\"",
            9,
            "registrat",
        ),
        (
            "what letters are searched for",
            "request/check/index.html",
            "\"points\":[{\"rule\":\"",
            1,
            "x",
        ),
        (
            "a link",
            "request/check/index.html",
            "\"mailto:",
            9,
            "registrat",
        ),
    ] {
        let path = story.path("dist").join(name);
        let page = fs::read_to_string(&path).expect("a page");
        let at = page.find(begin).expect(what) + begin.len();
        let changed = format!("{}{other}{}", &page[..at], &page[at + length..]);
        fs::write(&path, changed).expect("written");
        list_again(&story);
        let said = by_lock(&story).exits(1);
        assert!(said.text.contains(name), "{what}: {}", said.text);
        fs::write(&path, page).expect("put back");
    }
}

/// A part of a page, from the `at`th time that it begins to its end.
fn part<'p>(page: &'p str, begin: &str, end: &str, at: usize) -> &'p str {
    let (start, _) = page.match_indices(begin).nth(at).expect("its beginning");
    let length = page[start..].find(end).expect("its end") + end.len();
    &page[start..start + length]
}

/// What somebody changes in a list.
const LISTS: [(&str, &str, Change); 21] = [
    ("the list that nobody sees", "versions/index.html", |page| {
        let list = part(page, "<ol class=\"versions\"", "</ol>", 0);
        let other = list.replace("../versions/2025-11-01/", "../versions/2026-03-01/");
        page.replace(list, &format!("<div hidden>{list}</div>{other}"))
    }),
    (
        "the list in a closed element",
        "versions/index.html",
        |page| {
            let begin = "<details><summary>Archive</summary><ol class=\"versions\"";
            page.replace("<ol class=\"versions\"", begin)
        },
    ),
    ("a version of another day", "versions/index.html", |page| {
        page.replacen(
            "/\"><time datetime=\"2025-11-01\"",
            "/\"><time datetime=\"2025-12-01\"",
            1,
        )
    }),
    (
        "a link that shows another page",
        "versions/index.html",
        |page| {
            let address = part(page, "rel=\"canonical\" href=\"", "\">", 0);
            let address = address.trim_start_matches("rel=\"canonical\" href=\"");
            let address = address.trim_end_matches("\">");
            page.replace(
                "</main>",
                &format!("<a href=\"../on/\">{address}</a></main>"),
            )
        },
    ),
    ("what letters need", "request/check/index.html", |page| {
        page.replace(part(page, "<li class=\"check-point", "</li>", 0), "")
    }),
    (
        "the fingerprint of the one file",
        "request/index.html",
        |page| {
            let digest = part(page, "<code>", "</code>", 0);
            page.replace(
                digest,
                &format!("<code>{}</code>", "0123456789abcdef".repeat(4)),
            )
        },
    ),
    (
        "another program than its digest says",
        "on/index.html",
        |page| page.replace("integrity=\"sha384-", "integrity=\"sha384-A"),
    ),
    ("a source at another site", "versions/index.html", |page| {
        page.replace(
            "<a href=\"../versions/2025-11-01/guidelines.md\"",
            "<a href=\"https://evil.example/guidelines.md\"",
        )
    }),
    ("the days that nobody sees", "on/index.html", |page| {
        page.replace(
            "<tbody>",
            "<tbody><tr><td>today</td></tr></tbody><tbody hidden>",
        )
    }),
    ("another version on a day", "on/index.html", |page| {
        page.replacen("../versions/2025-11-01/\"", "../versions/2026-03-01/\"", 1)
    }),
    ("an entry that leads elsewhere", "feed.atom", |page| {
        let link = part(page, "<link rel=\"alternate\"", "/>", 1);
        page.replace(
            link,
            "<link rel=\"alternate\" type=\"text/html\" href=\"https://evil.example/\"/>",
        )
    }),
    ("a link in an entry", "feed.atom", |page| {
        page.replacen(
            "</div></content>",
            "<p><a href=\"https://evil.example/\">The new form</a></p></div></content>",
            1,
        )
    }),
    ("the fingerprints of two entries", "feed.atom", |page| {
        let [a, b] = [0, 1].map(|at| part(page, "<entry>", "</entry>", at));
        let id = |entry| part(entry, "<id>", "</id>", 0);
        page.replace(a, "X")
            .replace(b, &b.replace(id(b), id(a)))
            .replace('X', &a.replace(id(a), id(b)))
    }),
    ("an entry of no version", "feed.atom", |page| {
        let entry = part(page, "<entry>", "</entry>", 0);
        let other = entry.replace("/versions/2026-03-01/", "/versions/2027-01-01/");
        page.replace(entry, &format!("{other}{entry}"))
    }),
    ("a mailbox on a page without a text", "404.html", |page| {
        page.replace("</main>", "<p>Write to law@evil.example.</p></main>")
    }),
    ("a version is not listed", "versions/index.html", |page| {
        page.replace(part(page, "<li>\n<h2 class=\"version\"", "</li>", 1), "")
    }),
    (
        "the fingerprints of two versions are exchanged",
        "versions/index.html",
        |page| {
            let [a, b] = [0, 1].map(|at| part(page, "<dd><code>", "</code>", at));
            page.replace(a, "X").replace(b, a).replace('X', b)
        },
    ),
    (
        "a version is at another site",
        "versions/index.html",
        |page| {
            let to = "<h2 class=\"version\"><a href=\"https://evil.example/versions/";
            page.replacen("<h2 class=\"version\"><a href=\"../versions/", to, 1)
        },
    ),
    ("a version applies on other days", "on/index.html", |page| {
        page.replacen("data-from=\"2026-03-01\"", "data-from=\"2026-12-01\"", 1)
    }),
    ("a version is not in the feed", "feed.atom", |page| {
        page.replace(part(page, "<entry>", "</entry>", 0), "")
    }),
    ("a link shows another host", "history/index.html", |page| {
        page.replace(
            "</main>",
            "<a href=\"https://evil.example/\">www.larkspur.example</a></main>",
        )
    }),
];

#[test]
fn lists_that_differ_from_the_lock_are_found() {
    let story = built();
    for (what, name, change) in LISTS {
        finds_a_changed_page(&story, what, name, change, || ());
    }
    for name in ["history/index.html", "on/index.html"] {
        let path = story.path("dist").join(name);
        let page = fs::read(&path).expect("a page");
        fs::remove_file(&path).expect("removed");
        list_again(&story);
        by_lock(&story)
            .exits(1)
            .says(&format!("`{name}` is not in the site"));
        fs::write(&path, page).expect("put back");
    }
    // A policy that no page has.
    let headers = story.text("dist/_headers");
    let other = headers.replace("'sha256-", "'sha256-x' 'sha256-");
    fs::write(story.path("dist/_headers"), other).expect("written");
    list_again(&story);
    by_lock(&story)
        .exits(1)
        .says("`_headers` has a header, or a policy");
    fs::write(story.path("dist/_headers"), headers).expect("put back");
    // A page of one's own has no policy, so its style sheet must not load anything.
    let page = "<!doctype html><link rel=\"stylesheet\" href=\"own.css\">";
    let story = story
        .write("dist/own.html", page)
        .write("dist/own.css", "p { content: '\\201c' }");
    list_again(&story);
    by_lock(&story).exits(0);
    let story = story.write("dist/own.css", "@import \"https://evil.example/x.css\";");
    list_again(&story);
    by_lock(&story)
        .exits(1)
        .says("`own.css` loads something from another site, and `own.html` has no policy");
}

/// Without its log, the history that a lock holds could be rewritten.
#[test]
fn a_lock_without_its_log_stops_everything() {
    let mut story = built();
    let lock = story.text("content/releases.lock");
    let (head, log) = lock.split_once("log = [").expect("a log");
    let (_, versions) = log.split_once("]\n").expect("its end");
    let without = format!("{head}{versions}");
    for (lock, why) in [
        (without.clone(), "the log of the lock has no line for"),
        (
            without.replace("format = 2", "format = 1"),
            "the lock has the format 1, but this program reads only 2",
        ),
    ] {
        story = story.write("content/releases.lock", &lock);
        story
            .run(&["build", "--today", "2026-04-01"])
            .exits(1)
            .says(why);
        by_lock(&story).exits(1).says(why);
    }
}

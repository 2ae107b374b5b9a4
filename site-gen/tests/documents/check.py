"""Opens every file of a folder with a program that is not ours, and says where it does not say
what the JSON file beside it asks for. Run by `documents.rs`; needs Debian's python3-docx,
python3-icalendar, libreoffice-writer-nogui and poppler-utils, which `.ci/run` installs."""

import datetime
import email
import email.policy
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import docx
    import icalendar
    from docx.oxml.ns import qn
except ImportError as missing:
    sys.exit(f"{missing.name} is not installed: `.ci/run` installs Debian's python3-{missing.name}")
for program, package in [("soffice", "libreoffice-writer-nogui"), ("pdftotext", "poppler-utils")]:
    if shutil.which(program) is None:
        sys.exit(f"{program} is not installed: `.ci/run` installs Debian's {package}")

complaints = []


def check(holds, name, what):
    if not holds:
        complaints.append(f"{name}: {what}")


def folded(text):
    """What is read, without the white space that readers set as they like."""
    return "".join(text.split())


def letters(text):
    """Only what every program gives back in one order, whichever way the text around it runs."""
    return [word for word in re.findall(r"[A-Za-z0-9]{2,}", text)]


def fields(part):
    return {field.get(qn("w:instr")).strip() for field in part._element.iter(qn("w:fldSimple"))}


def paragraphs(document):
    """Every paragraph's text, in tables and in gaps to be filled in as well."""
    for paragraph in document.element.body.iter(qn("w:p")):
        parts = []
        for node in paragraph.iter():
            if node.tag == qn("w:t"):
                parts.append(node.text or "")
            elif node.tag == qn("w:br"):
                parts.append("\n")
        yield "".join(parts)


def check_docx(path, expected):
    name = path.name
    document = docx.Document(path)
    properties = document.core_properties
    check(properties.title == expected["title"], name, f"its title is {properties.title!r}")
    check(properties.language == expected["language"], name, f"its language is {properties.language!r}")
    languages = {it.get(qn("w:val")) for it in document.styles.element.iter(qn("w:lang"))}
    check(expected["language"] in languages, name, f"its text is in {languages}")
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    check(styles.count("Heading 1") == 1, name, "it has one subject")
    asked = expected["headings"] + (expected["checklist"] is not None)
    check(styles.count("Heading 2") == asked, name, f"it has {styles.count('Heading 2')} headings")
    check(len(document.tables) == expected["tables"], name, f"it has {len(document.tables)} tables")
    for table in document.tables:
        head = table.rows[0]._tr.find(qn("w:trPr"))
        repeated = head is not None and head.find(qn("w:tblHeader")) is not None
        check(repeated, name, "a table's head row is not repeated")
    check(len(document.sections) == 1 + expected["cover"], name, f"it has {len(document.sections)} sections")
    first = document.sections[0]
    for place in [first.footer, first.first_page_footer]:
        check(fields(place) == {"PAGE", "NUMPAGES"}, name, f"its foot counts {fields(place)}")
        words = "".join(paragraph.text for paragraph in place.paragraphs)
        check(expected["footer"] in words, name, f"its foot says {words!r}")
    for place in [first.header, first.first_page_header]:
        words = "".join(paragraph.text for paragraph in place.paragraphs)
        check(words == (expected["draft"] or ""), name, f"its head says {words!r}")
    text = folded("".join(paragraphs(document)))
    for answer in expected["answers"]:
        check(folded(answer) in text, name, f"it lacks the answer {answer!r}")
    for item in expected["checklist"] or []:
        check(folded(item) in text, name, f"it lacks the task {item!r}")


def check_pdf(path, name, expected):
    """What is on its pages, as LibreOffice sets them."""
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    pages = text.rstrip("\f\n").split("\f")
    check(1 <= len(pages) <= 9, name, f"it has {len(pages)} pages")
    print(f"{len(pages)} pages: {name}")
    for number, page in enumerate(pages, start=1):
        count = f"Page {number} of {len(pages)}"
        check(count in page, name, f"no {count!r} on its page")
        check(expected["footer"] in page, name, f"no footer on page {number}")
        said = letters(page.replace(count, "").replace(expected["footer"], "").replace(expected["draft"] or count, ""))
        check(len(said) > 2, name, f"page {number} of {len(pages)} is empty")
        if expected["draft"]:
            check(expected["draft"] in page, name, f"page {number} does not say that it is a draft")
    if expected["cover"]:
        check("Dear Sir or Madam" not in pages[0], name, "its cover sheet is not by itself")
    words = set(letters(text))
    for answer in expected["answers"]:
        lost = [word for word in letters(answer) if word not in words and len(word) < 12]
        check(not lost, name, f"its pages lack {lost} of the answer {answer!r}")


def check_eml(path, expected):
    name = path.name
    policy = email.policy.default.clone(raise_on_defect=True)
    raw = path.read_bytes()
    message = email.message_from_bytes(raw, policy=policy)
    names = [header.lower() for header in message.keys()]
    asked = ["x-unsent", "to", "subject", "x-request-letter", "mime-version", "content-type", "content-transfer-encoding"]
    check(names == asked, name, f"its headers are {names}")
    check(message["x-unsent"] == "1", name, "no program would open it to be edited")
    check([it.addr_spec for it in message["to"].addresses] == [expected["to"]], name, f"it goes to {message['to']}")
    check(str(message["subject"]) == expected["subject"], name, f"its subject is {message['subject']!r}")
    check(not message.is_multipart() and message.get_content_charset() == "utf-8", name, "it is not plain text")
    body = message.get_content().replace("\r\n", "\n")
    check(body == expected["body"], name, f"its text is {body!r}")
    check(all(len(line) <= 78 for line in raw.split(b"\r\n")), name, "a line is too long")


def check_ics(path, expected):
    name = path.name
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    check(calendar.errors == [], name, f"it has errors: {calendar.errors}")
    events = calendar.walk("VEVENT")
    check(len(events) == 1, name, f"it has {len(events)} entries")
    event = events[0]
    check(event.errors == [], name, f"its entry has errors: {event.errors}")
    check(event["summary"] == expected["summary"], name, f"it is called {event['summary']!r}")
    start = event["dtstart"].dt
    check(type(start) is datetime.date and start.isoformat() == expected["on"], name, f"it begins at {start}")
    check(event["dtstamp"].dt.isoformat() == expected["stamp"], name, f"it was made at {event['dtstamp'].dt}")
    day = datetime.date.fromisoformat(expected["day"])
    in_words = f"{day.day} {day:%B %Y}"
    check(in_words in event["description"] and "estimate" in event["description"], name,
          f"it says {event['description']!r}")
    alarms = event.walk("VALARM")
    check([it["trigger"].dt for it in alarms] == [datetime.timedelta(hours=-15)], name, "it has no alarm")


def main(folder):
    files = sorted(it for it in folder.iterdir() if it.suffix != ".json")
    documents = [it for it in files if it.suffix == ".docx"]
    with tempfile.TemporaryDirectory() as made:
        made = pathlib.Path(made)
        office = ["soffice", f"-env:UserInstallation=file://{made}/profile", "--headless"]
        convert = [*office, "--convert-to", "pdf", "--outdir", made / "pdf", *documents]
        subprocess.run(convert, check=True, capture_output=True, timeout=300)
        for path in files:
            expected = json.loads(path.with_name(path.name + ".json").read_text())
            if path.suffix == ".docx":
                check_docx(path, expected)
                pdf = made / "pdf" / (path.stem + ".pdf")
                check(pdf.is_file(), path.name, "LibreOffice does not open it")
                if pdf.is_file():
                    check_pdf(pdf, path.name, expected)
            elif path.suffix == ".eml":
                check_eml(path, expected)
            elif path.suffix == ".ics":
                check_ics(path, expected)
    print(f"{len(files)} files were read, {len(documents)} of them documents")
    for complaint in complaints:
        print(complaint)
    sys.exit(bool(complaints))


main(pathlib.Path(sys.argv[1]))

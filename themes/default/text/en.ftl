# What the pages say, in English. `{ $name }` stands for something to be filled in.
# Messages whose id begins with `request-` go to the program in the request page; those that only the page itself
# says begin with `form-`.

## Dates

date = { $day } { $month } { $year }
month-01 = January
month-02 = February
month-03 = March
month-04 = April
month-05 = May
month-06 = June
month-07 = July
month-08 = August
month-09 = September
month-10 = October
month-11 = November
month-12 = December

## Every page

skip-to-content = Skip to the text
main-navigation = Main
nav-guidelines = Guidelines
nav-check = Check a letter
nav-versions = Versions
nav-request = Make a request
title = { $page } – { $site }
footer-navigation = About this site
footer-feed = Feed of versions
footer-note = Published by { $organisation }

## Under the header of every page

emergency = Emergency
emergency-question = Someone in danger of death or serious injury now?
emergency-start = Start an emergency request
emergency-or = or write at once to

## Languages. Each file says what its own language is called.

language-name = English
languages-of-letters = The letter is written in English, because that is the language of the guidelines. Sentences of the guidelines are quoted as they are published.
languages-guidelines = Read the guidelines (opens a new tab)

## The guidelines

blank-letters = Blank letters to fill in by hand
changes-chip = What changed
record-cite = Cite as
contents = On this page
permalink = Link to “{ $heading }”
title-version = { $title }, version of { $date }
title-version-named = { $title }, version “{ $version }”
description-version = { $title } of { $organisation }, as they apply from { $date }.
description-version-named = { $title } of { $organisation }, version “{ $version }”.
in-force-since = In force since { $date }
version-label = Version
version-of = Version of { $date }
digest-short = Digest { $digest }
record = About this text
record-version = Version
record-applies = In force since
record-applied = In force from
record-will-apply = In force from
record-address = Lasting address
record-digest = SHA-256 of the text
record-source = Source of the text
record-source-name = guidelines.md
record-rules = Rules for machines
record-rules-name = requests.json

# The way to the same text in other versions.
switcher = Other versions of this text
switcher-in-force = In force
switcher-before = Before
switcher-after = After
switcher-all = All versions
switcher-sections = The dates under a heading lead to the same section in other versions.
once-here = Sections that once stood here
once-here-lead = Addresses that were noted down earlier may lead to them.
once-here-gone = “{ $section }” is no longer part of this text.
once-here-last = Read it in the version of { $date }
once-here-moved = “{ $section }” now stands on another page
coming-text = Another text will apply from { $date }.
coming-text-undated = Another text is in the making.
coming-read = Read it

# That a released text was put right.
amendments = Put right after release
amendments-before = The text before
amendments-changes = What was put right
amendments-digest-before = SHA-256 before
amendments-digest-after = SHA-256 since
amendments-rules = Rules, revision { $revision }:
amended-title = This text was put right
amended-text = It stands here as it was until { $date }. Why it was changed:
amended-now = The text as it is now
record-released = Released
versions-same = No word changed since the version before
versions-told = Sentences of obligation changed: { $obligations }. Places changed: { $edits }.
versions-amended = Put right on { $date }:
feed-entry-announced = { $title }, announced, in force from { $date }
drafts-strip = This build holds a text in the making. It is not for publication.

# The further texts of a version, each on a page of its own.
parts = Further texts
part-description = { $part }, a part of { $title } of { $organisation }, version of { $date }.
part-description-named = { $part }, a part of { $title } of { $organisation }, version { $version }.
part-neighbours = The texts before and after
part-before = Before: { $title }
part-after = Next: { $title }
record-part-of = Part of

## Versions that are not in force

superseded-title = This version no longer applies
superseded-text = It was replaced on { $date }.
superseded-text-undated = It was replaced by a later one.
announced-title = This version does not apply yet
announced-text = It will apply from { $date }.
announced-text-undated = It is in the making, and has no date yet.
read-in-force = Read the guidelines in force

## All versions

versions-title = Versions
versions-lead = Every version of these guidelines stays readable here, at an address that does not change.
versions-description = Every published version of the guidelines, with its date and its digest.
versions-recompute = How to recompute it
versions-how = How to check a version
versions-how-text = A version’s digest is the SHA-256 of its text as it was written. Anyone can recompute it: download the text and run this; for a version of several texts, what stands beside its digest.
state-in-force = In force
state-superseded = Superseded
state-announced = Announced

## Nothing here

missing-title = Page not found
missing-text = There is no page at this address. The guidelines, every earlier version and the request builder can be reached from here.

## Feed

feed-title = { $site }: versions
feed-entry = { $title }, version of { $date }
feed-summary = { $title } of { $organisation }, in force from { $date }. SHA-256 of the text: { $digest }

## The request page. Messages whose names begin with `request-` are also handed to the program;
## those that begin with `request-letter-` go out with letters and are never translated.

request-title = Make a request
request-description = Write a request letter that has what the guidelines ask for.
form-privacy = Nothing you type leaves this browser. You send the letter yourself.
form-privacy-more = How that is ensured (opens a new tab)
form-form = Your request
form-blank-title = Blank letters and checklists
form-blank-lead = This browser does not run scripts, so fill in a blank letter by hand. Each list says what the guidelines ask for.
form-blank-text = plain text
form-steps = Steps of your request
form-step = Step
form-step-of = of
form-step-complete = (nothing required is missing)
form-review = Save, sign and send
form-summary = There is a problem
form-summary-go-on = You can fill it in now, or press Continue again and come back later.
form-summary-review-go-on = Each line leads to its question, and the button there leads back here. You can take the letter as it is all the same.
form-kind-needs = You need
form-kind-yields = You get
form-kind-clauses = The sentences behind this
form-note = A note for your file
request-note-copied = The note was copied.
form-note-copy = Copy the note
form-return = Back to your answers
request-level-must = required
request-level-must-one = this or another is required
request-level-should-one = this or another is asked for
request-level-should = asked for
request-level-may = if you like
request-level-practice = good practice
form-clause-source = Read it in “{ $section }” (opens a new tab)
form-problem = Problem:
form-tone-info = Good to know.
form-tone-warning = Please check.
form-tone-stop = This form cannot help here.
form-suggest = Change to: { $kind }
form-acknowledge = I have read this
form-leave-out = Leave out knowingly
form-answers = Review your answers
form-change = Change
form-remove = Remove this { $what }
form-practices = Good practice
form-practices-lead = No sentence of the guidelines asks for these. They help the reader find what you need.
form-steps-all = All steps
form-optional = (optional)
form-new-tab = (opens in a new tab)
form-why = Why?
form-kind-needs-all = What each request needs
form-todo-missing = still missing
form-todo-done = Nothing required is missing
form-todo-show = Show the list
form-save-letter = Save letter (DOCX)
form-removed = Removed.
form-undo = Undo
form-state-complete = Nothing required is missing.
form-state-open = required answers are missing.
form-state-open-more = You can save the letter with gaps.
form-now = Do not wait for the letter.
form-now-more = E-mail what you know now. The whole letter is in the message; the signed one follows.
form-now-mail = E-mail { $mailbox } now
form-send-save = Save the letter
form-send-official = Make it official
form-send-attach = Attach
form-send-mail = E-mail it to
form-send-from = From
form-mail-copy-to = Copy the address
form-mail-copy-subject = Copy the subject
form-know = Good to know: what happens next
form-blank-docx = Blank letter (DOCX)
draft-new-letter = Start another letter with my details
nav-guidelines-new-tab = Guidelines (opens in a new tab)
form-clause = The sentence in the guidelines
form-back = Back
form-next = Continue
form-findings = What the guidelines ask for
form-findings-none = The list appears here once you have chosen the kind of request.
form-findings-must = Required and still missing
form-findings-should = Asked for, not given yet
form-findings-left-out = Left out knowingly
form-findings-met = Already there
form-letter = Your letter
form-to-letter = Go to your letter
form-no-letter = Your letter appears here once you have chosen the kind of request.
form-take-docx = Save as Word (DOCX)
form-take-text = Plain text
form-take-copy = Copy the letter
form-take-print = Print
form-authentic = Complete is not authentic: whoever receives this letter will check who sent it. This page adds no letterhead and no signature, and sends nothing.
request-status-open = Required and still missing: { $count }
request-status-complete = Nothing that the guidelines require is missing.
request-said-copied = The letter was copied.
request-said-not-copied = Your browser refused to copy. Select the letter’s text and copy it by hand.
request-said-not-printed = Your browser refused to print.
request-said-saved = The file was handed to your browser to save.
request-said-not-saved = Your browser refused to make the file. Copy the letter instead.
request-ticked = Yes
request-letter-draft = DRAFT: something that the guidelines require is missing.
request-letter-footer = Guidelines of { $version }, rules revision { $revision }, text { $digest }, request { $kind }
request-letter-day = { $day } { $month } { $year }
request-letter-months = January, February, March, April, May, June, July, August, September, October, November, December
request-letter-now = The text of our request is below, so that you can act on it at once. The signed letter follows.
request-letter-now-short = This is a short form of our request, so that you can act on it at once. The whole letter, signed, follows.
request-letter-companions = This is one of { $count } letters in the same matter. The others concern: { $others }
request-letter-date = Date
request-letter-page = Page { $page } of { $pages }
request-unsound-email = Give a whole e-mail address, such as name@example.org.
request-unsound-server-address = Give the server’s address, such as chat.example.org or the link to a message on it.
request-unsound-date = Give a day that exists, as year-month-day: 2020-01-31.
request-unsound-moment = Give a day as year-month-day, 2020-03-01, or a time with its offset from UTC: 2020-03-01 14:30 -03:00.
request-unsound-no-offset = Say how far this time is from UTC as well: 2020-03-01 14:30 -03:00, or 2020-03-01 17:30 UTC.
request-unsound-still-to-come = This day is still to come. Check the year and the month.
request-unsound-over = This day is over. Check the year and the month.
request-unsound-order = The end lies before the beginning. Check both.
request-unsound-duration = Give a number with days, weeks or months, such as 90 days.
request-unsound-username = Give one username, without spaces.
request-unsound-url = Give the whole address, beginning with https://.
request-unsound-phone = Give a telephone number in digits, such as +44 20 7946 0018.
request-unsound-message-link = Give whole links that begin with https://, one on each line.
request-unsound-option = Choose one of the options.
request-unsound-sort = This answer is of the wrong sort. Enter it again.

## The request page: what goes with the letter

request-letter-checklist = Before you send it: to do on paper (no part of the letter)
request-letter-if-so = Where it applies:
form-take-markdown = Markdown
form-dropped = Left out of the letter, because it cannot be seen or makes text look other than it is:
request-dropped-at = In “{ $label }”: { $what }
request-dropped-controls = { $count } × control character
request-dropped-directions = { $count } × mark that turns the direction of text
request-dropped-invisible = { $count } × character without a width
request-dropped-noncharacters = { $count } × code that is no character
request-dropped-damaged = { $count } × damaged character
form-mail = Text of the e-mail
form-mail-to = To
form-mail-subject = Subject
form-mail-body = Text of the e-mail
form-mail-copy = Copy the text
form-mail-open = Open in your mail program
form-mail-save = Save as .eml
form-mail-without-text = This e-mail is too long for a link, and mail programs cut off long ones without saying so. The link opens an e-mail with its address and subject only: copy the text into it, or save the e-mail as a file.
form-mail-too-long = The subject is too long for a link that opens your mail program. Copy the text, or save the e-mail as a file.
form-reminder = A day to remember
form-reminder-save = Save for your calendar (.ics)
## Drafts: what the program says

request-draft-too-large = This file is larger than any draft: more than { $most } MB. Nothing of it was taken.
request-draft-not-text = This file is not a draft: it is not text. A draft is a file that ends in .json, as this page saves it.
request-draft-other = This file is not a draft: it is data of another sort. A draft is a file as this page saves it.
request-draft-not-json = This file is not a draft that this page saved: reading stopped at line { $line }, character { $column }. Nothing of it was taken.
request-draft-cut-off = This draft is cut off: it ends at line { $line }, character { $column }. Look for a whole copy of the file.
request-draft-too-deep = This file is not a draft: at line { $line }, character { $column } it is nested deeper than any.
request-draft-too-many = This file is not a draft: the list that goes on at line { $line }, character { $column } is longer than any in a draft.
request-draft-half-character = This draft is damaged: at line { $line }, character { $column } it has half of a character. Look for an undamaged copy of the file.
request-draft-twice = This draft could mean two things: “{ $name }” stands in it a second time at line { $line }, character { $column }. Take one of the two out of the file.
request-draft-lacks = This file is not a draft: it has no “{ $name }”.
request-draft-wrong = This file is not a draft that this page saved: at line { $line }, character { $column } something stands that no draft has there ({ $name }). Nothing of it was taken.
request-draft-too-many-entries = This draft has { $count } entries of “{ $name }”. This page takes at most { $most }: make several requests of it.
request-draft-newer = This draft was saved by a newer version of this page, in format { $format }. This page knows formats up to { $known }. Open it on the page where it was saved.
request-change-organisation = The draft was made for { $before }, not for { $now }. Check every answer before you use it here.
request-change-version = The draft was made for the guidelines of { $before }. Those of { $now } apply here.
request-change-revision = The draft was made under revision { $before } of the rules. Revision { $now } applies here.
request-change-text = The draft was made for another text of the same version.
request-change-unlisted = The draft does not say which sentences it rested on, so what changed between them cannot be listed. Check every answer.
request-change-kind = The kind of request “{ $before }” is no longer offered. Choose another; your answers are kept.
request-change-came = New here: the guidelines say this in “{ $what }”.
request-change-came-must = New, and required: { $what }
request-change-came-should = New, and asked for: { $what }
request-change-came-may = New, and given if you like: { $what }
request-change-went = Your request rested on this sentence, and no longer does.
request-change-reworded = This rests on other words now: { $what }
request-change-stricter = Asked for more strongly: { $what }. It was { $before }, and is { $now }.
request-change-looser = Asked for less strongly: { $what }. It was { $before }, and is { $now }.
request-change-taken-back = You had ticked it off or left it out; that was taken back, so that you look at it again.
request-change-aside = “{ $what }” is not asked here. Your answer stays in the draft, and is in no letter: { $answer }
request-change-option = “{ $what }”: you had chosen “{ $answer }”, which is not offered here. Choose again.
request-change-unsound = “{ $what }”: your answer does not do here. { $problem } Your answer: { $answer }
request-change-strange = The file has something named “{ $what }”, which no draft has. It was passed over.
request-draft-saved = The draft was handed to your browser to save as a file.
request-draft-not-saved = Your browser refused to make the file. Nothing was saved.
request-draft-opened = The draft was opened.
request-draft-opened-changed = The draft was opened. What this page changes for your request is listed under “Your draft”: { $count }
request-draft-unreadable = Your browser could not read that file. If it is a folder, open it and take the file out of it.
request-drop-no-file = That was not a file. Drop a draft: a file that ends in .json.
request-drop-one = That was more than one file. Drop one draft at a time.
request-cleared = Everything was cleared: the form, the letter, and whatever this page kept in this browser. Files that you saved are still where you saved them.
request-keep-on = From now on your answers are kept in this browser.
request-keep-off = Your answers are no longer kept, and what was kept was removed.
request-keep-back = These answers were kept in this browser since your last visit, and were brought back. “Clear everything” under “More” removes them.
request-keep-refused = Your browser refused to keep your answers. Nothing is kept: save a draft file instead.
request-keep-taken = Another tab now keeps its answers in this browser. What you enter here is not kept: save a draft file.
request-keep-cleared = In another tab, what was kept in this browser was removed. What you enter here is no longer kept.
request-tabs = This page is open in another tab too. Each tab writes a letter of its own.
request-tabs-kept-here = This page is open in another tab too. Each tab writes a letter of its own. The answers of this tab are the ones that are kept.
request-tabs-kept-there = This page is open in another tab too. Each tab writes a letter of its own. The answers of the other tab are kept in this browser, those of this tab are not.

## Drafts: what the page says

draft-title = Your draft
draft-save = Save draft
draft-open = Open draft
draft-more = More
draft-what = A draft is a file with your answers, to go on with later, here or on another computer. You can also drop it on this page. It is as confidential as the request: keep it where you keep the case.
draft-keep = Keep my answers in this browser until I clear them
draft-keep-hint = Anyone who uses this browser can read them. Do not choose this on a shared computer.
draft-clear = Clear everything
draft-ask-open = Open this draft?
draft-ask-foreign = It was made for another organisation, and its answers may not fit here:
draft-ask-loses = What you have entered here is in no draft file yet. Opening another draft takes its place.
draft-save-and-open = Save what is here, then open
draft-open-anyway = Open it
draft-no-open = Leave everything as it is
draft-ask-clear = Clear everything?
draft-ask-clear-what = This empties the form and the letter, and removes what is kept in this browser. It cannot be undone. Files that you saved stay.
draft-save-and-clear = Save a draft, then clear
draft-no-clear = Keep everything
draft-ask-keep = Answers are already kept in this browser
draft-ask-keep-what = An earlier visit, or another tab, has left them. Only one set of answers can be kept.
draft-no-keep = Leave them
draft-open-kept = Open them in place of what is here
draft-keep-this = Keep what is here in their place
draft-changes = What opening this draft here changes for your request
draft-change-before = Before
draft-change-now = Now
draft-change-source = Read it in
draft-change-new-tab = (opens a new tab)
draft-drop = Let go to open the draft
## The request page as one file to keep. No message of these goes to the program.

offline-offer = Take this form with you: one file ({ $size } KB) that works without a network
offline-download = Save { $name }
offline-how = Keep it on your computer or carry it on a stick, and open it in a browser. It needs no network and asks nothing of one.
offline-digest = SHA-256 of the file
offline-check = To see that nobody changed the file on its way, let your computer compute its SHA-256 and compare:
offline-check-windows = Windows (PowerShell)
offline-check-mac = macOS
offline-check-linux = Linux
offline-title = Make a request, without a network
offline-copy = A copy to keep
offline-version = This file holds the request builder for the guidelines of { $date } (rules revision { $revision }). It asks nothing of any network, so it cannot know whether they still apply.
offline-version-named = This file holds the request builder for the guidelines “{ $version }” (rules revision { $revision }). It asks nothing of any network, so it cannot know whether they still apply.
offline-newer = When you have a network, look for a newer one (opens a new tab):
offline-clause-source = Read it in “{ $section }”, further down in this file
offline-text = The guidelines, whole
offline-text-lead = The text of the guidelines as this file’s rules have it, for reading without a network.
## The page that checks a letter, and `site-gen review` of one. Their names begin with `check-`.

check-title = Check a letter
check-description = See which of the things that the guidelines ask for can be found in a letter you already have.
check-lead = Paste a letter that you already have, or choose its file. You see what can be found in it of what the guidelines ask for, with the words that were taken for it, and what was not found.
check-limits = This page looks for words. It can overlook things, and it can take words for more than they say. It never tells whether a letter is genuine.
check-link = You already have a letter? Check it (opens a new tab)
check-unscripted = Your browser does not run this page’s program, so nothing can be looked for here. This is what to look for yourself, with the sentence behind each:
check-kind = Kind of request
check-kind-guess = Let the page guess
check-letter = The letter’s text
check-letter-hint = Nothing leaves this browser.
check-file = Or a file
check-file-hint = Plain text, DOCX or an e-mail (.eml), up to 20 MB. You can also drop it on this page.
check-go = Check the letter
check-clear = Clear everything
check-report = What was found
check-marked = The letter, with the words that were taken
check-guessed = Nobody said which kind of request this is. From its words it was taken for: { $kind }
check-not-guessed = Its words do not tell which kind of request this is. Choose the kind.
check-found = Found
check-not-found = Not found
check-cannot-tell = Cannot be told from the text
check-not-asked = Not asked of this letter
check-must = required
check-should = asked for
check-may = if you like
check-gate = condition
check-line = line { $line }
check-where = line { $line }: { $words }
check-heading = { $file }: { $kind }, under the guidelines of { $version }, rules revision { $revision }
check-heading-guessed = { $file }: taken for { $kind }, under the guidelines of { $version }, rules revision { $revision }
check-attached = Read as well, because it was attached: { $files }
check-unread = Attached, and not read: { $files }
check-sum = Found: { $found }. Required and not found: { $open }. Cannot be told from the text: { $unclear }.
check-authentic = Complete is not authentic. Call back by a number that you found independently, not by one in the letter.
check-read = The file was read: { $file }
check-unreadable-too-large = This file is larger than any letter. Paste the letter’s text instead.
check-unreadable-too-long = This text is longer than any letter. Paste only the letter.
check-unreadable-empty = There is no text in it. If it is a scan, paste what the letter says.
check-unreadable-locked = This file is locked with a password. Save a copy without one.
check-unreadable-picture = A PDF or a picture cannot be read here. Copy its text and paste it.
check-unreadable-older-format = This is an older word processor’s format. Save the letter as DOCX or as plain text.
check-unreadable-other-zip = This is a ZIP file and no document. Take the letter out of it first.
check-unreadable-damaged = This file is damaged or cut off. Save it anew, or paste its text.
check-unreadable-no-text = This file is no text. Save the letter as DOCX or as plain text.
## What changed from one version to the next

changes-title = What changed
changes-page-title = What changed in the version of { $version }
changes-description = Every change from the version { $before } to the version { $after }, word by word, changes of obligation first.
changes-from = From the version of
changes-to = to the version of
changes-link-to = What changed since the version before
changes-since = What changed since the version of { $version }
changes-none = Every word and every link is the same in both versions.
changes-count-edits = Reworded places
changes-count-deleted = Words removed
changes-count-inserted = Words added
changes-count-links = Changed links
changes-count-moved = Moved passages
changes-count-markup = Changed in markup only
changes-obligations = Changes of obligation
changes-obligations-lead = Sentences that oblige somebody, or name a length of time, an amount, an address or legal process, and in which words changed.
changes-obligations-none = No sentence changed that obliges somebody or names a length of time, an amount, an address or legal process.
changes-before = Before:
changes-after = Now:
changes-show = Change { $number } in the text
changes-others = The same name changed so in other sentences: { $count }
changes-leads = The sentence leads in a list. Items that it gives its force to: { $count }
changes-rules = What the form asks for
changes-kind-came = This kind of request is new.
changes-kind-went = This kind of request is gone.
changes-turn-came = New
changes-turn-went = Gone
changes-turn-stricter = Stricter
changes-turn-looser = Looser
changes-turn-moved = Moved
changes-turn-reworded = Reworded
changes-level-gate = condition for this kind
changes-level-must = required
changes-level-should = asked for
changes-level-may = invited
changes-headings = Headings that changed
changes-heading-moved = stands elsewhere
changes-heading-renamed = has other words
changes-heading-demoted = is no heading any more
changes-heading-merged = is gone; what stood under it stands elsewhere
changes-heading-gone = is gone
changes-redline = The text, with every change
changes-layout = Show the changes
changes-layout-one = in one column
changes-layout-two = side by side
changes-same = Unchanged passages: { $count }
changes-moved-here = Moved here from “{ $section }”.
changes-moved-away = Moved to “{ $section }”.
changes-moved-other = Go there
changes-split = This became { $count } paragraphs.
changes-joined = { $count } paragraphs became this.
changes-not-there-yet = Not in the version before.
changes-no-longer = No longer in this version.
changes-in = In { $version }
changes-link = (link to { $target })
changes-paragraph = ¶
changes-del-begins = [deleted:
changes-del-ends = end of deletion]
changes-ins-begins = [inserted:
changes-ins-ends = end of insertion]
changes-term-modal = Obligation
changes-term-limit = Limit
changes-term-duration = Length of time
changes-term-date = Date
changes-term-money = Amount
changes-term-percentage = Percentage
changes-term-number = Number
changes-term-email = E-mail address
changes-term-web = Web address
changes-term-postal = Postal address
changes-term-statute = Law
changes-term-negation = Negation
changes-term-exception = Exception
changes-term-process = Legal process
changes-term-authority = Authority
changes-term-promise = What is done
changes-term-instruction = What to do
changes-term-hedge = Way out
changes-term-joining = All or one of them
changes-term-wording = Words
changes-elsewhere = Moved
changes-elsewhere-section = Section “{ $text }” ({ $count } passages): it stood after “{ $before }”, and stands after “{ $after }”.
changes-elsewhere-rest = from “{ $before }” to “{ $after }”
changes-elsewhere-beginning = the beginning
changes-elsewhere-words = Moved words:
changes-links = Links that lead elsewhere
changes-links-count = Links: { $count }
changes-links-removed = removed
changes-links-added = added
changes-links-same = to other pages there
changes-lists = Numbers and depth of lists
changes-lists-number = number { $before } → { $after }
changes-lists-depth = level { $before } → { $after }
changes-lists-more = and { $count } after it
changes-summary = In short
changes-count = How much changed

# What the pages say, in English. The program fills in `{ $name }`.
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

skip-to-content = Skip to main content
main-navigation = Main
nav-guidelines = Guidelines
nav-check = Check a letter
nav-versions = Versions
nav-request = Make a request
title = { $page } – { $site }
footer-navigation = About this site
footer-feed = Updates feed
footer-note = Published by { $organisation }

## Under the header of every page

emergency = Emergency
emergency-question = Is someone in danger of death or serious physical injury now?
emergency-start = Start an emergency request
emergency-or = or email

## Languages. Each file says what its own language is called.

language-name = English
languages-of-letters = The letter is written in English, the language of the guidelines. Quotes from the guidelines are not translated.
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
digest-short = Fingerprint { $digest }
record = About this text
record-version = Version
record-applies = In force since
record-applied = In force from
record-will-apply = In force from
record-address = Permanent link
record-digest = Fingerprint of the text (SHA-256)
record-source = Markdown source
record-source-name = guidelines.md
record-rules = Rules (JSON)
record-rules-name = requests.json

# The way to the same text in other versions.
switcher = Other versions of this text
switcher-in-force = In force
switcher-before = Before
switcher-after = After
switcher-all = All versions
switcher-sections = Select a date under a heading to see that section in another version.
once-here = Sections that used to be here
once-here-lead = Older links may point to them.
once-here-gone = “{ $section }” is no longer part of this text.
once-here-last = Read it in the version of { $date }
once-here-moved = “{ $section }” is now on another page
coming-text = A new version applies from { $date }.
coming-text-undated = A new version is being prepared.
coming-read = Read it

# Corrections of a released text.
amendments = Corrections after release
amendments-before = Text before the correction
amendments-changes = What was corrected
amendments-digest-before = SHA-256 before
amendments-digest-after = SHA-256 after
amendments-rules = Rules, revision { $revision }:
amended-title = This text was corrected
amended-text = This is the text as it was until { $date }. Reason for the correction:
amended-now = Read the current text
record-released = Released
versions-same = No words changed since the previous version
versions-told = Changed obligations: { $obligations }. Changed passages: { $edits }.
versions-amended = Corrected on { $date }:
feed-entry-announced = { $title }, announced, in force from { $date }
drafts-strip = This build contains a draft version. Do not publish it.

# The further texts of a version, each on a page of its own.
parts = More texts
part-description = { $part }, a part of { $title } of { $organisation }, version of { $date }.
part-description-named = { $part }, a part of { $title } of { $organisation }, version { $version }.
part-neighbours = Previous and next text
part-before = Previous: { $title }
part-after = Next: { $title }
record-part-of = Part of

## Versions that are not in force

superseded-title = This version no longer applies
superseded-text = It was replaced on { $date }.
superseded-text-undated = It was replaced by a later version.
announced-title = This version does not apply yet
announced-text = It will apply from { $date }.
announced-text-undated = It is being prepared and has no date yet.
read-in-force = Read the current guidelines

## All versions

versions-title = Versions
versions-lead = You can read every version of these guidelines here. The addresses do not change.
versions-description = Every published version of the guidelines, with its date and fingerprint.
versions-recompute = How to check the fingerprint
versions-how = How to check a version
versions-how-text = The fingerprint of a version is the SHA-256 of its Markdown source. To check it, download the text and run this command. If a version has several texts, use the command next to its fingerprint.
state-in-force = In force
state-superseded = Superseded
state-announced = Announced

## Nothing here

missing-title = Page not found
missing-text = There is no page at this address. Go to the guidelines, an earlier version or the request form.

## Feed

feed-title = { $site }: versions
feed-entry = { $title }, version of { $date }
feed-summary = { $title } of { $organisation }, in force from { $date }. SHA-256 of the text: { $digest }

## The request page. Messages whose names begin with `request-` are also handed to the program;
## those that begin with `request-letter-` go out with letters and are never translated.

request-title = Make a request
request-description = Build a complete request letter in about ten minutes.
form-privacy = Nothing you type leaves this browser. You send the letter yourself.
form-privacy-more = How we make sure (opens a new tab)
form-form = Your request
form-blank-title = Blank letters and checklists
form-blank-lead = This browser does not run scripts, so fill in a blank letter by hand. Each list says what the guidelines ask for.
form-blank-text = plain text
form-steps = Steps of your request
form-step = Step
form-step-of = of
form-step-complete = (complete)
form-review = Save, sign and send
form-summary = There is a problem
form-summary-go-on = Fix it now, or press Continue to skip it.
form-summary-review-go-on = Select a line to fix it; you will come back here. You can also save the letter with gaps.
form-kind-needs = What you need
form-kind-yields = What you get
form-kind-clauses = Rules for this request
form-note = A note for your file
request-note-copied = Note copied.
form-note-copy = Copy the note
form-return = Back to checking your letter
request-level-must = required
request-level-must-one = one of these is required
request-level-should-one = one of these is recommended
request-level-should = recommended
request-level-may = optional
request-level-practice = good practice
form-clause = What the guidelines say
form-title-error = Error:
form-clause-source = Read it in “{ $section }” (opens a new tab)
form-problem = Error:
form-tone-info = Good to know:
form-tone-warning = Check this:
form-tone-stop = This form cannot help:
form-suggest = Change to: { $kind }
form-acknowledge = I have read this
form-leave-out = Leave out
form-answers = Review your answers
form-change = Change
form-remove = Remove { $what }
form-practices = Good practice
form-practices-lead = The guidelines do not ask for these, but they help the reader find what you need.
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
form-back = Back
form-next = Continue
form-findings = Checklist
form-findings-none = Choose the type of request to see the checklist.
form-findings-must = Required and still missing
form-findings-should = Recommended and still missing
form-findings-left-out = Left out on purpose
form-findings-met = Done
form-letter = Your letter
form-to-letter = Go to your letter
form-no-letter = Choose the type of request to see your letter.
form-take-docx = Save as Word (DOCX)
form-take-text = Plain text
form-take-copy = Copy the letter
form-take-print = Print
form-authentic = A complete letter can still be forged, so the recipient will verify who sent it. This page adds no letterhead or signature and does not send anything.
request-status-open = Required and still missing: { $count }
request-status-complete = Nothing required is missing.
request-said-copied = Letter copied.
request-said-copied-address = The e-mail address was copied.
request-said-copied-subject = The subject was copied.
request-said-copied-mail = The text of the e-mail was copied.
request-said-not-copied = Your browser blocked copying. Select the letter and copy it yourself.
request-said-not-printed = Your browser blocked printing. Save the letter and print the file.
request-said-saved = Saved: check your downloads.
request-said-not-saved = Your browser could not save the file. Copy the letter instead.
request-ticked = Yes
request-letter-draft = DRAFT: required information is missing.
request-letter-footer = Guidelines of { $version }, rules revision { $revision }, text { $digest }, request { $kind }
request-letter-day = { $day } { $month } { $year }
request-letter-months = January, February, March, April, May, June, July, August, September, October, November, December
request-letter-now = The text of our request is below, so that you can act on it at once. The signed letter follows.
request-letter-now-short = This is a short form of our request, so that you can act on it at once. The whole letter, signed, follows.
request-letter-companions = This is one of { $count } letters in the same matter. The others concern: { $others }
request-letter-date = Date
request-letter-page = Page { $page } of { $pages }
request-unsound-email = Enter a full email address, like name@example.org.
request-unsound-server-address = Enter the server address, like chat.example.org, or a link to a message on it.
request-unsound-date = Enter a real date as year-month-day, like 2020-01-31.
request-unsound-moment = Enter a date as year-month-day, like 2020-03-01, or a time with its offset from UTC, like 2020-03-01 14:30 -03:00.
request-unsound-no-offset = Add the offset from UTC, like 2020-03-01 14:30 -03:00 or 2020-03-01 17:30 UTC.
request-unsound-still-to-come = This date is in the future. Check the year and month.
request-unsound-over = This date is in the past. Check the year and month.
request-unsound-order = The end is before the start. Check both.
request-unsound-duration = Enter a number with days, weeks or months, like 90 days.
request-unsound-username = Enter one username, without spaces.
request-unsound-url = Enter the full address, starting with https://.
request-unsound-phone = Enter a phone number in digits, like +44 20 7946 0018.
request-unsound-message-link = Enter full links that start with https://, one per line.
request-unsound-option = Select one of the options.
request-unsound-sort = This answer does not fit the question. Enter it again.

## The request page: what goes with the letter

request-letter-checklist = Before you send the letter: to do by hand (not part of the letter)
request-letter-if-so = If this applies:
form-take-markdown = Markdown
form-dropped = Removed from the letter because it is invisible or makes text look different:
request-dropped-at = In “{ $label }”: { $what }
request-dropped-controls = { $count } × control character
request-dropped-directions = { $count } × character that changes the text direction
request-dropped-invisible = { $count } × invisible character
request-dropped-noncharacters = { $count } × code that is not a character
request-dropped-damaged = { $count } × damaged character
form-mail = Text of the e-mail
form-mail-to = To
form-mail-subject = Subject
form-mail-body = Email text
form-mail-copy = Copy the text
form-mail-open = Open in your mail app
form-mail-save = Save as .eml
form-mail-without-text = This email is too long for a link: mail apps cut long ones off without warning. The link opens an email with the address and subject only. Copy the text into it, or save the email as a file.
form-mail-too-long = The subject is too long for a link to your mail app. Copy the text, or save the email as a file.
form-reminder = Date to remember
form-reminder-save = Add to your calendar (.ics)
## Drafts: what the program says

request-draft-too-large = This file is too large for a draft: more than { $most } MB. Choose another file.
request-draft-not-text = This file is not a draft: it is not text. Choose a .json file that this page saved.
request-draft-other = This file is not a draft: it contains other data. Choose a .json file that this page saved.
request-draft-not-json = This page did not save this file: reading failed at line { $line }, character { $column }. Nothing was opened. Choose another file.
request-draft-cut-off = This draft is incomplete: it ends at line { $line }, character { $column }. Look for a complete copy.
request-draft-too-deep = This file is not a draft: it has too many levels at line { $line }, character { $column }.
request-draft-too-many = This file is not a draft: the list at line { $line }, character { $column } is too long.
request-draft-half-character = This draft is damaged: a character is incomplete at line { $line }, character { $column }. Look for an undamaged copy.
request-draft-twice = “{ $name }” is in this draft twice, the second time at line { $line }, character { $column }. Remove one of the two from the file.
request-draft-lacks = This file is not a draft: “{ $name }” is missing.
request-draft-wrong = This page did not save this file: there is an unexpected value ({ $name }) at line { $line }, character { $column }. Nothing was opened.
request-draft-too-many-entries = This draft has { $count } entries of “{ $name }”. The limit is { $most }. Split it into several requests.
request-draft-newer = This draft was saved by a newer version of this page (format { $format }). This page can open formats up to { $known }. Open it on the page where it was saved.
request-change-organisation = This draft was made for { $before }, not for { $now }. Check every answer before you use it here.
request-change-version = This draft was made for the guidelines of { $before }. The guidelines of { $now } apply here.
request-change-revision = This draft was made for revision { $before } of the rules. Revision { $now } applies here.
request-change-text = This draft was made for an earlier text of the same version.
request-change-unlisted = This draft does not list the rules it was based on, so we cannot show what changed. Check every answer.
request-change-kind = “{ $before }” is no longer available. Choose another type of request. Your answers are kept.
request-change-came = New: the guidelines say this in “{ $what }”.
request-change-came-must = New and required: { $what }
request-change-came-should = New and recommended: { $what }
request-change-came-may = New and optional: { $what }
request-change-went = Your request no longer depends on this sentence.
request-change-reworded = The rule behind this was reworded: { $what }
request-change-stricter = Stricter now: { $what }. Before: { $before }. Now: { $now }.
request-change-looser = Less strict now: { $what }. Before: { $before }. Now: { $now }.
request-change-taken-back = You had ticked this or left it out. We cleared that so that you check it again.
request-change-aside = “{ $what }” is not asked here. Your answer stays in the draft but is not in the letter: { $answer }
request-change-option = “{ $what }”: “{ $answer }” is not available here. Choose again.
request-change-unsound = “{ $what }”: your answer is not valid here. { $problem } Your answer: { $answer }
request-change-strange = The file contains “{ $what }”, which this page does not know. It was ignored.
request-draft-saved = Draft saved: check your downloads.
request-draft-not-saved = Your browser could not save the file. Nothing was saved. Copy the letter instead.
request-draft-opened = Draft opened.
request-draft-opened-changed = Draft opened. Changes that affect your request are listed under “Your draft”: { $count }
request-draft-unreadable = Your browser could not read that file. If it is a folder, open it and choose the file inside.
request-drop-no-file = That was not a file. Drop a draft: a file that ends in .json.
request-drop-one = Drop one draft at a time.
request-cleared = The form, the letter and everything kept in this browser were cleared. Files that you saved are not affected.
request-keep-on = Your answers are now kept in this browser.
request-keep-off = Your answers are no longer kept. Kept answers were deleted.
request-keep-back = We restored the answers that were kept in this browser. To delete them, select “Clear everything” under “More”.
request-keep-refused = Your browser could not keep your answers. Save a draft file instead.
request-keep-taken = Another tab now keeps its answers in this browser. Answers in this tab are not kept. Save a draft file.
request-keep-cleared = The answers kept in this browser were deleted in another tab. New answers are not kept. Save a draft file.
request-tabs = This page is open in another tab too. Each tab writes its own letter.
request-tabs-kept-here = This page is open in another tab too. Each tab writes its own letter. Only the answers in this tab are kept.
request-tabs-kept-there = This page is open in another tab too. Each tab writes its own letter. Only the answers in the other tab are kept.

## Drafts: what the page says

draft-title = Your draft
draft-save = Save draft
draft-open = Open draft
draft-more = More
draft-what = A draft is a file with your answers. Save it to continue later, here or on another computer. You can also drop it on this page. It is as confidential as the request: keep it with the case file.
draft-keep = Keep my answers in this browser until I clear them
draft-keep-hint = Anyone who uses this browser can read them. Do not select this on a shared computer.
draft-clear = Clear everything
draft-ask-open = Open this draft?
draft-ask-foreign = It was made for another organisation. Its answers may not fit here:
draft-ask-loses = Your answers here are not saved in a draft file. Opening another draft replaces them.
draft-save-and-open = Save these answers, then open
draft-open-anyway = Open without saving
draft-no-open = Cancel
draft-ask-clear = Clear everything?
draft-ask-clear-what = This empties the form and the letter and deletes everything kept in this browser. You cannot undo it. Files that you saved are not affected.
draft-save-and-clear = Save a draft, then clear
draft-no-clear = Cancel
draft-ask-keep = Answers are already kept in this browser
draft-ask-keep-what = They are from an earlier visit or another tab. Only one set of answers can be kept.
draft-no-keep = Cancel
draft-open-kept = Replace these answers with the kept ones
draft-keep-this = Keep these answers instead
draft-changes = What changed since you saved this draft
draft-change-before = Before
draft-change-now = Now
draft-change-source = Read it in
draft-change-new-tab = (opens a new tab)
draft-drop = Drop the draft here to open it
## The request page as one file to keep. No message of these goes to the program.

offline-offer = Download the form for offline use (one file, { $size } KB)
offline-download = Download { $name }
offline-how = Save it on your computer or a USB drive and open it in a browser. It works without a network connection.
offline-digest = SHA-256 of the file
offline-check = To check that the file was not changed, compute its SHA-256 on your computer and compare:
offline-check-windows = Windows (PowerShell)
offline-check-mac = macOS
offline-check-linux = Linux
offline-title = Make a request offline
offline-copy = Offline copy
offline-version = This file contains the request form for the guidelines of { $date } (rules revision { $revision }). It does not connect to the internet, so it cannot check whether they still apply.
offline-version-named = This file contains the request form for the guidelines “{ $version }” (rules revision { $revision }). It does not connect to the internet, so it cannot check whether they still apply.
offline-newer = When you are online, check for a newer version (opens a new tab):
offline-clause-source = Read it in “{ $section }” below
offline-text = Full text of the guidelines
offline-text-lead = You can read the text that this form is based on here without a network connection.
## The page that checks a letter, and `site-gen review` of one. Their names begin with `check-`.

check-title = Check a letter
check-description = See which requirements your letter meets and which it seems to miss.
check-lead = Paste your letter or choose its file. See which requirements it meets and which it seems to miss.
check-limits = This page looks for words, so it can miss things or misread them. It cannot tell whether a letter is genuine.
check-link = Already have a letter? Check it (opens a new tab)
check-unscripted = Scripts are blocked, so this page cannot check your letter. Check it yourself against this list:
check-kind = Type of request
check-kind-guess = Detect automatically
check-letter = Text of the letter
check-letter-hint = Nothing leaves this browser.
check-file = Or choose a file
check-file-hint = Plain text, DOCX or an email (.eml), up to 20 MB. You can also drop it on this page.
check-go = Check the letter
check-clear = Clear
check-report = Results
check-marked = Your letter with the matching words marked
check-guessed = You didn't choose a type. This looks like: { $kind }
check-not-guessed = We could not detect the type of request. Choose it from the list.
check-found = Found
check-not-found = Not found
check-cannot-tell = Check this yourself
check-not-asked = Not required for this letter
check-must = required
check-should = recommended
check-may = optional
check-gate = condition
check-line = line { $line }
check-where = line { $line }: { $words }
check-heading = { $file }: { $kind }, under the guidelines of { $version }, rules revision { $revision }
check-heading-guessed = { $file }: looks like { $kind }, under the guidelines of { $version }, rules revision { $revision }
check-attached = Attachments that were read: { $files }
check-unread = Attachments that were not read: { $files }
check-sum = Found: { $found }. Required and not found: { $open }. To check yourself: { $unclear }.
check-authentic = A complete letter can still be forged. Call back on a number you found yourself, not one in the letter.
check-read = File read: { $file }
check-unreadable-too-large = This file is too large. Paste the text of the letter instead.
check-unreadable-too-long = This text is too long. Paste only the letter.
check-unreadable-empty = This file contains no text. If it is a scan, type or paste what the letter says.
check-unreadable-locked = This file is password-protected. Save a copy without a password.
check-unreadable-picture = This page cannot read PDFs or pictures. Copy the text and paste it.
check-unreadable-older-format = This file format is too old. Save the letter as DOCX or plain text.
check-unreadable-other-zip = This is a ZIP file, not a document. Take the letter out of it first.
check-unreadable-damaged = This file is damaged or incomplete. Save it again, or paste the text.
check-unreadable-no-text = This file is not text. Save the letter as DOCX or plain text.
## What changed from one version to the next

changes-title = What changed
changes-page-title = What changed in the version of { $version }
changes-description = Every change from version { $before } to version { $after }, word by word. Changed obligations come first.
changes-from = From the version of
changes-to = to the version of
changes-link-to = What changed since the previous version
changes-since = What changed since the version of { $version }
changes-none = The words and links are the same in both versions.
changes-count-edits = Passages changed
changes-count-deleted = Words removed
changes-count-inserted = Words added
changes-count-links = Links changed
changes-count-moved = Passages moved
changes-count-markup = Formatting changes
changes-obligations = Changed obligations
changes-obligations-lead = Changed sentences that create an obligation or give a length of time, an amount, an address or legal process.
changes-obligations-none = No sentence changed that creates an obligation or gives a length of time, an amount, an address or legal process.
changes-before = Before:
changes-after = Now:
changes-show = Change { $number } in the text
changes-others = The same name also changed in other sentences: { $count }
changes-leads = This sentence introduces a list. List items affected: { $count }
changes-rules = What the form requires
changes-kind-added = This kind of request is new.
changes-kind-removed = This kind of request is gone.
changes-turn-added = New
changes-turn-removed = Gone
changes-turn-stricter = Stricter
changes-turn-looser = Less strict
changes-turn-moved = Moved
changes-turn-reworded = Reworded
changes-level-gate = condition for this type
changes-level-must = required
changes-level-should = recommended
changes-level-may = optional
changes-headings = Changed headings
changes-heading-moved = moved
changes-heading-renamed = renamed
changes-heading-demoted = is no longer a heading
changes-heading-merged = removed; its text is now elsewhere
changes-heading-gone = removed
changes-redline = Full text with all changes
changes-layout = Show changes
changes-layout-one = in one column
changes-layout-two = side by side
changes-same = Unchanged passages: { $count }
changes-moved-here = Moved here from “{ $section }”.
changes-moved-away = Moved to “{ $section }”.
changes-moved-other = Go to it
changes-split = This paragraph was split into { $count }.
changes-joined = { $count } paragraphs were joined into this one.
changes-not-there-yet = Not in the previous version.
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
changes-term-email = Email address
changes-term-web = Web address
changes-term-postal = Postal address
changes-term-statute = Law
changes-term-negation = Negation
changes-term-exception = Exception
changes-term-process = Legal process
changes-term-authority = Authority
changes-term-promise = Commitment
changes-term-instruction = What to do
changes-term-hedge = Qualification
changes-term-joining = “And” or “or”
changes-term-wording = Words
changes-elsewhere = Moved
changes-elsewhere-section = Section “{ $text }” ({ $count } passages): moved from after “{ $before }” to after “{ $after }”.
changes-elsewhere-rest = from “{ $before }” to “{ $after }”
changes-elsewhere-beginning = the beginning
changes-elsewhere-words = Moved words:
changes-links = Changed links
changes-links-count = Links: { $count }
changes-links-removed = removed
changes-links-added = added
changes-links-same = to other pages there
changes-lists = Changed list numbers and levels
changes-lists-number = number { $before } → { $after }
changes-lists-depth = level { $before } → { $after }
changes-lists-more = and { $count } more after it
changes-summary = Summary
changes-count = Number of changes

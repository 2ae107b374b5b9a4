# What the pages say, in English. `{ $name }` stands for something to be filled in.
# Messages whose id begins with `request-` go to the request builder.

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
nav-versions = Versions
nav-request = Make a request
title = { $page } – { $site }
footer-navigation = About this site
footer-feed = Feed of versions
footer-note = Published by { $organisation }

## The guidelines

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
call-text = The request builder asks what your request needs, names the sentence behind every requirement, and hands you a letter. Nothing you type leaves your browser.
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
versions-how = How to check a version
versions-how-text = A version’s digest is the SHA-256 of its text as it was written. Anyone can recompute it: download the text and run
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

## The request page. Messages whose names begin with `request-` are also handed to the program.

request-title = Make a request
request-description = Write a request letter that has what the guidelines ask for.
request-lead = Answer a few questions. You get a letter that has what the guidelines ask for, and a list of what is still missing, with the sentence that asks for it.
request-privacy = Nothing you type leaves this browser. You send the letter yourself.
request-privacy-more = How that is ensured (opens a new tab)
request-form = Your request
request-blank-title = Without scripts
request-blank-lead = Your browser does not run this page's program, so the letter cannot be written for you here. Every question and everything the guidelines ask for is on this page. Take a blank letter and fill it in by hand:
request-blank-text = plain text
request-steps = Steps of your request
request-step = Step
request-step-of = of
request-step-complete = (nothing required is missing)
request-review = Check and take your letter
request-summary = Something is missing here
request-summary-go-on = You can fill it in now, or press Continue again and come back later.
request-kind-needs = You need
request-kind-yields = You get
request-level-must = required
request-level-should = asked for
request-level-may = if you like
request-level-practice = good practice
request-asked-for = Asked for:
request-why-must = Required by the guidelines: the sentence
request-why-should = Asked for by the guidelines: the sentence
request-why-may = Invited by the guidelines: the sentence
request-why-gate = Why this is asked: the sentence
request-clause = The sentence in the guidelines
request-clause-source = Read it in “{ $section }” (opens a new tab)
request-problem = Problem:
request-tone-info = Good to know.
request-tone-warning = Please check.
request-tone-stop = This form cannot help here.
request-if-so = Where it applies:
request-suggest = Change to: { $kind }
request-acknowledge = I have read this
request-fix = Go to the question
request-leave-out = Leave out knowingly
request-answers = Your answers
request-change = Change
request-remove = Remove this { $what }
request-tasks = To do on paper
request-tasks-lead = No form can do these for you. Tick them off as you go.
request-no-clause = Good practice. No sentence of the guidelines asks for it.
request-practices = Good practice
request-practices-lead = No sentence of the guidelines asks for these. They help the reader find what you need.
request-back = Back
request-next = Continue
request-findings = What the guidelines ask for
request-findings-none = The list appears here once you have chosen the kind of request.
request-findings-must = Required and still missing
request-findings-should = Asked for, not given yet
request-findings-left-out = Left out knowingly
request-findings-met = Already there
request-letter = Your letter
request-letter-none = Your letter appears here once you have chosen the kind of request.
request-take = Take your letter
request-take-docx = Save as DOCX
request-take-text = Save as text
request-take-copy = Copy
request-take-print = Print
request-authentic = Complete is not authentic: whoever receives this letter will check who sent it. This page adds no letterhead and no signature, and sends nothing.
request-status-open = Required and still missing: { $count }
request-status-complete = Nothing that the guidelines require is missing.
request-said-copied = The letter was copied.
request-said-not-copied = Your browser refused to copy. Select the letter’s text and copy it by hand.
request-said-not-printed = Your browser refused to print.
request-said-saved = The file was handed to your browser to save.
request-said-not-saved = Your browser refused to make the file. Copy the letter instead.
request-ticked = Yes
request-letter-draft = DRAFT: something that the guidelines require is missing.
request-letter-footer = Guidelines of { $version }, rules revision { $revision }, text { $digest }
request-letter-date = Date
request-letter-page = Page { $page } of { $pages }
request-unsound-email = Give an e-mail address such as name@agency.gov.
request-unsound-server-address = Give the server’s address, such as chat.example.org or the link to a message on it.
request-unsound-date = Give a day that exists, as year-month-day: 2020-01-31.
request-unsound-duration = Give a number with days, weeks or months, such as 90 days.
request-unsound-username = Give one username, without spaces.
request-unsound-message-link = Give whole links that begin with https://, one on each line.
request-unsound-option = Choose one of the options.
request-unsound-sort = This answer is of the wrong sort. Enter it again.

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

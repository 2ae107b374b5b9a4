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
request-summary-review = Something is still missing
request-summary-review-go-on = Each line leads to its question, and the button there leads back here. You can take the letter as it is all the same.
request-kind-needs = You need
request-kind-yields = You get
request-kind-clauses = The sentences behind this
request-note = A note for your file
request-note-copied = The note was copied.
request-note-copy = Copy the note
request-return = Back to your answers
request-level-must = required
request-level-must-one = this or another is required
request-level-should-one = this or another is asked for
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
request-to-letter = Go to your letter
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
request-unsound-moment = Give a day as year-month-day, 2020-03-01, or a time with its offset from UTC: 2020-03-01 14:30 -03:00.
request-unsound-no-offset = Say how far this time is from UTC as well: 2020-03-01 14:30 -03:00, or 2020-03-01 17:30 UTC.
request-unsound-still-to-come = This day is still to come. Check the year and the month.
request-unsound-over = This day is over. Check the year and the month.
request-unsound-order = The end lies before the beginning. Check both.
request-unsound-duration = Give a number with days, weeks or months, such as 90 days.
request-unsound-username = Give one username, without spaces.
request-unsound-message-link = Give whole links that begin with https://, one on each line.
request-unsound-option = Choose one of the options.
request-unsound-sort = This answer is of the wrong sort. Enter it again.

## What changed from one version to the next

changes-title = What changed
changes-page-title = What changed in the version of { $version }
changes-description = Every change from the version { $before } to the version { $after }, word by word, changes of obligation first.
changes-from = From the version of
changes-to = to the version of
changes-link-to = What changed since the version before
changes-none = Every word and every link is the same in both versions.
changes-count-edits = Reworded places
changes-count-deleted = Words that went
changes-count-inserted = Words that came
changes-count-links = Changed links
changes-count-moved = Moved passages
changes-count-markup = Changed in markup only
changes-obligations = Changes of obligation
changes-obligations-lead = Sentences in which a word of obligation, a number, a length of time, a date, an amount, an address or a law came, went or changed.
changes-obligations-none = No word of obligation, number, length of time, date, amount, address or law changed.
changes-before = Before:
changes-after = Now:
changes-show = Change { $number } in the text
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

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

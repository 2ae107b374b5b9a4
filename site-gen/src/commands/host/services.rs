//! Configurations of services that publish a folder.

use super::{KEPT, Site, TYPES, is_text};
use std::fmt::Write as _;

pub(super) fn cloudflare() -> String {
    "\
# Settings for Cloudflare Pages. Save them as `wrangler.toml`, choose a name, and publish with
# `npx wrangler pages deploy`. Pages reads the headers from `dist/_headers` and the page for status 404
# from `dist/404.html`.
name = \"guidelines\"
pages_build_output_dir = \"dist\"
compatibility_date = \"2026-01-01\"
"
    .to_owned()
}

pub(super) fn netlify() -> String {
    "\
# Settings for Netlify. Save them as `netlify.toml`. Netlify reads the headers from `dist/_headers` and
# the page for status 404 from `dist/404.html`. Its build machines do not have site-gen: build the site
# elsewhere, and publish it with `netlify deploy --prod --dir dist`.
[build]
publish = \"dist\"

# Files are published byte for byte, as their fingerprints say.
[build.processing]
skip_processing = true
"
    .to_owned()
}

pub(super) fn github_pages() -> String {
    "\
# A workflow for GitHub. Save it as `.github/workflows/guidelines.yml`. Every change is checked, a pull
# request gets the redline of the draft as a comment, and the main branch is published. GitHub Pages sends
# no headers of its own: each page carries its policy.
#
# Set the variable SITE_GEN of the repository to the address of the Git repository that you get site-gen
# from, or write your own way to install it.
name: Guidelines

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read
  pull-requests: write

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Install
        env:
          SITE_GEN: ${{ vars.SITE_GEN }}
        run: |
          rustup target add wasm32-unknown-unknown
          cargo install --locked --git \"$SITE_GEN\" site-gen
      - name: Check
        run: site-gen check --drafts --format github
      - name: Redline
        # A pull request from a fork may not comment.
        if: github.event_name == 'pull_request' && !github.event.pull_request.head.repo.fork
        env:
          GH_TOKEN: ${{ github.token }}
          NUMBER: ${{ github.event.number }}
        run: |
          [ -d content/guidelines/next ] || exit 0
          # The exit status 1 means that words changed.
          site-gen diff > redline.txt || [ $? = 1 ]
          { echo '~~~~~~~~'; head -c 60000 redline.txt; echo; echo '~~~~~~~~'; } > comment.md
          gh pr comment \"$NUMBER\" --body-file comment.md --edit-last --create-if-none
      - name: Build
        run: site-gen build
      - uses: actions/upload-pages-artifact@v3
        with:
          path: dist

  publish:
    if: github.event_name == 'push'
    needs: check
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"
    .to_owned()
}

pub(super) fn gitlab_pages() -> String {
    "\
# A pipeline for GitLab. Save it as `.gitlab-ci.yml`. Every change is checked, the redline of the draft is
# kept as a file of the pipeline, and the default branch is published. GitLab Pages sends no headers of its
# own: each page carries its policy.
#
# Set the variable SITE_GEN of the project to the address of the Git repository that you get site-gen from,
# or write your own way to install it. With a variable COMMENT_TOKEN, a token of the project with the scope
# `api`, a merge request gets the redline as a comment.
image: rust:1-bookworm

before_script:
  - rustup target add wasm32-unknown-unknown
  - cargo install --locked --git \"$SITE_GEN\" site-gen

check:
  stage: test
  script:
    - site-gen check --drafts

redline:
  stage: test
  script:
    # The exit status 1 means that words changed.
    - site-gen diff > redline.txt || [ $? = 1 ]
    - \"{ echo '~~~~~~~~'; head -c 60000 redline.txt; echo; echo '~~~~~~~~'; } > redline.md\"
    - >
      [ -z \"${COMMENT_TOKEN:-}\" ] ||
      curl --fail --silent --show-error --header \"PRIVATE-TOKEN: $COMMENT_TOKEN\" --form 'body=<redline.md'
      \"$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes\"
  artifacts:
    paths:
      - redline.md
  rules:
    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
      exists:
        - content/guidelines/next/*

pages:
  stage: deploy
  script:
    - site-gen build --output public
  artifacts:
    paths:
      - public
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"
    .to_owned()
}

pub(super) fn s3(site: &Site) -> String {
    let prefix = site.base_path.trim_matches('/');
    let target = if prefix.is_empty() {
        "s3://$BUCKET/".to_owned()
    } else {
        format!("s3://$BUCKET/{prefix}/")
    };
    let mut text = format!(
        "\
#!/bin/sh
# Publishes a site made by site-gen on Amazon S3 behind CloudFront. Run it in the site's folder:
#
#     BUCKET=my-bucket sh publish.sh
#
# S3 stores the type and the caching of each file. CloudFront sends the other headers: create a response
# headers policy from the list at the end, set `index.html` as the default root object, use the website
# endpoint of the bucket as the origin, and {base}404.html as the page for status 404.
set -eu
: \"${{BUCKET:?set it to the name of the bucket}}\"

aws s3 sync dist/assets/ \"{target}assets/\" --cache-control '{KEPT}'
",
        base = site.base_path
    );
    for (end, mime) in TYPES {
        let charset = if is_text(mime) { "; charset=utf-8" } else { "" };
        let _ = writeln!(
            text,
            "aws s3 cp dist/ \"{target}\" --recursive --exclude '*' --include '*.{end}' --exclude 'assets/*' \\\n  --content-type '{mime}{charset}' --cache-control no-cache"
        );
    }
    let _ = write!(
        text,
        "aws s3 sync dist/ \"{target}\" --delete --size-only --exclude .site-gen --exclude .nojekyll --exclude _headers --exclude 'assets/*'

# Headers for the response headers policy:
"
    );
    for (header, value) in &site.headers {
        let _ = writeln!(text, "#   {header}: {value}");
    }
    text
}

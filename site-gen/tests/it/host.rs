//! The configuration of hosts, and the manual and completions of the program.

use crate::support::Site;

fn built(base_url: &str) -> Site {
    let site = Site::empty();
    site.run(&["init", "--base-url", base_url, "--today", "2026-03-01"])
        .exits(0);
    site.built("2026-03-01", &[]);
    site
}

#[test]
fn every_host_gets_the_policy_of_the_site() {
    let site = built("https://law.harbour.example/");
    let headers = site.text("dist/_headers");
    let policy = headers
        .lines()
        .find_map(|line| line.trim().strip_prefix("Content-Security-Policy: "))
        .expect("a policy");
    for host in ["nginx", "caddy", "apache", "s3"] {
        let out = site.run(&["host", host]).exits(0);
        assert!(out.stdout.contains(policy), "{host}");
        assert!(out.stdout.contains("max-age=63072000"), "{host}");
        for mime in ["text/markdown", "application/atom+xml", "text/plain"] {
            assert!(out.stdout.contains(mime), "{host}: {mime}");
        }
        assert!(out.stdout.contains("immutable"), "{host}");
    }
    for (host, words) in [
        ("cloudflare", "pages_build_output_dir = \"dist\""),
        ("netlify", "publish = \"dist\""),
        ("github-pages", "site-gen check --drafts --format github"),
        ("gitlab-pages", "site-gen build --output public"),
    ] {
        site.run(&["host", host]).exits(0).says(words);
    }
    // The policy has digests of the program, which differ with its build.
    let nginx = site
        .run(&["host", "nginx", "--root", "/srv/law"])
        .exits(0)
        .stdout;
    let nginx = nginx.replace(policy, "[policy]");
    insta::assert_snapshot!(nginx);
    assert!(site.path("dist/.nojekyll").is_file());
}

/// Whether one of the commands sends a file, whatever its size and age: the last filter that fits counts.
fn sends(script: &str, file: &str) -> bool {
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) if !start.is_empty() => file.starts_with(start),
        _ => {
            file.ends_with(pattern.trim_start_matches('*'))
                && (pattern.starts_with('*') || file == pattern)
        }
    };
    let script = script.replace("\\\n", "");
    let commands = script
        .lines()
        .filter(|line| line.starts_with("aws s3 cp dist/ "));
    commands
        .filter(|command| {
            let words: Vec<&str> = command.split_whitespace().collect();
            let mut filters = words.windows(2).filter_map(|pair| {
                let is_out = match pair[0] {
                    "--exclude" => true,
                    "--include" => false,
                    _ => return None,
                };
                fits(pair[1].trim_matches('\'')).then_some(is_out)
            });
            filters.next_back() != Some(true)
        })
        .count()
        == 1
}

/// A list of checksums of another site has the same length, so size says nothing.
#[test]
fn every_file_is_sent_to_s3_at_every_publication() {
    let site = built("https://law.harbour.example/")
        .write("static/CNAME", "law.harbour.example\n")
        .write(
            "static/.well-known/security.txt",
            "Contact: mailto:a@harbour.example\n",
        )
        .write("static/consent.pdf", "%PDF-1.7\n");
    site.built("2026-03-01", &["--precompress"]);
    let script = site.run(&["host", "s3"]).exits(0).stdout;
    let assets = "aws s3 sync dist/assets/ \"s3://$BUCKET/assets/\"";
    assert!(script.contains(assets), "{script}");
    for path in site.dist().keys() {
        let path = path.to_string_lossy();
        // The names of assets have their digests.
        let is_served = ![".site-gen", ".nojekyll", "_headers"].contains(&&*path);
        let is_asset = path.starts_with("assets/");
        assert_eq!(sends(&script, &path), is_served && !is_asset, "{path}");
    }
}

/// A version that was released for a later day is in force after a build on that day.
#[test]
fn a_workflow_builds_every_day() {
    let site = built("https://law.harbour.example/");
    let github = site.run(&["host", "github-pages"]).exits(0).stdout;
    assert!(github.contains("\n  schedule:\n    - cron: "), "{github}");
    assert!(
        github.contains("if: github.event_name != 'pull_request'\n    needs: check"),
        "{github}"
    );
    let gitlab = site.run(&["host", "gitlab-pages"]).exits(0);
    gitlab.says("add a daily schedule");
}

/// A step's script in a workflow for GitHub.
fn script_of(workflow: &str, step: &str) -> String {
    let (_, step) = workflow
        .split_once(&format!("- name: {step}\n"))
        .expect("the step");
    let (_, script) = step.split_once("run: |\n").expect("a script");
    let lines = script.lines();
    let lines = lines.map_while(|line| line.strip_prefix("          "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_pull_request_gets_the_redline_of_the_draft_as_a_comment() {
    let site = built("https://law.harbour.example/");
    let workflow = site.run(&["host", "github-pages"]).exits(0).stdout;
    let text = site.text("content/guidelines/2026-03-01/guidelines.md");
    let site = site
        .write("redline.sh", script_of(&workflow, "Redline"))
        .write("bin/gh", "#!/bin/sh\necho \"$*\" > gh.txt\n");
    // In place of the program that posts comments.
    let run = |site: &Site| {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_site-gen"));
        let programs = program.parent().expect("a folder").display();
        let out = std::process::Command::new("bash")
            .args(["-ec", "chmod +x bin/gh && . ./redline.sh"])
            .current_dir(site.path(""))
            .env("NUMBER", "7")
            .env("PATH", format!("bin:{programs}:/usr/bin:/bin"))
            .output()
            .expect("bash");
        assert!(out.status.success(), "{out:?}");
    };
    run(&site);
    assert!(!site.path("gh.txt").exists(), "there is no draft");
    let text = text.replacen("must", "should", 1);
    let site = site
        .write("content/guidelines/next/guidelines.md", text)
        .write(
            "content/guidelines/next/clauses.toml",
            "from = \"2026-03-01\"\n",
        );
    run(&site);
    assert!(
        site.text("gh.txt")
            .starts_with("pr comment 7 --body-file comment.md")
    );
    let comment = site.text("comment.md");
    assert!(
        comment.starts_with("~~~~~~~~\n") && comment.ends_with("\n~~~~~~~~\n"),
        "{comment}"
    );
    assert!(comment.contains("[-must-]{+should+}"), "{comment}");
}

#[test]
fn a_site_with_compressed_copies_is_sent_with_them() {
    let site = built("https://law.harbour.example/");
    let words = [
        ("nginx", "gzip_static on;"),
        ("caddy", "precompressed br gzip"),
        ("apache", "RewriteRule ^(.+)$ $1.br [L]"),
    ];
    for (host, words) in words {
        let run = site.run(&["host", host]).exits(0);
        run.says_nothing_of(words);
    }
    site.built("2026-03-01", &["--precompress"]);
    for (host, words) in words {
        site.run(&["host", host]).exits(0).says(words);
    }
}

#[test]
fn a_site_in_a_folder_makes_no_promise_for_its_whole_host() {
    let site = built("https://harbour.example/law/");
    for host in ["nginx", "caddy", "apache", "s3"] {
        let out = site.run(&["host", host]).exits(0);
        assert!(!out.stdout.contains("Strict-Transport-Security"), "{host}");
        assert!(out.stdout.contains("/law/"), "{host}");
    }
    let site = site.remove("dist");
    site.run(&["host", "nginx"])
        .exits(3)
        .helps("site-gen build");
    site.run(&["host", "nginx", "--root", "srv"]).exits(3);
    site.run(&["host", "geocities"]).exits(2);
}

#[test]
fn the_manual_and_the_completions_have_every_command() {
    let site = Site::empty();
    site.run(&["man", "man1"]).exits(0);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = site.run(&["completions", shell]).exits(0).stdout;
        for command in ["init", "import", "release"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    let page = site.text("man1/site-gen-import.1");
    assert!(
        page.contains("Import the history of a text as versions"),
        "{page}"
    );
}

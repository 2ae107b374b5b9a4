//! Waits for changes of the files that a site is made from.

use crate::commands::site_folder::SOURCES;
use crate::content::is_ignored;
use crate::diagnostic::Diagnostic;
use notify::event::{CreateKind, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long nothing has to happen before a save is taken to be complete. Programs write a file in
/// several steps, and version control writes many files.
const DEBOUNCE: Duration = Duration::from_millis(10);
/// The longest wait for that, so that a program that never stops writing does not stop the builds.
const MAX_DELAY: Duration = Duration::from_millis(250);

/// The changes of a site's folders.
pub(super) struct Changes {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// The site's folder, absolute and without symbolic links, as the paths of events are.
    site: PathBuf,
}

/// The scope of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Nothing of the site.
    None,
    /// The content of files.
    Files,
    /// Perhaps which folders there are, which then have to be watched too.
    Folders,
}

impl Changes {
    /// Begins to watch: no later change is missed.
    ///
    /// # Errors
    ///
    /// If the site's folder cannot be read, or the system watches no more folders.
    pub(super) fn watch(site: &Path) -> Result<Self, Diagnostic> {
        let site = site
            .canonicalize()
            .map_err(|error| Diagnostic::files("read", site, error))?;
        let failed = |error| cannot_watch(&site, &error);
        let (sender, events) = channel();
        // Without a receiver the program is about to end.
        let watcher = notify::recommended_watcher(move |event| drop(sender.send(event)));
        let mut watcher = watcher.map_err(failed)?;
        // A source that is deleted and made again is only noticed from above.
        watcher
            .watch(&site, RecursiveMode::NonRecursive)
            .map_err(failed)?;
        let mut changes = Self {
            watcher,
            events,
            site,
        };
        changes.watch_sources()?;
        Ok(changes)
    }

    /// Waits for a change, and until the save that it is part of is complete.
    ///
    /// # Errors
    ///
    /// If the system watches no more folders. What is watched already still is.
    pub(super) fn wait(&mut self) -> Result<(), Diagnostic> {
        let mut change = Change::None;
        while change == Change::None {
            let Ok(event) = self.events.recv() else {
                // The watcher lives as long as `self`, and with it the sender.
                return Ok(());
            };
            change = self.change(&event);
        }
        let end = Instant::now() + MAX_DELAY;
        let mut quiet = Instant::now() + DEBOUNCE;
        loop {
            let left = quiet.min(end).saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event) => {
                    let more = self.change(&event);
                    if more != Change::None {
                        quiet = Instant::now() + DEBOUNCE;
                    }
                    change = change.max(more);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        match change {
            Change::Folders => self.watch_sources(),
            Change::Files | Change::None => Ok(()),
        }
    }

    fn change(&self, event: &notify::Result<Event>) -> Change {
        // After an error, and if there were too many events to keep, anything may have changed.
        let Ok(event) = event else {
            return Change::Folders;
        };
        if event.need_rescan() {
            return Change::Folders;
        }
        let is_source = |path: &PathBuf| is_source(path.strip_prefix(&self.site).ok());
        if !event.paths.iter().any(is_source) {
            return Change::None;
        }
        match event.kind {
            // A build reads every file, so it would be followed by the next one endlessly.
            EventKind::Access(_) => Change::None,
            EventKind::Create(CreateKind::File)
            | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => Change::Files,
            EventKind::Create(_)
            | EventKind::Modify(_)
            | EventKind::Remove(_)
            | EventKind::Any
            | EventKind::Other => Change::Folders,
        }
    }

    /// Watches every folder of the sources that exist. Called before a build reads them, so that
    /// what is written into a new folder is either read or noticed.
    fn watch_sources(&mut self) -> Result<(), Diagnostic> {
        for source in SOURCES {
            let source = self.site.join(source);
            // A deleted folder's watch is not that of the folder that has its name now.
            let _ = self.watcher.unwatch(&source);
            if source.is_dir() {
                let watched = self.watcher.watch(&source, RecursiveMode::Recursive);
                // It may have been deleted just now, which is the next change.
                if let Err(error) = watched
                    && source.is_dir()
                {
                    return Err(cannot_watch(&source, &error));
                }
            }
        }
        Ok(())
    }
}

/// Whether a path below the site's folder is read by a build. Temporary files of editors are not.
fn is_source(path: Option<&Path>) -> bool {
    let names = path.into_iter().flat_map(Path::iter);
    let mut names = names.map(|name| name.to_string_lossy());
    names
        .next()
        .is_some_and(|first| SOURCES.contains(&first.as_ref()))
        && !names.any(|name| is_ignored(&name))
}

fn cannot_watch(path: &Path, error: &notify::Error) -> Diagnostic {
    let diagnostic = Diagnostic::files("watch", path, error);
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => diagnostic.help(
            "raise the system's limit: `sysctl fs.inotify.max_user_watches=524288` as an administrator",
        ),
        _ => diagnostic.help("allow reading it"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_source;
    use std::path::Path;

    #[test]
    fn a_file_that_no_build_reads_starts_no_build() {
        for (path, expected) in [
            ("content", true),
            ("content/guidelines/next/guidelines.md", true),
            ("themes/own/styles/site.css", true),
            ("static/.well-known/security.txt", true),
            ("static/.#CNAME", false),
            ("content/guidelines/next/.guidelines.md.swp", false),
            ("content/.git/index", false),
            ("content/pages/4913", false),
            ("content/pages/about.md~", false),
            ("dist/index.html", false),
            ("", false),
        ] {
            assert_eq!(is_source(Some(Path::new(path))), expected, "{path}");
        }
        assert!(!is_source(None));
    }
}

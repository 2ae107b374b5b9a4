// Added to every page by `site-gen dev`. Reloads the page when its file changes, and shows the
// errors of the content over it. Uses no HTML and no style attribute, which the site's policy forbids.
"use strict";
{
  const page = new URL(document.currentScript.src).searchParams.get("page");
  const source = `/.site-gen/events${location.pathname}`;

  const panel = document.createElement("div");
  panel.id = "site-gen-dev";
  panel.role = "alert";
  // A tree of its own, so that neither the site's styles nor its programs touch it.
  const shadow = panel.attachShadow({ mode: "open" });
  const box = document.createElement("details");
  const title = document.createElement("summary");
  const text = document.createElement("pre");
  title.textContent = "The content has errors. Below is the last page without them.";
  box.open = true;
  box.append(title, text);
  shadow.append(box);
  panel.style.cssText = "all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647";
  box.style.cssText =
    "box-sizing: border-box; max-height: 60vh; overflow: auto; padding: 12px 16px;" +
    "border-top: 4px solid #d4351c; background: #1d1d1d; color: #fff; font: 16px/1.4 sans-serif";
  title.style.cssText = "cursor: pointer; font-weight: bold";
  text.style.cssText = "margin: 12px 0 0; white-space: pre-wrap; font: 14px/1.4 monospace";

  const show = ({ data }) => {
    const newest = JSON.parse(data);
    if (newest.page !== page) {
      location.reload();
    } else if (newest.errors === null) {
      panel.remove();
    } else {
      text.textContent = newest.errors;
      document.documentElement.append(panel);
    }
  };

  // Browsers open six connections to a server at most, so only pages that are seen have one.
  let events;
  const follow = () => {
    events?.close();
    if (document.visibilityState === "visible") {
      events = new EventSource(source);
      events.onmessage = show;
    }
  };
  document.addEventListener("visibilitychange", follow);
  addEventListener("pageshow", ({ persisted }) => persisted && follow());
  follow();
}

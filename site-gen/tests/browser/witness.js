// Records what the page's policy refused, errors, and when the request builder had drawn its first
// findings. It is the first script of the page, because later ones would miss early events.
"use strict";
const witness = window.witness = { violations: [], errors: [], shown: [], ready: null };
document.addEventListener("securitypolicyviolation", (event) => {
  witness.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
});
addEventListener("error", (event) => {
  witness.errors.push(event.message || `${event.target.localName} did not load`);
}, true);
addEventListener("unhandledrejection", (event) => witness.errors.push(String(event.reason)));
for (const level of ["error", "warn"]) {
  const say = console[level];
  console[level] = (...words) => {
    witness.errors.push(words.join(" "));
    say.apply(console, words);
  };
}
addEventListener("pageshow", (event) => witness.shown.push(event.persisted));
new MutationObserver(() => {
  witness.ready ??= performance.now();
}).observe(document.documentElement, { attributeFilter: ["data-builder"] });

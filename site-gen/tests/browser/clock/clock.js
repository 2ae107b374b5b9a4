// Replaces the page's clock: it starts at noon on the day for which the answers in `tests/answers`
// were written and runs from there, so that results do not depend on the day the tests run.
"use strict";
globalThis.Date = (() => {
  const since = Date.now();
  const noon = new Date(2026, 0, 15, 12).getTime();
  const now = (real) => noon + real.now() - since;
  return new Proxy(Date, {
    apply: (real) => new real(now(real)).toString(),
    construct: (real, given, made) =>
      Reflect.construct(real, given.length > 0 ? given : [now(real)], made),
    get: (real, name) => (name === "now" ? () => now(real) : Reflect.get(real, name)),
  });
})();

// Marks the row of the version that applied on the day in the date field. The address keeps the
// day, so that it can be shared: /on/#2022-05-03.
const field = document.querySelector("#on_day");
const result = document.querySelector("[data-on-result]");
const rows = [...document.querySelectorAll("[data-from]")];

function show(day) {
  const row = rows.find(({ dataset }) => dataset.from <= day && (!dataset.until || day < dataset.until));
  for (const other of rows) other.toggleAttribute("data-applies", other === row);
  const links = [...(row?.querySelectorAll("a") ?? [])].flatMap((link) => [" ", link.cloneNode(true)]);
  result.replaceChildren(row ? result.dataset.found : result.dataset.none, ...links);
}

function follow() {
  const day = location.hash.slice(1);
  if (/^\d{4}-\d\d-\d\d$/.test(day)) {
    field.value = day;
    show(day);
  }
}

field.addEventListener("input", () => {
  if (!field.value) return;
  history.replaceState(null, "", `#${field.value}`);
  show(field.value);
});
addEventListener("hashchange", follow);
document.querySelector("[data-on-day]").hidden = false;
follow();

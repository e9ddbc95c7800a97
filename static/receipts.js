// Finds one's own receipt in the published list, on this device alone: what is typed goes nowhere.

const field = document.querySelector("[data-find]");
const rows = [...document.querySelectorAll("[data-code]")];

if (field) {
  field.hidden = false;
  const found = field.querySelector("[data-found]");
  field.querySelector("input").addEventListener("input", ({ target }) => {
    const begin = target.value.trim();
    const left = rows.filter((row) => row.dataset.code.startsWith(begin));
    for (const row of rows) row.hidden = !left.includes(row);
    const [only] = left.length === 1 ? left : [];
    found.textContent = left.length ? (only?.cells[1].textContent ?? "") : found.dataset.none;
  });
}

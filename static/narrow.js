// Narrows a long list of choices to what one types; what is chosen stays in sight.
"use strict";

for (const field of document.querySelectorAll("[data-narrow]")) {
  const rows = [...field.parentElement.querySelectorAll("li")];
  const said = field.querySelector("[data-none]");
  const input = field.querySelector("input");
  field.hidden = false;

  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
    }
    said.textContent = rows.some((row) => !row.hidden) ? "" : said.dataset.none;
  });
  // Who presses Enter here means the search, not the form.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

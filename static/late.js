// What is told above the page once a poll has ended without somebody's vote, or without their last change (_unsent.html).

const READABLE = 8000; // milliseconds that one has it before the next ballot comes
const late = document.querySelector("[data-ballot-late]");
let shownAt = 0;

/** Say why a choice was not counted; `words` are the server's where there are none of ours. */
export function tellLate(kind, { words = "", signsIn = false } = {}) {
  for (const each of late.querySelectorAll("[data-late]")) each.hidden = each.dataset.late !== kind;
  late.querySelector("[data-late-words]").textContent = words;
  late.querySelector("[data-late-sign-in]").hidden = !signsIn;
  late.hidden = false;
  shownAt = performance.now();
}

/** Whether it has not been there long enough to be read. */
export const isLateNew = () => late !== null && !late.hidden && (document.hidden || performance.now() - shownAt < READABLE);

// Nobody reads what a sleeping phone shows.
document.addEventListener("visibilitychange", () => isLateNew() && (shownAt = performance.now()));

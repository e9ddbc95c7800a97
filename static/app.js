// What a page needs beyond links, forms and htmx: closing the menu, printing, going where a form leads. Everything works without it.
"use strict";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What was refused may stand far below: whoever sent a form is taken to the first field that cannot stay as it is.
if (!location.hash) document.querySelector("main [aria-invalid=true]")?.focus();

// Whoever has sent a form goes where its answer leads: a page that made itself anew meanwhile would stay instead.
let isSending = false;
addEventListener("submit", (event) => (isSending = !event.defaultPrevented));
addEventListener("pageshow", () => (isSending = false));
addEventListener("htmx:before:response", (event) => isSending && event.detail.ctx.hx.refresh && event.preventDefault());

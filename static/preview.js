// The preview of a paper: after a step the page opens where one was working.
"use strict";

const form = document.getElementById("vorschau");
const key = "vorschau-y";

form.addEventListener("submit", () => sessionStorage.setItem(key, String(window.scrollY)));

const kept = sessionStorage.getItem(key);
if (kept) {
  sessionStorage.removeItem(key);
  window.scrollTo(0, Number(kept));
}

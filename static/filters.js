// The list of amendments follows its filters in place; the address always names what is shown, so that it can be shared.
"use strict";

let more = -1;

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-more]");
  more = link ? link.closest("ol").children.length - 1 : -1;
});

document.addEventListener("htmx:after:swap", () => {
  const results = document.getElementById("amendments-results");
  if (more >= 0) {
    // The link that was used is gone: go on with what it has brought.
    results.querySelector("ol")?.children[more]?.querySelector("a")?.focus({ preventScroll: true });
    more = -1;
  } else {
    history.replaceState(null, "", results.dataset.address);
  }
});

// Comments: open on a desk, folded on a phone; says how many have come since, and shows them when asked.
"use strict";

const desk = window.matchMedia("(min-width: 1000px)");

function unfold() {
  const aimed = location.hash.startsWith("#kommentar");
  for (const fold of document.querySelectorAll("[data-open-on-desk]")) if (desk.matches || aimed) fold.open = true;
  if (aimed) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

function watchComments(section) {
  const link = section.querySelector("[data-news]");
  const title = section.querySelector("h2");
  const list = () => section.querySelector("[data-stamp][data-count]:not([hidden])");
  const fill = (words, number) => words.replace("{n}", number);
  let shown = list().dataset.stamp;

  new MutationObserver(() => {
    const now = document.getElementById(section.dataset.comments)?.dataset;
    const read = list()?.dataset;
    if (!now || !read) return;
    const fresh = Number(now.count) - Number(read.count);
    const words = fresh > 1 ? fill(link.dataset.many, fresh) : fresh === 1 ? link.dataset.one : link.dataset.changed;
    const stale = now.stamp !== read.stamp;
    // Written only where it differs: each writing would call this again.
    if (stale && link.textContent !== words) link.textContent = words;
    if (read.stamp !== shown) {
      shown = read.stamp;
      title.textContent = Number(read.count) === 1 ? title.dataset.one : fill(title.dataset.many, read.count);
      // What was pressed is about to go; whoever pressed it goes on where the new ones stand.
      if (document.activeElement === link) list().focus();
    }
    if (link.hidden === stale) link.hidden = !stale;
  }).observe(section, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-count", "data-stamp"] });

  link.addEventListener("click", () => {
    section.querySelector("details").open = true;
  });
}

document.querySelectorAll("[data-comments]").forEach(watchComments);
window.addEventListener("hashchange", unfold);
unfold();

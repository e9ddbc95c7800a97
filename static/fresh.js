// Says that a demand has changed since its page was opened; the text does not shift under a reader's eyes.

function watch(notice) {
  const signal = document.getElementById(notice.dataset.fresh);
  const opened = { ...signal.dataset };
  const text = notice.querySelector("[data-fresh-text]");
  const count = notice.querySelector("[data-fresh-count]");
  new MutationObserver(() => {
    const state = document.getElementById(notice.dataset.fresh)?.dataset ?? opened;
    text.hidden = state.version === opened.version;
    if (count) count.hidden = !text.hidden || Number(state.count) <= Number(opened.count);
    notice.hidden = text.hidden && (count?.hidden ?? true);
  }).observe(signal.parentNode, { subtree: true, attributes: true, childList: true, attributeFilter: ["data-version", "data-count"] });
}

document.querySelectorAll("[data-fresh]").forEach(watch);

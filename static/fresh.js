// Says that a demand has changed since its page was opened; the text does not shift under a reader's eyes.

function watch(notice) {
  const signal = document.getElementById(notice.dataset.fresh);
  const opened = { ...signal.dataset };
  new MutationObserver(() => {
    const state = document.getElementById(notice.dataset.fresh)?.dataset ?? opened;
    notice.querySelector("[data-fresh-text]").hidden = state.version === opened.version;
    notice.querySelector("[data-fresh-count]").hidden =
      state.version !== opened.version || Number(state.count) <= Number(opened.count);
    notice.hidden = [...notice.querySelectorAll("[data-fresh-text], [data-fresh-count]")].every((line) => line.hidden);
  }).observe(signal.parentNode, { subtree: true, attributes: true, childList: true, attributeFilter: ["data-version", "data-count"] });
}

document.querySelectorAll("[data-fresh]").forEach(watch);

// The wall: the countdown by the server's clock, and a word when nothing has been heard for long.
"use strict";

{
  const MEASURE_EVERY = 600000; // milliseconds
  const SILENCE = 45000; // the server gives a sign of life every 15 seconds
  const body = document.body;
  // A projector's clock may be wrong by minutes, and a laptop corrects it when it likes: counted from the server's time
  // by a clock that nobody sets.
  let offset = Number(body.dataset.now) - performance.now();
  let heard = performance.now();

  const now = () => performance.now() + offset;

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  let isOver = false;

  function tick() {
    if (isOver) return;
    for (const clock of document.querySelectorAll("[data-until]")) {
      const left = Math.max(0, Math.ceil((Date.parse(clock.dataset.until) - now()) / 1000));
      write(clock, left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : clock.dataset.over);
    }
    document.querySelector("[data-silent]").hidden = performance.now() - heard < SILENCE;
  }

  async function measure() {
    if (isOver) return;
    try {
      const asked = performance.now();
      const response = await fetch(body.dataset.clock, { cache: "no-store", credentials: "omit" });
      if (!response.ok) return;
      const answered = performance.now();
      offset = Number(await response.text()) - (asked + answered) / 2;
    } catch {
      // Without a connection the old measure serves.
    }
  }

  const live = document.getElementById("live");
  live.addEventListener("htmx:sse:after:connection", () => {
    heard = performance.now();
    measure();
  });
  live.addEventListener("htmx:sse:before:message", () => (heard = performance.now()));

  /** Nobody gets a link back that was renewed: the wall says so, and asks no more. */
  function end() {
    isOver = true;
    const ended = document.querySelector("template[data-ended]").content.cloneNode(true);
    document.querySelector(".wall__screen").replaceWith(ended);
    document.querySelector(".wall__foot").replaceChildren();
    document.querySelector("[data-silent]").hidden = true;
    live.remove();
  }

  live.addEventListener("htmx:sse:error", (event) => event.detail.status === 404 && end());
  live.addEventListener("htmx:finally:request", (event) => event.detail.ctx.response?.status === 404 && end());

  // A partial that was replaced has an empty clock: filled before it is painted.
  new MutationObserver(tick).observe(document.querySelector("main"), { childList: true, subtree: true, attributes: true });
  setInterval(tick, 250);
  setInterval(measure, MEASURE_EVERY);
  tick();
  // Fetched now: a verdict may come when the line is gone again.
  for (const weight of [400, 600, 700]) document.fonts.load(`${weight} 1rem "Fira Sans"`);
}

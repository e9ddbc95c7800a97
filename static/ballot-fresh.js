// The ballot is right again after sleep, on a second tab and on a second device: it asks the server for itself, wherever
// nobody is choosing, and takes what has changed.

import { store } from "./delivery.js";
import { countTicks, draft, find, isSignedOut, isTimeOver, key, part, showChosen, tellSignedOut, tellTime, tellUnsent } from "./ballot-form.js";

const SPREAD = 1500; // milliseconds over which a hall asks that was told something at one moment
const OFTEN = 20000;
const SAME = ["state", "turn", "stored", "mayVote", "timeOver"];

let asking = 0;

const isQuiet = () => !store.read(key) && !draft.choice && find().offsetParent !== null && !find().querySelector("[data-receipt]");

/** Ask for the ballot as it is; what somebody has ticked is never taken away. */
export async function refresh() {
  if (isSignedOut()) return comeBack();
  if (!isQuiet()) return;
  const turn = ++asking;
  try {
    const answer = await fetch(location.pathname, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.status === 401) return tellSignedOut();
    if (answer.redirected) return location.reload();
    if (!answer.ok || turn !== asking || !isQuiet()) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-ballot]");
    if (fresh && isQuiet()) take(fresh);
  } catch {
    // Without a connection the page stays as it is; the stream tells when it is back.
  }
}

function take(fresh) {
  const form = find();
  if (draft.isTouched) {
    for (const name of ["turn", "stored"]) form.dataset[name] = fresh.dataset[name];
    return tellUnsent();
  }
  // Somebody may have voted elsewhere, or the vote may have ended while this page slept.
  if (fresh.dataset.state !== form.dataset.state && !document.querySelector(".result > *")) return location.reload();
  if (SAME.every((name) => fresh.dataset[name] === form.dataset[name])) return;
  const value = document.activeElement?.closest("form[data-ballot] [name=choice]")?.value;
  const isNews = fresh.dataset.turn !== form.dataset.turn;
  form.replaceWith(fresh);
  countTicks();
  if (value) fresh.querySelector(`[name=choice][value="${CSS.escape(value)}"]`)?.focus();
  if (isNews) announce(part("say"));
}

/** Say a status again that came with its place: only what changes in one that is there is read out. */
function announce(status) {
  const said = [...status.childNodes];
  status.replaceChildren();
  requestAnimationFrame(() => status.childNodes.length || status.replaceChildren(...said));
}

/** Whether one has signed in again, on another tab perhaps: then the page is made anew. */
async function comeBack() {
  try {
    const answer = await fetch(location.pathname, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    // The next look may reach the server.
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
for (const name of ["focus", "online"]) addEventListener(name, refresh);
addEventListener("pageshow", (event) => event.persisted && refresh());

const live = document.getElementById("live");
// The first stream begins with the page, which is right as it came.
let streams = 0;
live?.addEventListener("htmx:sse:after:connection", () => streams++ && refresh());
live?.addEventListener("voted", refresh);
// The stream knows first that one is signed out: begun again, or not begun at all.
live?.addEventListener("htmx:sse:error", ({ detail }) => detail.status === 401 && tellSignedOut());
live?.addEventListener("htmx:finally:request", ({ detail }) => detail.ctx.response?.status === 401 && tellSignedOut());
if ("looks" in find().dataset) setInterval(() => document.visibilityState === "visible" && refresh(), OFTEN);

addEventListener("storage", (event) => {
  if (event.key !== key) return;
  const ballot = store.read(key);
  if (ballot && !ballot.isStored) showChosen(ballot.choice);
  else refresh();
});

// The time is over, or there is more of it.
let wasOver = isTimeOver();
new MutationObserver(() => {
  if (isTimeOver() === wasOver || isSignedOut()) return;
  wasOver = isTimeOver();
  tellTime(wasOver);
  tellUnsent();
  setTimeout(refresh, Math.random() * SPREAD);
}).observe(document.querySelector("main"), { childList: true, subtree: true, attributeFilter: ["data-time-over"] });

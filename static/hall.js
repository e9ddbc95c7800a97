// On every page of somebody who has signed in: the clock of a running vote, the ballot that comes by itself (follow.js), and
// the warning that a ballot has not arrived. The ballot's own page is ballot.js.

import { forget, resume, serverNow, store } from "./delivery.js";
import { markBars } from "./bars.js";
import { follow, followNow, isBusy } from "./follow.js";
import { tellLate } from "./late.js";

const QUIET = 1500; // milliseconds in which a ballot may be on its way before anybody is alarmed

// ---- The clock: by the server's time, whatever this device believes ----

function tick() {
  for (const clock of document.querySelectorAll("[data-closes]")) {
    const left = Math.max(0, Date.parse(clock.dataset.closes) - serverNow());
    const seconds = Math.ceil(left / 1000);
    const words = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (clock.textContent === words) continue;
    clock.textContent = words;
    if (clock.dataset.words) clock.setAttribute("aria-label", clock.dataset.words.replace("{left}", words));
    const whole = Date.parse(clock.dataset.closes) - Date.parse(clock.dataset.opened);
    clock.nextElementSibling?.querySelector(".clockbar__left")?.setAttribute("width", Math.min(100, (100 * left) / whole));
  }
}

// ---- What has not arrived ----

const shout = document.querySelector("[data-ballot-shout]");

let isSignedOut = false;

function warn(key, ballot) {
  if (isSignedOut) return;
  const quiet = QUIET - (Date.now() - ballot.at);
  if (quiet > 0) setTimeout(() => store.read(key)?.at === ballot.at && !store.read(key).isStored && warn(key, ballot), quiet);
  else sayUnsent(ballot);
}

/** Nobody need raise a hand whose earlier choice counts. */
function sayUnsent({ isChange }) {
  shout.querySelector("[data-shout-vote]").hidden = isChange;
  shout.querySelector("[data-shout-change]").hidden = !isChange;
  shout.hidden = false;
}

/** Say why a ballot was not stored where no ballot is to be seen any more. */
function tellRefusal({ outcome, say }, ballot) {
  if (outcome === "annulled") tellLate("annulled");
  else if (outcome === "closed") tellLate(ballot.isChange ? "change" : "lost");
  else tellLate("refused", { words: say, signsIn: outcome === "signed_out" });
}

document.addEventListener("ballot", ({ detail: { key, ballot, answer } }) => {
  if (!answer) return warn(key, ballot);
  isSignedOut = answer.outcome === "signed_out";
  shout.hidden = true;
  const form = document.querySelector("form[data-ballot]");
  const isHere = form && key.endsWith(form.dataset.ballot) && form.offsetParent !== null;
  if (answer.outcome !== "saved" && !isHere) tellRefusal(answer, ballot);
  // Its receipt is shown on its own page, this once.
  if (answer.outcome === "saved" && ballot.showsReceipt && !isHere && !isBusy()) showReceipt(key, ballot);
});

function showReceipt(key, { url }) {
  const page = url.replace(/\/stimme$/, "");
  // A page that cannot show it never will.
  if (new URL(page, location).pathname === location.pathname) store.drop(key);
  else location.assign(page);
}

// Another tab has sent it.
addEventListener("storage", ({ key }) => {
  if (key?.endsWith(`:${document.body.dataset.person}`) && (store.read(key)?.isStored ?? true)) shout.hidden = true;
});
document.addEventListener("submit", (event) => event.target.matches("[action='/abmelden']") && forget());

// The warning is set in bold; without a connection its font could no longer be fetched.
document.fonts.load('700 1rem "Fira Sans"');
new MutationObserver(() => (tick(), markBars(), follow())).observe(document.querySelector(".page"), { childList: true, subtree: true, attributeFilter: ["data-closes", "data-poll", "data-roll", "data-panel"] });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && (tick(), followNow()));
addEventListener("online", followNow);
document.addEventListener("focusout", () => setTimeout(follow));
setInterval(tick, 250);
tick();
markBars();
follow();
// A ballot's own page listens from now on as well.
addEventListener("DOMContentLoaded", resume);

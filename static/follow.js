// The ballot comes by itself to whoever may vote, but never over something one is writing or must read.

import { markBars, miss, wasMissed } from "./bars.js";
import { isLateNew } from "./late.js";

const PAUSE = 1000; // milliseconds until the next try
const LONGEST_PAUSE = 8000;
const TIMEOUT = 8000;

const follower = document.querySelector("[data-follow]");
const own = follower?.dataset.follow;
const seen = (poll) => `seen:${poll}`;
// A result is left for the next ballot by whoever had this one before them, not by whoever looks it up.
const isLookedUp = follower !== null && "ended" in follower.dataset && !sessionStorage.getItem(seen(own));
let pause = PAUSE;
let isLooking = false;
let isStale = false;
let isLeaving = false;
let isUnheard = false;
let timer = 0;
if (own && !isLookedUp) sessionStorage.setItem(seen(own), "1");

/** Whether somebody writes, has a menu open, or has something to read: a receipt, which is there this once, or what is new. */
export function isBusy() {
  const field = document.activeElement?.closest("input, textarea, select, [contenteditable]");
  // The ballot's ticks keep the focus when the result takes their place.
  const isWriting = field?.getClientRects().length > 0;
  return isWriting || isLateNew() || document.querySelector("details.menu[open], .shout:not([hidden]), [data-receipt]") !== null;
}

/** Whether this page has nothing of its own to do any more: the overview always, a ballot's page once it shows the result. */
const isFree = () => !own || document.querySelector(".result > *") !== null;

/** Open the ballot of a poll that runs; what cannot be done now is tried again until it can. */
export async function follow() {
  isStale = true;
  if (!follower || isLookedUp || isLooking || isLeaving || isUnheard) return;
  isLooking = true;
  try {
    // What has changed while one was looking is looked at again.
    for (; isStale && !isLeaving; pause = PAUSE) {
      isStale = false;
      await look();
    }
  } catch {
    // No connection, or a server that is just being overrun.
    isUnheard = true;
    later(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  } finally {
    isLooking = false;
  }
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(followNow, milliseconds);
}

/** The same without waiting any longer for a server that could not be asked. */
export function followNow() {
  isUnheard = false;
  return follow();
}

async function look() {
  for (const bar of document.querySelectorAll("#now [data-poll]")) {
    const { poll } = bar.dataset;
    // Nothing is taken there any more, unless there is more time.
    if ("timeOver" in bar.dataset) continue;
    if (poll === own && document.querySelector("[data-state=prepared]")) return leave(() => location.reload());
    if (sessionStorage.getItem(seen(poll)) || !isFree() || wasMissed(bar)) continue;
    if (isBusy()) return later(PAUSE);
    const { roll } = bar.dataset;
    // Who does not vote stays where they are; the bar below tells them all the same.
    if (!(await mayVote(bar.href))) miss(poll, roll), markBars();
    else if (isBusy()) return later(PAUSE);
    // It may have ended meanwhile, and another one begun.
    else if (!document.querySelector(`#now [data-poll="${poll}"]`)) continue;
    else return leave(() => location.assign(bar.href));
  }
}

/** Go to another page, once: to be sent there again while it comes would only delay it. */
function leave(go) {
  isLeaving = true;
  setTimeout(() => ((isLeaving = false), follow()), LONGEST_PAUSE);
  go();
}

async function mayVote(href) {
  const ballot = await fetch(href, { headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
  // Who is signed out gets no ballot until this page is another.
  if (ballot.status === 401) isLeaving = true;
  else if (!ballot.ok) throw new Error(ballot.statusText);
  return (await ballot.text()).includes("data-may-vote");
}

// The ballot's page: one tap where a vote can be changed, a question before it where it cannot. What it shows is
// ballot-form.js, how it stays right ballot-fresh.js; sending is delivery.js, what every page says is hall.js.

import { hand, store } from "./delivery.js";
import {
  countTicks, draft, find, isSignedOut, isStored, isTimeOver, key, noteStored, part, picked, refuse, say, showAnswered, showChosen, showUnsent,
  tellSignedOut, tellUnsent, votes,
} from "./ballot-form.js";
import { refresh } from "./ballot-fresh.js";
import { tellLate } from "./late.js";

// After these no other choice is taken either.
const OVER = ["closed", "annulled", "time_over", "already_voted", "not_entitled", "by_hand"];

// ---- Choosing ----

/** 128 bits, made here so that no server has seen them before the ballot. */
function newReceipt() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-ballot]");
  if (!form) return;
  event.preventDefault();
  const { submitter } = event;
  if (submitter?.name === "choice") choose(submitter.value, name(submitter));
  else if (submitter?.matches("[data-ballot-confirm]") && draft.choice) give(draft.choice);
  else if (submitter?.matches("[data-ballot-send]")) {
    const boxes = picked();
    if (!boxes.length) return refuse(form.dataset.nothing);
    choose(boxes.map((box) => box.value).join(","), boxes.map((box) => box.closest("label").textContent.trim()).join(", "));
  }
});

/** What a button says: its answer, and what that is about. */
const name = (button) => [...button.querySelector("span").childNodes].map((each) => each.textContent.trim()).filter(Boolean).join(": ");

function choose(choice, words) {
  if (!("secret" in find().dataset)) return give(choice);
  draft.choice = choice;
  part("asked").textContent = words;
  ask(true);
}

/** Show the question before a vote that cannot be changed, or go back to the answers. */
function ask(isAsked) {
  part("ask").hidden = !isAsked;
  part("answers").hidden = isAsked;
  part("say").hidden = isAsked;
  (isAsked ? part("ask").querySelector("[tabindex]") : (votes()[0] ?? find())).focus();
}

function give(choice) {
  const form = find();
  const isSecret = "secret" in form.dataset;
  const isChange = store.read(key)?.isChange ?? isStored();
  const ballot = { url: form.action, choice, isChange };
  if (isSecret) Object.assign(ballot, { receipt: newReceipt(), showsReceipt: part("receipt") !== null });
  draft.isTouched = false;
  draft.choice = null;
  showChosen(choice);
  hand(key, ballot, Number(form.dataset.turn));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-ballot-back]")) return;
  // Also once it is given: without a connection the link would lead away from the page that sends it.
  event.preventDefault();
  if (!draft.choice) return;
  draft.choice = null;
  ask(false);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("form[data-ballot] input[type=checkbox]")) return;
  countTicks();
  tellUnsent();
});

// ---- What became of it ----

/** Show the answer in place: the status line and the buttons stay the same elements, so that focus and announcement hold. */
function settle({ outcome, say: words }, ballot) {
  part("offline").hidden = true;
  if (outcome === "signed_out") return tellSignedOut();
  if (outcome === "outdated") return refresh().then(() => refuse(words));
  const isSaved = outcome === "saved";
  if (isSaved) {
    say("data-say-saved");
    // What was voted in secret is known to nobody from here on.
    noteStored("secret" in find().dataset ? "" : ballot.choice, ballot.turn || 0);
  } else say("data-say-refused", words);
  const isOver = OVER.includes(outcome);
  showAnswered({ isOver });
  // There may be more time already.
  if (outcome === "time_over" && !isTimeOver()) refresh();
  if (!("secret" in find().dataset)) return;
  // A secret vote is over with the one ballot, and its receipt is there this once.
  const isDone = isSaved || outcome === "already_voted";
  // Where the page came after the vote, it has neither answers nor a question.
  if (part("ask")) part("ask").hidden = true;
  if (part("confirm")) part("confirm").disabled = isOver;
  if (part("answers")) part("answers").hidden = isDone;
  if (isDone) find().removeAttribute("data-may-vote");
  if (isSaved && part("receipt")) showReceipt(ballot.receipt);
}

function showReceipt(receipt) {
  const shown = find().querySelector("template[data-say-receipt]").content.cloneNode(true);
  shown.querySelector("[data-receipt-code]").textContent = receipt;
  part("receipt").replaceChildren(shown);
  store.drop(key);
}

document.addEventListener("ballot", ({ detail }) => {
  if (detail.key !== key || find().offsetParent === null) return;
  if (detail.answer) settle(detail.answer, detail.ballot);
  else showUnsent(detail.ballot);
});

// The result has come while somebody was still choosing, or was signed out before their vote arrived.
let isTold = false;
function tellWhatIsLost() {
  if (isTold || !document.querySelector(".result > *")) return;
  isTold = true;
  const kept = store.read(key);
  const isLost = isSignedOut() && kept !== null && !kept.isStored;
  const isChoosing = draft.isTouched || draft.choice !== null;
  draft.isTouched = false;
  draft.choice = null;
  if (!isLost && !isChoosing) return;
  const signsIn = isSignedOut();
  if (document.querySelector(".result[data-annulled]")) tellLate("annulled", { signsIn });
  else if (isLost) tellLate(kept.isChange ? "missing-change" : "missing", { signsIn });
  else tellLate(isStored() ? "choosing-change" : "choosing", { signsIn });
}
new MutationObserver(tellWhatIsLost).observe(document.querySelector("main"), { childList: true, subtree: true });

// Somebody may have ticked before this script was there, and the result may have come.
countTicks();
tellUnsent();
tellWhatIsLost();
const kept = store.read(key);
if (kept?.isStored) settle({ outcome: "saved" }, kept);
else if (kept) showChosen(kept.choice);

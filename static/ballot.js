// The ballot's page: one tap where a vote can be changed, a question before it where it cannot; it is right again after
// sleep, on a second tab and on a second device. Sending is delivery.js, what every page says is hall.js.

import { hand, keyOf, store } from "./delivery.js";

const find = () => document.querySelector("form[data-ballot]");
const part = (name) => find().querySelector(`[data-ballot-${name}]`);
const key = keyOf(find().dataset.ballot);
const votes = () => [...find().querySelectorAll("button[name=choice]")];
const ticks = () => [...find().querySelectorAll("input[name=choice][type=checkbox]")];
let choosing = null;
let isTouched = false;

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
  else if (submitter?.matches("[data-ballot-confirm]") && choosing) give(choosing);
  else if (submitter?.matches("[data-ballot-send]")) {
    const picked = ticks().filter((box) => box.checked);
    if (!picked.length) return refuse(form.dataset.nothing);
    choose(picked.map((box) => box.value).join(","), picked.map((box) => box.closest("label").textContent.trim()).join(", "));
  }
});

/** What a button says: its answer, and what that is about. */
const name = (button) => [...button.querySelector("span").childNodes].map((each) => each.textContent.trim()).filter(Boolean).join(": ");

function choose(choice, words) {
  if (!("secret" in find().dataset)) return give(choice);
  choosing = choice;
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

/** Whether an earlier choice counts already. */
const isStored = () => Number(find().dataset.turn) > 0 || part("say").querySelector(".notice--ok") !== null;

function give(choice) {
  const form = find();
  const isSecret = "secret" in form.dataset;
  const isChange = store.read(key)?.isChange ?? isStored();
  const ballot = { url: form.action, choice, isChange };
  if (isSecret) Object.assign(ballot, { receipt: newReceipt(), showsReceipt: part("receipt") !== null });
  isTouched = false;
  choosing = null;
  showChosen(choice);
  hand(key, ballot, Number(form.dataset.turn));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-ballot-back]")) return;
  // Also once it is given: without a connection the link would lead away from the page that sends it.
  event.preventDefault();
  if (!choosing) return;
  choosing = null;
  ask(false);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("form[data-ballot] input[type=checkbox]")) return;
  isTouched = true;
  part("say").classList.add("polling__say--stale");
  countTicks();
});

/** Say how many are ticked, and let nobody tick more than may be. */
function countTicks() {
  const most = Number(find()?.dataset.most);
  if (!most || !part("count")) return;
  const chosen = ticks().filter((box) => box.checked).length;
  for (const box of ticks()) box.disabled = !box.checked && chosen >= most;
  if (chosen) part("count").textContent = part("count").dataset.words.replace("{chosen}", chosen);
}

// ---- What is shown ----

function note(button, text) {
  const place = button?.querySelector(".vote__note, .kern-label");
  if (place?.matches(".vote__note")) place.textContent = text;
}

function showChosen(choice, words = find().dataset.sending) {
  // What was said of an earlier choice is not true of this one.
  part("say").classList.add("polling__say--stale");
  const isAsked = part("ask") && !part("ask").hidden;
  if (isAsked) part("confirm").disabled = true;
  const keys = choice.split(",");
  for (const box of ticks()) box.checked = keys.includes(box.value);
  countTicks();
  for (const button of votes()) {
    const chosen = keys.includes(button.value);
    button.setAttribute("aria-pressed", chosen);
    button.classList.toggle("vote--wait", chosen);
    button.classList.toggle("vote--calm", !chosen);
    note(button, chosen ? words : "");
  }
}

function showUnsent(ballot) {
  showChosen(ballot.choice, find().dataset.waiting);
  const offline = part("offline");
  offline.hidden = false;
  part("say").hidden = true;
  offline.querySelector("time").textContent = new Date(ballot.at).toLocaleTimeString(document.documentElement.lang);
}

function say(template, words) {
  const said = find().querySelector(`template[${template}]`).content.cloneNode(true);
  if (words) said.querySelector("b").textContent = words;
  part("say").hidden = false;
  part("say").classList.remove("polling__say--stale");
  part("say").replaceChildren(said);
}

const refuse = (words) => say("data-say-refused", words);

/** Show the answer in place: the status line and the buttons stay the same elements, so that focus and announcement hold. */
function settle({ outcome, say: words }, ballot) {
  part("offline").hidden = true;
  if (outcome === "outdated") return refresh().then(() => refuse(words));
  const saved = outcome === "saved";
  if (saved) {
    say("data-say-saved");
    find().dataset.turn = Math.max(find().dataset.turn, ballot.turn || 0);
  }
  else say(outcome === "signed_out" ? "data-say-signed-out" : "data-say-refused", words);
  for (const button of votes()) {
    const chosen = saved && button.value === ballot.choice;
    button.disabled = ["closed", "time_over", "already_voted", "not_entitled", "by_hand"].includes(outcome);
    button.setAttribute("aria-pressed", chosen);
    button.classList.remove("vote--wait");
    button.classList.toggle("vote--calm", saved && !chosen);
    note(button, "");
  }
  if (!("secret" in find().dataset)) return;
  // A secret vote is over with the one ballot, and its receipt is there this once.
  const isOver = saved || outcome === "already_voted";
  // Where the page came after the vote, it has neither answers nor a question.
  if (part("ask")) part("ask").hidden = true;
  if (part("confirm")) part("confirm").disabled = false;
  if (part("answers")) part("answers").hidden = isOver;
  if (saved && part("receipt")) showReceipt(ballot.receipt);
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

// ---- Right again after sleep, on a second tab and on a second device ----

let asking = 0;

async function refresh() {
  const isQuiet = () => !store.read(key) && !isTouched && !choosing && find().offsetParent !== null && !find().querySelector("[data-receipt]");
  if (!isQuiet()) return;
  const turn = ++asking;
  try {
    const answer = await fetch(location.pathname, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.redirected || answer.status === 401) return location.reload();
    if (!answer.ok || turn !== asking || !isQuiet()) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-ballot]");
    const value = document.activeElement?.closest("form[data-ballot] [name=choice]")?.value;
    if (!fresh || !isQuiet()) return;
    // Somebody may have voted elsewhere, or the vote may have ended while this page slept.
    if (fresh.dataset.state !== find().dataset.state && !document.querySelector(".result > *")) return location.reload();
    find().replaceWith(fresh);
    countTicks();
    if (value) find().querySelector(`[name=choice][value="${CSS.escape(value)}"]`)?.focus();
  } catch {
    // Without a connection the page stays as it is; the stream tells when it is back.
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
for (const name of ["focus", "online"]) addEventListener(name, refresh);
addEventListener("pageshow", (event) => event.persisted && refresh());
// The first stream begins with the page, which is right as it came.
let streams = 0;
document.getElementById("live")?.addEventListener("htmx:sse:after:connection", () => streams++ && refresh());
addEventListener("storage", (event) => {
  if (event.key !== key) return;
  const ballot = store.read(key);
  if (ballot && !ballot.isStored) showChosen(ballot.choice);
  else refresh();
});

// The result has come while somebody was still choosing.
new MutationObserver(() => {
  if (!document.querySelector(".result > *") || !(isTouched || choosing)) return;
  isTouched = false;
  choosing = null;
  const late = document.querySelector("[data-ballot-late]");
  for (const each of late.querySelectorAll("p > span")) each.hidden = !("lateChoosing" in each.dataset);
  late.querySelector("[data-late-none]").hidden = isStored();
  late.querySelector("[data-late-before]").hidden = !isStored();
  late.hidden = false;
}).observe(document.querySelector("main"), { childList: true, subtree: true });

countTicks();
const kept = store.read(key);
if (kept?.isStored) settle({ outcome: "saved" }, kept);
else if (kept) showChosen(kept.choice);

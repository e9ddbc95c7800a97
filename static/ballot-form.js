// What the ballot's form shows: which answer is chosen, what became of it, what is not sent yet, and whether it takes any.

import { keyOf, store } from "./delivery.js";

export const find = () => document.querySelector("form[data-ballot]");
export const part = (name) => find().querySelector(`[data-ballot-${name}]`);
export const key = keyOf(find().dataset.ballot);
export const votes = () => [...find().querySelectorAll("button[name=choice]")];
export const ticks = () => [...find().querySelectorAll("input[name=choice][type=checkbox]")];
export const picked = () => ticks().filter((box) => box.checked);

/** What somebody is choosing and has not sent: the answer they are asked to confirm, or ticks that are not what counts. */
export const draft = { choice: null, isTouched: false };

/** Whether an earlier choice counts already. */
export const isStored = () => Number(find().dataset.turn) > 0 || part("say").querySelector(".notice--ok") !== null;

// ---- Whether it takes answers ----

/** The server's word, which the clock's element brings; what this device counts down closes nothing. */
export const isTimeOver = () => document.querySelector(".clockbar")?.matches("[data-time-over]") ?? false;

let isOut = false;
export const isSignedOut = () => isOut;

/** Let nothing be chosen, or let it be chosen again; a vote is never taken back by that. */
export function lock(isLocked) {
  const form = find();
  const isAsked = draft.choice !== null;
  // A secret vote that is given has neither answers nor a question any more.
  if (!part("answers") || (part("answers").hidden && !isAsked)) return;
  form.toggleAttribute("data-may-vote", !isLocked);
  for (const each of [...votes(), ...ticks(), part("send"), part("confirm")]) if (each) each.disabled = isLocked;
  countTicks();
}

export function tellTime(isOver) {
  find().toggleAttribute("data-time-over", isOver);
  lock(isOver);
  // What is on its way gets its own answer.
  if (!part("answers") || store.read(key)) return;
  const state = !isStored() ? "" : draft.isTouched && !isOver ? "-touched" : "-voted";
  say(`data-say-${isOver ? "over" : "again"}${state}`);
}

export function tellSignedOut() {
  const kept = store.read(key);
  const state = kept ? "kept" : isStored() ? "stored" : "none";
  isOut = true;
  // Nothing is sent any more until somebody signs in again.
  if (kept) showChosen(kept.choice, find().dataset.waiting);
  // Whoever sees this device now need not be who voted on it.
  if (state === "stored" && !draft.isTouched) unmark();
  part("offline").hidden = true;
  if (part("ask")) part("ask").hidden = true;
  if (part("answers")) part("answers").hidden = false;
  lock(true);
  say("data-say-signed-out");
  part("say").querySelector(`[data-out-${state}]`).hidden = false;
}

// ---- Which answer is chosen ----

function note(button, text) {
  const place = button?.querySelector(".vote__note, .kern-label");
  if (place?.matches(".vote__note")) place.textContent = text;
}

function unmark() {
  for (const box of ticks()) box.checked = false;
  for (const button of votes()) {
    mark(button, false, "");
    button.classList.remove("vote--calm");
  }
}

function mark(button, isChosen, words) {
  button.setAttribute("aria-pressed", isChosen);
  note(button, isChosen ? words : "");
}

/** Show what was chosen and is on its way. */
export function showChosen(choice, words = find().dataset.sending) {
  // What was said of an earlier choice is not true of this one.
  part("say").classList.add("polling__say--stale");
  const isAsked = part("ask") && !part("ask").hidden;
  if (isAsked) part("confirm").disabled = true;
  const keys = choice.split(",");
  for (const box of ticks()) box.checked = keys.includes(box.value);
  countTicks();
  if (part("unsent")) part("unsent").hidden = true;
  for (const button of votes()) {
    const isChosen = keys.includes(button.value);
    mark(button, isChosen, words);
    button.classList.toggle("vote--wait", isChosen);
    button.classList.toggle("vote--calm", !isChosen);
  }
}

export function showUnsent(ballot) {
  showChosen(ballot.choice, find().dataset.waiting);
  const offline = part("offline");
  offline.hidden = false;
  part("say").hidden = true;
  offline.querySelector("time").textContent = new Date(ballot.at).toLocaleTimeString(document.documentElement.lang);
}

/** Show what counts, once the server has answered. */
export function showAnswered({ isOver }) {
  const { stored } = find().dataset;
  if (isOver) find().removeAttribute("data-may-vote");
  for (const button of votes()) {
    const isChosen = stored.split(",").includes(button.value);
    mark(button, isChosen, "");
    button.disabled = isOver;
    button.classList.remove("vote--wait");
    button.classList.toggle("vote--calm", stored !== "" && !isChosen);
  }
  countTicks();
  tellUnsent();
}

/** Note what counts from now on, in the form in which the server keeps it. */
export function noteStored(choice, turn) {
  const { dataset } = find();
  dataset.turn = Math.max(dataset.turn, turn);
  dataset.stored = choice.split(",").sort((one, other) => one - other).join(",");
}

// ---- Several answers ----

/** Say how many are ticked, and let nobody tick more than may be. */
export function countTicks() {
  const most = Number(find()?.dataset.most);
  if (!most || !part("count")) return;
  const chosen = picked().length;
  for (const box of ticks()) box.disabled = !find().matches("[data-may-vote]") || (!box.checked && chosen >= most);
  const { words, none } = part("count").dataset;
  part("count").textContent = chosen ? words.replace("{chosen}", chosen) : none;
}

/** The words of a stored choice; "" for none. */
function nameStored() {
  const keys = find().dataset.stored.split(",");
  const boxes = ticks().filter((box) => keys.includes(box.value)).map((box) => box.closest("label"));
  const buttons = votes().filter((button) => keys.includes(button.value)).map((button) => button.querySelector("span"));
  return [...boxes, ...buttons].map((each) => each.textContent.trim()).join(", ");
}

/** Say of ticks that are not what counts that they are not sent, and what counts instead. */
export function tellUnsent() {
  const box = part("unsent");
  if (!box) return;
  const keys = find().dataset.stored.split(",");
  draft.isTouched = ticks().some((each) => each.checked !== keys.includes(each.value));
  box.hidden = !draft.isTouched;
  // That one is saved is not said of another selection; the rule goes on to stand above it.
  const isSaved = part("say").querySelector(".notice--ok") !== null;
  part("say").classList.toggle("polling__say--stale", draft.isTouched && isSaved && !isTimeOver() && !isOut);
  if (!draft.isTouched) return;
  const counts = box.querySelector("[data-unsent-counts]");
  const stored = nameStored();
  counts.textContent = stored ? counts.dataset.words.replace("{choice}", stored) : counts.dataset.none;
  box.querySelector("[data-unsent-yet]").hidden = isTimeOver();
  box.querySelector("[data-unsent-over]").hidden = !isTimeOver();
}

// ---- What is said ----

export function say(template, words) {
  const said = find().querySelector(`template[${template}]`).content.cloneNode(true);
  if (words) said.querySelector("b").textContent = words;
  part("say").hidden = false;
  part("say").classList.remove("polling__say--stale");
  part("say").replaceChildren(said);
}

export const refuse = (words) => say("data-say-refused", words);

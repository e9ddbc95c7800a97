// The editor: a plain text area with a toolbar, list continuation, clean pasting and a draft that keeps itself.

import { keepDraft } from "./drafts.js";
import { breakBlock, joinBlocks, pasteBlocks, toggleList, toggleMark } from "./editor-text.js";
import { htmlToText } from "./editor-paste.js";

const commands = {
  bold: (...selection) => toggleMark("**", ...selection),
  italic: (...selection) => toggleMark("_", ...selection),
  bullets: (...selection) => toggleList(false, ...selection),
  numbers: (...selection) => toggleList(true, ...selection),
};
const shortcuts = { b: "bold", i: "italic" };
// By the key's place: with Shift it types another sign on each keyboard.
const listShortcuts = { Digit7: "numbers", Digit8: "bullets" };

function change(area, edit) {
  if (!edit) return false;
  area.focus();
  area.setSelectionRange(edit.from, edit.to);
  // The only way that keeps the browser's own undo; deprecated by name, supported everywhere.
  const done = edit.insert ? document.execCommand("insertText", false, edit.insert) : document.execCommand("delete");
  if (!done) {
    area.setRangeText(edit.insert, edit.from, edit.to);
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  area.setSelectionRange(edit.start, edit.end);
  return true;
}

function run(area, command) {
  if (command === "undo") {
    area.focus();
    document.execCommand("undo");
  } else {
    change(area, commands[command](area.value, area.selectionStart, area.selectionEnd));
  }
}

function onKey(event) {
  const area = event.currentTarget;
  const selection = [area.value, area.selectionStart, area.selectionEnd];
  if (event.isComposing || event.altKey) return;
  let edit = null;
  const command = event.shiftKey ? listShortcuts[event.code] : shortcuts[event.key];
  if ((event.ctrlKey || event.metaKey) && command) edit = commands[command](...selection);
  else if (event.ctrlKey || event.metaKey) return;
  else if (event.key === "Enter") edit = breakBlock(...selection);
  else if (event.key === "Backspace") edit = joinBlocks(...selection);
  if (change(area, edit)) event.preventDefault();
}

function onPaste(event) {
  const html = event.clipboardData?.getData("text/html");
  const pasted = html ? htmlToText(html) : "";
  if (!pasted) return;
  event.preventDefault();
  const area = event.currentTarget;
  change(area, pasteBlocks(pasted, area.value, area.selectionStart, area.selectionEnd));
}

// One stop in the tab order; arrows move inside, as a toolbar should.
function bindToolbar(bar, area) {
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, index) => {
    button.tabIndex = index ? -1 : 0;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => run(area, button.dataset.command));
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
    event.preventDefault();
  });
  bar.hidden = false;
}

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

// Begin where the pencil was: at the end of that paragraph, title or reason, and in sight of it.
function openAt(area) {
  // Whoever writes already stays where they are.
  if (!area || area.form.contains(document.activeElement)) return;
  const caret = Number(area.dataset.caret);
  area.focus({ preventScroll: true });
  area.setSelectionRange(caret, caret);
  const box = area.getBoundingClientRect();
  // About where the caret stands: a text area does not tell.
  const at = box.top + (box.height * caret) / Math.max(area.value.length, 1);
  if (at > innerHeight * 0.6) scrollBy(0, at - innerHeight * 0.3);
}

// The headline proposed is the amendment's sentence, which changes with the text.
function proposeHeadline(form) {
  const field = form.querySelector("#headline");
  const preview = form.querySelector(".editor__preview");
  if (!field || !preview) return;
  const show = () => (field.placeholder = preview.querySelector("[data-headline]")?.dataset.headline ?? "");
  new MutationObserver(show).observe(preview, { subtree: true, childList: true, attributeFilter: ["data-headline"] });
}

function bind(form) {
  for (const area of form.querySelectorAll("textarea")) {
    area.addEventListener("input", () => grow(area));
    grow(area);
  }
  for (const bar of form.querySelectorAll("[role=toolbar]")) {
    const area = document.getElementById(bar.getAttribute("aria-controls"));
    bindToolbar(bar, area);
    area.addEventListener("keydown", onKey);
    area.addEventListener("paste", onPaste);
  }
  openAt(form.querySelector("[data-caret]"));
  for (const plain of form.querySelectorAll("[data-without-script]")) plain.hidden = true;
  proposeHeadline(form);
  if (form.dataset.draft) keepDraft(form);
  const findChanged = () => [...form.querySelectorAll("textarea, input")].find((field) => field.value !== field.defaultValue);
  // What was written while the scripts were on their way has been seen by neither preview nor draft.
  findChanged()?.dispatchEvent(new Event("input", { bubbles: true }));
  // What was written without a connection the draft sends by itself; the preview is to look again.
  addEventListener("online", () => findChanged() && form.dispatchEvent(new Event("look")));
}

// After htmx, so that a draft found again is previewed at once.
addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-editor]").forEach(bind));

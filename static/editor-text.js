// What the editor does to a text in canonical form: each function takes (text, start, end) of the selection and returns
// the change {from, to, insert, start, end} to make, or null where the browser's own behaviour is right.

const ITEM = /^( *)(-|\d{1,3}\.|[a-z]{1,2}\)) +/;
const GAP = /^[ \n]*$/;

const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;
const lineEnd = (text, at) => (text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at));

/** Enter: a list goes on with its next item, an empty item ends the list, and elsewhere a new paragraph begins. */
export function breakBlock(text, start, end) {
  const from = lineStart(text, start);
  const item = ITEM.exec(text.slice(from, lineEnd(text, start)));
  if (item && start >= from + item[0].length) {
    if (!text.slice(from + item[0].length, lineEnd(text, end)).trim()) {
      return at(from, lineEnd(text, end), from > 0 && text[from - 2] !== "\n" ? "\n" : "");
    }
    return at(start, end, `\n${item[1]}${nextMarker(item[2])} `);
  }
  return at(start, skipBreaks(text, end), "\n\n");
}

/** Backspace after a blank line: joins the two paragraphs instead of leaving half a gap. */
export function joinBlocks(text, start, end) {
  return start === end && text.slice(start - 2, start) === "\n\n" ? at(start - 2, end, "") : null;
}

/** Bold or italic: puts the sign around the selected words, or takes it away where it already stands. */
export function toggleMark(sign, text, start, end) {
  [start, end] = wholeWords(text, start, end);
  const inner = text.slice(start, end);
  const outside = text.slice(0, start).endsWith(sign) && text.slice(end).startsWith(sign);
  if (outside) return at(start - sign.length, end + sign.length, inner, start - sign.length, end - sign.length);
  if (inner.length > 2 * sign.length && inner.startsWith(sign) && inner.endsWith(sign)) {
    const bare = inner.slice(sign.length, -sign.length);
    return at(start, end, bare, start, start + bare.length);
  }
  if (!inner.trim()) return at(start, end, sign + inner + sign, start + sign.length, start + sign.length);
  const marked = inner.split("\n").map((line) => markLine(sign, line)).join("\n");
  return inner.includes("\n")
    ? at(start, end, marked, start, start + marked.length)
    : at(start, end, marked, start + sign.length, start + marked.length - sign.length);
}

/** List: makes items of the selected paragraphs, or paragraphs of the selected items. */
export function toggleList(numbered, text, start, end) {
  const from = lineStart(text, start);
  const to = lineEnd(text, end > start && text[end - 1] === "\n" ? end - 1 : end);
  const lines = text.slice(from, to).split("\n").filter((line) => line.trim());
  const wanted = (line) => ITEM.test(line) && /\d/.test(ITEM.exec(line)[2]) === numbered;
  const back = lines.length > 0 && lines.every(wanted);
  const bare = (lines.length ? lines : [""]).map((line) => line.replace(ITEM, ""));
  const made = back
    ? bare.join("\n\n")
    : bare.map((line, index) => (numbered ? `${index + 1}. ` : "- ") + line).join("\n");
  const [before, after] = [gapBefore(text, from, back), gapAfter(text, to, back)];
  const first = from + before.length;
  return at(from, to, before + made + after, start === end ? first + made.length : first, first + made.length);
}

/** Insert pasted canonical text; several blocks stand apart from what is around them. */
export function pasteBlocks(pasted, text, start, end) {
  const item = ITEM.test(pasted);
  const midLine = start > lineStart(text, start);
  const before = item && midLine ? (ITEM.test(text.slice(lineStart(text, start))) ? "\n" : "\n\n") : "";
  const after = pasted.includes("\n\n") && !GAP.test(text.slice(end, lineEnd(text, end))) ? "\n\n" : "";
  return at(start, end, before + pasted + after);
}

function at(from, to, insert, start = from + insert.length, end = start) {
  return { from, to, insert, start, end };
}

function nextMarker(marker) {
  if (marker === "-") return "-";
  if (marker.endsWith(".")) return `${parseInt(marker, 10) + 1}.`;
  return marker.length === 2 && marker < "z" ? `${String.fromCharCode(marker.charCodeAt(0) + 1)})` : marker;
}

function skipBreaks(text, end) {
  while (text[end] === "\n") end += 1;
  return end;
}

function wholeWords(text, start, end) {
  const letter = /[\p{L}\p{N}]/u;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  while (start > 0 && letter.test(text[start - 1]) && letter.test(text[start] ?? "")) start -= 1;
  while (end < text.length && end > 0 && letter.test(text[end]) && letter.test(text[end - 1])) end += 1;
  return [start, Math.max(start, end)];
}

function markLine(sign, line) {
  const marker = ITEM.exec(line)?.[0] ?? "";
  const words = line.slice(marker.length).trim();
  return words ? marker + sign + words + sign : line;
}

function gapBefore(text, from, paragraphs) {
  if (from === 0 || text.slice(0, from).endsWith("\n\n")) return "";
  const above = text.slice(lineStart(text, from - 1), from - 1);
  return paragraphs || !ITEM.test(above) ? "\n" : "";
}

function gapAfter(text, to, paragraphs) {
  if (to === text.length || text.slice(to).startsWith("\n\n")) return "";
  return paragraphs || !ITEM.test(text.slice(to + 1)) ? "\n" : "";
}

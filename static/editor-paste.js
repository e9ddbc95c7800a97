// What is pasted from Word, a mail or a web page becomes canonical text: paragraphs, lists, bold, italic and links stay,
// everything else becomes plain words.

const BLOCK = /^(ADDRESS|ARTICLE|BLOCKQUOTE|DD|DIV|DT|FIGURE|FOOTER|H[1-6]|HEADER|LI|MAIN|OL|P|PRE|SECTION|TABLE|TD|TH|TR|UL)$/;
const DROPPED = /^(DEL|HEAD|IFRAME|IMG|META|OBJECT|S|SCRIPT|STRIKE|STYLE|TEMPLATE|TITLE|LINK)$/;
// What would be read as a mark; an underscore inside a word never is.
const SIGN = /\\(?=[!-/:-@[-`{-~])|\*\*|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\](?=\()/gu;
const PLAIN = { bold: false, italic: false, link: "" };

/** Turn pasted HTML into canonical text. */
export function htmlToText(html) {
  const reader = new Reader();
  reader.walk(new DOMParser().parseFromString(html, "text/html").body, PLAIN);
  reader.close();
  return reader.blocks.map((block, index) => gap(reader.blocks[index - 1], block) + block.marker + block.text).join("");
}

function gap(before, block) {
  if (!before) return "";
  return before.marker && block.marker ? "\n" : "\n\n";
}

class Reader {
  blocks = [];
  runs = [];
  marker = "";
  lists = [];

  walk(node, marks) {
    if (node.nodeType === Node.TEXT_NODE) this.runs.push({ text: node.data, ...marks });
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.test(node.tagName)) return;
    const style = node.getAttribute("style") ?? "";
    if (/mso-list:\s*ignore/i.test(style)) return this.wordMarker(node);
    if (node.tagName === "BR") return void this.runs.push({ text: " ", ...marks });
    const inner = readMarks(node, style, marks);
    if (!BLOCK.test(node.tagName)) return this.children(node, inner);
    this.close();
    const list = node.tagName === "UL" || node.tagName === "OL";
    if (list) this.lists.push({ numbered: node.tagName === "OL", letters: /^a$/i.test(node.type ?? ""), count: 0 });
    if (node.tagName === "LI") this.marker = this.itemMarker();
    const level = /mso-list:[^;]*\blevel(\d)/i.exec(style);
    this.wordLevel = level ? Number(level[1]) - 1 : 0;
    // Headings are emphasised by their style; as plain paragraphs they need no marks.
    this.children(node, /^H\d$/.test(node.tagName) ? PLAIN : inner);
    this.close();
    if (list) this.lists.pop();
  }

  children(node, marks) {
    for (const child of node.childNodes) this.walk(child, marks);
  }

  itemMarker() {
    const list = this.lists.at(-1) ?? { numbered: false, count: 0 };
    list.count += 1;
    const indent = "  ".repeat(Math.min(Math.max(this.lists.length - 1, 0), 2));
    if (!list.numbered) return `${indent}- `;
    return indent + (list.letters ? `${String.fromCharCode(96 + list.count)}) ` : `${list.count}. `);
  }

  // Word writes a list item as a paragraph whose sign is text: "·", "1.", "a)".
  wordMarker(node) {
    const sign = node.textContent.trim();
    const indent = "  ".repeat(Math.min(this.wordLevel ?? 0, 2));
    const letters = /^([a-z])[.)]$/i.exec(sign);
    if (/^\d+[.)]$/.test(sign)) this.marker = `${indent}${parseInt(sign, 10)}. `;
    else this.marker = indent + (letters && letters[1] !== "o" ? `${letters[1].toLowerCase()}) ` : "- ");
  }

  close() {
    const text = writeRuns(this.runs);
    if (text) {
      this.blocks.push({ marker: this.marker, text: this.marker ? text : escapeMarker(text) });
      this.marker = "";
    }
    this.runs = [];
  }
}

function readMarks(node, style, marks) {
  const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1] ?? "";
  const slant = /font-style:\s*(\w+)/i.exec(style)?.[1] ?? "";
  let { bold, italic, link } = marks;
  if (/^(B|STRONG)$/.test(node.tagName)) bold = true;
  if (weight) bold = weight === "bold" || Number(weight) >= 600;
  if (/^(I|EM)$/.test(node.tagName)) italic = true;
  if (slant) italic = slant === "italic";
  const address = node.tagName === "A" ? (node.getAttribute("href") ?? "") : "";
  if (/^(https?:\/\/|mailto:)[^\s()<>\\]+$/.test(address)) link = address;
  return { bold, italic, link };
}

function writeRuns(runs) {
  const merged = [];
  for (const run of runs) {
    const text = run.text.replace(/[\u00ad\u200b\ufeff]/g, "").replace(/[ \t\r\n\f]+/g, " ");
    const last = merged.at(-1);
    if (last && ["bold", "italic", "link"].every((mark) => last[mark] === run[mark])) last.text += text;
    else if (text) merged.push({ ...run, text });
  }
  return merged.map(writeRun).join("").replace(/ {2,}/g, " ").trim();
}

function writeRun({ text, bold, italic, link }) {
  const words = text.trim();
  if (!words) return text;
  let written = words.replace(SIGN, "\\$&");
  if (italic) written = `_${written}_`;
  if (bold) written = `**${written}**`;
  if (link) written = `[${written}](${link})`;
  const start = text.indexOf(words);
  return text.slice(0, start) + written + text.slice(start + words.length);
}

// "1. Januar" at the start of a paragraph is no list item.
function escapeMarker(text) {
  return text.replace(/^(\d{1,3}|[a-z]{1,2})([.)])(?=\s)/, "$1\\$2").replace(/^([#>-])(?=\s)/, "\\$1");
}

/*
 * An answer as a table, as CSV and as JSON. Cells are text, never markup.
 */

const SHOWN = 100; // rows of the table at a time
const SHORT = 28; // characters of an IRI that need not be broken

function drawTable(answer, { table, said, more, openRow }) {
  const head = element("tr");
  head.append(headCell("", say("row")), ...answer.heads.map((name) => headCell(name, "", "name")));
  head.append(headCell("", say("source")));
  const body = element("tbody");
  table.replaceChildren(element("thead"), body);
  table.tHead.append(head);
  let shown = 0;
  const next = () => {
    for (const row of answer.rows.slice(shown, shown + SHOWN)) body.append(tableRow(row, (shown += 1), answer.heads, openRow));
    const rest = answer.rows.length - shown;
    said.hidden = more.hidden = rest <= 0;
    said.textContent = say("shown", { shown: counted(shown), rows: counted(answer.rows.length) });
    more.textContent = say("more", { n: counted(Math.min(SHOWN, rest)) });
  };
  next();
  more.onclick = () => {
    const first = shown;
    next();
    body.rows[first]?.querySelector("button")?.focus();
  };
}

function headCell(text, other, className = "") {
  const cell = element("th", className, text || other);
  cell.scope = "col";
  return cell;
}

function tableRow(row, number, heads, openRow) {
  const line = element("tr");
  line.append(element("td", "number", counted(number)));
  row.forEach((term, column) => {
    const cell = element("td", term ? term.type : "unbound");
    cell.dataset.name = heads[column];
    if (term) cell.append(...termParts(term));
    line.append(cell);
  });
  const last = element("td", "source");
  if (row.some((term) => term?.type === "uri")) {
    const open = button(say("source"), () => openRow(row, number, open));
    open.setAttribute("aria-label", say("sourceOf", { row: number }));
    last.append(open);
  }
  line.append(last);
  return line;
}

/* A name with its IRI below it, or a value with its language or type. */
function termParts(term) {
  if (term.type !== "uri") {
    const text = element("span", "value", bare(term));
    text.dir = "auto";
    if (term["xml:lang"]) text.lang = term["xml:lang"];
    const kind = term["xml:lang"] || (term.datatype ? shortened(term.datatype) : "");
    return kind ? [text, element("span", "quiet kind", kind)] : [text];
  }
  const name = nameOf(term.value);
  const code = element("code", name ? "quiet" : "", shortened(term.value));
  if (code.textContent.length < SHORT) code.classList.add("short");
  if (!name) return [code];
  const text = element("span", "value", name);
  text.dir = "auto";
  return [text, code];
}

function bare(term) {
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

function shortened(iri) {
  for (const [prefix, start] of prefixes) {
    if (iri.startsWith(start)) return `${prefix}:${iri.slice(start.length)}`;
  }
  return iri;
}

/* ---------------------------------------------------------------------------------------------------------- files */

function asJson(answer) {
  if (answer.kind === "boolean") return JSON.stringify({ head: {}, boolean: answer.truth });
  const bindings = answer.rows.map((row) =>
    Object.fromEntries(answer.heads.map((name, at) => [name, row[at]]).filter(([, term]) => term)),
  );
  return JSON.stringify({ head: { vars: answer.heads }, results: { bindings } });
}

/* Rows as SPARQL 1.1 writes CSV, but with an apostrophe before what a spreadsheet would run (CVE-2021-41270). */
function asCsv(answer) {
  if (answer.kind === "boolean") return `${answer.truth}\r\n`;
  const rows = answer.rows.map((row) => row.map((term) => (term ? defused(bare(term)) : "")));
  return [answer.heads, ...rows].map((row) => `${csvLine(row)}\r\n`).join("");
}

function csvLine(cells) {
  if (cells.length === 1 && cells[0] === "") return '""'; // else the row would be an empty line
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

function defused(cell) {
  const lines = cell.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  const runs = /^[\t\r]/.test(cell) || lines.some((line) => /^[=+\-@]/.test(line.trimStart()));
  return runs && !/^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$/.test(cell) ? `'${cell}` : cell;
}

function save(name, type, text) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function copy(text) {
  let done;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = copyBySelection(text);
  }
  announce(say(done ? "copied" : "notCopied"));
  byId("copied").textContent = say(done ? "copied" : "notCopied");
  setTimeout(() => (byId("copied").textContent = ""), 2500);
}

/* Where a page from a disk has no clipboard of its own. */
function copyBySelection(text) {
  const area = element("textarea", "unseen");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

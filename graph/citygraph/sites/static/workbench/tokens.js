/*
 * A query looked through before it runs, as `store.guarding` does it: nothing federated, no update, nothing too deep,
 * and a limit on its rows. It runs in the worker, beside the engine.
 *
 * The engine reads keywords without a boundary (SERVICE:x) and decodes \uXXXX in strings only, where the standard
 * (SPARQL 1.1, 19.2) decodes it everywhere: both readings must be clean. SERVICE could reach nobody from this page;
 * but SERVICE SILENT would give a wrong answer without a word, so it is refused, not tried.
 */

const DEPTH = 100; // brackets within brackets: the engine's stack is finite
const TOKEN = new RegExp(
  [
    "(?<space>[ \\t\\r\\n]+|#[^\\n\\r]*)",
    '(?<iri><(?:[^\\x00-\\x20<>"{}|^`\\\\]|\\\\u[0-9A-Fa-f]{4}|\\\\U[0-9A-Fa-f]{8})*>)',
    "(?<string>\"{3}(?:\"{0,2}(?:[^\"\\\\]|\\\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\\\]|\\\\.))*'{3}" +
      "|\"(?:[^\"\\\\\\n\\r]|\\\\.)*\"|'(?:[^'\\\\\\n\\r]|\\\\.)*')",
    "(?<variable>[?$][\\p{L}\\p{M}\\p{N}_]+)",
    "(?<prefixed>[\\p{L}\\p{M}\\p{N}_.\\-]*:(?:[\\p{L}\\p{M}\\p{N}_.:\\-]|%[0-9A-Fa-f]{2}|\\\\[_~.!$&'()*+,;=/?#@%\\-])*)",
    "(?<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
    "(?<datatype>\\^\\^)",
    "(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+\\-]?[0-9]+)?)",
    "(?<word>[A-Za-z_][\\p{L}\\p{M}\\p{N}_]*)",
    "(?<open>[\\{\\(\\[])",
    "(?<close>[\\}\\)\\]])",
    "(?<other>[^])",
  ].join("|"),
  "suy",
);
const ESCAPED = /\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/g;
const UPDATES = new Set("LOAD CLEAR DROP CREATE ADD MOVE COPY INSERT DELETE WITH".split(" "));
const FORMS = "SELECT ASK CONSTRUCT DESCRIBE".split(" ");
const OPERATORS = ".;,=<>!&|+-*/^?";
const CLOSING = { "{": "}", "(": ")", "[": "]" };
const KEYWORDS = `A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT
  DATATYPE DAY DEFAULT DESC DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT
  HAVING HOURS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE LIMIT MAX MD5 MIN MINUS MINUTES
  MONTH NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT
  SEPARATOR SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM
  TIMEZONE TRUE TZ UCASE UNDEF UNION URI UUID VALUES WHERE YEAR`.split(/\s+/);

/* A mistake in a query: a code that the page has words for, what the words name, and the place (from 1, 0: unknown). */
class Mistake extends Error {
  constructor(code, { named = {}, line = 0, column = 0 } = {}) {
    super(code);
    Object.assign(this, { code, named, line, column });
  }
}

function* tokens(text) {
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    yield { kind, text: match[0], at };
    at += match[0].length;
  }
}

function significant(text) {
  return [...tokens(text)].filter((token) => token.kind !== "space");
}

function mistakeAt(query, offset, code, named = {}) {
  const before = query.slice(0, offset).split(/\r\n?|\n/);
  return new Mistake(code, { named, line: before.length, column: [...before.at(-1)].length + 1 });
}

/* Refuses what a query may not do; gives its form (SELECT, ASK, CONSTRUCT, DESCRIBE), or "" where it has none. */
function guard(query) {
  refuseFederation(query, query, []);
  const escapes = [...query.matchAll(ESCAPED)];
  if (escapes.length) refuseFederation(query.replace(ESCAPED, character), query, escapes);
  let depth = 0;
  let form = "";
  for (const token of significant(query)) {
    depth += (token.kind === "open") - (token.kind === "close");
    if (depth > DEPTH) throw mistakeAt(query, token.at, "deep", { most: DEPTH });
    const word = token.kind === "word" ? token.text.toUpperCase() : "";
    if (form || !word || word === "PREFIX" || word === "BASE") continue;
    if (UPDATES.has(word)) throw mistakeAt(query, token.at, "update", { word });
    form = FORMS.find((each) => word.startsWith(each)) ?? "?";
  }
  return form === "?" ? "" : form;
}

function refuseFederation(text, query, escapes) {
  const found = significant(text);
  let before = "";
  for (const [number, token] of found.entries()) {
    const seen = token.text.toUpperCase();
    // What looks like a prefixed name may be a keyword with a name behind it: only a clause has a group after it.
    const clause = before !== "GRAPH" && found[number + 1]?.text === "{";
    if (seen.includes("SERVICE") && (token.kind === "word" || (token.kind === "prefixed" && clause))) {
      throw mistakeAt(query, beforeDecoding(token.at, escapes), "service");
    }
    if (token.kind === "other" && (seen === '"' || seen === "'")) {
      if (escapes.length) return; // who decodes first cannot read on either
      throw mistakeAt(query, token.at, "quotation");
    }
    before = seen;
  }
}

function character(written, four, eight) {
  const code = parseInt(four || eight, 16);
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? written : String.fromCodePoint(code);
}

function beforeDecoding(offset, escapes) {
  let place = offset;
  for (const escape of escapes) {
    if (escape.index >= place) break;
    place += escape[0].length - character(...escape).length;
  }
  return place;
}

/* The query with a limit of its own, where it has none or a greater one: no more rows are made than can be shown. */
function limited(query, most) {
  let depth = 0;
  let body = false;
  let end = query.length;
  const found = significant(query);
  for (const [number, token] of found.entries()) {
    depth += (token.kind === "open") - (token.kind === "close");
    body ||= token.kind === "close" && token.text === "}" && depth === 0;
    if (!body || depth || token.kind !== "word") continue;
    const word = token.text.toUpperCase();
    if (word.startsWith("LIMIT")) {
      const digits = found[number + 1];
      if (word !== "LIMIT" || !(Number(digits?.text) > most)) return query;
      return query.slice(0, digits.at) + most + query.slice(digits.at + digits.text.length);
    }
    if (word === "VALUES") end = Math.min(end, token.at);
  }
  return `${query.slice(0, end)}\nLIMIT ${most}\n${query.slice(end)}`;
}

/* A better word for what the engine could not read: an unknown prefix or keyword, a bracket that nothing closes. */
function explained(query, known, error) {
  const declared = new Set([...known, ...[...query.matchAll(/prefix\s+([\p{L}\p{N}_.-]*):/giu)].map((each) => each[1])]);
  const opened = [];
  for (const token of tokens(query)) {
    const prefix = token.kind === "prefixed" ? token.text.split(":")[0] : "_";
    if (prefix !== "_" && !declared.has(prefix)) {
      return mistakeAt(query, token.at, "prefix", { prefix, known: [...declared].filter(Boolean).sort().join(", ") });
    }
    if (token.kind === "word" && !KEYWORDS.includes(token.text.toUpperCase())) {
      const near = nearest(token.text.toUpperCase(), KEYWORDS);
      return mistakeAt(query, token.at, near ? "wordNear" : "word", { word: token.text, near });
    }
    if (token.kind === "other" && !OPERATORS.includes(token.text)) return mistakeAt(query, token.at, "unreadable");
    if (token.kind === "open") opened.push(token);
    if (token.kind === "close" && CLOSING[opened.pop()?.text] !== token.text) {
      return mistakeAt(query, token.at, "closesNothing", { bracket: token.text });
    }
  }
  const last = opened.at(-1);
  return last ? mistakeAt(query, last.at, "unclosed", { bracket: last.text }) : error;
}

/* The known word that is written most alike, within a third of its length; "" where none is. */
function nearest(word, known) {
  let best = "";
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const each of known) {
    if (Math.abs(each.length - word.length) >= least) continue;
    const far = distance(word.toLowerCase(), each.toLowerCase());
    if (far < least) [best, least] = [each, far];
  }
  return best;
}

function distance(one, two) {
  let row = [...two, ""].map((_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= two.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== two[j - 1]));
    }
    row = next;
  }
  return row[two.length];
}

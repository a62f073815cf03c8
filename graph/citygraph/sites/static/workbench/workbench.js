/*
 * The page: an editor, examples, a worker that answers, and what it answered.
 *
 * One worker holds the graph. A query that is stopped takes its worker with it, and another one opens the graph
 * again. The address (#query=...) follows what is run and leads it back.
 */

const MOST = 10_000; // rows of an answer, as on the command line
const page = JSON.parse(byId("workbench").textContent);
const prefixes = Object.entries(page.prefixes).sort(([, one], [, two]) => two.length - one.length);
let told = {};
let terms = {};
let kinds = [];
let words = [];

/* What runs: the worker, the messages it owes an answer, and the query of the user. */
const engine = { worker: null, open: null, owed: new Map(), number: 0 };
const state = { asking: null, answer: null, ticking: 0 };

/* --------------------------------------------------------------------------------------------------------- helpers */

function byId(id) {
  return document.getElementById(id);
}

function say(key, values = {}) {
  return page.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function button(text, act) {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function counted(number) {
  return number.toLocaleString("en");
}

function timed(seconds) {
  return seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0);
}

function announce(text) {
  byId("said").textContent = text;
}

/* What a thing, fact or term of the ontology is called. */
function nameOf(iri) {
  return told[iri]?.text ?? terms[iri] ?? "";
}

/* ---------------------------------------------------------------------------------------------------------- engine */

function startEngine() {
  const script = new Blob([byId("engine-script").textContent], { type: "text/javascript" });
  const address = URL.createObjectURL(script);
  const worker = new Worker(address);
  engine.worker = worker;
  worker.onmessage = ({ data }) => {
    URL.revokeObjectURL(address);
    const owed = engine.owed.get(data.number);
    engine.owed.delete(data.number);
    if (data.mistake) owed?.refuse(data.mistake);
    else owed?.answer(data.found);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const mistake = { code: "noEngine", named: { message: event.message || "" }, line: 0, column: 0 };
    for (const owed of engine.owed.values()) owed.refuse(mistake);
    engine.owed.clear();
  };
  const started = performance.now();
  byId("state").textContent = say("opening");
  engine.open = message("open", {
    engine: byId("engine").textContent,
    graph: byId("graph").textContent,
    told: byId("told").textContent,
    prefixes: page.prefixes,
  }).then((found) => {
    ({ told, terms, kinds } = found);
    words = words.length ? words : vocabulary();
    byId("state").textContent = say("ready", {
      quads: counted(found.size),
      seconds: timed((performance.now() - started) / 1000),
    });
    document.documentElement.dataset.ready = "";
  });
  engine.open.catch((mistake) => {
    byId("state").textContent = say("noEngine", { message: mistake.named?.message ?? "" });
  });
}

function message(act, order) {
  engine.number += 1;
  const number = engine.number;
  return new Promise((answer, refuse) => {
    engine.owed.set(number, { answer, refuse });
    engine.worker.postMessage({ number, act, ...order });
  });
}

async function ask(act, order) {
  await engine.open;
  return message(act, order);
}

function endEngine() {
  engine.worker.terminate();
  engine.owed.clear();
  startEngine();
}

/* Names to complete: those of the ontology, and those of things. */
function vocabulary() {
  const names = Object.entries(terms).map(([iri, text]) => ({ label: shortened(iri), detail: text }));
  const things = Object.entries(told).filter(([, known]) => !known.fact);
  const ids = things.map(([iri, { text, kind }]) => ({ label: shortened(iri), detail: `${text} · ${kinds[kind]}`, boost: -1 }));
  return [...names, ...ids].filter((each) => /^[\w-]+:[\w.-]+$/.test(each.label));
}

/* ----------------------------------------------------------------------------------------------------------- asking */

async function runQuery({ remember = true } = {}) {
  const query = editor.text();
  if (state.asking) endEngine();
  const asking = { query, started: performance.now() };
  state.asking = asking;
  showRunning(asking);
  if (remember) writeAddress(query);
  try {
    const answer = await ask("run", { query, most: MOST });
    if (state.asking === asking) showAnswer(answer);
  } catch (mistake) {
    if (state.asking !== asking) return;
    showMistake(mistake, query);
    if (mistake.code === "broken") endEngine();
  } finally {
    if (state.asking === asking) settle();
  }
}

function stop() {
  const asking = state.asking;
  if (!asking) return;
  settle();
  endEngine();
  const text = say("stopped", { seconds: timed((performance.now() - asking.started) / 1000) });
  byId("summary").textContent = text;
  announce(text);
  byId("run").focus();
}

function showRunning(asking) {
  byId("stop").hidden = false;
  byId("mistake").hidden = true;
  for (const id of ["cut", "notes", "files", "scroll", "shown", "more", "truth"]) byId(id).hidden = true;
  byId("table").replaceChildren();
  byId("results").setAttribute("aria-busy", "true");
  const tick = () => {
    const open = "ready" in document.documentElement.dataset;
    const seconds = ((performance.now() - asking.started) / 1000).toFixed(1);
    byId("summary").textContent = open ? say("running", { seconds }) : say("waiting");
  };
  clearInterval(state.ticking);
  state.ticking = setInterval(tick, 200);
  tick();
}

function settle() {
  clearInterval(state.ticking);
  state.asking = null;
  byId("stop").hidden = true;
  byId("results").removeAttribute("aria-busy");
}

function askAnew(query) {
  editor.write(query);
  runQuery();
  byId("results").scrollIntoView({ block: "nearest" });
}

/* ---------------------------------------------------------------------------------------------------------- showing */

function showAnswer(answer) {
  state.answer = answer;
  const seconds = timed(answer.seconds);
  const count = answer.rows?.length ?? 0;
  const key = { boolean: "answered", triples: "triples" }[answer.kind] ?? (count === 1 ? "countOne" : count ? "count" : "countNone");
  byId("summary").textContent = say(key, { rows: counted(count), seconds });
  announce(byId("summary").textContent);
  byId("truth").hidden = answer.kind !== "boolean";
  byId("truth").textContent = answer.kind === "boolean" ? say(String(answer.truth)) : "";
  byId("cut").hidden = !answer.cut;
  byId("cut").textContent = answer.cut ? say("cut", { rows: counted(count) }) : "";
  byId("notes").hidden = !answer.notes.length;
  byId("notes").replaceChildren(
    ...answer.notes.map((note) => element("li", "", say(note.near ? "strangerNear" : "stranger", note))),
  );
  byId("files").hidden = false;
  byId("save-triples").hidden = answer.kind !== "triples";
  byId("scroll").hidden = !count;
  if (count) {
    drawTable(answer, { table: byId("table"), said: byId("shown"), more: byId("more"), openRow: openSources });
  }
}

/* A mistake with its line, and a caret below it. */
function showMistake(mistake, query) {
  const text = say(mistake.code in page.words ? mistake.code : "failed", mistake.named);
  const line = query.split(/\r\n?|\n/)[mistake.line - 1];
  byId("summary").textContent = say("error");
  byId("mistake-text").textContent = text;
  const placed = mistake.line > 0 && line !== undefined;
  byId("mistake-place").textContent = placed ? say("line", mistake) : "";
  byId("mistake-line").hidden = !placed;
  if (placed) {
    // As wide as the text above it: Chinese is twice as wide as a blank.
    const before = [...line].slice(0, mistake.column - 1).map((each) => (/[\u1100-\uffdc]/.test(each) ? "\u3000" : " "));
    byId("mistake-line").textContent = `${line.replaceAll("\t", " ")}\n${before.join("")}^`;
    editor.point(mistake.line, mistake.column);
  }
  byId("mistake").hidden = false;
}

/* --------------------------------------------------------------------------------------------------------- examples */

function drawExamples() {
  byId("example-list").replaceChildren(
    ...page.examples.map((each) => {
      const item = element("li");
      const open = button(each.phrase, () => askAnew(each.query));
      open.append(element("span", "quiet", each.title));
      open.dataset.id = each.id;
      item.append(open);
      return item;
    }),
  );
  byId("narrow").addEventListener("input", (event) => {
    const sought = folded(event.target.value);
    let some = false;
    for (const item of byId("example-list").children) {
      item.hidden = !folded(item.textContent).includes(sought);
      some ||= !item.hidden;
    }
    byId("no-example").hidden = some;
  });
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("台", "臺").toLowerCase();
}

/* ---------------------------------------------------------------------------------------------------------- address */

function writeAddress(query) {
  const address = `#query=${encodeURIComponent(query)}`;
  if (address !== location.hash) history.pushState(null, "", address);
}

function readAddress() {
  const found = /^#query=(.*)$/s.exec(location.hash);
  if (found === null) return null;
  try {
    return decodeURIComponent(found[1].replaceAll("+", "%20"));
  } catch {
    return null; // no text: a broken escape
  }
}

function follow() {
  const query = readAddress() ?? page.examples[0].query;
  if (query === editor.text()) return;
  editor.write(query);
  runQuery({ remember: false });
}

/* ------------------------------------------------------------------------------------------------------------ start */

const editor = makeEditor(byId("editor"), { label: say("editor"), words: () => words, run: () => void runQuery() });

byId("examples").open = matchMedia("(min-width: 64rem)").matches;
byId("run").addEventListener("click", () => runQuery());
byId("stop").addEventListener("click", stop);
byId("link").addEventListener("click", () => {
  writeAddress(editor.text());
  copy(location.href);
});
byId("close").addEventListener("click", () => byId("sources").close());
byId("sources").addEventListener("click", (event) => {
  if (event.target === byId("sources")) byId("sources").close(); // beside the panel
});
byId("copy-csv").addEventListener("click", () => copy(asCsv(state.answer)));
byId("copy-json").addEventListener("click", () => copy(asJson(state.answer)));
byId("save-json").addEventListener("click", () => save("results.json", "application/sparql-results+json", asJson(state.answer)));
// The mark in front tells spreadsheets that the file is UTF-8.
byId("save-csv").addEventListener("click", () => save("results.csv", "text/csv", `\ufeff${asCsv(state.answer)}`));
byId("save-triples").addEventListener("click", () => save("results.nt", "application/n-triples", state.answer.text));
addEventListener("popstate", follow);
drawExamples();
startEngine();
follow();

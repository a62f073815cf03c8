/*
 * The worker: Oxigraph over the whole graph. It answers one message after the other and asks nothing of any network.
 *
 * It runs from a Blob beside the page, so that a long query leaves the page alive and a button can end it. The first
 * message brings the engine and the graph (gzip, base64); each later one has a number that its answer bears.
 */

const RESULTS_JSON = "application/sparql-results+json";
let store = null;
let prologue = "";
let prefixes = [];
let terms = [];

const ACTS = { open, run, sources, passage };

self.onmessage = async ({ data: { number, act, ...order } }) => {
  try {
    self.postMessage({ number, found: await ACTS[act](order) });
  } catch (error) {
    self.postMessage({ number, mistake: worded(error) });
  }
};

function worded(error) {
  if (error instanceof Mistake) return { code: error.code, named: error.named, line: error.line, column: error.column };
  // A trap of the engine's code leaves it in no known state: the page starts another worker.
  const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  return { code: broken ? "broken" : "failed", named: { message: String(error?.message ?? error) }, line: 0, column: 0 };
}

/* ------------------------------------------------------------------------------------------------ engine and graph */

async function open({ engine, graph, told, prefixes: known }) {
  oxigraph.initSync({ module: await WebAssembly.compile(await unpacked(engine)) });
  store = new oxigraph.Store();
  // In one transaction: it is twice as fast as without. Lenient: the build has judged every term.
  store.load(await unpacked(graph), { format: "application/n-quads", lenient: true });
  prefixes = Object.keys(known);
  prologue = prefixes.map((prefix) => `PREFIX ${prefix}: <${known[prefix]}>\n`).join("");
  const texts = JSON.parse(new TextDecoder().decode(await unpacked(told)));
  terms = Object.keys(texts.terms).filter((iri) => iri.startsWith(known.cg)).map((iri) => iri.slice(known.cg.length));
  return { size: store.size, ...texts };
}

async function unpacked(base64) {
  const packed = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* ------------------------------------------------------------------------------------------------- a user's query */

/* The answer to a query: rows of terms as SPARQL Query Results JSON has them, cut after *most* where there are more. */
function run({ query, most }) {
  const started = performance.now();
  const form = guard(query);
  const found = form === "SELECT" ? select(query, most) : asked(query, form, most);
  const notes = found.rows?.length === 0 ? strangers(query) : [];
  return { ...found, notes, seconds: (performance.now() - started) / 1000 };
}

function select(query, most) {
  const found = JSON.parse(
    attempt(query, (text) => store.query(text, { results_format: RESULTS_JSON }), limited(query, most + 1)),
  );
  const heads = found.head.vars;
  const rows = found.results.bindings.slice(0, most).map((row) => heads.map((name) => term(row[name])));
  return { kind: "rows", heads, rows, cut: found.results.bindings.length > most };
}

function asked(query, form, most) {
  const found = attempt(query, (text) => store.query(text));
  if (typeof found === "boolean") return { kind: "boolean", truth: found };
  if (form !== "CONSTRUCT" && form !== "DESCRIBE") throw new Mistake("failed", { named: { message: "?" } });
  const lines = found.map((quad) => [quad.toString().replace(/@([A-Za-z0-9-]+)$/, (_, tag) => `@${tagged(tag)}`), quad]);
  lines.sort(([one], [two]) => (one < two ? -1 : Number(one > two)));
  const kept = lines.slice(0, most);
  return {
    kind: "triples",
    heads: ["subject", "predicate", "object"],
    rows: kept.map(([, quad]) => [quad.subject, quad.predicate, quad.object].map(fromObject)),
    text: kept.map(([line]) => `${line} .\n`).join(""),
    cut: lines.length > most,
  };
}

/* Runs the limited query, else the one that was written: its mistakes stand where the user can see them. */
function attempt(query, act, narrower = query) {
  try {
    return act(prologue + narrower);
  } catch (error) {
    if (!isSyntax(error)) throw error;
    if (narrower !== query) return attempt(query, act);
    throw explained(query, prefixes, located(error));
  }
}

function isSyntax(error) {
  return /^error at \d+:\d+: /.test(error?.message ?? "");
}

function located(error) {
  const [, line, column, rest] = /^error at (\d+):(\d+): ([^]*)$/.exec(error.message);
  // The tokens that the engine expected mislead (for FILTR it expects OPTIONAL); its sentences help.
  const sentence = /(?:^|, )([A-Z][a-z]* [^,[]*[a-z])/.exec(rest.replace(/^(?:expected )?(?:one of )?/, ""))?.[1];
  const place = { line: Math.max(0, Number(line) - prefixes.length), column: Number(column) };
  return new Mistake(sentence ? "failed" : "unreadable", { named: { message: sentence ?? "" }, ...place });
}

/* Names of the ontology that a query uses and nothing bears: where it finds nothing, the likely reason. */
function strangers(query) {
  const used = new Set([...query.matchAll(/(?<![\p{L}\p{N}_:])cg:([\p{L}\p{N}_-]+)/gu)].map((each) => each[1]));
  return [...used].filter((name) => !terms.includes(name)).map((name) => ({ name, near: nearest(name, terms) }));
}

/* A term as SPARQL Query Results JSON has it; null where the variable is unbound. */
function term(found) {
  if (found === undefined) return null;
  if (!["uri", "bnode", "literal"].includes(found.type)) throw new Mistake("rdf12");
  return found["xml:lang"] ? { ...found, "xml:lang": tagged(found["xml:lang"]) } : found;
}

function fromObject(found) {
  const value = found.value;
  if (found.termType === "NamedNode") return { type: "uri", value };
  if (found.termType === "BlankNode") return { type: "bnode", value };
  if (found.termType !== "Literal") throw new Mistake("rdf12");
  if (found.language) return { type: "literal", value, "xml:lang": tagged(found.language) };
  const datatype = found.datatype.value;
  return datatype.endsWith("XMLSchema#string") ? { type: "literal", value } : { type: "literal", value, datatype };
}

/* A language tag as BCP 47 recommends (zh-Hant): the engine makes tags lower-case. */
function tagged(tag) {
  const cases = { 2: (part) => part.toUpperCase(), 4: (part) => part[0].toUpperCase() + part.slice(1).toLowerCase() };
  const [first, ...rest] = tag.split("-");
  return [first.toLowerCase(), ...rest.map((part) => (cases[part.length] ?? ((each) => each.toLowerCase()))(part))].join("-");
}

/* --------------------------------------------------------------------------------------------------- who says so */

function rows(query) {
  const found = JSON.parse(store.query(prologue + query, { results_format: RESULTS_JSON })).results.bindings;
  return found.map((row) => Object.fromEntries(Object.entries(row).map(([name, each]) => [name, term(each)])));
}

/* For each IRI: itself where it is a passage, else the passages that state something of it, those of reports first. */
function sources({ iris }) {
  return iris.map((iri) => {
    const itself = rows(`SELECT ?g WHERE { VALUES ?g { <${iri}> } ?g a cg:Passage }`).length > 0;
    const which = itself ? `VALUES ?g { <${iri}> }` : `{ SELECT DISTINCT ?g WHERE { GRAPH ?g { <${iri}> ?p ?o } } }`;
    const found = rows(`SELECT ?g ?report ?section ?text WHERE { ${which} ?g a cg:Passage .
      OPTIONAL { ?g cg:inReport ?report } OPTIONAL { ?g cg:section ?section } OPTIONAL { ?g cg:textKind ?text } }`);
    const passages = found.map((row) => ({
      iri: row.g.value,
      report: row.report?.value ?? "",
      section: row.section?.value ?? "",
      text: row.text?.value ?? "",
    }));
    const rank = (each) => [each.report ? "0" : "1", each.report, each.section].join(" ");
    passages.sort((one, two) => (rank(one) < rank(two) ? -1 : 1));
    return { iri, itself, passages };
  });
}

/* Everything that a passage says, by the thing or fact that it says it of. */
function passage({ iri }) {
  const found = rows(`SELECT ?s ?p ?o WHERE { GRAPH <${iri}> { ?s ?p ?o } } ORDER BY ?s ?p ?o`);
  const said = new Map();
  for (const { s, p, o } of found) {
    if (!said.has(s.value)) said.set(s.value, []);
    said.get(s.value).push([p.value, o]);
  }
  return [...said].map(([subject, statements]) => ({ subject, statements }));
}

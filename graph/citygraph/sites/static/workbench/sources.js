/*
 * The panel of a row: the passages that state what the row shows, each with report, section and all that it says.
 */

const FIRST = 8; // passages of one thing before "more"
const UNSAID = ["rdf:type", "prov:wasDerivedFrom", "skos:prefLabel"];

async function openSources(row, number, opener) {
  const dialog = byId("sources");
  const body = byId("sources-body");
  byId("sources-title").textContent = say("sourceOf", { row: number });
  body.replaceChildren(element("p", "quiet", say("looking")));
  dialog.onclose = () => opener.focus();
  if (!dialog.open) dialog.showModal();
  const iris = [...new Set(row.filter((term) => term?.type === "uri").map((term) => term.value))];
  const found = (await ask("sources", { iris })).filter((each) => each.passages.length);
  // Facts first: they are what a passage states; then passages themselves, then things.
  const rank = (each) => (told[each.iri]?.fact ? 0 : each.itself ? 1 : 2);
  found.sort((one, two) => rank(one) - rank(two));
  body.replaceChildren(...found.map((each, at) => sourcesOf(each, at === 0)));
  if (!found.length) body.append(element("p", "quiet", say(iris.length ? "noPassage" : "noSource")));
  if (found.length) body.querySelector("details").open = true;
}

function sourcesOf({ iri, itself, passages }, first) {
  const part = element("section", "of");
  if (!itself) part.append(...headOf(iri));
  const list = element("div", "passages");
  const draw = (some) => list.append(...some.map((each) => passageOf(each, iri)));
  draw(passages.slice(0, FIRST));
  part.append(list);
  const rest = passages.length - FIRST;
  if (rest > 0) {
    const more = button(say("morePassages", { n: counted(rest) }), () => {
      more.remove();
      draw(passages.slice(FIRST));
      list.children[FIRST].querySelector("summary").focus();
    });
    part.append(more);
  }
  part.classList.toggle("first", first);
  return part;
}

function headOf(iri) {
  const known = told[iri];
  const head = element("h3", "", nameOf(iri) || shortened(iri));
  head.dir = "auto";
  const kind = element("p", "quiet kind", known ? kinds[known.kind] : "");
  return [kind, head, ...weakness(known), element("p", "quiet code", shortened(iri))];
}

function passageOf(passage, iri) {
  const details = element("details", "passage");
  const summary = element("summary");
  const report = element("span", "report", passage.report ? nameOf(passage.report) || shortened(passage.report) : say("curator"));
  report.dir = "auto";
  summary.append(report);
  const kind = ["captionText", "tableText"].find((name) => passage.text.endsWith(`#${name}`));
  const where = [passage.section ? say("section", { section: passage.section }) : "", kind ? say(kind) : ""].filter(Boolean);
  if (where.length) summary.append(element("span", "where", where.join(" · ")));
  const body = element("div", "says");
  details.append(summary, body);
  details.ontoggle = async () => {
    if (!details.open || body.childElementCount) return;
    body.append(element("p", "quiet", say("looking")));
    body.replaceChildren(...saying(await ask("passage", { iri: passage.iri }), iri, passage.iri));
  };
  return details;
}

/* All that a passage says, by kind; the fact that led here comes first and is marked. */
function saying(subjects, called, passage) {
  const known = subjects.filter(({ subject }) => told[subject]);
  const parts = subjects.filter(({ subject }) => !told[subject]);
  const shown = [...known, ...parts.filter(({ subject }) => !partOfKnown(subject, known))];
  const groups = new Map();
  for (const each of shown) {
    const kind = told[each.subject]?.kind ?? kinds.length;
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(each);
  }
  const query = button(say("asQuery"), () => {
    byId("sources").close();
    askAnew(`SELECT ?s ?p ?o WHERE { GRAPH <${passage}> { ?s ?p ?o } }`);
  });
  const made = [element("p", "quiet says-head", say("says", { n: counted(shown.length) }))];
  made[0].append(query);
  for (const [kind, members] of [...groups].sort(([one], [two]) => one - two)) {
    const list = element("ul");
    members.sort((one, two) => Number(two.subject === called) - Number(one.subject === called));
    list.append(...members.map((each) => saidOf(each, each.subject === called)));
    if (kinds[kind]) made.push(element("h4", "", kinds[kind]));
    made.push(list);
  }
  return made;
}

/* The parts of a fact (a side of an encounter) are told by its sentence. */
function partOfKnown(subject, known) {
  return known.some(({ statements }) => statements.some(([, object]) => object.type === "uri" && object.value === subject));
}

function saidOf({ subject, statements }, called) {
  const item = element("li", called ? "called" : "");
  if (called) item.append(element("b", "unseen", `${say("this")}: `));
  const known = told[subject];
  const text = element("span", "text", nameOf(subject) || shortened(subject));
  text.dir = "auto";
  item.append(text);
  if (!known?.fact) {
    const own = statements.filter(([path]) => !UNSAID.includes(shortened(path)));
    const values = own.map(([path, term]) => {
      const value = term.type === "uri" ? nameOf(term.value) || shortened(term.value) : bare(term);
      return `${nameOf(path) || shortened(path)}: ${value}`;
    });
    if (values.length) item.append(element("span", "quiet own", [...new Set(values)].join(say("endonym") === "中文" ? "；" : "; ")));
  }
  item.append(...weakness(known));
  return item;
}

/* What weakens or corrects a fact. */
function weakness(known) {
  const marks = (known?.caveats ?? []).map((text) => element("span", "mark-text", text));
  const wrong = (known?.corrections ?? []).map((text) => {
    const note = element("p", "correction");
    note.append(element("b", "", say("correction")), ` ${text}`);
    return note;
  });
  return [...marks, ...wrong];
}

/* The panel: what is known of the chosen thing, each fact with who says so. */

function drawPanel() {
  const parts = state.passage !== null ? passageTold() : state.chosen === null ? welcome() : state.way !== null ? wayTold() : details(state.chosen);
  byId("panel").replaceChildren(...parts);
  byId("panel").scrollTop = 0;
  const called = byId("panel").querySelector(".called");
  if (called) called.scrollIntoView({ block: "nearest" });
}

function heading(text) {
  const made = element("h2", "", text);
  made.id = "panel-name";
  made.tabIndex = -1;
  return made;
}

/** What stands there while nothing is chosen: how to choose, and where to start. */
function welcome() {
  const best = picture.nodes.map((_, number) => number).filter((number) => state.shown.has(number));
  best.sort((one, two) => beside[two].length - beside[one].length || one - two);
  const parts = [heading(say(picture.nodes.length ? "choose" : "empty"))];
  if (state.unknown) parts.push(element("p", "note", say("unknown", { name: state.unknown })));
  if (best.length) parts.push(element("p", "note quiet", say("hint")), section("start"), chips(best.slice(0, CHIPS + 2)));
  return parts;
}

function details(number) {
  const node = picture.nodes[number];
  const kind = element("p", "kind");
  kind.append(swatch(kindOf(number)), telling("span", "", kindOf(number).label));
  const name = heading(nameOf(number));
  name.lang = languageOf(node.names);
  const parts = [kind, name, ...otherNames(number).map((other) => named(node, other))];
  if (node.note) parts.push(telling("p", "note", node.note));
  if (node.forms) parts.push(alsoWritten(number));
  parts.push(actions(number));
  const around = neighbours(number);
  if (around.length) parts.push(section("neighbours", around.length), chips(around, number));
  return [...parts, ...factSections(number)];
}

function named(node, name) {
  const made = element("p", "other", name);
  made.lang = Object.keys(node.names).find((lang) => node.names[lang] === name);
  return made;
}

function section(key, count) {
  const made = element("h3", "", say(key));
  if (count) made.append(element("span", "number", String(count)));
  return made;
}

function alsoWritten(number) {
  const node = picture.nodes[number];
  const others = node.forms.filter((form) => !Object.values(node.names).includes(form));
  const folded = element("details");
  folded.append(element("summary", "", `${say("also")} (${others.length})`), element("p", "", others.join(" · ")));
  folded.hidden = !others.length;
  return folded;
}

function actions(number) {
  const made = element("div", "actions");
  const hidden = hiddenNeighbours(number).length;
  const more = button("expand", say("expand", { n: hidden }), () => expandFromPanel(number));
  more.hidden = !hidden;
  const way = button("way", say("way"), () => startPicking(number));
  way.hidden = !beside[number].length;
  made.append(more, way, button("", say("centre"), () => choose(number, { centre: true })));
  return made;
}

/** The button goes away with its purpose; the reader stays where it was. */
function expandFromPanel(number) {
  expand(number);
  byId("panel-name").focus({ preventScroll: true });
}

/** Things as buttons. Beyond the first few, one more button shows the rest. */
function chips(numbers, from = null) {
  const list = element("ul", "neighbours");
  const all = state.allChips || numbers.length <= CHIPS + 2;
  for (const number of all ? numbers : numbers.slice(0, CHIPS)) {
    const item = element("li");
    const chip = button("", undefined, () => chooseFromPanel(number));
    chip.append(swatch(kindOf(number)), element("span", "name", nameOf(number)));
    if (from !== null) chip.append(relationTo(from, number));
    item.append(chip);
    list.append(item);
  }
  if (!all) {
    const item = element("li");
    item.append(button("every", say("every", { n: numbers.length }), showAllChips));
    list.append(item);
  }
  return list;
}

function chooseFromPanel(number) {
  choose(number, { centre: true });
  byId("panel-name").focus({ preventScroll: true });
}

function showAllChips() {
  state.allChips = true;
  drawPanel();
  const next = byId("panel").querySelectorAll(".neighbours button")[CHIPS];
  if (next) next.focus();
}

/** How two things are connected, in a few words; what is cut short is whole in its tooltip. */
function relationTo(from, to) {
  const words = relationWords(from, to);
  const made = element("span", "quiet", words);
  made.title = words;
  return made;
}

/** "→ member of · ← hosted" */
function relationWords(from, to) {
  const words = beside[from].map((number) => picture.edges[number])
    .filter((edge) => other(edge, from) === to)
    .map((edge) => `${edge.tail === from ? "→" : "←"} ${told(picture.labels[edge.label])}`);
  return [...new Set(words)].join(" · ");
}

/** The facts, under the heading of their kind, in the order in which the picture gives them. */
function factSections(number) {
  const groups = new Map();
  for (const fact of picture.nodes[number].facts || []) {
    const { kind } = picture.facts[fact];
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(fact);
  }
  const { id, held } = picture.nodes[number];
  const elsewhere = held ? [element("p", "note quiet", say("elsewhere", { n: held, id }))] : [];
  if (!groups.size) return [section("facts"), ...(held ? elsewhere : [element("p", "quiet", say("none"))])];
  const sections = [...groups].flatMap(([kind, facts]) => {
    const title = telling("h3", "", picture.labels[kind]);
    title.append(element("span", "number", String(facts.length)));
    const list = element("ul");
    list.append(...facts.map(factItem));
    return [title, list];
  });
  return [...sections, ...elsewhere];
}

function factItem(number) {
  const fact = picture.facts[number];
  const item = element("li", number === state.called ? "fact called" : "fact");
  if (fact.date) item.append(element("span", "time", fact.until ? `${fact.date} – ${fact.until}` : fact.date));
  item.append(telling("p", "", fact.text));
  for (const mark of fact.marks || []) item.append(telling("span", "mark-text", picture.labels[mark]));
  for (const correction of fact.corrections || []) item.append(correctionNote(correction));
  if (fact.citations) item.append(citations(fact));
  return item;
}

function correctionNote(correction) {
  const note = element("div", "correction");
  note.append(element("b", "", say("correction")), telling("span", "", correction));
  return note;
}

/** The passages that say so, by report: "montreal-2017 肆.三.(一), montreal-2017 陸.一 Report on ...". */
function citations(fact) {
  const list = element("ul", "citations");
  for (const source of new Set(fact.citations.map((citation) => citation.source))) {
    const item = element("li");
    const passages = fact.citations.filter((citation) => citation.source === source).map(passage);
    item.append(...passages.flatMap((words) => [passageButton(words), " "]), telling("span", "", picture.sources[source].title));
    list.append(item);
  }
  return list;
}

/** "montreal-2017 肆.三.(一)" */
function passage(citation) {
  return [picture.sources[citation.source].report, citation.section].filter(Boolean).join(" ");
}

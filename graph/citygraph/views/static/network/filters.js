/*
 * Filters of relations: the network or event they belong to, their years, how they are attested. A thing stays in
 * view while a relation of it does. (Kinds of things are filtered in the legend.)
 */

const TOLD = -1; // the attestation of what no mark weakens

/** For each edge the groups (networks, events) it belongs to: those of its fact's things and of its ends. */
let groups = null;
function groupsOf(number) {
  if (groups === null) {
    const ofFact = new Map();
    for (const node of picture.nodes) {
      for (const fact of node.groups ? node.facts || [] : []) {
        if (!ofFact.has(fact)) ofFact.set(fact, new Set());
        node.groups.forEach((group) => ofFact.get(fact).add(group));
      }
    }
    groups = picture.edges.map(({ tail, head, fact }) => {
      const ends = [tail, head].flatMap((end) => picture.nodes[end].groups || []);
      return new Set([...(ofFact.get(fact) || []), ...ends]);
    });
  }
  return groups[number];
}

/** The years of an edge, first and last; null where it has no date. */
function yearsOf({ fact }) {
  const { date, until } = picture.facts[fact];
  const [first, last] = [date, until || date].map((written) => parseInt(written, 10));
  return Number.isNaN(first) ? null : [first, Number.isNaN(last) ? first : last];
}

/** The first and the last year of the picture; null where nothing in it has a date. */
const spanOfYears = (() => {
  const years = picture.edges.map(yearsOf).filter(Boolean);
  return years.length ? [years.reduce((low, [first]) => Math.min(low, first), Infinity), years.reduce((high, [, last]) => Math.max(high, last), -Infinity)] : null;
})();

/** The ways in which the relations of the picture are attested: labels by number, TOLD first. */
const attestations = [TOLD, ...new Set(picture.edges.flatMap(({ fact }) => picture.facts[fact].marks || []))];

function isFiltering() {
  return state.facets.some((group) => group !== null) || state.years !== null || !state.undated || state.unattested.size > 0;
}

function passes(number) {
  const edge = picture.edges[number];
  const marks = picture.facts[edge.fact].marks || [TOLD];
  if (marks.every((mark) => state.unattested.has(mark))) return false;
  const years = yearsOf(edge);
  if (years === null ? !state.undated : state.years !== null && (years[1] < state.years[0] || years[0] > state.years[1])) return false;
  return state.facets.every((group) => group === null || groupsOf(number).has(group));
}

/** Reckons what the filters leave. */
function applyFilters() {
  view.passing = null;
  view.linked = new Set();
  if (!isFiltering()) return;
  view.passing = Uint8Array.from(picture.edges, (_, number) => (passes(number) ? 1 : 0));
  picture.edges.forEach(({ tail, head }, number) => {
    if (view.passing[number] && isHeld(tail) && isHeld(head)) view.linked.add(tail).add(head);
  });
}

/** The edges of a network or event by which the reader filters: they come into the view, wherever they were. */
function grouped() {
  return state.facets.every((group) => group === null) ? [] : [...picture.edges.keys()].filter(passes);
}

/** Shows only what belongs to a network or event (or all again). */
function filterGroup(facet, group) {
  state.facets[facet] = group;
  afterFilter();
}

function afterFilter(again = false) {
  writeAddress(again);
  drawAll();
  fitAll();
  announce(byId("count").textContent);
}

function clearFilters() {
  Object.assign(state, { facets: picture.facets.map(() => null), years: null, undated: true, unattested: new Set() });
  afterFilter();
  byId("filters").querySelector("summary").focus();
}

/* ---------------------------------------------------------------- how they look */

/** The filters; made anew where their words change, else only brought in line with the state. */
function drawFilters(anew) {
  if (anew) {
    byId("facets").replaceChildren(...picture.facets.map(facetRow));
    byId("attestations").replaceChildren(...attestations.map(attestationRow));
    byId("attested").hidden = attestations.length < 2;
    byId("years").hidden = spanOfYears === null || spanOfYears[0] === spanOfYears[1];
    byId("filters").hidden = byId("attested").hidden && byId("years").hidden && !picture.facets.length;
  }
  for (const [index, choice] of byId("facets").querySelectorAll("select").entries()) choice.value = String(state.facets[index] ?? "");
  for (const tick of byId("attestations").querySelectorAll("input")) tick.checked = !state.unattested.has(Number(tick.value));
  byId("undated").checked = state.undated;
  if (spanOfYears === null) return;
  const [low, high] = state.years || spanOfYears;
  for (const [id, value] of [["since", low], ["until", high]]) {
    Object.assign(byId(id), { min: spanOfYears[0], max: spanOfYears[1], value });
    byId(id).setAttribute("aria-label", say(id));
  }
  byId("span").textContent = low === high ? `${low}` : `${low}–${high}`;
}

function facetRow(facet, index) {
  const row = element("label", "facet");
  const choice = element("select");
  choice.append(new Option(say("any"), ""));
  const options = facet.nodes.map((node) => [nameOf(node), picture.groups.indexOf(node)]).filter(([, group]) => group >= 0);
  const { compare } = new Intl.Collator(state.lang);
  options.sort(([one], [two]) => compare(one, two));
  for (const [name, group] of options) choice.append(new Option(clipped(name, 90), group));
  choice.addEventListener("change", () => filterGroup(index, choice.value === "" ? null : Number(choice.value)));
  row.append(telling("span", "", facet.label), choice);
  return row;
}

function attestationRow(mark) {
  const row = element("label", "tick");
  const tick = element("input");
  tick.type = "checkbox";
  tick.value = String(mark);
  tick.addEventListener("change", () => {
    if (tick.checked) state.unattested.delete(mark);
    else state.unattested.add(mark);
    afterFilter();
  });
  row.append(tick, mark === TOLD ? element("span", "", say("stated")) : telling("span", "", picture.labels[mark]));
  return row;
}

/** The two ends of the slider push each other along. */
function slide(moved) {
  const [low, high] = ["since", "until"].map((id) => Number(byId(id).value));
  const years = moved === "since" ? [low, Math.max(low, high)] : [Math.min(low, high), high];
  state.years = years[0] === spanOfYears[0] && years[1] === spanOfYears[1] ? null : years;
  drawAll();
}

function listenToFilters() {
  let sliding = false; // however often an end is moved while it has the focus, that is one step back
  for (const id of ["since", "until"]) {
    byId(id).addEventListener("input", () => slide(id));
    byId(id).addEventListener("change", () => {
      afterFilter(sliding);
      sliding = true;
    });
    byId(id).addEventListener("blur", () => {
      sliding = false;
    });
  }
  byId("undated").addEventListener("change", () => {
    state.undated = byId("undated").checked;
    afterFilter();
  });
  byId("unfilter").addEventListener("click", clearFilters);
}

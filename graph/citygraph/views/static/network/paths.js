/*
 * The path between two things: the most telling one, reckoned as citygraph.paths reckons it. A fact of its own costs
 * least, a lasting property a little more, a trivial tie (in the same country) most; so does a thing in the middle,
 * the more it is connected with.
 */

const COST = { fact: 1, property: 1.2, trivial: 12, crowd: 4 };

function costOf({ trivial, own }) {
  if (trivial) return COST.trivial;
  return own ? COST.property : COST.fact;
}

/** The way from one node to another: {to, nodes}, its nodes empty where there is none. */
function wayBetween(from, to) {
  const known = picture.path;
  const ends = [known[0], known.at(-1)];
  if (ends[0] === from && ends[1] === to) return { to, nodes: [...known] };
  if (ends[1] === from && ends[0] === to) return { to, nodes: [...known].reverse() };
  return { to, nodes: cheapest(from, to) };
}

/** Dijkstra's algorithm; pages hold some thousand things at most, so the next one is simply searched for. */
function cheapest(from, to) {
  const crowd = (number) => Math.log2(1 + neighbours(number).length) / (2 * COST.crowd);
  const price = new Map([[from, 0]]);
  const before = new Map();
  const done = new Set();
  for (;;) {
    let next = null;
    for (const [number, sum] of price) {
      if (!done.has(number) && (next === null || sum < price.get(next))) next = number;
    }
    if (next === null || next === to) break;
    done.add(next);
    for (const number of beside[next]) {
      const edge = picture.edges[number];
      const end = other(edge, next);
      const sum = price.get(next) + costOf(edge) + crowd(next) + crowd(end);
      if (!price.has(end) || sum < price.get(end) - 1e-9) {
        price.set(end, sum);
        before.set(end, next);
      }
    }
  }
  if (!price.has(to)) return [];
  const nodes = [to];
  while (nodes[0] !== from) nodes.unshift(before.get(nodes[0]));
  return nodes;
}

function isOnWay({ tail, head }) {
  const [one, two] = [state.way.nodes.indexOf(tail), state.way.nodes.indexOf(head)];
  return one >= 0 && two >= 0 && Math.abs(one - two) === 1;
}

/** The edges of the way, step by step. */
function wayEdges() {
  return state.way.nodes.slice(1).flatMap((end, step) => stepEdges(state.way.nodes[step], end));
}

function stepEdges(start, end) {
  return beside[start].filter((number) => other(picture.edges[number], start) === end);
}

/* ---------------------------------------------------------------- choosing the two ends */

function startPicking(from) {
  state.picking = from;
  drawPicking();
  announce(say("pick"));
  byId("search").focus();
}

function stopPicking() {
  state.picking = null;
  drawPicking();
  byId("panel-name").focus({ preventScroll: true });
}

function drawPicking() {
  byId("picking").hidden = state.picking === null;
  if (state.picking !== null) byId("picked").textContent = `${nameOf(state.picking)} → ? ${say("pick")}`;
  byId("network").classList.toggle("picks", state.picking !== null);
}

/** Shows the path between two nodes, and writes it into the address. */
function showWay(from, to) {
  Object.assign(state, { picking: null, unknown: "", passage: null, called: null, chosen: from, way: wayBetween(from, to) });
  for (const number of [from, to, ...state.way.nodes]) state.off.delete(picture.nodes[number].kind);
  writeAddress();
  drawAll();
  frame(state.way.nodes.length ? state.way.nodes : [from, to]);
  announce(state.way.nodes.length ? say("wayed", { a: nameOf(from), b: nameOf(to), n: state.way.nodes.length - 1 }) : say("noway", { a: nameOf(from), b: nameOf(to) }));
  byId("panel-name").focus({ preventScroll: true });
}

/* ---------------------------------------------------------------- telling the path */

function wayTold() {
  const { to, nodes } = state.way;
  const from = state.chosen;
  const kind = element("p", "kind", say("ways"));
  const parts = [kind, heading(`${nameOf(from)} – ${nameOf(to)}`)];
  const actions = element("div", "actions");
  actions.append(button("back", say("back", { name: clipped(nameOf(from), 40) }), () => choose(from, { centre: true })));
  parts.push(actions);
  if (!nodes.length) return [...parts, element("p", "note", say("noway", { a: nameOf(from), b: nameOf(to) }))];
  parts.push(element("p", "note quiet", say("steps", { n: nodes.length - 1 })));
  const list = element("ol", "steps");
  list.append(...nodes.slice(1).map((end, step) => stepItem(nodes[step], end)));
  return [...parts, list];
}

/** One step: from whom to whom, in which relations, each with its fact and who says so. */
function stepItem(start, end) {
  const item = element("li", "step");
  const title = element("h3");
  title.append(nodeButton(start), element("span", "quiet", " – "), nodeButton(end));
  const facts = element("ul");
  const edges = stepEdges(start, end).map((number) => picture.edges[number]);
  edges.sort((one, two) => (one.date || "9999").localeCompare(two.date || "9999"));
  for (const edge of edges) {
    const fact = factItem(edge.fact);
    fact.prepend(element("p", "relation", `${edge.tail === start ? "→" : "←"} ${told(picture.labels[edge.label])}`));
    facts.append(fact);
  }
  item.append(title, facts);
  return item;
}

function nodeButton(number) {
  const made = button("thing", undefined, () => choose(number, { centre: true }));
  made.append(swatch(kindOf(number)), telling("span", "", picture.nodes[number].names));
  return made;
}

/* What there is, read once, and the one state from which everything on the page follows. */

/* The marks, in a square from -1 to 1: one path serves the canvas, the legend and every list. */
const MARKS = {
  dot: "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z",
  square: "M-.86-.86H.86V.86H-.86Z",
  box: "M-.72-1H.36L.72-.62V1H-.72Z",
  diamond: "M0-1.12 1.02 0 0 1.12-1.02 0Z",
  triangle: "M0-1.08 1.06.8H-1.06Z",
  triangleDown: "M0 1.08 1.06-.8H-1.06Z",
  star: "M0-1.2 .31-.41 1.14-.37 .5.15 .71.97 0 .51-.71.97-.5.15-1.14-.37-.31-.41Z",
  hexagon: "M-.54-.94H.54L1.08 0 .54.94H-.54L-1.08 0Z",
};

const ROWS = 1500; // of the table; more are announced, not shown
const HITS = 12; // of the search
const CHIPS = 6; // neighbours in the panel before "all"
const DENSE = 120; // marks in sight: among so many, names that keep clear of all marks would be none
const HUBS = 14; // names that may then lie over lesser marks
const LABELLED = 24; // edges of one node that are labelled all at once
const LABEL = { width: 150, lines: 3, most: 4, line: 16, size: 13 }; // most: lines of the name that is looked at

const picture = JSON.parse(document.getElementById("picture").textContent);
const drawing = JSON.parse(document.getElementById("drawing").textContent);
drawing.nodes = picture.nodes.map((_, number) => ({ id: number, x: drawing.places[2 * number], y: drawing.places[2 * number + 1] }));
drawing.edges = picture.edges.map(({ tail, head }, number) => ({
  id: number, from: tail, to: head, arrows: "to", ...drawing.curves[number],
}));
const beside = neighbourhoods();
const numberOf = new Map(picture.nodes.map((node, number) => [wellFormed(node.id), number]));

/** The state: everything on the page follows from it. `chosen` is a node's number or null. */
const state = {
  lang: drawing.lang, chosen: picture.focus, unknown: "", hovered: null, called: null,
  whole: false, brought: new Set(), shown: firstView(), // all of it; nodes whose neighbours were added; what follows
  off: new Set(), allChips: false, theme: null, // kinds that are switched off; light or dark, if the reader has said so
  facets: picture.facets.map(() => null), years: null, undated: true, unattested: new Set(), // the filters
  passage: null, // a citation that is followed
  picking: null, way: null, // the search for a path: from whom; {to, nodes}
};
/** What vis-network holds, the chosen node if it is drawn, its neighbours, and what was reckoned once. */
const view = {
  network: null, nodes: null, edges: null, centre: null, around: new Set(),
  styles: new Map(), theme: {}, labels: new Map(), colors: new Map(), paths: new Map(), table: "", rows: [], drawn: false, covered: "", address: "",
  passing: null, linked: new Set(), // what the filters leave: edges by number (null: all), nodes
};

/** For each node its edges, by number. */
function neighbourhoods() {
  const found = picture.nodes.map(() => []);
  picture.edges.forEach((edge, number) => {
    found[edge.tail].push(number);
    if (edge.head !== edge.tail) found[edge.head].push(number);
  });
  return found;
}

/** The nodes marked near; all of them when none is. */
function firstView() {
  const numbers = picture.nodes.map((_, number) => number);
  const near = numbers.filter((number) => picture.nodes[number].near || number === picture.focus);
  return new Set(near.length > (picture.focus === null ? 0 : 1) ? near : numbers);
}

/** Reckons what is in the view, filters of kinds aside: it follows from the other parts of the state. */
function gather() {
  const shown = state.whole ? new Set(picture.nodes.keys()) : firstView();
  for (const number of state.brought) [number, ...neighbours(number)].forEach((each) => shown.add(each));
  if (state.way) [state.chosen, state.way.to, ...state.way.nodes].forEach((each) => shown.add(each));
  for (const number of grouped()) [picture.edges[number].tail, picture.edges[number].head].forEach((each) => shown.add(each));
  state.shown = shown;
}

/** A text as an address can carry it: half a character becomes a replacement character. */
function wellFormed(text) {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}

function other(edge, number) {
  return edge.tail === number ? edge.head : edge.tail;
}

/** The distinct neighbours of a node, those with most edges first. */
function neighbours(number) {
  const times = new Map();
  for (const edge of beside[number]) {
    const end = other(picture.edges[edge], number);
    if (end !== number) times.set(end, (times.get(end) || 0) + 1);
  }
  return [...times.keys()].sort((one, two) => times.get(two) - times.get(one) || one - two);
}

function kindOf(number) {
  return picture.kinds[picture.nodes[number].kind];
}

/** Whether a node is in the view, filters of relations aside. */
function isHeld(number) {
  return state.shown.has(number) && !state.off.has(picture.nodes[number].kind);
}

function isVisible(number) {
  return isHeld(number) && (view.passing === null || view.linked.has(number) || number === state.chosen || onWay(number));
}

function isEdgeVisible(number) {
  const { tail, head } = picture.edges[number];
  return (view.passing === null || view.passing[number] === 1) && isVisible(tail) && isVisible(head);
}

function onWay(number) {
  return state.way !== null && state.way.nodes.includes(number);
}

function hiddenNeighbours(number) {
  return neighbours(number).filter((neighbour) => !state.shown.has(neighbour));
}

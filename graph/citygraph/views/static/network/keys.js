/* The keyboard, all the way. */

const TOWARDS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The visible neighbour of the chosen node that lies most nearly in a direction. */
function neighbourTowards([across, down]) {
  const places = view.network.getPositions();
  const from = places[state.chosen];
  let best = null;
  for (const number of neighbours(state.chosen).filter((neighbour) => places[neighbour])) {
    const [x, y] = [places[number].x - from.x, places[number].y - from.y];
    const length = Math.hypot(x, y) || 1;
    const straight = (x * across + y * down) / length;
    const score = straight - length / 5000;
    if (straight > 0.38 && (best === null || score > best.score)) best = { number, score };
  }
  return best === null ? null : best.number;
}

function networkKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (TOWARDS[event.key]) move(TOWARDS[event.key]);
  else if (event.key === "Enter" && view.centre !== null) expand(view.centre);
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fitAll();
  else return;
  event.preventDefault();
}

/** Chooses the neighbour that lies that way; without a choice, the focus. */
function move(direction) {
  const start = picture.focus !== null ? picture.focus : [...state.shown].find(isVisible);
  const next = view.centre === null ? start : neighbourTowards(direction);
  if (next === null || next === undefined) announce(say("nowhere"));
  else choose(next, { centre: true });
}

/** Escape takes back one thing at a time: an open menu, the search for a path, the path, the choice. */
function leave() {
  if (byId("save").open) closeMenu();
  else if (state.picking !== null) stopPicking();
  else if (state.way !== null || state.passage !== null) choose(state.chosen);
  else if (state.chosen !== null) choose(null);
}

function pageKey(event) {
  const typing = event.target.tagName === "INPUT" && event.target.type === "text";
  if (event.key === "Escape") leave();
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("search").focus();
  }
}

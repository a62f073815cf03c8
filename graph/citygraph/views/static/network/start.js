/* Where it begins. */

function startNetwork() {
  view.nodes = new vis.DataSet();
  view.edges = new vis.DataSet();
  view.network = new vis.Network(byId("network"), { nodes: view.nodes, edges: view.edges }, drawing.options);
  view.network.on("afterDrawing", drawLabels);
  view.network.on("click", clicked);
  view.network.on("doubleClick", ({ nodes }) => nodes.length && expand(nodes[0]));
  view.network.on("hoverNode", ({ node }) => hover(node));
  view.network.on("blurNode", () => hover(null));
  byId("network").querySelector("canvas").setAttribute("aria-hidden", "true");
}

/** A node is chosen; an edge leads to the fact behind it; empty ground clears. */
function clicked({ nodes, edges }) {
  if (nodes.length) choose(nodes[0]);
  else if (edges.length) {
    const edge = picture.edges[edges[0]];
    const tells = (number) => (picture.nodes[number].facts || []).includes(edge.fact);
    const stay = (state.chosen === edge.tail || state.chosen === edge.head) && tells(state.chosen);
    choose(stay ? state.chosen : edge.tail, { called: edge.fact });
  } else if (state.picking === null && state.chosen !== null) choose(null);
}

function hover(number) {
  state.hovered = number;
  byId("network").classList.toggle("over", number !== null);
  view.network.redraw();
}

function listen() {
  addEventListener("hashchange", followAddress);
  addEventListener("keydown", pageKey);
  byId("network").addEventListener("keydown", networkKey);
  byId("search").addEventListener("input", drawFound);
  byId("search").addEventListener("focus", () => byId("search").value && drawFound());
  byId("search").addEventListener("blur", () => openFound(false));
  byId("search").addEventListener("keydown", searchKey);
  byId("all").addEventListener("click", showAll);
  byId("less").addEventListener("click", showFirst);
  byId("nearer").addEventListener("click", () => zoomBy(1.3));
  byId("farther").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("fit").addEventListener("click", fitAll);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address is kept for the chosen thing
    completeTable();
    byId("relations").focus();
  });
  byId("rows").addEventListener("click", followRow);
  listenToFilters();
  listenToSaving();
  for (const id of ["legend", "filters"]) byId(id).addEventListener("toggle", uncover);
  byId("cancel").addEventListener("click", stopPicking);
  byId("dark").addEventListener("click", switchTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => changeTheme(wantsDark()));
}

function start() {
  openPath();
  readAddress();
  setTheme(wantsDark());
  readTheme();
  byId(isFiltering() ? "filters" : "legend").open = matchMedia("(min-width: 60.01rem)").matches;
  byId("empty").hidden = picture.nodes.length > 0;
  for (const id of ["network", "tools", "zoom", "save"]) byId(id).hidden = !picture.nodes.length;
  if (picture.nodes.length) startNetwork();
  else ready();
  listen();
  drawAll(true, () => frame(state.way ? state.way.nodes : [...state.shown].filter(isVisible), false));
}

/** A page of a path opens with it, as if that had been chosen. */
function openPath() {
  if (!picture.path.length || location.hash) return;
  Object.assign(state, { chosen: picture.path[0], way: { to: picture.path.at(-1), nodes: [] } });
  writeAddress(true);
}

/** The page stands: what it shows is drawn, and stays where it is. */
function ready() {
  document.documentElement.dataset.ready = "true";
}

start();

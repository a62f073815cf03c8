/* The page drawn from the state. */

/** Everything that the page itself says. */
function drawStrings() {
  document.documentElement.lang = state.lang;
  byId("title").textContent = told(picture.title);
  for (const place of document.querySelectorAll("[data-string]")) place.textContent = say(place.dataset.string);
  byId("search").placeholder = say("search");
  byId("stamp").textContent = picture.stamp;
  const names = { found: "results", kinds: "kinds", languages: "languages", zoom: "zoom", dark: "dark", nearer: "nearer", farther: "farther", fit: "fit", network: "picture" };
  for (const [id, key] of Object.entries(names)) byId(id).setAttribute("aria-label", say(key));
  for (const id of ["nearer", "farther", "fit", "dark"]) byId(id).title = say(id);
}

function drawTitle() {
  const titles = [state.chosen === null ? "" : nameOf(state.chosen), told(picture.title)];
  document.title = [...new Set(titles)].filter(Boolean).join(" – ");
}

/** Draws the page from the state. */
function drawAll(anew = false) {
  if (anew) {
    drawStrings();
    drawLanguages();
    view.labels.clear();
    readTheme(); // each language has its fonts
    openFound(false);
  }
  applyFilters();
  drawTitle();
  drawLegend();
  drawFilters(anew);
  drawPicking();
  drawCount();
  drawPanel();
  const filters = [state.facets, state.years, state.undated, [...state.unattested], view.passing && state.chosen];
  const table = JSON.stringify([state.lang, [...state.off], [...state.shown], filters]);
  if (table !== view.table) drawTable(); // a choice alone does not change the table
  view.table = table;
  if (!view.network) return;
  syncDrawing();
  if (anew) view.nodes.update(view.nodes.getIds().map((id) => ({ id, title: tooltip(id) })));
  view.network.redraw();
}

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

/** Draws the page from the state; *aim* moves the camera before the picture is drawn. */
function drawAll(anew = false, aim = () => {}) {
  if (anew) {
    drawStrings();
    drawLanguages();
    view.labels.clear();
    readTheme(); // each language has its fonts
    openFound(false);
  }
  gather();
  applyFilters();
  drawTitle();
  drawLegend();
  drawFilters(anew);
  drawPicking();
  drawCount();
  drawPanel();
  changeTable();
  if (!view.network) return;
  drawOnce(() => {
    const held = anew ? view.nodes.getIds() : [];
    syncDrawing();
    view.nodes.update(held.filter((id) => view.nodes.get(id)).map((id) => ({ id, title: tooltip(id) })));
    aim();
  });
}

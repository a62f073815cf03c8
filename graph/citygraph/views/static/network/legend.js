/* Legend, count and languages. */

function drawLegend() {
  const counts = picture.kinds.map(() => [0, 0]);
  picture.nodes.forEach((node, number) => {
    counts[node.kind][0] += state.shown.has(number) ? 1 : 0;
    counts[node.kind][1] += 1;
  });
  const rows = picture.kinds.map((kind, index) => (counts[index][1] ? legendRow(kind, index, counts[index]) : null));
  const focused = document.activeElement && document.activeElement.dataset.kind;
  byId("kinds").replaceChildren(...rows.filter(Boolean));
  const again = focused === undefined ? null : byId("kinds").querySelector(`[data-kind="${focused}"]`);
  if (again) again.focus();
}

function legendRow(kind, index, [shown, all]) {
  const row = element("li");
  const label = element("label");
  const tick = element("input");
  tick.type = "checkbox";
  tick.checked = !state.off.has(index);
  tick.dataset.kind = String(index);
  tick.addEventListener("change", () => filterKind(index, tick.checked));
  label.append(tick, swatch(kind), telling("span", "", kind.label), element("span", "number", shown === all ? `${all}` : `${shown}/${all}`));
  row.append(label);
  return row;
}

function filterKind(index, on) {
  if (on) state.off.delete(index);
  else state.off.add(index);
  writeAddress();
  drawAll();
}

function drawCount() {
  const [n, k, m] = [[...state.shown].filter(isVisible).length, picture.nodes.length, picture.total];
  byId("count").textContent = k < m ? say("held", { n, m, k }) : say("count", { n, m: k });
  byId("all").textContent = say("all", { n: k });
  const hidden = view.passing === null ? 0 : view.passing.reduce((sum, passes) => sum - passes, view.passing.length);
  byId("filtered").textContent = hidden ? say("hidden", { n: hidden }) : "";
  byId("unfilter").hidden = view.passing === null;
  byId("filters").querySelector("summary").textContent = say(view.passing === null ? "filters" : "filtering");
  byId("all").hidden = state.shown.size === k;
  byId("less").hidden = !k || state.shown.size === firstView().size;
}

function showAll() {
  state.whole = true;
  writeAddress();
  drawAll();
  fitAll();
  byId("less").hidden || byId("less").focus();
}

function showFirst() {
  state.whole = false;
  state.brought.clear();
  gather();
  if (state.chosen !== null && !state.shown.has(state.chosen)) choose(picture.focus);
  writeAddress();
  drawAll();
  fitAll();
  byId("all").hidden || byId("all").focus();
}

function drawLanguages() {
  const buttons = picture.languages.map((lang) => {
    const made = button("", (STRINGS[lang] || { endonym: lang }).endonym, () => speak(lang));
    made.lang = lang;
    made.dataset.lang = lang;
    made.setAttribute("aria-pressed", String(lang === state.lang));
    return made;
  });
  const focused = byId("languages").contains(document.activeElement);
  byId("languages").replaceChildren(...buttons);
  byId("languages").hidden = buttons.length < 2;
  if (focused) byId("languages").querySelector('[aria-pressed="true"]').focus();
}

/* The picture again as a table, for who reads instead of looking, and for paper. */

const SLICE = 60; // rows: the first are made at once, the others as the browser finds time

/** The table that belongs to the picture; a choice alone does not change it. */
function changeTable() {
  const filters = [state.facets, state.years, state.undated, [...state.unattested], view.passing && state.chosen];
  const table = JSON.stringify([state.lang, [...state.off], [...state.shown], filters]);
  if (table === view.table) return;
  view.table = table;
  const edges = picture.edges.filter((_, number) => isEdgeVisible(number));
  byId("relations-note").textContent = edges.length > ROWS ? say("cut", { n: ROWS, m: edges.length }) : say("rows", { n: edges.length });
  byId("relations-scroll").hidden = !edges.length;
  byId("rows").replaceChildren();
  const idle = view.rows.length > 0;
  view.rows = edges.slice(0, ROWS);
  addRows();
  if (!idle) addWhenIdle();
}

function addRows(most = SLICE) {
  byId("rows").append(...view.rows.splice(0, most).map(tableRow));
}

function addWhenIdle() {
  if (!view.rows.length) return;
  const next = () => {
    addRows();
    addWhenIdle();
  };
  if (window.requestIdleCallback) requestIdleCallback(next, { timeout: 500 });
  else setTimeout(next, 50);
}

/** A link in the table chooses its thing and leaves the filters as they are; copied, it leads to that thing alone. */
function followRow(event) {
  const link = event.target.closest("a[data-number]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  choose(Number(link.dataset.number), { centre: true });
}

/** Makes what is still missing of the table: it is wanted now. */
function completeTable() {
  addRows(ROWS);
}

function tableRow(edge) {
  const row = element("tr");
  const sources = (picture.facts[edge.fact].citations || []).map(passage).join("; ");
  row.append(cellOf(edge.tail), telling("td", "", picture.labels[edge.label]), cellOf(edge.head));
  row.append(element("td", "when", edge.date || ""), element("td", "", sources));
  return row;
}

function cellOf(number) {
  const cell = element("td");
  const link = element("a", "", nameOf(number));
  link.href = addressOf(number);
  link.dataset.number = String(number);
  cell.append(link);
  return cell;
}

/* The picture again as a table, for who reads instead of looking, and for paper. */

function drawTable() {
  const edges = picture.edges.filter((_, number) => isEdgeVisible(number));
  byId("rows").replaceChildren(...edges.slice(0, ROWS).map(tableRow));
  byId("relations-note").textContent = edges.length > ROWS ? say("cut", { n: ROWS, m: edges.length }) : say("rows", { n: edges.length });
  byId("relations-scroll").hidden = !edges.length;
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
  cell.append(link);
  return cell;
}

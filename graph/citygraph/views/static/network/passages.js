/* A citation followed: all that the same passage says. */

/** Opens what a passage says, in the panel; the back button leads back. */
function follow(words) {
  state.passage = words;
  writeAddress();
  drawAll();
  byId("panel-name").focus({ preventScroll: true });
}

/** The facts of this file that a passage states, by number. */
function factsOf(words) {
  return picture.facts.flatMap((fact, number) => ((fact.citations || []).some((citation) => passage(citation) === words) ? [number] : []));
}

function passageTold() {
  const facts = factsOf(state.passage);
  const kind = element("p", "kind", say("passage"));
  const parts = [kind, heading(state.passage)];
  const source = facts.length && picture.facts[facts[0]].citations.find((citation) => passage(citation) === state.passage).source;
  if (facts.length) parts.push(telling("p", "note", picture.sources[source].title));
  const actions = element("div", "actions");
  const back = state.chosen === null ? say("close") : say("back", { name: clipped(nameOf(state.chosen), 40) });
  actions.append(button("back", back, () => choose(state.chosen)));
  const list = element("ul");
  list.append(...facts.map(factItem));
  return [...parts, actions, section("says", facts.length), list];
}

/** A passage as a button that opens it. */
function passageButton(words) {
  const made = button("cited", words, () => follow(words));
  made.title = say("follow");
  return made;
}

// A ladder: each clause is put on a rung by radio buttons, ties allowed; then the coded ladder is shown beside it.
/* global ui */
export default ui.panel("rank", ({ model, body, tell, announce, view }) => {
  const { h } = ui;
  const words = model.get("words");
  const state = h("p", { class: "course-quiet" });
  const give = h("button", { class: "course-main" }, words.give);
  give.addEventListener("click", () => tell("show"));
  const inputs = new Map();
  const result = h("div", {});
  const page = model.get("page");
  const head = h("h3", { class: "course-title" }, ui.dot(page.mark), page.title);
  const lead = h("p", { class: "course-lead" }, page.lead);
  const actions = h("p", { class: "course-row" }, give, state);
  const dissent = h("textarea", { "aria-label": words.dissent, maxLength: page.longest });
  const keep = h("button", {}, words.keep);
  keep.addEventListener("click", () => tell("dissent", { text: dissent.value }));
  const objection = h("div", { hidden: true }, h("p", {}, words.dissent), dissent, h("p", { class: "course-row" }, keep));

  const table = h(
    "table",
    { class: "course-ladder" },
    h("caption", {}, words.caption),
    h(
      "thead",
      {},
      h("tr", {}, h("th", { scope: "col" }, words.clause),
        page.rungs.map((rung, place) => h("th", { scope: "col" }, place === 0 ? page.low : place === page.rungs.length - 1 ? page.high : h("span", { class: "course-gone" }, `${words.rung} ${rung}`)))),
    ),
    h(
      "tbody",
      {},
      page.rows.map((row) => h(
        "tr",
        {},
        h("th", { scope: "row" }, h("b", {}, row.name), h("details", { open: page.open }, h("summary", { "aria-label": `${words.words}: ${row.name}` }, words.words), row.words.map((part) => h("div", { class: "course-quote" }, part)))),
        page.rungs.map((rung) => {
          const input = h("input", {
            type: "radio",
            name: `${page.group}-${row.id}-${view}`,
            value: String(rung),
            "aria-label": `${row.name}: ${words.rung} ${rung}`,
          });
          input.addEventListener("change", () => tell("place", { clause: row.id, rung }));
          inputs.set(`${row.id} ${rung}`, input);
          return h("td", {}, h("label", {}, input, h("span", { "aria-hidden": "true" }, String(rung))));
        }),
      )),
    ),
  );
  body.append(head, lead, ui.scroll(page.title, table), actions, result, objection, ui.foot(page.foot));

  let was = null;
  return (now) => {
    for (const [key, input] of inputs) {
      const [clause, rung] = key.split(" ");
      input.checked = now.placed[clause] === Number(rung);
      input.disabled = now.locked;
    }
    give.disabled = now.locked || now.missing > 0;
    give.hidden = now.locked;
    state.textContent = now.status;
    if (now.coded && !was) {
      const coded = now.coded;
      ui.replace(
        result,
        h("div", { class: "course-note" }, ui.paragraphs(coded.lines)),
        ui.scroll(coded.caption, h(
          "table",
          {},
          h("caption", {}, coded.caption),
          h("thead", {}, h("tr", {}, coded.columns.map((column, place) => h("th", { scope: "col", class: place === 1 || place === 2 ? "course-number" : null }, column)))),
          h("tbody", {}, coded.rows.map((row) => h("tr", {},
            h("th", { scope: "row" }, row[0]),
            h("td", { class: "course-number" }, row[1]),
            h("td", { class: "course-number" }, row[2]),
            h("td", {}, row[3]),
            h("td", {}, row[4])))),
        )),
        h("details", {}, h("summary", {}, coded.meanings_title), h("ol", { start: 0 }, coded.meanings.map((text) => h("li", {}, text)))),
        ui.paragraphs(coded.notes, "course-quiet"),
      );
      dissent.value = now.dissent;
      if (was === false) announce(coded.lines.join(" "));
    }
    if (!now.coded) result.replaceChildren();
    objection.hidden = !now.coded;
    if (document.activeElement !== dissent) dissent.value = now.dissent;
    was = Boolean(now.coded);
  };
});

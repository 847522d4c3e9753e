// Who signs? The student's claims as sliders, and under them the map that answers while they are dragged.
/* global ui, figures */
// oxlint-disable-next-line no-unused-vars
const signs = (() => {
  const { h } = ui;

  /** Draw into `holder`. `claims` describes the sliders; returns `update(found)`, called for every new answer. */
  function view({ holder, claims, words, tell }) {
    const sliders = new Map(claims.map((claim) => [claim.name, ui.measure({ ...claim, needed: true }, (value, final) => tell("claim", { name: claim.name, value, final }))]));
    const row = (claim) => h("div", { class: "course-field course-claim" }, h("span", { class: "course-label", title: claim.help }, claim.label), sliders.get(claim.name).node);
    const more = claims.filter((claim) => !claim.first);
    const answer = h("div");
    const unfolded = new Set();
    const fold = (name, label, ...inner) => {
      const box = h("details", { class: "course-past", open: unfolded.has(name) }, h("summary", { "data-keep": `signs-${name}` }, label), inner);
      box.addEventListener("toggle", () => (box.open ? unfolded.add(name) : unfolded.delete(name)));
      return box;
    };
    const tableOf = (caption, columns, rows) => ui.scroll(caption, h("table", {},
      h("caption", { class: "course-gone" }, caption),
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column)))),
      h("tbody", {}, rows.map(([first, ...cells]) => h("tr", {}, h("th", { scope: "row" }, first), cells.map((cell) => h("td", {}, cell)))))));
    holder.append(
      h("p", { class: "course-quiet" }, words.lead),
      ...claims.filter((claim) => claim.first).map(row),
      more.length ? h("details", { class: "course-more" }, h("summary", {}, words.more), h("p", { class: "course-quiet" }, words.more_lead), more.map(row)) : "",
      answer);

    return (found) => {
      for (const [name, slider] of sliders) slider.set(found.claims[name]);
      if (found.missing) {
        ui.replace(answer, h("p", {}, found.missing));
        return;
      }
      const box = answer.clientWidth || 540;
      const weigh = h("button", { "data-keep": "signs-weigh", onclick: () => tell("weigh") }, words.weigh);
      ui.replace(answer,
        found.real ? h("p", { class: "course-answer-line" }, found.real) : h("ul", { class: "course-answers" }, found.answers.map(([text, yes]) => h("li", {}, h("span", { "aria-hidden": "true" }, yes ? "✓" : "✕"), text))),
        found.sentence ? fold("in-full", words.in_full, h("p", {}, found.sentence)) : null,
        h("p", { class: "course-quiet course-upright" }, words.upright),
        ui.scroll(words.map, figures.map(found.map, words, box)),
        ui.paragraphs(found.rests, "course-quiet course-small"),
        found.told ? fold("told", words.told, h("p", {}, found.told)) : null,
        fold("table", words.table, tableOf(words.map, found.table.columns, found.table.rows)),
        found.window ? fold("window", words.window,
          ui.scroll(words.window, figures.credibility(found.window, words, box)), h("p", {}, found.window.sentence)) : null,
        found.map.dot ? h("p", {}, weigh) : null,
        found.weights ? [
          h("p", {}, found.weights.turning.length ? words.turning.replace("{labels}", found.weights.turning.join(", ")) : words.no_turning),
          found.weights.bars.length ? [
            h("p", { class: "course-quiet course-small" }, words.weights_key),
            ui.scroll(words.weights, figures.weights(found.weights, words, box)),
            fold("weights", words.table, tableOf(words.weights, found.weights.columns, found.weights.rows)),
          ] : null,
        ] : null);
    };
  }

  return { view };
})();

// A clause read phrase by phrase: choose a phrase to see what it does, strike words out and see what is still owed.
/* global ui */
export default ui.panel("reader", ({ model, body, tell, announce }) => {
  const { h } = ui;
  const page = model.get("page");
  const words = model.get("words");
  const phrases = new Map();
  const text = h("div", { class: "course-text", role: "group", "aria-label": page.clause });
  for (const segment of page.segments) {
    if (!segment.id) {
      text.append(segment.words);
      continue;
    }
    const span = h("span", { class: `course-phrase course-words ${segment.question}`, role: "button", tabIndex: 0, "aria-pressed": "false" });
    const choose = () => tell("choose", { phrase: segment.id });
    span.addEventListener("click", choose);
    ui.onKeys(span, (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose();
      } else if (page.strikes && (event.key === "Delete" || event.key === "Backspace")) {
        event.preventDefault();
        tell("strike", { phrase: segment.id });
      }
    });
    phrases.set(segment.id, { span, segment });
    text.append(span);
  }
  const side = h("div", { class: "course-side" });
  const owed = h("div", { class: "course-owed" });
  body.append(
    h("h3", { class: "course-title" }, page.title),
    h("p", { class: "course-lead" }, page.lead),
    ui.legend(page.legend),
    h("div", { class: "course-pair" }, h("div", {}, text), side),
    owed,
    ui.foot(page.foot),
  );

  let last = null;
  let lastOwed = null;
  return (now) => {
    for (const [id, { span, segment }] of phrases) {
      const struck = now.struck.includes(id);
      span.replaceChildren(struck ? h("del", {}, segment.words) : segment.words);
      span.setAttribute("aria-pressed", String(now.chosen?.id === id));
      span.setAttribute("aria-label", `${segment.words}, ${segment.question_label}${struck ? `, ${words.struck}` : ""}`);
    }
    const chosen = now.chosen;
    side.className = `course-side ${chosen?.question ?? ""}`;
    ui.replace(
      side,
      chosen
        ? [
            h("h4", {}, `“${chosen.words}”`),
            h("p", { class: "course-quiet" }, ui.dot(chosen.question), chosen.question_label, chosen.standing ? ` · ${chosen.standing}` : ""),
            h("p", {}, chosen.reading),
            page.strikes && h("p", {}, h("button", { "data-keep": "strike", onclick: () => tell("strike", { phrase: chosen.id }) }, now.struck.includes(chosen.id) ? words.put_back : words.strike)),
            chosen.parallels.length
              ? h("table", {}, h("caption", {}, words.elsewhere), h("tbody", {}, chosen.parallels.map((parallel) => h("tr", {}, h("th", { scope: "row" }, parallel.label), h("td", {}, `“${parallel.words}”`)))))
              : null,
            chosen.cites.length ? h("details", {}, h("summary", {}, words.sources), chosen.cites.map((cite) => h("p", { class: "course-quiet" }, cite))) : null,
          ]
        : h("p", { class: "course-quiet" }, words.none_chosen),
    );
    owed.hidden = !page.strikes;
    ui.replace(
      owed,
      h("p", {}, h("b", {}, `${now.owed_label} `), now.owed),
      now.struck.length ? h("p", {}, h("button", { "data-keep": "restore", onclick: () => tell("restore") }, words.restore)) : null,
    );
    if (last !== null && chosen && chosen.id !== last) announce(`${chosen.words}. ${chosen.question_label}. ${chosen.reading}`);
    else if (lastOwed !== null && now.owed !== lastOwed) announce(`${now.owed_label} ${now.owed}`);
    last = chosen?.id ?? "";
    lastOwed = now.owed;
  };
});

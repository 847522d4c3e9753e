// A text, or two side by side, by the words that carry its terms: choose, show one question, strike phrases out.
/* global ui */
export default ui.panel("texts", ({ model, body, tell, announce }) => {
  const { h } = ui;
  const page = model.get("page");
  const words = model.get("words");
  const unfolded = new Set();

  // --- the controls, made once
  const choosers = ["left", "right"].map((side) =>
    ui.select(words[`choose_${side}`], [], "", (value) => tell(side, { value })),
  );
  const chosen = [null, null];
  const list = (now) =>
    choosers.forEach((box, place) => {
      const side = ["left", "right"][place];
      const other = place ? now.left : "";
      if (chosen[place] !== other) {
        chosen[place] = other;
        const options = now.options.filter((option) => option.value !== other);
        const none = place ? [{ value: "", label: words.nothing }] : [];
        box.replaceChildren(...[...none, ...options].map((option) => h("option", { value: option.value }, option.label)));
      }
      box.value = now[side];
    });
  const group = `course-ask-${Math.random().toString(36).slice(2)}`;
  const radios = [{ id: "", label: words.all }, ...page.questions].map((question) => {
    const radio = h("input", { type: "radio", name: group, value: question.id, onchange: () => tell("ask", { value: question.id }) });
    return { radio, line: h("label", { class: "course-ask" }, radio, question.id ? ui.dot(question.id) : null, question.label) };
  });
  const count = h("span", { class: "course-quiet" });
  // Switched off these buttons keep the focus, so that whoever pressed one is not thrown out of the panel.
  const button = (label, kind) => {
    const one = h("button", { onclick: () => one.getAttribute("aria-disabled") === "true" || tell(kind) }, label);
    return one;
  };
  const undo = button(words.undo, "undo");
  const reset = button(words.reset, "reset");

  const differences = h("div", { class: "course-apart" });
  const pair = h("div", { class: "course-texts" });
  body.append(
    h("h3", { class: "course-title" }, page.title),
    h("p", { class: "course-lead" }, page.lead),
    h("div", { class: "course-row course-choosers" }, choosers.map((box, place) => h("label", {}, h("span", { class: "course-quiet" }, words[place ? "choose_right" : "choose_left"]), box))),
    h("fieldset", { class: "course-row course-asked" }, h("legend", { class: "course-gone" }, words.show), radios.map(({ line }) => line)),
    h("div", { class: "course-row course-strikes" }, undo, reset, count),
    differences,
    pair,
    ui.foot(page.foot),
  );

  // --- parts of the view
  /** A fold that stays as the student left it when it is drawn anew. */
  const fold = (key, className, summary, ...inner) => {
    const details = h("details", { class: className, open: unfolded.has(key) }, h("summary", { "data-keep": key }, summary), inner);
    details.addEventListener("toggle", () => (details.open ? unfolded.add(key) : unfolded.delete(key)));
    return details;
  };
  const apart = (one) =>
    fold(
      `apart-${one.id}`,
      "course-more",
      [ui.dot(one.id), h("b", {}, one.label), ` ${one.summary}`],
      one.rows.length
        ? ui.scroll(one.label, h("table", {}, h("caption", { class: "course-gone" }, one.label), h("thead", {}, h("tr", {}, one.columns.map((column) => h("th", { scope: "col" }, column)))), h("tbody", {}, one.rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell)))))))
        : null,
      one.alike ? h("p", { class: "course-quiet" }, one.alike) : null,
    );
  const term = (one) =>
    h(
      "li",
      {},
      ui.dot(one.question, one.question_label),
      h(
        "div",
        {},
        h("b", {}, `${one.label}: `),
        one.lost ? [h("del", {}, one.value), ` ${words.unsettled}`] : [one.value, h("span", { class: "course-quiet" }, ` · ${one.standing}`)],
        one.lost ? null : one.notes.map((note) => h("p", { class: "course-quiet course-small" }, note)),
      ),
      one.differs && !one.lost ? h("span", { class: `course-differs ${one.question}` }, `≠ ${words.differs}`) : null,
    );
  const terms = (all) => h("ul", { class: "course-terms" }, all.map(term));
  const quote = (clause, rows) => {
    const stretches = clause.segments.map((one) => {
      const inner = one.struck ? h("del", {}, one.words) : one.words;
      const signs = one.marks.map((mark) => h("span", { class: `course-sign ${mark.question}`, "data-sign": mark.sign, "aria-hidden": "true" }));
      if (!one.phrase) return [inner];
      const span = h("span", { class: `course-words ${one.question}`, onclick: () => rows.get(one.phrase)?.querySelector("button")?.focus() }, inner);
      for (const id of one.within) rows.get(id)?.stretches.push(span);
      return [...signs, span];
    });
    return h("blockquote", { class: "course-text", lang: clause.lang }, clause.before, stretches, clause.after);
  };
  const phrase = (one, lang) => {
    const line = h(
      "li",
      { class: "course-carried" },
      h(
        "div",
        { class: "course-phrase-line" },
        h("span", { class: `course-sign ${one.question}`, "data-sign": one.sign, "aria-hidden": "true" }),
        h("q", { lang }, one.gone ? h("del", {}, one.words) : one.words),
        one.gone && !one.struck
          ? h("span", { class: "course-quiet", tabIndex: -1, "data-keep": one.id }, words.within)
          : h("button", { "data-keep": one.id, "aria-label": `${one.struck ? words.put_back : words.strike}, ${one.label}: ${one.words}`, onclick: () => tell("strike", { value: one.id }) }, one.struck ? words.put_back : words.strike),
      ),
      terms(one.terms),
      one.gaps.length ? h("div", { class: "course-note" }, h("p", {}, h("b", {}, words.left_open)), ui.paragraphs(one.gaps)) : null,
    );
    line.stretches = [];
    const light = (on) => () => line.stretches.forEach((span) => span.classList.toggle("is-lit", on));
    for (const begins of ["mouseenter", "focusin"]) line.addEventListener(begins, light(true));
    for (const ends of ["mouseleave", "focusout"]) line.addEventListener(ends, light(false));
    return line;
  };
  const drawClause = (clause) => {
    const rows = new Map(clause.phrases.map((one) => [one.id, phrase(one, clause.lang)]));
    return [
      h("h5", {}, clause.label),
      clause.is_told
        ? h("div", { class: "course-told" }, h("p", {}, h("b", {}, words.told), ` ${clause.told}`), h("p", { class: "course-quiet course-small" }, `${words.check} ${clause.cite}`))
        : h("div", {}, quote(clause, rows), clause.origin ? h("p", { class: "course-quiet course-small" }, clause.origin) : null, clause.told ? h("p", { class: "course-quiet course-small" }, clause.told) : null),
      h("div", {}, rows.size ? h("ol", { class: "course-plain" }, [...rows.values()]) : null, clause.terms.length ? [h("p", { class: "course-quiet course-small" }, clause.terms_label), terms(clause.terms)] : null),
    ];
  };
  const drawOpen = (open) =>
    open
      ? [
          h("h5", {}, open.title),
          h("p", {}, open.lost),
          h("p", {}, open.lead),
          open.gaps.length ? h("ul", { class: "course-terms" }, open.gaps.map((gap) => h("li", {}, ui.dot(gap.question, gap.question_label), h("div", {}, gap.sentence)))) : null,
          h("p", { class: "course-quiet" }, open.limit),
        ]
      : [];

  /** Draw again only the parts that changed, so that nothing else moves or loses the focus. */
  const sync = (holder, parts) => {
    const kept = new Map([...holder.children].map((child) => [child.dataset.part, child]));
    const wanted = parts.map(([key, className, data, draw]) => {
      const child = kept.get(key) ?? h("div", { "data-part": key });
      const now = JSON.stringify(data);
      if (child.drawn !== now) {
        child.className = className;
        ui.replace(child, draw(data));
        child.hidden = child.childNodes.length === 0;
        child.drawn = now;
      }
      return child;
    });
    if (wanted.length !== holder.children.length || wanted.some((child, place) => child !== holder.children[place])) holder.replaceChildren(...wanted);
  };
  const columns = new Map();
  const drawText = (text) => {
    const holder = columns.get(text.id) ?? h("section", { class: "course-column", "aria-label": text.name });
    columns.set(text.id, holder);
    sync(holder, [
      ["name", "", [text.name, text.kind], ([name, kind]) => [h("h4", {}, name), kind ? h("p", { class: "course-quiet" }, kind) : null]],
      ["nothing", "", text.clauses.length ? "" : text.nothing, (said) => (said ? h("p", { class: "course-quiet" }, said) : [])],
      ...text.clauses.map((clause) => [clause.id, "course-clause", clause, drawClause]),
      ["loose", "course-loose", [text.loose_label, text.loose], ([label, loose]) => (loose.length ? [h("h5", {}, label), terms(loose)] : [])],
      ["open", "course-open", text.open, drawOpen],
      ["others", "", text.others, (others) => (others.length ? fold(`others-${text.id}`, "course-more", text.others_label, others.map((clause) => h("div", { class: "course-clause" }, drawClause(clause)))) : [])],
      ["sources", "", text.cites, (all) => fold(`sources-${text.id}`, "course-more", words.sources, all.map((cite) => h("p", { class: "course-quiet course-small" }, cite)))],
    ]);
    return holder;
  };

  let heading = null;
  let news = page.news;
  return (now) => {
    list(now);
    for (const { radio } of radios) radio.checked = radio.value === now.question;
    sync(differences, now.differences.length ? [["title", "", [words.differ, now.difference_note], ([title, note]) => [h("h4", {}, title), note ? h("p", { class: "course-quiet" }, note) : null]], ...now.differences.map((one) => [one.id, "", one, apart])] : []);
    const shown = now.texts.map(drawText);
    const ids = now.texts.map((text) => text.id).join();
    if (heading !== ids) {
      heading = ids;
      pair.replaceChildren(...shown);
      pair.classList.toggle("is-pair", shown.length > 1);
      for (const id of columns.keys()) if (!now.texts.some((text) => text.id === id)) columns.delete(id);
    }
    count.textContent = now.struck_count;
    undo.setAttribute("aria-disabled", String(!now.can_undo));
    reset.setAttribute("aria-disabled", String(!now.can_reset));
    if (now.news !== news) announce(now.news);
    news = now.news;
  };
});

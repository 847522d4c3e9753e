// One question: a prediction (locked once given), a judgement (locked, with a sentence of the student's own) or a quiz
// question (tried until right). The page never holds an answer that the student has not earned.
/* global ui */
export default ui.panel("question", ({ model, body, tell, announce, view }) => {
  const { h } = ui;
  const words = model.get("words");
  let chosen = null;
  let written = "";
  let shown = "";
  let wasLocked = false;

  function draw(page) {
    const state = JSON.stringify(page);
    if (state === shown) return;
    const first = shown === "";
    shown = state;
    const locked = page.locked;
    const sealed = locked && page.stem;
    if (sealed || (wasLocked && !locked)) [chosen, written] = [null, ""]; // sealed, or the record was emptied
    const now = locked && !wasLocked;
    wasLocked = locked;
    if (page.given !== null && page.given !== undefined) {
      const tried = page.options.some((option) => option.tried && option.value === page.given);
      chosen = tried ? null : page.given;
    }
    if (page.why) written = page.why;

    const ready = () => chosen !== null && chosen !== "" && (!page.ask_why || written.trim() !== "");
    const give = h("button", { class: "course-main", "data-keep": "give", disabled: !ready() }, words.give);
    give.addEventListener("click", () => tell("answer", { answer: chosen, why: written }));
    const refresh = () => (give.disabled = !ready());

    let control;
    if (page.kind === "choice") {
      const rows = page.options.map((option) => {
        const input = h("input", {
          type: "radio",
          name: `${page.group}-${view}`,
          value: option.value,
          checked: chosen === option.value,
          disabled: locked || option.tried,
          "data-keep": `option-${option.value}`,
        });
        const row = h(
          "label",
          { class: "course-option" },
          input,
          h("span", {}, option.label, option.note ? h("small", {}, option.note) : null),
        );
        const mark = () => {
          for (const other of rows) {
            const on = other.querySelector("input").checked;
            other.classList.toggle("is-chosen", on);
          }
        };
        input.addEventListener("change", () => {
          chosen = option.value;
          mark();
          refresh();
        });
        if (chosen === option.value) row.classList.add("is-chosen");
        if (option.verdict) row.classList.add(`is-${option.verdict}`);
        return row;
      });
      control = h(
        "fieldset",
        {},
        h("legend", { class: "course-gone" }, page.question),
        h("div", { class: "course-options" }, rows),
      );
    } else if (sealed) {
      control = h("p", { class: "course-sealed", tabIndex: -1, "data-keep": "give" }, words.sealed);
    } else if (page.kind === "text") {
      const box = h("textarea", { "aria-label": page.stem ? words.sealed : page.question, maxLength: page.longest, value: chosen ?? "", "data-keep": "text" });
      box.style.minHeight = page.stem ? "64px" : "128px";
      box.addEventListener("input", () => {
        chosen = box.value;
        refresh();
      });
      control = [page.stem ? h("p", { class: "course-stem", "aria-hidden": "true" }, words.sealed) : null, h("p", {}, box)];
    } else {
      const input = h("input", {
        type: "number",
        min: page.minimum,
        max: page.maximum,
        step: 1,
        value: chosen ?? "",
        disabled: locked,
        "aria-label": page.question,
        "data-keep": "number",
      });
      input.style.width = "96px";
      input.addEventListener("input", () => {
        chosen = input.value === "" ? null : Number(input.value);
        refresh();
      });
      control = h("p", { class: "course-row" }, input, h("span", { class: "course-quiet" }, page.unit));
    }

    let why = null;
    if (page.ask_why && !locked) {
      const box = h("textarea", { "aria-label": page.ask_why, maxLength: page.longest, value: written, "data-keep": "why" });
      box.addEventListener("input", () => {
        written = box.value;
        refresh();
      });
      why = [h("p", { "aria-hidden": "true" }, page.ask_why), box, h("br")];
    } else if (page.ask_why && page.why) {
      why = [h("p", { class: "course-quiet" }, words.you_wrote), h("p", { class: "course-given" }, page.why)];
    }

    const answer = h("div", {});
    if (page.feedback || page.reveal) {
      answer.className = "course-answer";
      if (page.feedback) answer.append(h("div", { class: `course-note${locked ? " is-right" : ""}` }, ui.paragraphs(page.feedback)));
      if (page.reveal) {
        answer.append(...ui.paragraphs(page.reveal.paragraphs));
        for (const quote of page.reveal.quotes ?? [])
          answer.append(h("blockquote", {}, quote.words), h("p", { class: "course-quiet" }, quote.cite));
      }
    }
    ui.replace(
      body,
      h("h3", { class: "course-title" }, page.question),
      h("p", { class: "course-lead" }, page.instruction),
      control,
      why,
      locked ? h("p", { class: "course-quiet", tabIndex: -1, "data-keep": "give" }, words.locked) : h("p", { class: "course-row" }, give),
      answer,
      page.problem ? h("p", { class: "course-problem" }, page.problem) : null,
      ui.foot(page.foot),
    );
    if (!first && (page.feedback || page.reveal)) {
      announce([...(page.feedback ?? []), ...(page.reveal?.paragraphs ?? [])].join(" "));
    } else if (!first && now) {
      announce(words.locked);
    }
  }
  return draw;
});

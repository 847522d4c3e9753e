// The paradox map: terms on the left, claims and the map on the right. Controls are made once; their values change.
/* global ui, terms, signs */
export default ui.panel("paradox", ({ model, body, tell, announce, root }) => {
  const { h } = ui;
  const form = model.get("form");
  const words = model.get("words");
  let settle = 0;

  const change = (field, value, final) => {
    clearTimeout(settle);
    tell("change", { field, value, final });
    if (!final) settle = setTimeout(() => tell("settle"), 250);
  };
  const { row, controls } = terms.controls({ form, words, change, root });
  const more = form.fields.filter((field) => !field.first);
  const right = h("div");
  body.append(
    h("h3", { class: "course-title" }, form.title),
    h("p", { class: "course-lead" }, form.lead),
    h("div", { class: "course-build" },
      h("div", { role: "group", "aria-label": words.terms },
        h("h4", { class: "course-heading" }, words.terms),
        form.fields.filter((field) => field.first).map(row),
        h("details", { class: "course-more" }, h("summary", {}, words.more_terms.replace("{count}", String(more.length))), more.map(row)),
        h("p", {}, h("button", { class: "course-link", onclick: () => tell("again") }, words.again))),
      h("div", { role: "group", "aria-label": words.claims }, h("h4", { class: "course-heading" }, words.claims), right)),
    ui.foot(form.foot));
  const draw = signs.view({ holder: right, claims: form.claims, words: form.signs, tell });

  let said = null;
  return (now) => {
    for (const [field, control] of controls) {
      control.set(now.values[field]);
      const faults = (now.faults[field] ?? []).join(" ");
      control.fault.hidden = !faults;
      ui.write(control.fault, faults);
    }
    draw(now);
    const told = (now.answers ?? []).map(([text]) => text).join(" ");
    if (said !== null && told !== said) announce(told);
    said = told;
  };
});

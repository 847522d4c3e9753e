// Statements, each with five steps from disagreement to agreement and a way to say nothing; native radio buttons, kept at once.
/* global ui */
export default ui.panel("beliefs", ({ model, body, tell, view, settled }) => {
  const { h } = ui;
  const page = model.get("page");
  const status = h("p", { class: "course-quiet", role: "status" });
  const inputs = [];
  const ask = ({ id, text }) =>
    h(
      "fieldset",
      { class: "course-belief" },
      h("legend", {}, text),
      h(
        "div",
        { class: "course-steps" },
        page.steps.map(({ step, label }) => {
          const input = h("input", { type: "radio", name: `${page.group}-${id}-${view}`, value: String(step) });
          input.addEventListener("change", () => {
            mark();
            tell("believe", { statement: id, step });
          });
          const row = h("label", { class: `course-step${step ? "" : " is-unsaid"}` }, input, h("span", {}, label));
          inputs.push({ id, step, input, row });
          return row;
        }),
      ),
    );
  const mark = () => {
    for (const { input, row } of inputs) row.classList.toggle("is-chosen", input.checked);
  };
  body.append(
    h("h3", { class: "course-title" }, page.title),
    h("p", { class: "course-lead" }, page.lead),
    ...page.statements.map(ask),
    status,
    ui.foot(page.foot),
  );

  // While a choice is on its way, what stands here is newer than what the engine says.
  function follow() {
    if (!settled()) return;
    const now = model.get("page");
    for (const { id, step, input } of inputs) {
      input.checked = now.given[id] === step;
      input.disabled = now.fixed.includes(id);
    }
    mark();
  }
  model.on("change:heard", follow);
  return (now) => {
    follow();
    ui.write(status, now.status);
  };
});

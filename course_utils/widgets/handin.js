// What is handed in: ticks that begin empty, the whole of it to read, and two files to save.
/* global ui */
export default ui.panel("handin", ({ model, body, tell, announce, settled }) => {
  const { h } = ui;
  const words = model.get("words");
  const inputs = new Map();
  const ticks = h(
    "fieldset",
    { class: "course-ticks" },
    h("legend", {}, words.tick),
    model.get("page").parts.map(({ id, label }) => {
      const input = h("input", { type: "checkbox", onchange: () => tell("tick", { part: id, on: input.checked }) });
      const text = h("span", {}, label);
      inputs.set(id, { input, text });
      return h("label", { class: "course-tick" }, input, text);
    }),
  );
  const signed = h("input", { type: "text", maxLength: 80, autocomplete: "off", onchange: () => tell("sign", { text: signed.value }) });
  const status = h("p", { class: "course-quiet", role: "status" });
  const preview = h("iframe", { class: "course-memo course-handed", title: words.preview, sandbox: "allow-same-origin" });
  let made = null;
  const save = (kind, type) =>
    h("button", { onclick: () => {
      if (!made) return;
      const file = `${made.file}.${kind}`;
      ui.download(file, made[kind], type);
      announce(words.saved_file.replace("{file}", file));
      ui.write(status, words.saved_file.replace("{file}", file));
    } }, words[`save_${kind}`]);
  const saves = h("div", { class: "course-row" }, save("html", "text/html"), save("json", "application/json"));
  body.append(
    h("h3", { class: "course-title" }, words.title),
    h("p", { class: "course-lead" }, words.lead),
    ticks,
    h("label", { class: "course-signed" }, h("span", {}, words.signed), signed),
    h("div", { class: "course-row" }, h("button", { class: "course-main", onclick: () => tell("show") }, words.show)),
    status,
    preview,
    saves,
    ui.foot(words.foot),
  );
  let drawn = "";
  return (now) => {
    for (const { id, label, on } of now.parts) {
      const { input, text } = inputs.get(id);
      if (settled()) input.checked = on;
      ui.write(text, label);
    }
    if (document.activeElement !== signed) signed.value = now.signed;
    made = now.made;
    const html = made ? made.html : "";
    if (html !== drawn) preview.srcdoc = drawn = html;
    preview.hidden = saves.hidden = !made;
    ui.write(status, now.status);
  };
});

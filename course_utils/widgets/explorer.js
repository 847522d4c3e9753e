// An explorer: predict, then turn the controls; a picture, a paragraph, what turned, and the table behind them.
// Controls are made once and only their values change.
/* global ui, scene, terms */
export default ui.panel("explorer", ({ model, body, tell, announce, root, view }) => {
  const { h } = ui;
  const form = model.get("form");
  const words = model.get("words");
  let settle = 0;
  let page = model.get("page");

  // --- the prediction -----------------------------------------------------------------------------------------------
  const give = h("button", { class: "course-main", disabled: true }, words.give);
  const radios = form.options.map((option) => {
    const radio = h("input", { type: "radio", name: `${form.group}-${view}`, value: option.value, onchange: () => (give.disabled = false) });
    return { option, radio, line: h("label", { class: "course-option" }, radio, option.label) };
  });
  give.addEventListener("click", () => tell("predict", { answer: radios.find((one) => one.radio.checked)?.option.value }));
  const asked = h("div", {},
    h("fieldset", { class: "course-options" }, h("legend", {}, words.predict, h("br"), form.question), radios.map((one) => one.line)),
    h("p", { class: "course-row" }, give));
  const told = h("div", { class: "course-note", tabIndex: -1 });

  // --- the controls -------------------------------------------------------------------------------------------------
  const change = (field, value, final) => {
    clearTimeout(settle);
    tell("set", { field, value, final });
    if (!final) settle = setTimeout(() => tell("settle"), 250);
  };
  const { row, controls } = terms.controls({ form, words, change, root });
  const again = h("button", { class: "course-link", onclick: () => tell("again") }, words.again);
  const dials = form.fields.map(row);
  const turn = h("div", { role: "group", "aria-label": words.controls }, h("div", { class: "course-dials" }, dials), h("p", {}, again));

  // --- the view -----------------------------------------------------------------------------------------------------
  const turned = h("p", { class: "course-turned" });
  const picture = h("div");
  const rest = h("div");
  const opened = h("div", { class: "course-opened" });
  const seen = h("div", {}, told, turn, turned, picture, opened, rest);
  const unfolded = new Set();
  const fold = (name, label, ...inner) => {
    const box = h("details", { class: "course-past", open: unfolded.has(name) }, h("summary", { "data-keep": `fold-${name}` }, label), inner);
    box.addEventListener("toggle", () => (box.open ? unfolded.add(name) : unfolded.delete(name)));
    return box;
  };
  let came = "";
  const open = (key) => {
    came = key;
    tell("open", { key });
  };
  const tableOf = (table) => {
    const numeric = (place) => (table.numbers.includes(place) ? "course-number" : null);
    return ui.scroll(table.caption, h("table", {},
      h("caption", {}, table.caption),
      h("thead", {}, h("tr", {}, table.columns.map((column, place) => h("th", { scope: "col", class: numeric(place) }, column)))),
      h("tbody", {}, table.rows.map((cells, line) => h("tr", {}, cells.map((cell, place) => {
        const name = table.keys[line] && place === 0
          ? h("button", { class: "course-link", "data-keep": `open-${table.keys[line]}`, "aria-label": words.open.replace("{name}", `${cell}, ${cells[1]}`), onclick: () => open(table.keys[line]) }, cell)
          : cell;
        return place ? h("td", { class: numeric(place) }, name) : h("th", { scope: "row", class: numeric(place) }, name);
      }))))));
  };
  body.append(h("h3", { class: "course-title" }, form.title), h("p", { class: "course-lead" }, form.lead), asked, seen, ui.foot(form.foot));

  let drawn = "";
  function drawView(now) {
    const { shown } = now;
    ui.replace(picture, shown.scene ? scene.draw(shown.scene, words.picture.replace("{title}", form.title), picture.clientWidth || 640, open) : null);
    ui.replace(rest,
      ui.paragraphs(shown.told),
      ui.paragraphs(shown.notes, "course-quiet course-small"),
      (shown.table.keys.length || !shown.scene) && !shown.table.behind
        ? tableOf(shown.table)
        : fold("table", shown.table.behind || words.table, tableOf(shown.table)),
      shown.cites.length ? fold("cites", words.sources, shown.cites.map((cite) => h("p", { class: "course-quiet" }, cite))) : null);
  }
  const codeOf = (code) => {
    const box = h("input", { type: "text", readOnly: true, value: code, onfocus: () => box.select() });
    const copy = h("button", { onclick: async () => {
      box.select();
      try {
        await navigator.clipboard.writeText(code);
        announce(words.code_copied);
        copied.textContent = words.code_copied;
      } catch {
        copied.textContent = words.code_select;
      }
    } }, words.code_copy);
    const copied = h("span", { class: "course-quiet" });
    return h("div", {}, h("label", { class: "course-code" }, words.code, box), h("p", { class: "course-row" }, copy, copied));
  };
  function drawOpened(one) {
    if (!one) {
      ui.replace(opened);
      if (came) rest.querySelector(`[data-keep="${CSS.escape(`open-${came}`)}"]`)?.focus();
      came = "";
      return;
    }
    const title = h("h4", { class: "course-heading", tabIndex: -1 }, one.title);
    ui.replace(opened, h("div", { class: "course-note", role: "group", "aria-label": words.opened },
      title,
      h("dl", {}, one.parts.map(([label, text]) => [h("dt", {}, label), h("dd", {}, text)])),
      one.code ? codeOf(one.code) : null,
      one.cites.map((cite) => h("p", { class: "course-quiet course-small" }, cite)),
      h("p", {}, h("button", { onclick: () => tell("open", { key: "" }) }, words.close))));
    if (came === one.key) title.focus();
  }

  let wide = 0;
  new ResizeObserver(() => {
    if (root.clientWidth === wide) return;
    wide = root.clientWidth;
    if (page.shown) drawView(page);
  }).observe(root);
  let first = true;
  let shownKey = "";
  return (now) => {
    const before = page.given;
    page = now;
    asked.hidden = Boolean(now.given);
    seen.hidden = !now.given;
    if (!now.given) {
      first = false;
      return;
    }
    const label = form.options.find((option) => option.value === now.given)?.label ?? now.given;
    ui.replace(told, h("p", {}, words.predicted.replace("{label}", label)), h("p", {}, now.said));
    if (!before && !first) told.focus();
    for (const [field, control] of controls) control.set(now.values[field]);
    dials.forEach((dial, place) => {
      const { where } = form.fields[place];
      dial.hidden = Boolean(where) && !where[1].includes(now.values[where[0]]);
    });
    turned.textContent = now.turned;
    const key = JSON.stringify(now.shown);
    if (key !== drawn) {
      drawn = key;
      drawView(now);
    }
    const openKey = JSON.stringify(now.opened);
    if (openKey !== shownKey) {
      shownKey = openKey;
      drawOpened(now.opened);
    }
    if (!first && now.turned) announce(now.turned);
    first = false;
  };
});

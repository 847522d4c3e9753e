// An explorer: predict, then turn the controls; a picture, a paragraph, what turned, and the table behind them.
// Controls are made once and only their values change.
/* global ui, scene, terms */
export default ui.panel("explorer", ({ model, body, tell, announce, root, view }) => {
  const { h } = ui;
  const form = model.get("form");
  const words = model.get("words");
  let settle = 0;
  let wide = 0; // pixels of the page, once they are known
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
  const opened = h("div", { class: "course-opened" });
  const unfolded = new Set();
  /** What unfolds: made when it is first seen. */
  const fold = (name, label, make) => {
    const inside = h("div");
    const box = h("details", { class: "course-past", open: unfolded.has(name) }, h("summary", { "data-keep": `fold-${name}` }, label), inside);
    const fill = () => inside.childElementCount || inside.append(...[make()].flat().filter(Boolean));
    box.addEventListener("toggle", () => {
      if (box.open) fill();
      unfolded[box.open ? "add" : "delete"](name);
    });
    if (box.open) fill();
    return box;
  };
  let came = "";
  const open = (key) => {
    came = key;
    tell("open", { key });
  };
  const MOST = 25; // rows that stand on the page at once; the rest come when asked for
  const nameOf = (table, cells) => words.open.replace("{name}", `${cells[0]}, ${cells[1]}`);
  function rowOf(table, cells, key) {
    const numeric = (place) => (table.numbers.includes(place) ? "course-number" : null);
    return h("tr", {}, cells.map((cell, place) => {
      if (place) return h("td", { class: numeric(place) }, cell);
      const name = key
        ? h("button", { class: "course-link", "data-keep": `open-${key}`, "aria-label": nameOf(table, cells), onclick: () => open(key) }, cell)
        : cell;
      return h("th", { scope: "row", class: numeric(place) }, name);
    }));
  }
  function rewrite(row, table, cells) {
    const name = row.querySelector("button");
    cells.forEach((cell, place) => ui.write(place || !name ? row.children[place] : name, cell));
    name?.setAttribute("aria-label", nameOf(table, cells));
  }
  /** The table; `renew(table)` writes another one of the same columns into it. */
  function tableOf(first) {
    const caption = h("caption");
    const heads = first.columns.map((_, place) => h("th", { scope: "col", class: first.numbers.includes(place) ? "course-number" : null }));
    const lines = h("tbody");
    const more = h("button", { "data-keep": "rows" });
    const below = h("p", {}, more);
    const box = ui.scroll(first.caption, h("table", {}, caption, h("thead", {}, h("tr", {}, heads)), lines));
    const holder = h("div", {}, box, below);
    holder.renew = (table) => {
      const all = unfolded.has("rows") || table.rows.length <= MOST;
      ui.write(caption, table.caption);
      box.setAttribute("aria-label", table.caption);
      heads.forEach((head, place) => ui.write(head, table.columns[place]));
      ui.reconcile(lines, all ? table.rows : table.rows.slice(0, MOST),
        (cells, line) => table.keys[line] ?? `${line} ${cells[0]}`,
        (cells, line) => rowOf(table, cells, table.keys[line]),
        (row, cells) => rewrite(row, table, cells));
      below.hidden = all;
      ui.write(more, words.rows.replace("{count}", table.rows.length - MOST));
      more.onclick = () => {
        unfolded.add("rows");
        holder.renew(table);
        const next = lines.children[MOST];
        next.tabIndex = -1;
        (next.querySelector("button") ?? next).focus();
      };
    };
    holder.renew(first);
    return holder;
  }
  /** A part of the page, drawn again only where what it shows has changed. */
  const part = (show) => {
    const holder = h("div");
    let before = "";
    holder.show = (what) => {
      const now = JSON.stringify(what);
      if (now === before) return;
      before = now;
      show(holder, what);
    };
    return holder;
  };
  const picture = ui.svg("svg", { role: "img", class: "course-scene", "aria-label": words.picture.replace("{title}", form.title) });
  let table = null; // that which stands on the page, and what must stay as it is for another to be written into it
  let sort = "";
  const parts = {
    picture: part((holder, [found, box, { keys, rows }]) => {
      holder.hidden = !found;
      if (!found) return;
      holder.append(picture);
      scene.draw(picture, found, box, open, (key) => rows[keys.indexOf(key)]?.join(", ") ?? key);
    }),
    texts: part((holder, [told, notes]) => ui.replace(holder, ui.paragraphs(told), ui.paragraphs(notes, "course-quiet course-small"))),
    table: part((holder, [shown, drawn]) => {
      const seenAtOnce = (shown.keys.length || !drawn) && !shown.behind;
      const now = JSON.stringify([shown.columns.length, shown.numbers, Boolean(shown.keys.length), shown.behind, Boolean(seenAtOnce)]);
      if (now === sort && seenAtOnce) return table.renew(shown);
      sort = now;
      ui.replace(holder, seenAtOnce ? (table = tableOf(shown)) : fold("table", shown.behind || words.table, () => tableOf(shown)));
    }),
    cites: part((holder, cites) => ui.replace(holder, cites.length > 0 && fold("cites", words.sources, () => cites.map((cite) => h("p", { class: "course-quiet" }, cite))))),
  };
  const seen = h("div", {}, told, turn, turned, parts.picture, opened, parts.texts, parts.table, parts.cites);
  body.append(h("h3", { class: "course-title" }, form.title), h("p", { class: "course-lead" }, form.lead), asked, seen, ui.foot(form.foot));

  function drawView({ shown }) {
    parts.picture.show([shown.scene, wide || 640, shown.table]);
    parts.texts.show([shown.told, shown.notes]);
    parts.table.show([shown.table, Boolean(shown.scene)]);
    parts.cites.show(shown.cites);
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
      if (came) (parts.table.querySelector(`[data-keep="${CSS.escape(`open-${came}`)}"]`) ?? parts.table.querySelector("[data-keep=rows]"))?.focus();
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
    drawView(now);
    const openKey = JSON.stringify(now.opened);
    if (openKey !== shownKey) {
      shownKey = openKey;
      drawOpened(now.opened);
    }
    if (!first && now.turned) announce(now.turned);
    first = false;
  };
});

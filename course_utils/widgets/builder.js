// The builder: four panels of terms on the left; on the right what they make: a text, a comparison, what it leaves open,
// what an attack would make of it, who would sign it, and a memo to hand over.
// Controls are made once and only their values change, so that nothing moves under the student's hand.
/* global ui, figures, terms, signs */
export default ui.panel("builder", ({ model, body, tell, announce, root, settled, view: serial }) => {
  const { h } = ui;
  const form = model.get("form");
  const words = model.get("words");
  let page = model.get("page");
  let settle = 0;

  /** Send a change at once so that the text follows; the last one of a drag is marked final and saved. */
  function change(field, value, final) {
    clearTimeout(settle);
    tell("change", { field, value, final });
    if (!final) settle = setTimeout(() => tell("settle"), 250);
  }

  const { row, goTo, controls } = terms.controls({ form, words, change, root });

  // --- the four panels ------------------------------------------------------------------------------------------------
  // Folded on an empty page, so that the questions are seen first; open as soon as there are terms.
  const panels = form.panels.map((one) => {
    const more = one.fields.filter((field) => !field.first);
    const count = h("span", { class: "course-quiet course-push" });
    const box = h("details", { class: `course-panel ${one.id}` },
      h("summary", {}, h("h4", {}, ui.dot(one.id), one.label), count),
      h("div", { role: "group", "aria-label": one.label },
        one.fields.filter((field) => field.first).map(row),
        more.length ? h("details", { class: "course-more" }, h("summary", {}, words.more.replace("{count}", String(more.length))), more.map(row)) : null));
    return { box, count, names: one.fields.map((field) => field.name) };
  });

  // --- the toolbar ----------------------------------------------------------------------------------------------------
  const name = h("input", { type: "text", class: "course-name", maxLength: form.longest_name, "aria-label": words.name });
  name.addEventListener("change", () => tell("name", { text: name.value }));
  // What was typed and not taken goes once the field is left and the engine has heard.
  const showName = () => document.activeElement === name || (name.value = page.name);
  name.addEventListener("blur", () => settled() && showName());
  model.on("change:heard", () => settled() && showName());
  const starter = ui.select(words.start, form.starts, "", () => {}, { empty: words.start_choose });
  const begin = h("button", { onclick: () => {
    if (!starter.value) return remind();
    tell("start", { source: starter.value });
    starter.value = "";
  } }, words.start_go);
  const undo = h("button", { onclick: () => tell("undo") }, words.undo);
  const redo = h("button", { onclick: () => tell("redo") }, words.redo);
  const opener = ui.select(words.open, [], "", () => {}, { empty: words.open_choose });
  const open = h("button", { onclick: () => (opener.value ? tell("open", { key: opener.value }) : remind()) }, words.open_go);
  const duplicate = h("button", { onclick: () => tell("duplicate") }, words.duplicate);
  const fresh = h("button", { onclick: () => tell("fresh") }, words.fresh);
  const saved = h("span", { class: "course-saved" });
  const download = h("button", { onclick: () => ui.downloadWork(form.file_name) }, words.download);
  const copied = h("input", { type: "text", readOnly: true, hidden: true, "aria-label": words.code_label });
  const copy = h("button", { onclick: async () => {
    copied.hidden = false;
    copied.value = page.code;
    copied.focus();
    copied.select();
    try {
      await navigator.clipboard.writeText(page.code);
      announce(words.code_copied);
      note.textContent = words.code_copied;
    } catch {
      note.textContent = words.code_select;
    }
  } }, words.copy_code);
  const pasted = h("input", { type: "text", "aria-label": words.paste_label, placeholder: words.paste_label, autocomplete: "off" });
  const paste = h("button", { onclick: () => pasted.value.trim() && tell("code", { text: pasted.value.slice(0, 5000) }) }, words.paste_go);
  const versionNote = h("input", { type: "text", maxLength: form.longest_note });
  const keepVersion = h("button", { onclick: () => {
    tell("version", { note: versionNote.value });
    versionNote.value = "";
  } }, words.keep_version);
  const backTo = ui.select(words.back, [], "", () => {
    const chosen = page.versions.find((one) => String(one.revision) === backTo.value);
    root.querySelector(".course-version-note").textContent = chosen?.note ?? "";
  }, { empty: words.back_choose });
  const goBack = h("button", { onclick: () => (backTo.value ? tell("back", { revision: Number(backTo.value) }) : remind()) }, words.back_go);
  const note = h("span", { class: "course-quiet" });
  const remark = (text) => {
    note.textContent = text;
    announce(text);
  };
  const remind = () => remark(words.choose_first);
  const said = h("p", { class: "course-say", role: "alert" });

  // --- the three views ------------------------------------------------------------------------------------------------
  const tabs = form.views.map(({ id }, place) => {
    const button = h("button", { role: "tab", id: `${form.group}-${serial}-tab-${id}`, "aria-controls": `${form.group}-${serial}-view-${id}`, "aria-selected": String(place === 0), tabIndex: place === 0 ? 0 : -1 });
    const view = h("div", { class: "course-view", role: "tabpanel", id: `${form.group}-${serial}-view-${id}`, "aria-labelledby": `${form.group}-${serial}-tab-${id}`, tabIndex: 0, hidden: place !== 0 });
    button.addEventListener("click", () => select(place));
    ui.onKeys(button, (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      select((place + step + tabs.length) % tabs.length, true);
    });
    return { id, button, view };
  });
  function select(place, focus) {
    tabs.forEach((tab, index) => {
      tab.button.setAttribute("aria-selected", String(index === place));
      tab.button.tabIndex = index === place ? 0 : -1;
      tab.view.hidden = index !== place;
    });
    if (focus) tabs[place].button.focus();
    if (page.view !== tabs[place].id) tell("look", { view: tabs[place].id });
  }
  const viewOf = (id) => tabs.find((tab) => tab.id === id).view;

  body.append(
    h("h3", { class: "course-title" }, form.title),
    h("p", { class: "course-lead" }, form.lead),
    h("div", { class: "course-bar" },
      h("span", { class: "course-row course-later" }, name),
      h("span", { class: "course-row" }, starter, begin),
      h("span", { class: "course-row course-later" }, undo, redo),
      h("span", { class: "course-row course-push" }, saved, h("span", { class: "course-row course-later" }, download))),
    h("details", { class: "course-more" }, h("summary", {}, words.versions),
      h("div", { class: "course-row" }, opener, open, duplicate, fresh, pasted, paste),
      h("div", { class: "course-row" }, h("label", { class: "course-row" }, words.version_note, versionNote), keepVersion, backTo, goBack),
      h("p", { class: "course-quiet course-version-note" })),
    note, said,
    h("div", { class: "course-build" },
      h("div", {}, panels.map((one) => one.box)),
      h("div", { class: "course-seen" }, h("div", { class: "course-tabs course-later", role: "tablist", "aria-label": words.views }, tabs.map((tab) => tab.button)), tabs.map((tab) => tab.view))),
    ui.foot(form.foot),
  );

  // A sentence that a change touched is marked for a moment, also when another change redraws the text meanwhile.
  const marked = new Map();
  let spoken = new Map();
  function sentence(one) {
    const span = h("span", { class: "course-sentence", "data-sentence": one.id },
      one.questions.map((question) => ui.dot(question, form.labels[question])),
      one.parts.map((part) => (part.question ? h("span", { class: `course-words ${part.question}` }, part.text) : part.text)));
    const plain = one.parts.map((part) => part.text).join("");
    if (spoken.size && spoken.get(one.id) !== plain) marked.set(one.id, Date.now() + 2400);
    const left = (marked.get(one.id) ?? 0) - Date.now();
    if (left > 0) {
      span.classList.add("is-new");
      setTimeout(() => span.classList.remove("is-new"), left);
    }
    return span;
  }

  // Where the sentences are the same ones as before, only those that read otherwise are drawn anew.
  let order = null;
  function drawText(text) {
    const now = new Map(text.articles.flatMap((article) => article.sentences.map((one) => [one.id, one.parts.map((part) => part.text).join("")])));
    const list = JSON.stringify(text.articles.map((article) => [article.title, article.sentences.map((one) => [one.id, one.questions])]));
    if (list === order) {
      for (const one of text.articles.flatMap((article) => article.sentences)) {
        if (spoken.get(one.id) !== now.get(one.id)) viewOf("text").querySelector(`[data-sentence="${CSS.escape(one.id)}"]`).replaceWith(sentence(one));
      }
    } else {
      ui.replace(viewOf("text"),
        text.articles.length
          ? text.articles.map((article) => h("div", { class: "course-article" },
            article.title ? h("h4", {}, article.title) : null,
            h("p", {}, article.sentences.map((one, place) => [place ? " " : null, sentence(one)]))))
          : h("p", { class: "course-quiet" }, words.no_text));
    }
    order = list;
    spoken = now;
  }

  // --- beside others --------------------------------------------------------------------------------------------------
  const tableOf = (compare) => ui.scroll(words.compare_caption, h("table", { class: "course-compare" },
    h("caption", {}, words.compare_caption),
    h("thead", {}, h("tr", {}, compare.columns.map((column) => h("th", { scope: "col" }, column)))),
    compare.groups.map((group) => h("tbody", {},
      h("tr", {}, h("th", { scope: "rowgroup", colspan: compare.columns.length }, ui.dot(group.id), group.label)),
      group.rows.map((line) => h("tr", {}, h("th", { scope: "row" }, line.label), line.cells.map((cell) => h("td", { class: cell.settled ? null : "course-quiet" }, cell.text))))))));

  function drawCompare(compare) {
    const places = [...compare.sources, ...(compare.sources.length < form.most_beside ? [""] : [])];
    const choosers = places.map((source, place) => {
      const free = (one) => one.value === source || !compare.sources.includes(one.value);
      const groups = [{ label: words.beside_own, options: compare.options.filter(free) }, { label: words.beside_real, options: form.real.filter(free) }];
      const label = words.beside_place.replace("{place}", String(place + 1));
      const box = ui.select(label, groups.filter((group) => group.options.length), source, (value) => {
        const next = compare.sources.slice();
        if (value) next[place] = value;
        else next.splice(place, 1);
        tell("beside", { sources: next });
      }, { empty: words.beside_choose });
      box.setAttribute("data-keep", `beside-${place}`);
      return h("label", {}, label, box);
    });
    const code = h("input", { type: "text", "aria-label": words.beside_code, placeholder: words.beside_code, autocomplete: "off", "data-keep": "beside-code" });
    const add = h("button", { "data-keep": "beside-code-go", onclick: () => code.value.trim() && tell("beside_code", { text: code.value.slice(0, 5000) }) }, words.beside_code_go);
    const only = h("input", { type: "checkbox", checked: compare.only, "data-keep": "differing" });
    only.addEventListener("change", () => tell("differing", { only: only.checked }));
    ui.replace(viewOf("compare"),
      h("div", { class: "course-besides", role: "group", "aria-label": words.beside }, choosers),
      h("div", { class: "course-row" }, code, add, h("label", { class: "course-option" }, only, words.differing)),
      compare.same ? h("p", {}, words.same) : tableOf(compare),
      ui.paragraphs(compare.notes, "course-quiet"));
  }

  // --- under attack ---------------------------------------------------------------------------------------------------
  const waysOf = (one, changes) => h("ul", { class: "course-gaps" }, changes.map((change) => h("li", {},
    h("span", {}, ui.dot(change.question, form.labels[change.question])),
    h("div", {}, h("button", { class: "course-link", "data-keep": `go-${one.id}-${change.field}`, onclick: () => goTo(change.field) }, words.gap_change.replace("{label}", change.label)),
      h("ul", {}, change.ways.map((way) => h("li", {}, way)))))));

  function caseOf(one, attack) {
    const turn = h("button", { class: "course-link", "data-keep": `turn-${one.id}`, onclick: () => tell("turn", { case: one.id }) }, one.turn);
    const out = h("button", { class: "course-link", "data-keep": `out-${one.id}`, onclick: () => {
      tell("cases", { cases: attack.chosen.filter((id) => id !== one.id) });
      viewOf("attack").querySelector("select")?.focus();
    } }, words.case_remove.replace("{label}", one.title));
    const folds = unfoldedCases;
    const fold = (name, ...inner) => {
      const key = `${one.id}-${name}`;
      const box = h("details", { class: "course-past", open: folds.has(key) }, h("summary", { "data-keep": key }, name), inner);
      box.addEventListener("toggle", () => (box.open ? folds.add(key) : folds.delete(key)));
      return box;
    };
    return h("section", { class: `course-case is-${one.trigger}`, "aria-label": one.title },
      h("h4", {}, one.title),
      h("p", { class: "course-verdict" }, h("strong", {}, one.answer), one.help ? ` ${one.help}` : null),
      one.as_if ? h("p", { class: "course-quiet" }, one.as_if) : null,
      one.marks.length ? ui.scroll(words.clock.replace("{label}", one.title), figures.clock(one, attack, words)) : null,
      fold(words.happened, h("p", {}, one.happened), one.uncertain ? h("p", { class: "course-quiet" }, one.uncertain) : null),
      fold(words.why, h("ul", {}, one.sentences.map((sentence) => h("li", {}, sentence)))),
      fold(words.what, ui.scroll(words.what, h("table", {},
        h("thead", {}, h("tr", {}, one.table.columns.map((column) => h("th", { scope: "col" }, column)))),
        h("tbody", {}, one.table.rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))))),
      one.changes === null ? turn : h("div", { class: "course-turns" },
        [one.changes.up, one.changes.down].map((way) => [h("p", {}, way.said), waysOf(one, way.terms)])),
      h("p", {}, out));
  }
  const unfoldedCases = new Set();

  function drawAttack(attack) {
    const left = form.cases.map((group) => ({ ...group, options: group.options.filter((one) => !attack.chosen.includes(one.value)) }));
    const full = attack.chosen.length >= form.most_cases;
    const adder = ui.select(words.add_case, left, "", (value) => value && tell("cases", { cases: [...attack.chosen, value] }), { empty: full ? words.case_full : words.case_choose });
    adder.disabled = full;
    adder.setAttribute("data-keep", "adder");
    const days = form.days.map((one) => {
      const input = h("input", { type: "number", min: 0, max: one.maximum, step: 1, value: attack.clock[one.name], "data-keep": `days-${one.name}` });
      input.addEventListener("change", () => {
        const days = Math.round(Number(input.value));
        const right = input.value !== "" && days >= 0 && days <= one.maximum;
        input.value = right ? days : attack.clock[one.name];
        if (right) tell("assume", { name: one.name, days });
      });
      return h("label", { class: "course-days" }, h("span", {}, one.label), input);
    });
    const assumed = h("details", { class: "course-past", open: unfoldedCases.has("days") }, h("summary", { "data-keep": "days" }, words.days), h("div", {}, days), h("p", { class: "course-quiet" }, attack.assumed));
    assumed.addEventListener("toggle", () => (assumed.open ? unfoldedCases.add("days") : unfoldedCases.delete("days")));
    ui.replace(viewOf("attack"),
      h("p", { class: "course-quiet" }, words.attack_lead),
      h("div", { class: "course-row course-picks" }, adder),
      attack.cases.length ? [h("p", { class: "course-quiet" }, words.clock_key), attack.cases.map((one) => caseOf(one, attack))] : h("p", {}, words.no_case),
      assumed);
  }

  const points = (list, kind) => h("ul", { class: `course-gaps ${kind}` }, list.map((point) => h("li", {},
    h("span", {}, ui.dot(point.question, form.labels[point.question])),
    h("div", {}, point.sentence, " ", h("button", { class: "course-link", "data-keep": `gap-${point.id}`, onclick: () => goTo(point.field) }, words.gap_change.replace("{label}", point.label)), point.example ? fromHistory(point) : null))));
  // What such a gap has meant: folded, and open again where the student had opened it.
  const unfolded = new Set();
  const fromHistory = (point) => {
    const box = h("details", { class: "course-past", open: unfolded.has(point.id) },
      h("summary", { "data-keep": `past-${point.id}` }, words.gap_past),
      h("p", {}, point.example),
      h("p", { class: "course-quiet" }, point.cite));
    box.addEventListener("toggle", () => (box.open ? unfolded.add(point.id) : unfolded.delete(point.id)));
    return box;
  };

  function drawGaps([gaps, costs]) {
    ui.replace(viewOf("gaps"), gaps.length
      ? [h("p", { class: "course-quiet" }, words.gaps_lead), points(gaps, "is-open")]
      : h("p", { class: "course-quiet" }, words.no_gaps),
    costs.length ? [h("p", { class: "course-quiet course-costs" }, words.costs_lead), points(costs, "is-dear")] : null);
  }

  // --- who signs, and what is handed over -------------------------------------------------------------------------------
  const drawSigns = signs.view({ holder: viewOf("signs"), claims: form.claims, words: form.signs, tell });

  const preview = h("iframe", { class: "course-memo", title: words.memo, sandbox: "allow-same-origin allow-modals" });
  let memo = null;
  const save = (kind, type) => h("button", { onclick: () => {
    if (!memo) return;
    const file = `${memo.file}.${kind === "markdown" ? "md" : kind}`;
    ui.download(file, memo[kind], type);
    remark(words.saved_file.replace("{file}", file));
  } }, words[`save_${kind}`]);
  viewOf("hand").append(
    h("p", { class: "course-quiet" }, words.hand_lead),
    h("div", { class: "course-row" },
      h("button", { class: "course-main", onclick: () => preview.contentWindow.print() }, words.print),
      save("html", "text/html"), save("markdown", "text/markdown"), save("json", "application/json")),
    h("div", { class: "course-row" }, copy, copied),
    preview);
  function drawHand(made) {
    memo = made;
    preview.style.zoom = Math.min(1, (preview.previousElementSibling.clientWidth || 640) / 640);
    preview.srcdoc = made.html;
  }

  root.classList.add("is-fresh");
  let shown = {};
  const once = (part, value, draw) => {
    const key = JSON.stringify(value);
    if (shown[part] !== key) {
      shown[part] = key;
      draw(value);
    }
  };

  return (now) => {
    page = now;
    showName();
    for (const [field, control] of controls) {
      control.set(now.values[field]);
      const faults = now.faults[field] ?? [];
      control.fault.hidden = faults.length === 0;
      ui.write(control.fault, faults.join(" "));
    }
    const blank = !Object.keys(now.values).length && !now.can_undo && !now.can_redo;
    if (root.classList.contains("is-fresh") && !blank) for (const one of panels) one.box.open = true;
    root.classList.toggle("is-fresh", blank);
    for (const one of panels) {
      const settled = one.names.filter((field) => now.values[field] !== undefined).length;
      ui.write(one.count, words.settled.replace("{count}", String(settled)).replace("{of}", String(one.names.length)));
    }
    undo.disabled = !now.can_undo;
    redo.disabled = !now.can_redo;
    once("guarantees", now.guarantees, (list) => {
      opener.replaceChildren(h("option", { value: "" }, words.open_choose), ...list.map((one) => h("option", { value: one.value }, one.label)));
    });
    ui.write(saved, now.saved);
    saved.setAttribute("data-revision", String(now.saved_revision));
    if (!copied.hidden && copied.value !== now.code) {
      copied.hidden = true;
      note.textContent = "";
    }
    ui.write(said, now.said);
    said.className = now.problem ? "course-say course-problem" : "course-say";
    once("versions", now.versions, (list) => {
      backTo.replaceChildren(h("option", { value: "" }, words.back_choose), ...list.map((one) => h("option", { value: one.revision }, one.label)));
    });
    tabs.forEach((tab, place) => {
      const { label } = form.views[place];
      const full = tab.id === "gaps" ? words.count.replace("{label}", label).replace("{count}", String(now.gap_count)) : label;
      ui.write(tab.button, full);
    });
    const first = shown.values === undefined;
    shown.values = true;
    if (now.view !== tabs.find((tab) => !tab.view.hidden).id) select(tabs.findIndex((tab) => tab.id === now.view));
    if (now.text) once("text", now.text, drawText);
    if (now.compare) once("compare", now.compare, drawCompare);
    if (now.gaps) once("gaps", [now.gaps, now.costs], drawGaps);
    if (now.attack) once("attack", now.attack, drawAttack);
    if (now.signs) once("signs", now.signs, drawSigns);
    if (now.hand) once("hand", now.hand, drawHand);
    if (!first && now.news) announce(now.news);
  };
});

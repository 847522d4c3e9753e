// The controls of a guarantee's terms: one for each kind of term, made once; only their values change afterwards.
/* global ui */
// oxlint-disable-next-line no-unused-vars
const terms = (() => {
  const { h } = ui;

  /**
   * Make controls for the fields of `form`. `change(field, value, final)` hears every change, `root` holds the controls.
   * Returns `row(field)`, which makes one, `goTo(name)`, which leads to it, and `controls` by name, each with `set`.
   */
  function controls({ form, words, change, root }) {
    const controls = new Map();

    function choiceOf(field) {
      const box = ui.select(field.label, field.options, "", (value) => {
        change(field.name, value === "" ? null : field.kind === "yes_no" ? value === "yes" : value, true);
      }, { empty: field.needed ? undefined : words.not_said });
      return {
        node: box,
        focus: () => box.focus(),
        set(value) {
          const text = value === true ? "yes" : value === false ? "no" : (value ?? "");
          box.value = text;
          if (box.value !== String(text)) box.value = "";
        },
      };
    }

    const numberOf = (field) => ui.measure(field, (value, final) => change(field.name, value, final), words.not_said);

    function choicesOf(field) {
      const boxes = field.options.map((option) => {
        const input = h("input", { type: "checkbox" });
        input.addEventListener("change", () => {
          const chosen = boxes.filter((box) => box.input.checked).map((box) => box.option.value);
          change(field.name, chosen.length ? chosen : null, true);
        });
        return { option, input, row: h("label", { class: "course-option" }, input, option.label) };
      });
      const shown = h("span", { class: "course-chips" });
      const choose = h("span", { class: "course-choose" }, words.choose);
      const said = h("span", { class: "course-gone" });
      const summary = h("summary", { class: "course-pick" }, said, shown);
      const details = h("details", {}, summary, h("fieldset", {}, h("legend", { class: "course-gone" }, field.label), boxes.map((box) => box.row)));
      details.addEventListener("toggle", () => (choose.textContent = details.open ? words.done : words.choose));
      return {
        node: details,
        focus: () => {
          details.open = true;
          boxes[0].input.focus();
        },
        set(value) {
          const chosen = Array.isArray(value) ? value : [];
          for (const box of boxes) box.input.checked = chosen.includes(box.option.value);
          const labels = field.options.filter((option) => chosen.includes(option.value)).map((option) => option.label);
          const now = `${field.label}: ${labels.join(", ") || words.not_said}. `;
          if (said.textContent === now) return;
          said.textContent = now;
          shown.setAttribute("aria-hidden", "true");
          shown.replaceChildren(...(labels.length ? labels.map((label) => h("span", { class: "course-tag" }, label)) : [h("span", { class: "course-quiet" }, words.not_said)]), choose);
        },
      };
    }

    function guarantorsOf(field) {
      let list = [];
      const names = new Map(form.states.flatMap((one) => one.options ?? one).map((state) => [state.value, state.label]));
      const send = (next) => {
        assumed.textContent = "";
        change(field.name, next.length ? next : null, true);
      };
      const chips = h("div", { class: "course-chips", role: "group", "aria-label": field.label });
      const adder = ui.select(words.add_guarantor, form.states, "", () => {}, { empty: words.choose_state });
      const fresh = () => ({ state: adder.value, bound: every.bound.value || "individually", approval: every.approval.value || "ratified" });
      const add = h("button", {}, words.add);
      const assumed = h("p", { class: "course-quiet course-small", role: "status" });
      const labelOf = (part, value) => field.parts[part].options.find((one) => one.value === value).label;
      add.addEventListener("click", () => {
        if (!adder.value || list.some((one) => one.state === adder.value)) return;
        const one = fresh();
        send([...list, one]);
        assumed.textContent = words.assumed.replace("{state}", names.get(one.state)).replace("{bound}", labelOf("bound", one.bound)).replace("{approval}", labelOf("approval", one.approval));
        adder.value = "";
      });
      const every = {};
      for (const part of ["bound", "approval"]) {
        every[part] = ui.select(`${field.parts[part].label}, ${words.every_guarantor}`, field.parts[part].options, "", (value) => {
          if (value) send(list.map((one) => ({ ...one, [part]: value })));
        }, { empty: words.mixed });
      }
      const each = h("tbody");
      const details = h("details", { class: "course-more" }, h("summary", {}, words.each_apart), ui.scroll(words.each_apart, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.guarantor), h("th", { scope: "col" }, field.parts.bound.label), h("th", { scope: "col" }, field.parts.approval.label))), each)));
      const clear = h("button", { class: "course-link" }, words.remove_all);
      clear.addEventListener("click", () => {
        send([]);
        adder.focus();
      });
      return {
        node: h("div", {},
          chips,
          h("div", { class: "course-adder" }, adder, add, clear),
          assumed,
          h("div", { class: "course-two" }, h("span", { "aria-hidden": "true" }, field.parts.bound.label), every.bound, h("span", { "aria-hidden": "true" }, field.parts.approval.label), every.approval),
          details),
        focus: () => adder.focus(),
        set(value) {
          const next = Array.isArray(value) ? value.filter((one) => one && typeof one === "object") : [];
          const same = JSON.stringify(next) === JSON.stringify(list);
          list = next;
          if (same && chips.childElementCount) return;
          clear.hidden = list.length < 2;
          ui.replace(chips, list.length
            ? list.map((one) => h("button", { class: "course-chip", "data-keep": one.state, "aria-label": `${words.remove} ${names.get(one.state) ?? one.state}`, onclick: () => {
              send(list.filter((other) => other.state !== one.state));
              adder.focus();
            } }, `${names.get(one.state) ?? one.state} ×`))
            : h("span", { class: "course-quiet" }, words.not_said));
          for (const part of ["bound", "approval"]) {
            const values = new Set(list.map((one) => one[part]));
            every[part].value = values.size === 1 ? [...values][0] : "";
            every[part].disabled = list.length === 0;
          }
          details.hidden = list.length < 2;
          ui.replace(each, list.map((one) => h("tr", {}, h("th", { scope: "row" }, names.get(one.state) ?? one.state), ["bound", "approval"].map((part) => {
            const box = ui.select(`${names.get(one.state) ?? one.state}: ${field.parts[part].label}`, field.parts[part].options, one[part], (chosen) => send(list.map((other) => (other.state === one.state ? { ...other, [part]: chosen } : other))));
            box.setAttribute("data-keep", `${one.state}-${part}`);
            return h("td", {}, box);
          }))));
        },
      };
    }

    const makers = { choice: choiceOf, yes_no: choiceOf, state: choiceOf, number: numberOf, choices: choicesOf, guarantors: guarantorsOf };
    function row(field) {
      const control = makers[field.kind](field);
      const fault = h("p", { class: "course-fault", role: "alert", hidden: true });
      controls.set(field.name, { ...control, fault });
      const tall = field.kind === "choices" || field.kind === "guarantors" ? " course-tall" : "";
      return h("div", { class: `course-field${tall}`, "data-field": field.name }, h("span", { class: "course-label", title: field.help }, field.label), control.node, fault);
    }

    function goTo(field) {
      const control = controls.get(field);
      if (!control) return;
      for (let node = control.node.parentElement; node && node !== root; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
      control.focus();
      control.node.scrollIntoView({ block: "center", behavior: "auto" });
    }

    return { row, goTo, controls };
  }

  return { controls };
})();

// What every panel shares. The base class puts this file before each panel's own module, because a widget's module
// cannot import a neighbour. Everything shown is made with `h`, which only ever makes text nodes: no markup is parsed.
// oxlint-disable-next-line no-unused-vars
const ui = (() => {
  const SVG_FREE = new Set(["class", "for", "role", "type", "id", "href", "title", "colspan", "scope", "name"]);

  /** Make an element: attributes by name, `on…` as listeners, the rest as properties; children as text or nodes. */
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (SVG_FREE.has(name) || name.includes("-")) element.setAttribute(name, value === true ? "" : value);
      else element[name] = value;
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  /** Make an SVG element: every attribute as it is named, children as text or nodes. */
  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  // --- keys -------------------------------------------------------------------------------------------------------
  // JupyterLab's shortcuts reach into outputs: with focus on a button, `x` cuts the cell. One listener on the window,
  // before all others, keeps keys pressed inside a panel to the panel, and calls the panel's own key handlers itself.
  const handlers = (window.__courseKeys ??= new WeakMap());
  if (!window.__courseContains) {
    window.__courseContains = true;
    window.addEventListener(
      "keydown",
      (event) => {
        const panel = event.target instanceof Element && event.target.closest(".course[data-panel]");
        if (!panel) return;
        for (let node = event.target; node; node = node === panel ? null : node.parentElement) {
          handlers.get(node)?.(event);
        }
        const leave = event.key === "Tab" || event.key === "Escape" || event.ctrlKey || event.metaKey;
        if (!leave && !(event.key === "Enter" && event.shiftKey)) event.stopImmediatePropagation();
      },
      true,
    );
  }
  const onKeys = (element, handler) => (handlers.set(element, handler), element);

  // --- work kept in the page --------------------------------------------------------------------------------------
  const shelf = (window.__courseShelf ??= { text: "" });
  function download(name, text, type = "application/json") {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = h("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
  const downloadWork = (name) => download(name, shelf.text);

  // --- small parts ------------------------------------------------------------------------------------------------
  const dot = (question, said) => [
    h("span", { class: `course-dot ${question}`, "aria-hidden": "true" }),
    said ? h("span", { class: "course-gone" }, `${said} `) : null,
  ];
  const legend = (questions) =>
    h(
      "ul",
      { class: "course-legend" },
      questions.map(({ id, label }) => h("li", {}, dot(id), label)),
    );
  const foot = (text) => h("p", { class: "course-foot" }, text);
  /** Write a text where it differs from what stands there: the page lays out again only what changed. */
  const write = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
  };
  const paragraphs = (texts, className) => (texts ?? []).map((text) => h("p", { class: className }, text));
  /** A list; an option with `options` of its own is a group of them. */
  function select(label, options, value, onchange, { empty, describedby } = {}) {
    const box = h("select", { "aria-label": label, "aria-describedby": describedby, onchange: () => onchange(box.value) });
    if (empty !== undefined) box.append(h("option", { value: "" }, empty));
    const entry = (one) => (one.options ? h("optgroup", { label: one.label }, one.options.map(entry)) : h("option", { value: one.value }, one.label));
    box.append(...options.map(entry));
    box.value = value ?? "";
    return box;
  }

  /** A number as a slider and as a field to type into; `change(value, final)` hears both, null where none is typed. */
  function measure({ label, minimum, maximum, unit, unit_one = unit, step = 1, needed = false }, change, empty = "") {
    const range = h("input", { type: "range", min: minimum, max: maximum, step, "aria-label": label });
    const typed = h("input", { type: "number", min: minimum, max: maximum, step, placeholder: "–", "aria-label": `${label}, ${unit}` });
    const valueText = (value) => {
      const said = value === null || value === undefined ? empty : `${value} ${Number(value) === 1 ? unit_one : unit}`;
      if (range.getAttribute("aria-valuetext") !== said) range.setAttribute("aria-valuetext", said);
    };
    let moved = 0; // a key press is a move and its end at once: only the end is told
    range.addEventListener("input", () => {
      typed.value = range.value;
      valueText(range.value);
      clearTimeout(moved);
      moved = setTimeout(() => change(Number(range.value), false));
    });
    range.addEventListener("change", () => {
      clearTimeout(moved);
      change(Number(range.value), true);
    });
    const read = () => (typed.value === "" ? null : Number(typed.value));
    typed.addEventListener("input", () => typed.validity.badInput || change(read(), false));
    typed.addEventListener("change", () => typed.validity.badInput || change(read(), true));
    let held = ""; // shown again once the field is left with what is no number, or with nothing where a number is needed
    typed.addEventListener("blur", () => (typed.value = typed.validity.badInput || (needed && !typed.value) ? held : typed.value && String(Number(typed.value))));
    return {
      node: h("div", { class: "course-measure" }, range, typed, h("span", { "aria-hidden": "true" }, unit)),
      focus: () => typed.focus(),
      set(value) {
        const known = typeof value === "number";
        const shown = String(known ? value : minimum);
        if (document.activeElement !== range && range.value !== shown) range.value = shown;
        held = known ? String(value) : "";
        if (document.activeElement !== typed && typed.value !== held) typed.value = held;
        valueText(known ? value : null);
      },
    };
  }

  /** A box that scrolls sideways where its table is too wide; then, and only then, the Tab key stops at it. */
  function scroll(label, ...children) {
    const box = h("div", { class: "course-scroll", role: "group", "aria-label": label, tabIndex: -1 }, ...children);
    const fit = () => (box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1);
    const watch = new ResizeObserver(fit);
    for (const one of [box, ...box.children]) watch.observe(one);
    return box;
  }

  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
  /** Put `fresh` in place of what `holder` shows; focus inside goes to the same `data-keep`, or else to the same place. */
  function replace(holder, ...fresh) {
    const held = holder.contains(document.activeElement) ? document.activeElement : null;
    const kept = held?.getAttribute("data-keep");
    const place = held ? [...holder.querySelectorAll(STOPS)].indexOf(held) : -1;
    holder.replaceChildren(...fresh.flat(3).filter(Boolean));
    if (!held) return;
    const stops = [...holder.querySelectorAll(STOPS)];
    const again = (kept && holder.querySelector(`[data-keep="${CSS.escape(kept)}"]`)) || stops[Math.min(place, stops.length - 1)];
    again?.focus({ preventScroll: true });
  }

  /**
   * Show `items` as the children of `parent`, and leave those alone that stand there already: `key(item, place)` tells
   * them apart, `make(item, place)` makes one, `renew(node, item, place)` renews one that stays.
   */
  function reconcile(parent, items, key, make, renew) {
    const before = new Map([...parent.children].map((node) => [node.courseKey, node]));
    const nodes = items.map((item, place) => {
      const name = key(item, place);
      const node = before.get(name) ?? make(item, place);
      if (before.delete(name)) renew?.(node, item, place);
      node.courseKey = name;
      return node;
    });
    for (const node of before.values()) node.remove();
    nodes.forEach((node, place) => parent.children[place] === node || parent.insertBefore(node, parent.children[place] ?? null));
  }

  // --- the frame every panel stands in ----------------------------------------------------------------------------
  /**
   * Draw a panel: `build(parts)` makes its controls once and returns `update(page)`, called for every new page.
   * `parts` has `tell(kind, content)` (say something to the engine), `announce(text)` (say it to a screen reader),
   * `body` (where to draw), `model`, `settled()` (whether the engine has heard all that was told), and `view`: a number
   * of this view's own, because one model may be shown twice.
   */
  function panel(name, build) {
    return {
      render({ model, el }) {
        const body = h("div");
        const live = h("div", { class: "course-gone", role: "status", "aria-live": "polite" });
        const trouble = h("p", { class: "course-trouble", role: "alert" });
        const root = h("div", { class: "course", "data-panel": name }, trouble, body, live);
        el.append(root);
        const view = (window.__courseViews = (window.__courseViews ?? 0) + 1);
        let asked = 0;
        let sent = 0; // one message may overtake another: each says which one it follows
        let waiting = 0;
        const stopped = () => {
          trouble.textContent = model.get("words").stopped ?? "";
        };
        const tell = (kind, content = {}, buffers = []) => {
          // All views count together, and on from what the engine has heard: a page may be loaded anew.
          asked = window.__courseAsked = Math.max(window.__courseAsked ?? 0, model.get("heard")) + 1;
          const number = asked;
          try {
            model.send({ kind, asked: number, after: sent, ...content }, undefined, buffers);
            sent = number;
          } catch {
            stopped();
            return;
          }
          clearTimeout(waiting);
          waiting = setTimeout(() => model.get("heard") < number && stopped(), 6000);
        };
        const announce = (text) => {
          live.textContent = "";
          requestAnimationFrame(() => (live.textContent = text));
        };
        const guard = (work) => {
          try {
            work();
          } catch (error) {
            root.setAttribute("data-course-error", String(error));
            trouble.textContent = model.get("words").broken ?? String(error);
            console.error("course panel", name, error);
          }
        };
        guard(() => {
          const update = build({ model, body, tell, announce, root, view, settled: () => model.get("heard") >= asked });
          const show = () => guard(() => update(model.get("page")));
          show();
          model.on("change:page", show);
          model.on("change:heard", () => {
            if (model.get("heard") >= asked) {
              clearTimeout(waiting);
              if (trouble.textContent === model.get("words").stopped) trouble.textContent = "";
            }
          });
          model.on("change:fault", () => (trouble.textContent = model.get("fault")));
          model.on("comm_live_update", stopped);
        });
        return () => clearTimeout(waiting);
      },
    };
  }

  return { h, svg, onKeys, shelf, download, downloadWork, dot, legend, foot, write, paragraphs, select, measure, scroll, replace, reconcile, panel };
})();

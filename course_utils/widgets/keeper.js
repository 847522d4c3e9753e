// The line that says that work is saved, with a download, a way to bring work back, and a way to start afresh.
// The whole portfolio is mirrored in the browser's own storage; an older copy found there is offered, never overwritten.
/* global ui */
const MIRROR = "security-guarantees-course/portfolio";
const EARLIER = "security-guarantees-course/earlier";

const storage = {
  get(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, text) {
    try {
      if (text === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, text);
    } catch {
      // A browser that keeps nothing still has the file and the download.
    }
  },
};

function revisionOf(text) {
  try {
    return JSON.parse(text)?.revision ?? 0;
  } catch {
    return 0;
  }
}

function lastDay(text) {
  const stamps = [...text.matchAll(/"saved":\s*"([^"]+)"/g)].map((match) => Date.parse(match[1])).filter(Number.isFinite);
  if (stamps.length === 0) return "";
  const day = new Date(Math.max(...stamps));
  const recent = Date.now() - day < 6 * 86_400_000;
  return day.toLocaleDateString("en-GB", recent ? { weekday: "long" } : { day: "numeric", month: "long", year: "numeric" });
}

export default ui.panel("keeper", ({ model, body, tell, announce }) => {
  const { h } = ui;
  const words = model.get("words");
  const saved = h("span", { class: "course-saved" });
  const said = h("div", { class: "course-say" });
  const file = h("input", { type: "file", accept: ".json,application/json", "aria-label": words.bring_label });
  const bring = h("div", { hidden: true }, h("p", { class: "course-row" }, h("span", {}, words.bring_label), file));
  const offer = h("p", { class: "course-note", hidden: true });
  const sure = h("p", { class: "course-note", hidden: true });

  const showBring = h("button", { "aria-expanded": "false", onclick: () => {
    bring.hidden = !bring.hidden;
    showBring.setAttribute("aria-expanded", String(!bring.hidden));
    if (!bring.hidden) file.focus();
  } }, words.bring);
  const afresh = h("button", { onclick: () => {
    sure.hidden = false;
    no.focus();
  } }, words.clear);
  const yes = h("button", { onclick: () => {
    sure.hidden = true;
    storage.set(MIRROR, null);
    storage.set(EARLIER, null);
    offer.hidden = true;
    tell("clear");
    afresh.focus();
  } }, words.clear_yes);
  const no = h("button", { onclick: () => {
    sure.hidden = true;
    afresh.focus();
  } }, words.clear_no);
  sure.append(words.clear_sure, " ", yes, " ", no);

  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    const limit = model.get("page").limit;
    if (chosen.size > limit) {
      ui.replace(said, h("p", { class: "course-problem" }, words.too_large));
      announce(words.too_large);
    } else {
      tell("bring-back", {}, [await chosen.arrayBuffer()]);
    }
    file.value = "";
  });

  body.append(
    h("div", { class: "course-bar" },
      saved,
      h("span", { class: "course-row course-push" },
        h("button", { onclick: () => ui.downloadWork(model.get("page").file_name) }, words.download),
        showBring,
        afresh)),
    bring, sure, offer, said,
  );

  const earlier = () => storage.get(EARLIER);
  function makeOffer() {
    const text = earlier();
    offer.hidden = !text;
    if (!text) return;
    const day = lastDay(text);
    offer.replaceChildren(
      words.offer.replace("{day}", day),
      " ",
      h("button", { onclick: () => tell("bring-back", { earlier: true }, [new TextEncoder().encode(text).buffer]) }, words.offer_yes),
      " ",
      h("button", { onclick: () => {
        storage.set(EARLIER, null);
        makeOffer();
      } }, words.offer_no),
      h("br"),
      h("span", { class: "course-quiet" }, words.shared),
    );
  }
  // A copy that is ahead of the engine's record belongs to an earlier sitting: put it aside before anything is saved.
  const here = storage.get(MIRROR);
  if (here && lastDay(here) && revisionOf(here) > revisionOf(model.get("text") || "{}")) storage.set(EARLIER, here);
  makeOffer();

  let spoken = null;
  // The mirror is written when the page has nothing to draw, and at the latest when it is left.
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  let waiting = false;
  function mirror() {
    if (!waiting) return;
    waiting = false;
    if (revisionOf(ui.shelf.text) > 0) storage.set(MIRROR, ui.shelf.text);
  }
  function keep() {
    ui.shelf.text = model.get("text");
    if (!waiting) idle(mirror, { timeout: 1000 });
    waiting = true;
  }
  keep();
  model.on("change:text", keep);
  window.addEventListener("pagehide", mirror);
  model.on("msg:custom", (message) => {
    if (message.kind === "brought-back") {
      storage.set(EARLIER, null);
      makeOffer();
    }
  });

  return (page) => {
    saved.textContent = page.saved;
    saved.setAttribute("data-revision", String(page.saved_revision));
    ui.replace(said, page.problem ? h("p", { class: "course-problem", role: "alert" }, page.problem) : null,
      ui.paragraphs(page.lines, "course-quiet"));
    const all = [page.problem, ...(page.lines ?? [])].filter(Boolean).join(" ");
    if (spoken !== null && all !== spoken) announce(all);
    spoken = all;
  };
});

// Pictures of the explorers: shapes on a plot whose width is that of the page. Python sends the places, this draws them.
/* global ui */
// oxlint-disable-next-line no-unused-vars
const scene = (() => {
  const { svg } = ui;
  const SIZE = 7;
  const USUAL = { to: 0, down: 0, text: "", anchor: "start", dx: 0, look: "plain", form: "circle", key: "" }; // what Python leaves out
  const FORMS = {
    circle: (x, y) => ["circle", { cx: x, cy: y, r: SIZE - 1 }],
    square: (x, y) => ["rect", { x: x - SIZE + 1, y: y - SIZE + 1, width: 2 * SIZE - 2, height: 2 * SIZE - 2 }],
    triangle: (x, y) => ["path", { d: `M${x} ${y - SIZE}L${x + SIZE} ${y + SIZE - 1}H${x - SIZE}Z` }],
    diamond: (x, y) => ["path", { d: `M${x} ${y - SIZE}L${x + SIZE} ${y}L${x} ${y + SIZE}L${x - SIZE} ${y}Z` }],
  };

  /**
   * Draw a scene into `picture`, so many pixels wide; `open(key)` hears a click on a mark that opens something, and
   * `nameOf(key)` says what such a mark means.
   */
  function draw(picture, found, box, open, nameOf) {
    const wide = Math.max(Math.min(box, 880) - found.left - found.right, 160);
    const x = (share) => found.left + share * wide;
    const kinds = {
      words: (one) => svg("text", { x: x(one.x) + one.dx, y: one.y, "text-anchor": one.anchor, class: `course-on is-${one.look}` }, one.text),
      line: (one) => svg("line", { x1: x(one.x), y1: one.y, x2: x(one.to), y2: one.down, class: `course-thin is-${one.look}` }),
      bar: (one) => svg("rect", { x: x(one.x), y: one.y - 6, width: Math.max((one.to - one.x) * wide, 1.5), height: 12, class: `course-length is-${one.look}` }),
      mark: (one) => {
        const [tag, place] = FORMS[one.form](x(one.x) + one.dx, one.y);
        const mark = svg(tag, { class: `course-spot is-${one.look}${one.key ? " is-open" : ""}`, ...place }, svg("title", {}, one.text || nameOf(one.key)));
        if (one.key) mark.addEventListener("click", () => open(one.key));
        return mark;
      },
    };
    const width = found.left + wide + found.right;
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${found.tall}`, width, height: found.tall })) picture.setAttribute(name, value);
    ui.reconcile(picture, found.shapes, (one) => JSON.stringify([one, one.key && nameOf(one.key), width, found.left]), (one) => kinds[one.kind]({ ...USUAL, ...one }));
  }

  return { draw };
})();

// Pictures of the explorers: shapes on a plot whose width is that of the page. Python sends the places, this draws them.
/* global ui */
// oxlint-disable-next-line no-unused-vars
const scene = (() => {
  const { svg } = ui;
  const SIZE = 7;
  const FORMS = {
    circle: (x, y) => svg("circle", { cx: x, cy: y, r: SIZE - 1 }),
    square: (x, y) => svg("rect", { x: x - SIZE + 1, y: y - SIZE + 1, width: 2 * SIZE - 2, height: 2 * SIZE - 2 }),
    triangle: (x, y) => svg("path", { d: `M${x} ${y - SIZE}L${x + SIZE} ${y + SIZE - 1}H${x - SIZE}Z` }),
    diamond: (x, y) => svg("path", { d: `M${x} ${y - SIZE}L${x + SIZE} ${y}L${x} ${y + SIZE}L${x - SIZE} ${y}Z` }),
  };

  /** Draw a scene into a box so many pixels wide; `open(key)` hears a click on a mark that opens something. */
  function draw(found, label, box, open) {
    const wide = Math.max(Math.min(box, 880) - found.left - found.right, 160);
    const x = (share) => found.left + share * wide;
    const kinds = {
      words: (one) => svg("text", { x: x(one.x) + one.dx, y: one.y, "text-anchor": one.anchor, class: `course-on is-${one.look}` }, one.text),
      line: (one) => svg("line", { x1: x(one.x), y1: one.y, x2: x(one.to), y2: one.down, class: `course-thin is-${one.look}` }),
      bar: (one) => svg("rect", { x: x(one.x), y: one.y - 6, width: Math.max((one.to - one.x) * wide, 1.5), height: 12, class: `course-length is-${one.look}` }),
      mark: (one) => {
        const mark = svg("g", { class: `course-spot is-${one.look}${one.key ? " is-open" : ""}` }, svg("title", {}, one.text), FORMS[one.form](x(one.x) + one.dx, one.y));
        if (one.key) mark.addEventListener("click", () => open(one.key));
        return mark;
      },
    };
    const width = found.left + wide + found.right;
    return svg("svg", { viewBox: `0 0 ${width} ${found.tall}`, width, height: found.tall, role: "img", class: "course-scene", "aria-label": label },
      found.shapes.map((one) => kinds[one.kind](one)));
  }

  return { draw };
})();

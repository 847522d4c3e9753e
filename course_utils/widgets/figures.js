// Pictures that move with the terms: the response clock. Python sends the places, this draws them.
// oxlint-disable-next-line no-unused-vars
const figures = (() => {
  const { svg } = ui;
  const WIDTH = 460;
  const LEFT = 8;

  /** One lane of the response clock: hours grow from step to step; what has no number stands behind the last one. */
  function clock(one, attack, words) {
    const at = (place) => LEFT + (place / (attack.edge + 0.7)) * (WIDTH - 2 * LEFT);
    const height = 44 + 22 * one.marks.length;
    return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", class: "course-clock", "aria-label": words.clock.replace("{label}", one.title) },
      attack.ticks.map((tick, place) => [
        svg("line", { x1: at(place), x2: at(place), y1: 22, y2: height - 4, class: "course-tick" }),
        place % 3 === 0 ? svg("text", { x: at(place), y: 14, "text-anchor": place ? "middle" : "start" }, tick) : null,
      ]),
      svg("text", { x: WIDTH - LEFT, y: 14, "text-anchor": "end" }, words.edge),
      one.marks.map((mark, row) => {
        const x = at(mark.place);
        const y = 40 + 22 * row;
        const dashed = mark.sure ? {} : { "stroke-dasharray": "3 3" };
        const before = x > WIDTH / 2;
        return [
          svg("line", { x1: at(0), x2: x, y1: y, y2: y, class: `course-line ${mark.question}`, ...dashed }),
          mark.question === "how"
            ? svg("path", { d: `M${x} ${y - 7}L${x + 7} ${y + 6}H${x - 7}Z`, class: "course-mark how" })
            : svg("rect", { x: x - 6, y: y - 6, width: 12, height: 12, class: `course-mark what${mark.place >= attack.edge ? " is-open" : ""}`, ...dashed }),
          svg("text", { x: before ? x - 12 : x + 12, y: y - 9, "text-anchor": before ? "end" : "start", class: "course-on" }, mark.what),
        ];
      }));
  }

  return { clock };
})();

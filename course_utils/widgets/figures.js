// Pictures that move with the terms: the response clock and the map of who signs. Python sends the places, this draws.
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

  const MAP = { left: 40, right: 452, top: 14, tall: 220 };
  let serial = 0;

  /** The map: risk across, what signing gives the attacker upright; under it, who is content with which risk. */
  function map(place, words) {
    const x = (risk) => MAP.left + risk * (MAP.right - MAP.left);
    const y = (worth) => MAP.top + MAP.tall * Math.min(Math.max((place.high - worth) / (place.high - place.low), 0), 1);
    const foot = MAP.top + MAP.tall;
    const lanes = foot + 34;
    const height = lanes + 40 * place.lanes.length + 30;
    serial += 1;
    const hatch = `course-hatch-${serial}`;
    const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
    const own = { x: x(place.dot[0]), y: y(place.dot[1]) };
    const left = place.dot[0] > 0.5;
    return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", class: "course-map", "aria-label": words.map },
      svg("defs", {}, svg("pattern", { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("line", { x1: 0, x2: 0, y1: 0, y2: 7, class: "course-hatching" }))),
      ticks.map((risk) => [
        svg("line", { x1: x(risk), x2: x(risk), y1: MAP.top, y2: height - 26, class: "course-tick" }),
        svg("text", { x: x(risk), y: height - 12, "text-anchor": risk === 1 ? "end" : "middle" }, `${Math.round(risk * 100)}%`),
      ]),
      place.worths.map((worth) => [
        svg("line", { x1: x(0), x2: x(1), y1: y(worth), y2: y(worth), class: "course-tick" }),
        svg("text", { x: x(0) - 5, y: y(worth) + 4, "text-anchor": "end" }, String(worth)),
      ]),
      place.R < place.high && place.alpha > 0
        ? svg("rect", { x: x(0), y: MAP.top, width: x(place.alpha) - x(0), height: y(place.R) - MAP.top, fill: `url(#${hatch})` })
        : null,
      svg("polyline", { points: place.curve.map(([risk, worth]) => `${x(risk)},${y(worth)}`).join(" "), class: "course-curve" }),
      svg("line", { x1: x(0), x2: x(1), y1: y(place.R), y2: y(place.R), class: "course-short" }),
      svg("text", { x: x(1) - 2, y: y(place.R) + (place.R > (place.high + place.low) / 2 ? 15 : -5), "text-anchor": "end", class: "course-on" }, place.shortfall),
      Math.abs(place.lift) > 1e-9 ? svg("line", { x1: own.x, x2: own.x, y1: y(place.dot[1] - place.lift), y2: own.y, class: "course-lift" }) : null,
      svg("line", { x1: own.x, x2: own.x, y1: own.y, y2: height - 26, class: "course-drop" }),
      svg("circle", { cx: own.x, cy: own.y, r: 7, class: "course-own" }),
      svg("text", { x: left ? own.x - 12 : own.x + 12, y: own.y - 8, "text-anchor": left ? "end" : "start", class: "course-on" }, place.yours),
      svg("text", { x: x(0), y: foot + 22, class: "course-on course-strong" }, words.map_lanes),
      place.lanes.map((lane, row) => {
        const down = lanes + 40 * row;
        return [
          svg("text", { x: x(0), y: down + 10, class: "course-on" }, lane.label),
          svg("line", { x1: x(0), x2: x(1), y1: down + 22, y2: down + 22, class: "course-tick" }),
          lane.low <= lane.high
            ? svg("rect", { x: x(lane.low), y: down + 18, width: Math.max(x(lane.high) - x(lane.low), 2), height: 8, class: lane.who === "all" ? "course-lane is-all" : "course-lane" })
            : null,
        ];
      }));
  }

  return { clock, map };
})();

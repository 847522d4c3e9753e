// Pictures that move with the terms: the response clock, the map of who signs, and what a conclusion rests on.
// Python sends the places, this draws them.
// oxlint-disable-next-line no-unused-vars
const figures = (() => {
  const { svg } = ui;
  const WIDTH = 460;
  const LEFT = 8;

  /** One lane of the response clock: hours grow from step to step; what has no number stands behind the last one. */
  function clock(one, attack, words) {
    const at = (place) => LEFT + (place / (attack.edge + 0.7)) * (WIDTH - 2 * LEFT);
    const height = 48 + 28 * one.marks.length;
    return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", class: "course-clock", "aria-label": words.clock.replace("{label}", one.title) },
      attack.ticks.map((tick, place) => [
        svg("line", { x1: at(place), x2: at(place), y1: 22, y2: height - 4, class: "course-tick" }),
        place % 3 === 0 && at(place) < WIDTH - 110 ? svg("text", { x: at(place), y: 14, "text-anchor": place ? "middle" : "start" }, tick) : null,
      ]),
      svg("text", { x: WIDTH - LEFT, y: 14, "text-anchor": "end" }, words.edge),
      one.marks.map((mark, row) => {
        const x = at(mark.place);
        const y = 46 + 28 * row;
        const dashed = mark.sure ? {} : { "stroke-dasharray": "3 3" };
        return [
          svg("line", { x1: at(0), x2: x, y1: y, y2: y, class: `course-line ${mark.question}`, ...dashed }),
          mark.question === "how"
            ? svg("path", { d: `M${x} ${y - 7}L${x + 7} ${y + 6}H${x - 7}Z`, class: "course-mark how" })
            : svg("rect", { x: x - 6, y: y - 6, width: 12, height: 12, class: `course-mark what${mark.place >= attack.edge ? " is-open" : ""}`, ...dashed }),
          svg("text", { x: Math.max(LEFT, Math.min(x + 12, WIDTH - LEFT - 6.2 * mark.what.length)), y: y - 9, class: "course-on" }, mark.what),
        ];
      }));
  }

  const PLOT = { left: 44, right: 16, top: 12 };
  const WIDTHS = [328, 460, 620]; // the labels are laid out for each of these

  /** The widest plot that fits a box, so that letters keep their size. */
  const plotIn = (box) => WIDTHS.findLast((wide) => wide + PLOT.left + PLOT.right <= box) ?? WIDTHS[0];

  /** Steps of an axis: a handful of round numbers from low to high. */
  function steps(low, high) {
    const rough = (high - low) / 4;
    const ten = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((one) => one * ten).find((one) => one >= rough);
    const found = [];
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) found.push(Math.round(value * 1e6) / 1e6);
    return found;
  }

  const lines = (texts, x, y, attributes) => texts.map((text, row) => svg("text", { x, y: y + 16 * row, class: "course-on", ...attributes }, text));
  const percents = (x, top, bottom) => [0, 0.2, 0.4, 0.6, 0.8, 1].map((risk) => [
    svg("line", { x1: x(risk), x2: x(risk), y1: top, y2: bottom, class: "course-tick" }),
    svg("text", { x: x(risk), y: bottom + 16, "text-anchor": risk === 1 ? "end" : "middle" }, `${Math.round(risk * 100)}%`),
  ]);
  const drop = (x, from, to, kind) => svg("line", { x1: x, x2: x, y1: from, y2: to, class: kind });

  /** The map: risk across, what signing gives the attacker upright; under it, who is content with which risk. */
  function map(place, words, box) {
    const wide = plotIn(box);
    const x = (risk) => PLOT.left + risk * wide;
    const y = (down) => PLOT.top + down;
    const foot = y(place.tall);
    const floor = foot + place.deep;
    const scale = place.tall / (place.high - place.low);
    const hatch = `course-hatch-${(window.__courseHatches = (window.__courseHatches ?? 0) + 1)}`;
    const anchor = { left: "start", center: "middle", right: "end" };
    const rise = { top: 12, middle: 4, bottom: -4 };
    const said = (label) => {
      const above = { top: 0, middle: (label.lines.length - 1) / 2, bottom: label.lines.length - 1 }[label.yanchor];
      return lines(label.lines, x(label.x) + label.dx, y(label.down) + label.dy + rise[label.yanchor] - 16 * above, { "text-anchor": anchor[label.xanchor] });
    };
    return svg("svg", { viewBox: `0 0 ${wide + PLOT.left + PLOT.right} ${floor + 42}`, width: wide + PLOT.left + PLOT.right, role: "img", class: "course-map", "aria-label": words.map },
      svg("defs", {}, svg("pattern", { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, drop(0, 0, 7, "course-hatching"))),
      percents(x, PLOT.top, floor),
      svg("text", { x: x(0.5), y: floor + 34, "text-anchor": "middle" }, words.across),
      steps(place.low, place.high).map((worth) => {
        const down = PLOT.top + (place.high - worth) * scale;
        return [
          svg("line", { x1: x(0), x2: x(1), y1: down, y2: down, class: "course-tick" }),
          svg("text", { x: x(0) - 6, y: down + 4, "text-anchor": "end" }, String(worth).replace("-", "−")),
        ];
      }),
      place.corner ? svg("rect", { x: x(0), y: PLOT.top, width: place.corner[0] * wide, height: place.corner[1], fill: `url(#${hatch})` }) : null,
      place.lanes.map((lane) => lane.edge === null ? null : drop(x(lane.edge), PLOT.top, y(place.tall) + lane.at, `course-edge${lane.who === "you" ? " is-you" : ""}`)),
      svg("polyline", { points: place.curve.map(([risk, down]) => `${x(risk)},${y(down)}`).join(" "), class: "course-curve" }),
      place.line === null ? null : svg("line", { x1: x(0), x2: x(1), y1: y(place.line), y2: y(place.line), class: "course-short" }),
      place.before ? [
        place.dot ? svg("line", { x1: x(place.before[0]), y1: y(place.before[1]), x2: x(place.dot[0]), y2: y(place.dot[1]), class: "course-drop" }) : null,
        svg("circle", { cx: x(place.before[0]), cy: y(place.before[1]), r: 7, class: "course-own is-before" }),
      ] : null,
      place.dot ? [
        drop(x(place.dot[0]), y(place.dot[1]), floor, "course-drop"),
        place.foot === null ? null : drop(x(place.dot[0]), y(place.foot), y(place.dot[1]), "course-lift"),
        svg("circle", { cx: x(place.dot[0]), cy: y(place.dot[1]), r: 7, class: "course-own" }),
      ] : null,
      place.labels.map(said),
      svg("text", { x: x(0), y: foot + 18, class: "course-on course-strong" }, words.lanes),
      place.lanes.map((lane) => [
        lines(lane.lines, x(0), foot + lane.down + 13, {}),
        svg("line", { x1: x(0), x2: x(1), y1: foot + lane.at, y2: foot + lane.at, class: "course-tick" }),
        lane.low <= lane.high ? svg("rect", { x: x(lane.low), y: foot + lane.at - 4, width: Math.max((lane.high - lane.low) * wide, 2), height: 9, class: lane.who === "all" ? "course-lane is-all" : "course-lane" }) : null,
      ]));
  }

  /** A bar for each assumption: the risks that it alone can make; filled where it turns an answer. */
  function weights(found, words, box) {
    const wide = plotIn(box);
    const x = (risk) => PLOT.left / 2 + risk * wide;
    const floor = 26 + 40 * found.bars.length;
    return svg("svg", { viewBox: `0 0 ${wide + PLOT.left / 2 + PLOT.right} ${floor + 42}`, width: wide + PLOT.left / 2 + PLOT.right, role: "img", class: "course-map", "aria-label": words.weights },
      percents(x, 4, floor),
      svg("text", { x: x(0.5), y: floor + 34, "text-anchor": "middle" }, words.across),
      drop(x(found.alpha), 4, floor, "course-edge"),
      drop(x(found.risk), 4, floor, "course-edge is-you"),
      found.bars.map(([low, high, turns], row) => [
        lines([`${found.rows[row][0]}, ${found.rows[row][1].split(" (")[0]}`], x(0), 20 + 40 * row, {}),
        svg("rect", { x: x(low), y: 26 + 40 * row, width: Math.max((high - low) * wide, 2), height: 9, class: turns ? "course-lane" : "course-lane is-all" }),
      ]));
  }

  /** Over credibility: what deters, what is signed, and both; a line where the design stands. */
  function credibility(found, words, box) {
    const wide = plotIn(box);
    const x = (share) => PLOT.left / 2 + share * wide;
    const floor = 30 + 40 * found.bars.length;
    return svg("svg", { viewBox: `0 0 ${wide + PLOT.left / 2 + PLOT.right} ${floor + 42}`, width: wide + PLOT.left / 2 + PLOT.right, role: "img", class: "course-map", "aria-label": words.window },
      [0, 0.25, 0.5, 0.75, 1].map((share) => [
        drop(x(share), 22, floor, "course-tick"),
        svg("text", { x: x(share), y: floor + 16, "text-anchor": share === 1 ? "end" : "middle" }, String(share)),
      ]),
      svg("text", { x: x(0.5), y: floor + 34, "text-anchor": "middle" }, words.credibility),
      drop(x(found.Q), 18, floor, "course-drop"),
      lines([found.yours], x(found.Q), 12, { "text-anchor": found.Q > 0.5 ? "end" : "start" }),
      found.bars.map(([said, low, high], row) => [
        lines([said], x(0), 42 + 40 * row, {}),
        svg("line", { x1: x(0), x2: x(1), y1: 52 + 40 * row, y2: 52 + 40 * row, class: "course-tick" }),
        low <= high ? svg("rect", { x: x(low), y: 48 + 40 * row, width: Math.max((high - low) * wide, 2), height: 9, class: row === 2 ? "course-lane is-all" : "course-lane" }) : null,
      ]));
  }

  return { clock, map, weights, credibility };
})();

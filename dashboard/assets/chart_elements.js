/* What a chart is made of: elements of SVG, words, hatching, marks of points, scales. Knows no chart (chart_figure.js). */
(function () {
    const SPACE = "http://www.w3.org/2000/svg";
    const LINE = 1.3; // height of a line of text, in sizes of its letters
    // Measures text: a canvas, or, where the browser is told to give none, a text of SVG that nobody sees.
    let measure = null;
    const measuring = () => {
        const pen = document.createElement("canvas").getContext("2d");
        if (pen) {
            return (text, font) => {
                pen.font = font;
                return pen.measureText(text).width;
            };
        }
        const sheet = element("svg", {"aria-hidden": "true", width: 0, height: 0, style: "position: absolute; visibility: hidden"}, document.body);
        const label = element("text", {}, sheet);
        return (text, font) => {
            label.style.font = font;
            label.textContent = text;
            return label.getComputedTextLength();
        };
    };

    const element = (name, attributes, parent) => {
        const made = document.createElementNS(SPACE, name);
        Object.entries(attributes).forEach(([key, value]) => {
            if (value !== undefined && value !== null && value !== "") {
                made.setAttribute(key, value);
            }
        });
        parent.appendChild(made);
        return made;
    };
    const near = (number) => Math.round(number * 100) / 100;

    // Text of a figure: <br> begins a line, <b> is bold. One list of runs per line.
    const linesOf = (text) => String(text).split("<br>").map((line) => line.split(/(<b>.*?<\/b>)/).filter(Boolean)
        .map((run) => (run.startsWith("<b>") ? {bold: true, text: run.slice(3, -4)} : {bold: false, text: run})));
    const widthOf = (text, size, family) => Math.max(...linesOf(text).map((runs) => runs.reduce((sum, run) => {
        measure = measure || measuring();
        return sum + measure(run.text, `${run.bold ? "bold " : ""}${size}px ${family}`);
    }, 0)));

    // The baseline of the first line of a text whose block stands above, below or at the middle of y.
    const baseline = (text, size, y, side) => {
        const lines = linesOf(text).length;
        if (side === "above") {
            return y - 0.3 * size - (lines - 1) * LINE * size;
        }
        return side === "below" ? y + 0.95 * size : y + 0.35 * size - (lines - 1) * LINE * size / 2;
    };
    // A text whose first line stands on y. look: size, fill, anchor, and whatever an element of SVG takes.
    const write = (text, x, y, {size, ...look}, parent) => {
        const label = element("text", {x: near(x), y: near(y), "font-size": size, ...look}, parent);
        linesOf(text).forEach((runs, row) => runs.forEach((run, place) => {
            const isPlain = !run.bold && runs.length === 1 && row === 0;
            if (isPlain) {
                label.textContent = run.text;
                return;
            }
            const start = place === 0 && row > 0 ? {x: near(x), dy: near(LINE * size)} : {};
            element("tspan", {...start, "font-weight": run.bold ? 700 : null}, label).textContent = run.text;
        }));
        return label;
    };

    const HATCHES = {
        "/": (n) => `M${-n / 4},${n / 4}l${n / 2},${-n / 2}M0,${n}L${n},0M${n * 3 / 4},${n * 5 / 4}l${n / 2},${-n / 2}`,
        "\\": (n) => `M${n * 3 / 4},${-n / 4}l${n / 2},${n / 2}M0,0L${n},${n}M${-n / 4},${n * 3 / 4}l${n / 2},${n / 2}`,
        "-": (n) => `M0,${n / 2}L${n},${n / 2}`,
        "|": (n) => `M${n / 2},0L${n / 2},${n}`,
    };
    HATCHES.x = (n) => HATCHES["/"](n) + HATCHES["\\"](n);
    HATCHES["+"] = (n) => HATCHES["-"](n) + HATCHES["|"](n);
    // What fills a shape: its colour, or a pattern over it (over nothing where the pattern stands in place of the colour).
    const paint = (colour, pattern, name, defs) => {
        if (!pattern || !pattern.shape) {
            return colour;
        }
        const size = pattern.size || 8;
        const solidity = pattern.solidity || 0.3;
        const ink = pattern.fgcolor || colour;
        const tile = element("pattern", {id: name, width: size, height: size, patternUnits: "userSpaceOnUse"}, defs);
        if (pattern.fillmode === "overlay") {
            element("rect", {width: size, height: size, fill: colour}, tile);
        }
        if (pattern.shape === ".") {
            element("circle", {cx: size / 2, cy: size / 2, r: near(size * Math.sqrt(solidity / Math.PI)), fill: ink}, tile);
        } else {
            element("path", {d: HATCHES[pattern.shape](size), stroke: ink, "stroke-width": near(solidity * size), fill: "none"}, tile);
        }
        return `url(#${name})`;
    };

    const MARKS = {
        circle: (r) => `M${r},0A${r},${r} 0 1,1 0,${-r}A${r},${r} 0 0,1 ${r},0Z`,
        square: (r) => `M${-r},${-r}H${r}V${r}H${-r}Z`,
        diamond: (r) => `M${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0L0,${-1.3 * r}Z`,
        "line-ns": (r) => `M0,${1.4 * r}V${-1.4 * r}`,
    };
    const DASHES = {dot: 1, dash: 3};
    const dashes = (dash, width) => (DASHES[dash] ? `${DASHES[dash] * Math.max(width, 3)},${DASHES[dash] * Math.max(width, 3)}` : null);

    // Steps of 1, 2 or 5 and their multiples by ten, about `number` of them.
    const roundTicks = ([low, high], number) => {
        const rough = Math.abs(high - low) / number;
        const base = 10 ** Math.floor(Math.log10(rough));
        return base * [1, 2, 5, 10].find((step) => step * base >= rough * 0.999);
    };
    const numbersOf = (step, [low, high]) => {
        const [from, to] = [Math.min(low, high), Math.max(low, high)];
        const first = Math.ceil(from / step - 1e-9);
        return Array.from({length: Math.floor(to / step + 1e-9) - first + 1}, (_, place) => (first + place) * step);
    };
    /* A scale along one side: place(value) in pixels, its range, its ticks ([value, text] each).
       values: all that stand along it; start, end: pixels of its two ends. */
    const scale = (axis, values, start, end) => {
        const names = values.some((value) => typeof value === "string") ? [...new Set(values)] : null;
        let range = axis.range;
        if (!range) {
            const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
            range = names ? [-0.5, names.length - 0.5] : [low, high + 0.05 * (high - low)];
            range = axis.autorange === "reversed" ? [range[1], range[0]] : range;
        }
        const numeric = (value) => (names && typeof value === "string" ? names.indexOf(value) : value);
        const step = names ? 1 : axis.dtick || roundTicks(range, axis.nticks || Math.min(9, Math.max(4, Math.abs(end - start) / 60)));
        const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        const said = (value) => value.toLocaleString("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits});
        const at = names || axis.tickvals || numbersOf(step, range);
        return {
            range,
            place: (value) => start + (numeric(value) - range[0]) / (range[1] - range[0]) * (end - start),
            ticks: at.map((value, place) => [value, axis.ticktext ? axis.ticktext[place] : names ? value : said(value) + (axis.ticksuffix || "")]),
        };
    };

    window.kasanariChartParts = {element, near, linesOf, widthOf, baseline, write, paint, MARKS, dashes, scale};
})();

/* Charts as SVG, drawn at the size of their box: bars, lines, points and areas, as the server describes them in plotly's
   words (dashboard/components/chart.py names those that are known here). What lies under the pointer is said beside it. */
(function () {
    const parts = window.kasanariChartParts;
    const {element, near, write} = parts;
    const GAP = 3; // between a label of an axis and its side
    const REACH = 12; // from the middle of a point: how far the pointer still means it
    const HALO = {"paint-order": "stroke", stroke: "#fff", "stroke-width": 3, "stroke-linejoin": "round"};

    const hoverText = (trace, point) => {
        const values = {x: trace.x[point], y: trace.y[point], text: [].concat(trace.text)[point], customdata: (trace.customdata || [])[point]};
        if (trace.hovertemplate) {
            return trace.hovertemplate.replace("<extra></extra>", "").replace(/%\{(\w+)\}/g, (_, name) => values[name]);
        }
        return typeof trace.text === "string" ? trace.text : values.text;
    };

    class Drawing {
        constructor(figure, width, height, name) {
            Object.assign(this, {figure, width, height, name, tips: new Map(), points: new Map(), patterns: 0});
            const {layout, data} = figure;
            this.font = layout.font;
            this.svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
            Object.entries({class: "chart", viewBox: `0 0 ${width} ${height}`, "font-family": this.font.family, fill: this.font.color})
                .forEach(([key, value]) => this.svg.setAttribute(key, value));
            this.defs = element("defs", {}, this.svg);
            const [x, y] = [layout.xaxis || {}, layout.yaxis || {}];
            this.axes = {x, y};
            const margin = {...layout.margin};
            const names = data.flatMap((trace) => trace.y).filter((value) => typeof value === "string");
            if (names.length && y.visible !== false) { // no name is cut
                const widest = Math.max(...[...new Set(names)].map((text) => parts.widthOf(text, this.sizeOf(y), this.font.family)));
                margin.l = Math.max(margin.l, Math.ceil(widest) + GAP + (y.ticklabelstandoff || 0) + 2);
            }
            this.box = {left: margin.l, right: width - margin.r, top: margin.t, bottom: height - margin.b};
            this.x = parts.scale(x, data.flatMap((trace) => trace.x), this.box.left, this.box.right);
            this.y = parts.scale(y, data.flatMap((trace) => trace.y), this.box.bottom, this.box.top);
        }

        // Whether anything is left within the margins: a box may be narrower while its page is laid out.
        get hasRoom() {
            return this.box.right > this.box.left && this.box.bottom > this.box.top;
        }

        sizeOf(axis) {
            return (axis.tickfont && axis.tickfont.size) || this.font.size;
        }

        draw() {
            const {layout, data} = this.figure;
            this.shapes(layout.shapes || []);
            this.grid();
            this.bars(data);
            data.forEach((trace, curve) => trace.type === "scatter" && this.scatter(trace, curve));
            this.ticks();
            (layout.annotations || []).forEach((note) => this.note(note));
            return this;
        }

        layer(name) {
            return element("g", {class: name}, this.svg);
        }

        place(ref, axis, value) {
            const [start, end] = axis === "x" ? [this.box.left, this.box.right] : [this.box.bottom, this.box.top];
            return ref === "paper" ? start + value * (end - start) : this[axis].place(value);
        }

        shapes(shapes) {
            const layer = this.layer("chart-shapes");
            shapes.forEach((shape) => {
                const [x0, x1] = [shape.x0, shape.x1].map((value) => near(this.place(shape.xref, "x", value)));
                const [y0, y1] = [shape.y0, shape.y1].map((value) => near(this.place(shape.yref, "y", value)));
                const {color, width, dash} = shape.line;
                if (shape.type === "line") {
                    element("line", {x1: x0, x2: x1, y1: y0, y2: y1, stroke: color, "stroke-width": width, "stroke-dasharray": parts.dashes(dash, width)}, layer);
                } else {
                    element("rect", {x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0),
                        fill: shape.fillcolor, stroke: width ? color : null, "stroke-width": width || null}, layer);
                }
            });
        }

        grid() {
            const layer = this.layer("chart-grid");
            const rule = (axis, value, colour) => {
                const at = Math.round(this[axis].place(value)) + 0.5;
                const ends = axis === "x" ? {x1: at, x2: at, y1: this.box.top, y2: this.box.bottom} : {x1: this.box.left, x2: this.box.right, y1: at, y2: at};
                element("line", {...ends, stroke: colour, "shape-rendering": "crispEdges"}, layer);
            };
            ["x", "y"].filter((axis) => this.axes[axis].visible !== false).forEach((axis) => {
                const {gridcolor, showgrid, zeroline, zerolinecolor} = this.axes[axis];
                if (gridcolor && showgrid !== false) {
                    this[axis].ticks.forEach(([value]) => rule(axis, value, gridcolor));
                }
                if (zerolinecolor && zeroline !== false) {
                    rule(axis, 0, zerolinecolor);
                }
            });
        }

        ticks() {
            const {left, bottom} = this.box;
            const look = (axis, anchor) => ({size: this.sizeOf(axis), fill: axis.tickfont && axis.tickfont.color, "text-anchor": anchor});
            const {x, y} = this.axes;
            if (x.visible !== false) {
                const layer = this.layer("chart-ticks-x");
                let free = -Infinity; // labels that would touch the one before are left out
                this.x.ticks.forEach(([value, text]) => {
                    const [at, half] = [this.x.place(value), parts.widthOf(text, this.sizeOf(x), this.font.family) / 2];
                    if (at - half >= free) {
                        write(text, at, bottom + GAP + this.sizeOf(x), look(x, "middle"), layer);
                        free = at + half + 2;
                    }
                });
            }
            if (y.visible !== false) {
                const layer = this.layer("chart-ticks-y");
                const at = left - GAP - (y.ticklabelstandoff || 0);
                this.y.ticks.forEach(([value, text]) => write(text, at, this.y.place(value) + 0.35 * this.sizeOf(y), look(y, "end"), layer));
            }
        }

        paint(colour, pattern) {
            this.patterns += 1;
            return parts.paint(colour, pattern, `${this.name}-hatch-${this.patterns}`, this.defs);
        }

        // Says under the pointer what a shape of a trace stands for, and is pressed as it.
        tell(shape, trace, curve, point) {
            if (trace.hoverinfo !== "skip") {
                this.tips.set(shape, hoverText(trace, point));
                this.points.set(shape, {curveNumber: curve, pointNumber: point, x: trace.x[point], y: trace.y[point], customdata: (trace.customdata || [])[point]});
            }
        }

        // Stacked bars that lie on their side.
        bars(data) {
            const layer = this.layer("chart-bars");
            const thick = Math.abs(this.y.place(1) - this.y.place(0)) * (1 - (this.figure.layout.bargap || 0.2));
            const ends = {};
            const words = [];
            data.forEach((trace, curve) => {
                if (trace.type !== "bar") {
                    return;
                }
                const group = element("g", {class: "chart-series"}, layer);
                const {color, line, pattern} = trace.marker;
                const fill = this.paint(color, pattern);
                trace.x.forEach((number, point) => {
                    const name = trace.y[point];
                    if (!number) {
                        return;
                    }
                    const start = ends[name] || 0;
                    ends[name] = start + number;
                    const [from, to] = [this.x.place(start), this.x.place(ends[name])];
                    const middle = this.y.place(name);
                    const bar = element("rect", {class: "chart-bar", x: near(from), y: near(middle - thick / 2), width: near(to - from), height: near(thick),
                        fill, stroke: line.color, "stroke-width": line.width}, group);
                    this.tell(bar, trace, curve, point);
                    if (trace.text[point]) {
                        words.push([trace.text[point], (from + to) / 2, middle, trace.textfont]);
                    }
                });
            });
            words.forEach(([text, x, y, font]) => write(text, x, y + 0.35 * font.size,
                {size: font.size, fill: font.color, "text-anchor": "middle", "pointer-events": "none"}, layer));
        }

        scatter(trace, curve) {
            const layer = element("g", {class: "chart-series"}, this.svg);
            const isThere = (point) => trace.x[point] !== null && trace.y[point] !== null;
            const places = trace.x.map((_, point) => point).filter(isThere);
            const spots = places.map((point) => [near(this.x.place(trace.x[point])), near(this.y.place(trace.y[point]))]);
            const {color, width, dash} = trace.line || {};
            if (trace.mode.includes("lines") && spots.length) {
                // a line ends before what is missing and begins again after it
                const outline = spots.map((spot, at) => (at && places[at] === places[at - 1] + 1 ? "L" : "M") + spot.join()).join("");
                const isArea = trace.fill === "toself";
                const path = element("path", {class: isArea ? "chart-area" : "chart-line", d: isArea ? outline + "Z" : outline,
                    fill: isArea ? this.paint(trace.fillcolor, trace.fillpattern) : "none", "data-name": trace.meta,
                    stroke: width ? color : null, "stroke-width": width || null, "stroke-dasharray": parts.dashes(dash, width), "stroke-linejoin": "round"}, layer);
                if (isArea) {
                    this.tell(path, trace, curve, 0);
                }
            }
            if (trace.mode.includes("markers")) {
                spots.forEach(([x, y], at) => this.mark(trace, curve, places[at], x, y, layer));
            }
            if (trace.mode.includes("text")) {
                const {size, color: fill} = trace.textfont;
                const [side, along] = trace.textposition.split(" ");
                const reach = trace.marker.size / 2 / 0.8 + 1;
                const anchor = {left: "end", right: "start", center: "middle"}[along];
                const dx = {left: -reach, right: reach, center: 0}[along];
                const dy = {top: -reach, bottom: reach, middle: 0}[side];
                const block = {top: "above", bottom: "below", middle: "middle"}[side];
                spots.forEach(([x, y], at) => {
                    const text = trace.text[places[at]];
                    if (text) {
                        write(text, x + dx, parts.baseline(text, size, y + dy, block), {size, fill, "text-anchor": anchor, "pointer-events": "none"}, layer);
                    }
                });
            }
        }

        mark(trace, curve, point, x, y, layer) {
            const {symbol, size, color, line} = trace.marker;
            const kind = Array.isArray(symbol) ? symbol[point] : symbol;
            const isOpen = kind.endsWith("-open");
            element("path", {class: "chart-point", d: parts.MARKS[kind.replace("-open", "")](size / 2), transform: `translate(${x},${y})`,
                fill: isOpen ? "none" : color, stroke: isOpen ? color : line.color, "stroke-width": line.width}, layer);
            const around = element("circle", {cx: x, cy: y, r: REACH, fill: "transparent"}, layer);
            this.tell(around, trace, curve, point);
        }

        note(note) {
            const size = (note.font && note.font.size) || this.font.size;
            const pad = note.borderpad === undefined ? 1 : note.borderpad;
            const x = this.place(note.xref, "x", note.x) + (note.xshift || 0);
            const y = this.place(note.yref, "y", note.y) - (note.yshift || 0);
            const side = {top: "below", bottom: "above"}[note.yanchor] || "middle";
            const aside = {left: pad, right: -pad}[note.xanchor] || 0;
            const anchor = {left: "start", right: "end"}[note.xanchor] || "middle";
            const layer = element("g", {class: "chart-note"}, this.svg);
            if (note.bgcolor) {
                const wide = parts.widthOf(note.text, size, this.font.family) + 2 * pad + 2;
                const high = size * 1.3 + 2 * pad;
                element("rect", {x: near(x - wide / 2), y: near(y - high / 2), width: near(wide), height: near(high), fill: note.bgcolor,
                    stroke: note.bordercolor, "stroke-width": note.borderwidth}, layer);
            }
            const at = parts.baseline(note.text, size, y + {below: pad, above: -pad, middle: 0}[side], side);
            write(note.text, x + aside, at, {size, fill: note.font && note.font.color, "text-anchor": anchor, ...(note.bgcolor ? {} : HALO)}, layer);
            if (note.hovertext) {
                this.tips.set(layer, note.hovertext);
            } else {
                layer.setAttribute("pointer-events", "none");
            }
        }
    }

    window.kasanariChartDrawing = Drawing;
})();

/* The map that we draw ourselves. Its shapes come with the page or from data.drawing, once; here they are painted,
   marked, named, enlarged, walked by keys. What is shown is told by map_view.js. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const NAMES_FROM = 1.9, MOST = 12, STEP = 1.5, MOVED = 4;
    const EM = 12.5, LINE = 15, GAP = 6;
    const MOST_NAMES = 18, MOST_IMPLEMENTING_NAMES = 40;
    /* Where a name lies from its point, in sizes of the text; the preferred first. */
    const SIDES = [[0, -0.5], [-1, -0.5], [-0.5, -1], [-0.5, 0], [0, -1], [-1, -1], [0, 0], [-1, 0]];
    const ARROWS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
    const HALO = {"paint-order": "stroke", stroke: "#fff", "stroke-width": 3.5, "stroke-linejoin": "round"};

    let svg = null; // the drawing, the same one on both pages
    let parts = {};
    let shown = null;
    let view = [0, 0, 1, 1], whole = view;
    let perDot = 0; // units of the drawing in one dot of the screen
    let dragged = false;
    let asked = ""; // the address of the drawing that is fetched now
    const sized = new ResizeObserver(() => fit(true));

    const set = (element, attributes) => Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    const shape = (town) => parts.towns[town].getAttribute("d");
    const shapes = (towns) => towns.map(shape).join("");

    const prepare = (found, data) => {
        svg = found;
        svg.dataset.of = data.drawing;
        whole = svg.dataset.whole.split(" ").map(Number);
        view = whole.slice();
        perDot = 0;
        const towns = svg.querySelector(".drawn-towns");
        const pattern = K.make("pattern", {
            id: "drawn-hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse",
        }, K.make("defs", {}, svg));
        K.make("path", {d: "M0,0V7", stroke: "#76767B", "stroke-width": 1.5}, pattern);
        const group = (name, attributes) => K.make("g", {class: name, "aria-hidden": "true", "pointer-events": "none", ...attributes}, svg);
        const line = (name, colour, width) =>
            K.make("path", {class: name, fill: "none", stroke: colour, "stroke-width": width, "pointer-events": "none"}, svg);
        set(svg.querySelector(".drawn-north"), {"aria-hidden": "true"});
        set(svg.querySelector(".drawn-areas"), {"aria-hidden": "true", "pointer-events": "none"});
        set(towns, {
            role: "listbox", "aria-orientation": "horizontal",
            "aria-label": "地図。矢印キーで市町村を移り、Enterキーで開きます。＋と－で拡大・縮小、0で元の大きさ",
        });
        parts = {towns: [...towns.children], pattern: pattern};
        parts.hatch = K.make("path", {class: "drawn-hatched", fill: "url(#drawn-hatch)", "pointer-events": "none"});
        towns.after(parts.hatch);
        parts.beside = line("drawn-beside", data.colours.ink, 1.6);
        parts.chosen = line("drawn-chosen", data.colours.red, 3.2);
        parts.hovered = line("drawn-hovered", data.colours.ink, 2.5);
        const marks = group("drawn-marks", {});
        parts.marks = parts.towns.map(() => K.make("path", {class: "drawn-mark"}, marks));
        parts.names = group("drawn-names", {"text-anchor": "middle", "font-size": 12, fill: data.colours.ink, ...HALO});
        parts.order = new Map(parts.towns.map((path, town) => [path, town]));
        parts.towns.forEach((path, town) => set(path, {role: "option", tabindex: town ? -1 : 0}));
        listen();
    };

    /* ---- what is painted ---- */

    const paint = () => {
        const {layer, places, inside} = shown;
        const classes = layer.classes;
        const quiet = (one) => layer.silent && one.code === "no_data";
        const hatched = [];
        parts.towns.forEach((path, town) => {
            const one = classes[places[town]];
            path.setAttribute("fill", inside[town] ? one.fill : layer.outside || one.pale);
            path.setAttribute("aria-label", said(town));
            path.setAttribute("aria-selected", String(town === shown.chosen));
            if (one.hatch && inside[town]) {
                hatched.push(town);
            }
            const mark = parts.marks[town];
            const bare = quiet(one) || (layer.outside && !inside[town]);
            mark.setAttribute("display", bare ? "none" : "inline");
            set(mark, {
                d: K.mark(one, inside[town] ? 0.5 : 0.25), fill: one.ink, opacity: inside[town] ? 1 : 0.35,
                // a white mark on the coast keeps an edge against the sea
                stroke: one.ink === "#FFFFFF" ? one.fill : one.ink, "stroke-width": 1.1,
            });
        });
        parts.hatch.setAttribute("d", shapes(hatched));
        parts.beside.setAttribute("d", shown.chosen < 0 ? "" : shapes(shown.data.towns.beside[shown.chosen]));
        parts.chosen.setAttribute("d", shown.chosen < 0 ? "" : shape(shown.chosen));
    };

    const said = (town) => [
        shown.data.towns.name[town], K.stateText(shown, town), K.valueText(shown, town),
        shown.inside[town] ? "" : "条件の外", shown.synthetic && shown.synthetic[town] ? "架空データ" : "",
    ].filter(Boolean).join("、");

    /* The size of marks and names is that of the screen, however large the drawing is. */
    const fit = (force) => {
        const box = svg && svg.getBoundingClientRect();
        if (!box || !box.width || !box.height || !shown) {
            return;
        }
        const now = Math.max(view[2] / box.width, view[3] / box.height);
        if (now === perDot && !force) {
            return;
        }
        perDot = now;
        const {x, y} = shown.data.towns;
        parts.marks.forEach((mark, town) => mark.setAttribute("transform", `translate(${x[town]} ${y[town]})scale(${perDot})`));
        parts.pattern.setAttribute("patternTransform", `rotate(45)scale(${perDot})`);
        name();
    };

    /* ---- names ---- */

    const write = (x, y, lines, attributes) => {
        const text = K.make("text", {transform: `translate(${x} ${y})scale(${perDot})`, ...attributes}, parts.names);
        if (lines.length === 1) {
            text.textContent = lines[0];
            return;
        }
        lines.forEach((line, number) => {
            K.make("tspan", {x: 0, dy: number ? 14 : 0}, text).textContent = line;
        });
    };

    const name = () => {
        const {towns, colours, areas, areaPlace} = shown.data;
        const soft = {fill: colours.soft};
        parts.names.replaceChildren();
        const [x, y] = svg.dataset.north.split(" ");
        write(x, y, ["北方領土", "（対象外）"], {...soft, "font-size": 11});
        if (whole[2] / view[2] >= NAMES_FROM) {
            const isIn = (town) => towns.x[town] > view[0] && towns.x[town] < view[0] + view[2] &&
                towns.y[town] > view[1] && towns.y[town] < view[1] + view[3];
            towns.name.forEach((said, town) => isIn(town) && write(towns.x[town], towns.y[town], [said], {"font-size": 11, dy: 18}));
        } else if (svg.parentNode.dataset.names === "adopters") {
            place(named()).forEach(([town, side]) => {
                const dots = [[GAP, -GAP, 0][side[0] === 0 ? 0 : side[0] === -1 ? 1 : 2], side[1] === -0.5 ? 4.5 : side[1] === 0 ? 16 : -GAP];
                write(towns.x[town], towns.y[town], [towns.name[town]], {
                    "text-anchor": side[0] === 0 ? "start" : side[0] === -1 ? "end" : "middle", dx: dots[0], dy: dots[1],
                });
            });
        } else {
            areas.forEach((area, number) => write(...areaPlace[number], [area], soft));
        }
    };

    /* The towns whose names are written: as many as can be read. */
    const named = () => {
        const code = (town) => shown.layer.classes[shown.places[town]].code;
        const kept = shown.places.map((_place, town) => town).filter((town) => shown.inside[town]);
        const implementing = kept.filter((town) => code(town) === "implementing");
        const both = kept.filter((town) => ["implementing", "planned"].includes(code(town)));
        return both.length <= MOST_NAMES ? both : implementing.length <= MOST_IMPLEMENTING_NAMES ? implementing : [];
    };

    /* A side for each name: greedy, north to south, the side that covers least (as figures/labels.py does for slides). */
    const place = (towns) => {
        const {x, y, name: names} = shown.data.towns;
        const at = (town) => [x[town] / perDot, y[town] / perDot];
        const taken = towns.map((town) => [town, at(town)]).map(([town, [left, top]]) => [town, left - 5, top - 5, left + 5, top + 5]);
        const overlap = (one, other) => Math.max(0, Math.min(one[3], other[3]) - Math.max(one[1], other[1])) *
            Math.max(0, Math.min(one[4], other[4]) - Math.max(one[2], other[2]));
        return towns.slice().sort((one, other) => y[one] - y[other]).map((town) => {
            let best = null, least = Infinity;
            SIDES.forEach((side) => {
                const [px, py] = at(town);
                const wide = names[town].length * EM;
                const left = px + side[0] * wide + (side[0] === 0 ? GAP : side[0] === -1 ? -GAP : 0);
                const top = py + side[1] * LINE + (side[1] === -0.5 ? 0 : side[1] === 0 ? GAP : -GAP);
                const box = [-1, left, top, left + wide, top + LINE];
                const cost = taken.reduce((sum, other) => sum + (other[0] === town ? 0 : overlap(box, other)), 0);
                if (cost < least) {
                    least = cost;
                    best = [side, box];
                }
            });
            taken.push(best[1]);
            return [town, best[0]];
        });
    };

    /* ---- closer and farther ---- */

    const look = (left, top, wide) => {
        const high = wide * whole[3] / whole[2];
        const within = (value, size, all) => Math.min(Math.max(value, -size / 4), all - size * 3 / 4);
        view = wide >= whole[2] ? whole.slice() : [within(left, wide, whole[2]), within(top, high, whole[3]), wide, high];
        svg.setAttribute("viewBox", view.map(Math.round).join(" "));
        fit(true);
    };
    const zoom = (factor, spot) => {
        const [x, y] = spot || [view[0] + view[2] / 2, view[1] + view[3] / 2];
        const wide = Math.min(whole[2], Math.max(whole[2] / MOST, view[2] / factor));
        const share = wide / view[2];
        look(x - (x - view[0]) * share, y - (y - view[1]) * share, wide);
    };
    const zooms = {in: () => zoom(STEP), out: () => zoom(1 / STEP), reset: () => look(0, 0, whole[2])};

    /* ---- pointer and keys ---- */

    const townOf = (event) => (parts.order.has(event.target) ? parts.order.get(event.target) : -1);

    const listen = () => {
        let from = null;
        svg.addEventListener("mouseover", (event) => K.hover(from && dragged ? -1 : townOf(event)));
        svg.addEventListener("mouseleave", () => K.hover(-1));
        svg.addEventListener("focusin", (event) => K.hover(townOf(event), event.target));
        svg.addEventListener("focusout", () => K.hover(-1));
        svg.addEventListener("click", (event) => !dragged && K.open(townOf(event)));
        svg.addEventListener("pointerdown", (event) => {
            dragged = false;
            from = event.button ? null : [event.clientX, event.clientY, view[0], view[1]];
        });
        window.addEventListener("pointermove", (event) => {
            if (!from || !event.buttons) {
                from = null;
                return;
            }
            const [right, down] = [event.clientX - from[0], event.clientY - from[1]];
            dragged = dragged || Math.hypot(right, down) > MOVED;
            if (dragged && view[2] < whole[2]) {
                look(from[2] - right * perDot, from[3] - down * perDot, view[2]);
            }
        });
        window.addEventListener("pointerup", () => {
            from = null;
        });
        svg.addEventListener("wheel", (event) => {
            if (event.ctrlKey || event.metaKey) { // the wheel alone moves the page
                event.preventDefault();
                const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
                zoom(event.deltaY < 0 ? STEP : 1 / STEP, [spot.x, spot.y]);
            }
        }, {passive: false});
        svg.addEventListener("keydown", (event) => {
            const town = townOf(event);
            const key = {"+": "in", ";": "in", "-": "out", "0": "reset"}[event.key];
            if (town < 0 || event.ctrlKey || event.altKey || event.metaKey) {
                return;
            }
            if (event.key === "Enter" || event.key === " ") {
                K.open(town);
            } else if (ARROWS[event.key]) {
                focus(beyond(town, ARROWS[event.key]));
            } else if (event.key === "Home" || event.key === "End") {
                focus(event.key === "Home" ? 0 : parts.towns.length - 1);
            } else if (key) {
                zooms[key]();
            } else {
                return;
            }
            event.preventDefault();
        });
    };

    /* The town that lies nearest in a direction. */
    const beyond = (town, [dx, dy]) => {
        const {x, y} = shown.data.towns;
        let best = town, least = Infinity;
        x.forEach((_x, other) => {
            const ahead = (x[other] - x[town]) * dx + (y[other] - y[town]) * dy;
            const aside = Math.abs((x[other] - x[town]) * dy) + Math.abs((y[other] - y[town]) * dx);
            if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) {
                best = other;
                least = ahead + 2 * aside;
            }
        });
        return best;
    };

    const focus = (town) => {
        parts.towns.forEach((path, number) => path.setAttribute("tabindex", number === town ? 0 : -1));
        const {x, y} = shown.data.towns;
        if (x[town] < view[0] || y[town] < view[1] || x[town] > view[0] + view[2] || y[town] > view[1] + view[3]) {
            look(x[town] - view[2] / 2, y[town] - view[3] / 2, view[2]);
        }
        parts.towns[town].focus({preventScroll: true});
    };

    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("[data-zoom]");
        if (button && svg) {
            zooms[button.dataset.zoom]();
        }
    });

    /* ---- for the pages ---- */

    const draw = (box, what) => {
        const found = svg && svg.dataset.of === what.data.drawing ? svg : document.querySelector("svg.drawn:not([data-of])");
        if (!found) {
            fetchDrawing(box, what);
            return;
        }
        shown = what;
        if (found !== svg) {
            prepare(found, what.data);
        }
        if (svg.parentNode !== box) {
            box.replaceChildren(svg);
            sized.disconnect();
            sized.observe(box);
        }
        paint();
        fit(true);
    };

    const fetchDrawing = async (box, what) => {
        if (asked === what.data.drawing) {
            return;
        }
        asked = what.data.drawing;
        try {
            const answer = await fetch(asked);
            const text = answer.ok ? await answer.text() : "";
            const shell = document.createElement("div");
            shell.innerHTML = text;
            if (shell.firstElementChild && box.isConnected) {
                box.replaceChildren(shell.firstElementChild);
                draw(box, K.now || what);
            }
        } finally {
            asked = "";
        }
    };

    const outline = (town) => {
        if (svg) {
            parts.hovered.setAttribute("d", town < 0 ? "" : shape(town));
        }
    };

    /* The map as a table, for Excel. */
    const rows = () => [["コード", "市町村", "振興局", shown.layer.label, "値"], ...shown.data.towns.code.map((code, town) => [
        code, shown.data.towns.name[town], shown.data.areas[shown.data.towns.area[town]],
        K.classLabel(shown, shown.layer.classes[shown.places[town]]), K.valueText(shown, town),
    ])];

    Object.assign(K, {draw, outline, rows});
})();

/* The map that we draw ourselves. Its shapes come with the page or from data.drawing, once; here they are painted,
   marked, named, enlarged, walked by keys. What is shown is told by map_view.js. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const HALO = {"paint-order": "stroke", stroke: "#fff", "stroke-width": 3.5, "stroke-linejoin": "round"};

    /* svg: the drawing, the same one on both pages; parts: what is painted in it; shown: what it shows now; view, whole:
       left, top, width, height of what is seen and of all; perDot: units of the drawing in one dot of the screen. */
    const D = (K.D = {svg: null, parts: {}, shown: null, view: [0, 0, 1, 1], whole: [0, 0, 1, 1], perDot: 0});
    let asked = ""; // the address of the drawing that is fetched now
    const sized = new ResizeObserver(() => fit(false));

    const set = (element, attributes) => Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    const shape = (town) => D.parts.towns[town].getAttribute("d");
    const shapes = (towns) => towns.map(shape).join("");

    const prepare = (found, data) => {
        D.svg = found;
        D.svg.dataset.of = data.drawing;
        D.whole = D.svg.dataset.whole.split(" ").map(Number);
        D.view = D.whole.slice();
        D.perDot = 0;
        const towns = D.svg.querySelector(".drawn-towns");
        const pattern = K.make("pattern", {
            id: "drawn-hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse",
        }, K.make("defs", {}, D.svg));
        K.make("path", {d: "M0,0V7", stroke: "#76767B", "stroke-width": 1.5}, pattern);
        const group = (name, attributes) => K.make("g", {class: name, "aria-hidden": "true", "pointer-events": "none", ...attributes}, D.svg);
        const line = (name, colour, width) =>
            K.make("path", {class: name, fill: "none", stroke: colour, "stroke-width": width, "pointer-events": "none"}, D.svg);
        set(D.svg.querySelector(".drawn-north"), {"aria-hidden": "true"});
        set(D.svg.querySelector(".drawn-areas"), {"aria-hidden": "true", "pointer-events": "none"});
        set(towns, {
            role: "listbox", "aria-orientation": "horizontal",
            "aria-label": "地図。矢印キーで市町村を移り、Enterキーで開きます。＋と－で拡大・縮小、0で元の大きさ",
        });
        D.parts = {towns: [...towns.children], pattern: pattern};
        D.parts.hatch = K.make("path", {class: "drawn-hatched", fill: "url(#drawn-hatch)", "pointer-events": "none"});
        towns.after(D.parts.hatch);
        D.parts.beside = line("drawn-beside", data.colours.ink, 1.6);
        D.parts.chosen = line("drawn-chosen", data.colours.red, 3.2);
        D.parts.hovered = line("drawn-hovered", data.colours.ink, 2.5);
        const marks = group("drawn-marks", {});
        D.parts.marks = D.parts.towns.map(() => K.make("path", {class: "drawn-mark"}, marks));
        D.parts.names = group("drawn-names", {"text-anchor": "middle", "font-size": 12, fill: data.colours.ink, ...HALO});
        D.parts.order = new Map(D.parts.towns.map((path, town) => [path, town]));
        D.parts.towns.forEach((path, town) => set(path, {role: "option", tabindex: town ? -1 : 0}));
        K.listenToMap();
    };

    /* ---- what is painted ---- */

    const paint = () => {
        const {layer, places, inside} = D.shown;
        const classes = layer.classes;
        const quiet = (one) => layer.silent && one.code === "no_data";
        const hatched = [];
        D.parts.towns.forEach((path, town) => {
            const one = classes[places[town]];
            path.setAttribute("fill", inside[town] ? one.fill : layer.outside || one.pale);
            path.setAttribute("aria-label", said(town));
            path.setAttribute("aria-selected", String(town === D.shown.chosen));
            if (one.hatch && inside[town]) {
                hatched.push(town);
            }
            const mark = D.parts.marks[town];
            const bare = quiet(one) || (layer.outside && !inside[town]);
            mark.setAttribute("display", bare ? "none" : "inline");
            set(mark, {
                d: K.mark(one, inside[town] ? 0.5 : 0.25), fill: one.ink, opacity: inside[town] ? 1 : 0.35,
                // a white mark on the coast keeps an edge against the sea
                stroke: one.ink === "#FFFFFF" ? one.fill : one.ink, "stroke-width": 1.1,
            });
        });
        D.parts.hatch.setAttribute("d", shapes(hatched));
        D.parts.beside.setAttribute("d", D.shown.chosen < 0 ? "" : shapes(D.shown.data.towns.beside[D.shown.chosen]));
        D.parts.chosen.setAttribute("d", D.shown.chosen < 0 ? "" : shape(D.shown.chosen));
    };

    const said = (town) => [
        D.shown.data.towns.name[town], K.stateText(D.shown, town), K.valueText(D.shown, town),
        D.shown.inside[town] ? "" : "条件の外", D.shown.synthetic && D.shown.synthetic[town] ? "架空データ" : "",
    ].filter(Boolean).join("、");

    /* The size of marks and names is that of the screen, however large the drawing is. */
    const fit = (force) => {
        const box = D.svg && D.svg.getBoundingClientRect();
        if (!box || !box.width || !box.height || !D.shown) {
            return;
        }
        const now = Math.max(D.view[2] / box.width, D.view[3] / box.height);
        if (now === D.perDot && !force) {
            K.writeNames(); // which names are written depends on what is shown
            return;
        }
        D.perDot = now;
        const {x, y} = D.shown.data.towns;
        D.parts.marks.forEach((mark, town) => mark.setAttribute("transform", `translate(${x[town]} ${y[town]})scale(${D.perDot})`));
        D.parts.pattern.setAttribute("patternTransform", `rotate(45)scale(${D.perDot})`);
        K.writeNames();
    };

    /* ---- for the pages ---- */

    const draw = (box, what) => {
        const found = D.svg && D.svg.dataset.of === what.data.drawing ? D.svg : document.querySelector("svg.drawn:not([data-of])");
        if (!found) {
            fetchDrawing(box, what);
            return;
        }
        D.shown = what;
        if (found !== D.svg) {
            prepare(found, what.data);
        }
        const isNew = found.parentNode !== box || !D.perDot;
        if (isNew) {
            box.replaceChildren(D.svg);
            sized.disconnect();
            sized.observe(box);
        }
        paint();
        fit(isNew);
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
        if (D.svg) {
            D.parts.hovered.setAttribute("d", town < 0 ? "" : shape(town));
        }
    };

    /* The map as a table, for Excel. */
    const rows = () => [["コード", "市町村", "振興局", D.shown.layer.label, "値"], ...D.shown.data.towns.code.map((code, town) => [
        code, D.shown.data.towns.name[town], D.shown.data.areas[D.shown.data.towns.area[town]],
        K.classLabel(D.shown, D.shown.layer.classes[D.shown.places[town]]), K.valueText(D.shown, town),
    ])];

    Object.assign(K, {draw, fit, outline, rows});
})();

/* 地図: one equal tile a town, drawn as SVG, walked by arrow keys. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const SVG = "http://www.w3.org/2000/svg";
    const CELL = 100;
    const ARROWS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
    const byId = (id) => document.getElementById(id);

    const make = (name, attributes, parent) => {
        const element = document.createElementNS(SVG, name);
        Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
        if (parent) {
            parent.appendChild(element);
        }
        return element;
    };

    const MARKS = {
        circle: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
        diamond: (r) => `M0,${-1.25 * r}L${1.1 * r},0L0,${1.25 * r}L${-1.1 * r},0Z`,
        "triangle-up": (r) => `M0,${-1.1 * r}L${1.15 * r},${0.9 * r}L${-1.15 * r},${0.9 * r}Z`,
        "x-thin": (r) => `M${-r},${-r}L${r},${r}M${r},${-r}L${-r},${r}`,
        "line-ew": (r) => `M${-1.4 * r},0L${1.4 * r},0`,
        "line-ne": (r) => `M${-r},${r}L${r},${-r}`,
    };
    const mark = (one, unit) => MARKS[one.marker](one.size * unit);

    /* Names without 市町村, as large as the tile holds beneath its mark: in one line up to three letters, else in two. */
    const lines = (name) => {
        const short = name.slice(0, -1), first = Math.floor(short.length / 2);
        return short.length <= 3 ? [short] : [short.slice(0, first), short.slice(first)];
    };

    const buildTiles = (data) => {
        const box = byId("map-tiles");
        const towns = data.towns;
        const wide = Math.max(...towns.column) + 1, high = Math.max(...towns.row) + 1;
        const svg = make("svg", {
            viewBox: `-4 -4 ${wide * CELL + 8} ${high * CELL + 8}`, role: "listbox",
            "aria-label": "タイル地図。矢印キーで市町村を移り、Enterキーで開きます", "aria-orientation": "horizontal",
        });
        const hatch = make("pattern", {
            id: "map-hatch", width: 14, height: 14, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
        }, make("defs", {}, svg));
        make("path", {d: "M0,0V14", stroke: "#76767B", "stroke-width": 3}, hatch);
        const at = new Map();
        towns.code.forEach((code, town) => {
            const x = towns.column[town] * CELL, y = towns.row[town] * CELL;
            at.set(towns.column[town] + "," + towns.row[town], town);
            const tile = make("g", {
                class: "tile", id: "tile-" + code, role: "option", tabindex: town === 0 ? 0 : -1,
                transform: `translate(${x},${y})`, "data-town": town,
            }, svg);
            make("rect", {class: "tile-fill", x: 1, y: 1, width: CELL - 2, height: CELL - 2}, tile);
            make("rect", {class: "tile-hatch", x: 1, y: 1, width: CELL - 2, height: CELL - 2}, tile);
            make("path", {class: "tile-mark", transform: `translate(${CELL / 2},22)`}, tile);
            const said = lines(towns.name[town]);
            said.forEach((line, number) => {
                const size = line.length >= 3 ? 32 : said.length === 2 ? 33 : 46;
                const text = make("text", {
                    x: CELL / 2, y: said.length === 2 ? 63 + number * 32 : line.length === 3 ? 76 : 82, "font-size": size, "aria-hidden": "true",
                }, tile);
                text.textContent = line;
            });
        });
        let edges = "";
        towns.code.forEach((_code, town) => {
            const x = towns.column[town], y = towns.row[town];
            [[1, 0], [0, 1], [-1, 0], [0, -1]].forEach(([dx, dy]) => {
                const other = at.get((x + dx) + "," + (y + dy));
                if (other !== undefined && towns.area[other] === towns.area[town]) {
                    return;
                }
                const left = (x + (dx === 1 ? 1 : 0)) * CELL, top = (y + (dy === 1 ? 1 : 0)) * CELL;
                edges += dx ? `M${left},${y * CELL}V${(y + 1) * CELL}` : `M${x * CELL},${top}H${(x + 1) * CELL}`;
            });
        });
        make("path", {class: "tile-areas", d: edges}, svg);
        const north = make("g", {class: "tile-northern", "aria-hidden": "true"}, svg);
        const corner = [(wide - 3) * CELL, Math.max(0, Math.min(...towns.row.filter((_row, town) =>
            towns.column[town] >= wide - 3)) - 3) * CELL];
        make("rect", {x: corner[0], y: corner[1], width: 3 * CELL, height: 1.3 * CELL, fill: data.colours.northern}, north);
        ["北方領土", "（対象外）"].forEach((line, number) => {
            make("text", {x: corner[0] + 1.5 * CELL, y: corner[1] + 55 + number * 46, "font-size": 40}, north)
                .textContent = line;
        });
        make("path", {class: "tile-beside"}, svg);
        make("rect", {class: "tile-chosen", width: CELL, height: CELL}, svg);
        make("rect", {class: "tile-hovered", width: CELL, height: CELL}, svg);
        box.replaceChildren(svg);
        box.of = data;
        listenToTiles(svg, at);
    };

    const listenToTiles = (svg, at) => {
        const townOf = (event) => {
            const tile = event.target.closest(".tile");
            return tile ? Number(tile.dataset.town) : -1;
        };
        svg.addEventListener("mouseover", (event) => K.hover(townOf(event)));
        svg.addEventListener("mouseleave", () => K.hover(-1));
        svg.addEventListener("focusin", (event) => K.hover(townOf(event), event.target));
        svg.addEventListener("focusout", () => K.hover(-1));
        svg.addEventListener("click", (event) => K.open(townOf(event)));
        svg.addEventListener("keydown", (event) => {
            const town = townOf(event);
            if (town < 0) {
                return;
            }
            if (event.key === "Enter" || event.key === " ") {
                event.preventDefault();
                K.open(town);
            } else if (event.key === "Escape") {
                K.hover(-1);
            } else if (ARROWS[event.key]) {
                event.preventDefault();
                focusTile(beyond(town, ARROWS[event.key], at));
            } else if (event.key === "Home" || event.key === "End") {
                event.preventDefault();
                focusTile(event.key === "Home" ? 0 : K.now.data.towns.code.length - 1);
            }
        });
    };

    /* The next tile in a direction; where its row or column ends, the nearest that lies further that way. */
    const beyond = (town, [dx, dy], at) => {
        const {column, row, code} = K.now.data.towns;
        for (let step = 1; step < 40; step += 1) {
            const found = at.get((column[town] + dx * step) + "," + (row[town] + dy * step));
            if (found !== undefined) {
                return found;
            }
        }
        let best = town, least = Infinity;
        code.forEach((_code, other) => {
            const ahead = (column[other] - column[town]) * dx + (row[other] - row[town]) * dy;
            const aside = Math.abs((column[other] - column[town]) * dy) + Math.abs((row[other] - row[town]) * dx);
            if (ahead > 0 && ahead + 2 * aside < least) {
                best = other;
                least = ahead + 2 * aside;
            }
        });
        return best;
    };

    const focusTile = (town) => {
        document.querySelectorAll("#map-tiles .tile").forEach((tile, number) => {
            tile.setAttribute("tabindex", number === town ? 0 : -1);
        });
        byId("tile-" + K.now.data.towns.code[town]).focus();
    };

    const paintTiles = (shown) => {
        const box = byId("map-tiles");
        if (!box) {
            return;
        }
        if (box.of !== shown.data) {
            buildTiles(shown.data);
        }
        const towns = shown.data.towns;
        box.querySelectorAll(".tile").forEach((tile, town) => {
            const one = shown.layer.classes[shown.places[town]];
            const [fill, hatch, sign] = tile.children;
            fill.setAttribute("fill", shown.inside[town] ? one.fill : one.pale);
            hatch.setAttribute("fill", one.hatch && shown.inside[town] ? "url(#map-hatch)" : "none");
            sign.setAttribute("d", mark(one, 2));
            sign.setAttribute("fill", one.ink);
            sign.setAttribute("stroke", one.ink);
            tile.style.setProperty("--tile-ink", shown.inside[town] ? one.ink : "#4d4d52");
            tile.classList.toggle("is-outside", !shown.inside[town]);
            const said = [towns.name[town], K.stateText(shown, town), K.valueText(shown, town)];
            if (!shown.inside[town]) {
                said.push("条件の外");
            }
            if (shown.synthetic && shown.synthetic[town]) {
                said.push("架空データ");
            }
            tile.setAttribute("aria-label", said.filter(Boolean).join("、"));
            tile.setAttribute("aria-selected", String(town === shown.chosen));
        });
        const frame = box.querySelector(".tile-chosen");
        frame.toggleAttribute("hidden", shown.chosen < 0);
        let beside = "";
        if (shown.chosen >= 0) {
            frame.setAttribute("x", towns.column[shown.chosen] * CELL);
            frame.setAttribute("y", towns.row[shown.chosen] * CELL);
            towns.beside[shown.chosen].forEach((town) => {
                beside += `M${towns.column[town] * CELL},${towns.row[town] * CELL}h${CELL}v${CELL}h${-CELL}Z`;
            });
        }
        box.querySelector(".tile-beside").setAttribute("d", beside);
    };

    Object.assign(K, {make, mark, paintTiles, CELL});
})();

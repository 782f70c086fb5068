/* 地図: the card beside the pointer, shared by map and tiles. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const byId = (id) => document.getElementById(id);
    const count = (value) => Number(value).toLocaleString("en-US");
    let pointer = {x: 0, y: 0};

    const line = (parent, name, text, kind) => {
        const element = document.createElement(name);
        element.textContent = text;
        if (kind) {
            element.className = kind;
        }
        parent.appendChild(element);
        return element;
    };

    const swatch = (one) => {
        const svg = K.make("svg", {viewBox: "-11 -11 22 22", class: "map-swatch", "aria-hidden": "true"});
        K.make("rect", {x: -10, y: -10, width: 20, height: 20, fill: one.fill, stroke: "#76767B", "stroke-width": 1}, svg);
        if (one.hatch) {
            K.make("path", {d: "M-10,2L2,-10M-10,10L10,-10M-2,10L10,-2", stroke: "#76767B", "stroke-width": 1.5}, svg);
        }
        K.make("path", {d: K.mark(one, 0.75), fill: one.ink, stroke: one.ink, "stroke-width": 1.6}, svg);
        return svg;
    };

    /* The state in its own words, when it starts, and what it rests on. */
    const own = (kind, town) => {
        const said = K.now.layer.said;
        const year = said && said.years[String(K.now.year)];
        return year ? parseInt(year[kind][town], 36) : -1;
    };
    const statusOf = (town) => (own("status", town) < 0 ? "" : K.now.layer.said.status[own("status", town)]);
    const restsOn = (town) => {
        const start = own("start", town), basis = own("basis", town);
        return [
            start > 0 ? "開始: " + K.now.layer.said.start[start] : "",
            ["", "前年度までの記載を継続とみなす", "この年度の資料がない（予定なしとは限らない）"][basis] || "",
        ].filter(Boolean);
    };

    const hover = (town, anchor) => {
        const card = byId("map-hover");
        K.outline(K.now ? town : -1);
        const frame = document.querySelector("#map-tiles .tile-hovered");
        if (!card || !K.now || town < 0) {
            if (card) {
                card.hidden = true;
            }
            if (frame) {
                frame.setAttribute("hidden", "");
            }
            return;
        }
        const towns = K.now.data.towns;
        card.replaceChildren();
        const head = line(card, "p", "", "map-hover-head");
        line(head, "b", towns.name[town]);
        line(head, "span", "（" + towns.kana[town] + "）" + K.now.data.areas[towns.area[town]]);
        const label = K.yearLabel(K.now).label;
        line(card, "p", (K.now.layer.byYear ? label + "　" : "") + K.now.layer.label, "note");
        const state = line(card, "p", "", "map-hover-state");
        state.appendChild(swatch(K.now.layer.classes[K.now.places[town]]));
        line(state, "span", statusOf(town) || K.classLabel(K.now, K.now.layer.classes[K.now.places[town]]));
        line(state, "span", K.valueText(K.now, town), "map-hover-value");
        restsOn(town).forEach((text) => line(card, "p", text, "note"));
        line(card, "p", "人口 " + count(towns.population[town]) + "人　65歳以上 " +
            (towns.aging[town] === null ? "―" : window.kasanariNumbers.decimal(towns.aging[town], 1) + "％"), "note");
        if (K.now.synthetic && K.now.synthetic[town]) {
            line(card, "span", "架空データ", "tag tag-synthetic");
        }
        if (!K.now.inside[town]) {
            line(card, "p", "いまの条件には入っていません", "note");
        }
        line(card, "p", "押すと経過と出典", "note");
        card.hidden = false;
        const spot = anchor ? anchor.getBoundingClientRect() : null;
        const x = spot ? spot.right : pointer.x, y = spot ? spot.bottom : pointer.y;
        const box = card.getBoundingClientRect();
        card.style.left = Math.max(4, x + 16 + box.width > window.innerWidth ? x - box.width - 16 : x + 16) + "px";
        card.style.top = Math.max(4, y + 16 + box.height > window.innerHeight ? y - box.height - 16 : y + 16) + "px";
        if (frame) {
            frame.removeAttribute("hidden");
            frame.setAttribute("x", towns.column[town] * K.CELL);
            frame.setAttribute("y", towns.row[town] * K.CELL);
        }
    };

    const open = (town) => {
        if (town >= 0) {
            K.stop();
            hover(-1);
            window.kasanariAddress.go({town: K.now.data.towns.code[town]});
        }
    };

    ["mouseover", "mousemove"].forEach((kind) => document.addEventListener(kind, (event) => {
        pointer = {x: event.clientX, y: event.clientY};
    }, {passive: true, capture: true}));
    document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") {
            hover(-1);
            K.stop();
        }
    });

    Object.assign(K, {line, swatch, hover, open});
})();

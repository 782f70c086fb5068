/* 地図: paints the map, the tiles, the legend and the table from one store that holds every layer and year.

   The address says which layer (?layer=), year (?fy=) and town (?town=) are shown; while the years are played the
   store map-tick goes before the address, and nothing is asked of the server. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const K = (window.kasanariMapParts = window.kasanariMapParts || {});
    const FILLS = 0, NEIGHBOURS = 2, CHOSEN = 3, SYMBOLS = 5, AREA_NAMES = 6, TOWN_NAMES = 7;
    const NAMES_FROM_SCALE = 1.9, TICK_MILLISECONDS = 1300;
    const NO_UPDATE = () => window.dash_clientside.no_update;
    const set = (id, props) => window.dash_clientside.set_props(id, props);
    const go = (changes) => window.kasanariAddress.go(changes);
    const byId = (id) => document.getElementById(id);
    const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

    K.now = null; // what is painted: see view in map_view.js
    let closeUp = false; // whether the map is enlarged so far that towns are named
    let timer = null;

    const steps = (layer) => {
        const colours = [...layer.classes.map((one) => one.fill), ...layer.classes.map((one) => one.pale)];
        const scale = [];
        colours.forEach((colour, number) => {
            scale.push([number / colours.length, colour], [(number + 1) / colours.length, colour]);
        });
        return scale;
    };

    const painted = (figure, shown) => {
        const data = figure.data.slice();
        const classes = shown.layer.classes;
        const kept = (town) => shown.inside[town];
        const own = (town) => classes[shown.places[town]];
        const code = shown.data.towns.code;
        data[FILLS] = {
            ...data[FILLS],
            z: shown.places.map((place, town) => (kept(town) ? place : place + classes.length)),
            zmin: -0.5,
            zmax: 2 * classes.length - 0.5,
            colorscale: steps(shown.layer),
        };
        const towns = shown.places.map((_place, town) => town);
        data[SYMBOLS] = {
            ...data[SYMBOLS],
            marker: {
                symbol: towns.map((town) => own(town).marker),
                size: towns.map((town) => (kept(town) ? own(town).size : own(town).size / 2)),
                color: towns.map((town) => own(town).ink),
                opacity: towns.map((town) => (kept(town) ? 1 : 0.35)),
                // a white mark on the coast keeps an edge against the sea
                line: {color: towns.map((town) => (own(town).ink === "#FFFFFF" ? own(town).fill : own(town).ink)), width: 1},
            },
        };
        const beside = shown.chosen < 0 ? [] : shown.data.towns.beside[shown.chosen].map((town) => code[town]);
        const own_code = shown.chosen < 0 ? [] : [code[shown.chosen]];
        data[NEIGHBOURS] = {...data[NEIGHBOURS], locations: beside, z: beside.map(() => 0)};
        data[CHOSEN] = {...data[CHOSEN], locations: own_code, z: own_code.map(() => 0)};
        data[AREA_NAMES] = {...data[AREA_NAMES], visible: !closeUp};
        data[TOWN_NAMES] = {...data[TOWN_NAMES], visible: closeUp};
        return {...figure, data: data};
    };

    /* ---- years that pass by themselves ---- */

    const playLabel = () => (timer ? "■ 停止" : calm() ? "次の年度へ" : "▶ 再生");

    const stop = () => {
        if (!timer) {
            return;
        }
        window.clearInterval(timer);
        timer = null;
        const year = K.now ? K.now.year : null;
        set("map-tick", {data: null});
        set("map-play", {children: playLabel()});
        if (year) {
            go({fy: String(year)});
        }
    };

    /* Only years that have something to show; after the last comes the first. */
    const playable = (shown) => shown.data.years.map((one) => one.year).filter((year) => shown.layer.values[String(year)]);
    const nextYear = (year) => {
        const years = playable(K.now);
        return years.find((one) => one > year) || years[0];
    };

    Object.assign(K, {stop});

    /* On paper the map is as large as its card is there, whatever the screen was. */
    const pictures = () => document.querySelectorAll("#map-figure .main-svg");
    window.addEventListener("beforeprint", () => pictures().forEach((svg) => {
        svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }));
    window.addEventListener("afterprint", () => pictures().forEach((svg) => svg.removeAttribute("viewBox")));

    window.dash_clientside.kasanariMap = {
        paint: (data, inside, tick, chosen, _search, figure) => {
            if (!data || !inside || !figure) {
                return NO_UPDATE();
            }
            K.now = K.view(data, inside, tick, chosen);
            const said = K.numbers(K.now);
            K.paintTiles(K.now);
            K.paintLegend(K.now, said);
            K.paintBanner(K.now, said);
            K.hover(-1);
            set("map-headline", {children: K.title(K.now, said)});
            set("map-year", {value: K.now.year, disabled: !K.now.layer.byYear});
            set("map-layer", {value: K.now.layer.code});
            set("map-play", {disabled: !K.now.layer.byYear || playable(K.now).length < 2, children: playLabel()});
            if (!K.now.playing) {
                K.paintTable(K.now);
            }
            return painted(figure, K.now);
        },
        zoomed: (layout) => {
            const scale = layout && layout["geo.projection.scale"];
            const near = scale === undefined ? closeUp : scale >= NAMES_FROM_SCALE;
            if (near !== closeUp) {
                closeUp = near;
                const drawn = byId("map-figure").querySelector(".js-plotly-plot");
                set("map-figure", {figure: painted({data: drawn.data, layout: drawn.layout}, K.now)});
            }
        },
        hoverOnMap: (event) => {
            const code = event && event.points && event.points[0] && event.points[0].location;
            K.hover(code && K.now ? K.now.data.towns.code.indexOf(code) : -1);
        },
        clickOnMap: (event) => {
            const code = event && event.points && event.points[0] && event.points[0].location;
            if (code && K.now) {
                K.open(K.now.data.towns.code.indexOf(code));
                set("map-figure", {clickData: null});
            }
        },
        choose: (_search, _clicks) => {
            if (window.dash_clientside.callback_context.triggered_id === "map-unchoose") {
                return "";
            }
            return K.asked("town") || NO_UPDATE();
        },
        chooseLayer: (code) => {
            if (code && K.now && code !== K.now.layer.code) {
                stop();
                go({layer: code});
            }
        },
        chooseYear: (year) => {
            if (year && K.now && year !== K.now.year) {
                stop();
                go({fy: String(year)});
            }
        },
        play: (clicks) => {
            if (!clicks || !K.now) {
                return;
            }
            if (timer) {
                stop();
            } else if (calm()) {
                go({fy: String(nextYear(K.now.year))});
            } else {
                timer = window.setInterval(() => {
                    if (!byId("map-tiles")) {
                        window.clearInterval(timer);
                        timer = null;
                        return;
                    }
                    set("map-tick", {data: nextYear(K.now.year)});
                }, TICK_MILLISECONDS);
                set("map-tick", {data: nextYear(K.now.year)});
            }
        },
        openTown: (cell) => {
            if (cell && cell.rowId) {
                go({town: cell.rowId});
                set("map-grid", {cellClicked: null});
            }
        },
        download: (clicks) => {
            if (clicks) {
                set("map-grid", {exportDataAsCsv: true});
            }
        },
    };
})();

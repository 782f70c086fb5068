/* 地図: paints the map, the tiles, the legend and the table from one store that holds every layer and year; on 概況 the map.

   The address says which layer (?layer=), year (?fy=) and town (?town=) are shown; while the years are played the
   store map-tick goes before the address, and nothing is asked of the server. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const K = (window.kasanariMapParts = window.kasanariMapParts || {});
    const TICK_MILLISECONDS = 1300;
    const NO_UPDATE = () => window.dash_clientside.no_update;
    const set = (id, props) => window.dash_clientside.set_props(id, props);
    const byId = (id) => document.getElementById(id);
    const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

    const go = (changes) => window.kasanariAddress.go(changes);

    K.now = null; // what is painted: see view in map_view.js
    let timer = null;

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

    // Called once the script of the address is there: this one stands in the page before it.
    const bindControls = () => {
        const {bind} = window.kasanariAddress;
        bind({id: "map-layer", name: "layer", before: stop, parse: (text) => text || undefined});
        bind({id: "map-year", name: "fy", before: stop, parse: (text) => Number(text) || undefined});
    };
    window.addEventListener("DOMContentLoaded", bindControls);

    Object.assign(K, {stop});

    /* Before Dash has fetched anything: the page as the server wrote it beside the root of Dash, with its map painted. */
    const firstPaint = () => byId("first-paint");
    const first = () => {
        const data = JSON.parse(byId("first-data").textContent);
        K.now = K.view(data, null, K.asked("town"));
        const box = firstPaint().querySelector(".drawn-box");
        K.draw(box, K.now);
        if (box.id === "map-figure") {
            const said = K.numbers(K.now);
            K.paintTiles(K.now);
            K.paintLegend(K.now, said);
            K.paintBanner(K.now, said);
            K.hover(-1);
            byId("map-headline").textContent = K.title(K.now, said);
        }
        // a page that has another thing to say than a map takes its place as soon as it is there
        const root = byId("react-entry-point");
        const watch = new MutationObserver(() => {
            const page = root.querySelector("#page");
            if (page && page.firstElementChild && !page.querySelector(".loading, .drawn-box")) {
                arrived();
            }
            if (!firstPaint()) {
                watch.disconnect();
            }
        });
        watch.observe(root, {childList: true, subtree: true});
    };
    const arrived = () => {
        if (firstPaint()) {
            firstPaint().remove();
        }
    };

    Object.assign(K, {first});

    window.dash_clientside.kasanariMap = {
        paint: (data, tick, chosen, _search) => {
            if (!data || !byId("map-figure")) {
                return NO_UPDATE();
            }
            K.goTo(null);
            K.now = K.view(data, tick, chosen);
            const said = K.numbers(K.now);
            K.draw(byId("map-figure"), K.now);
            K.paintTiles(K.now);
            K.paintLegend(K.now, said);
            K.paintBanner(K.now, said);
            K.hover(-1);
            arrived();
            K.watchYears();
            set("map-headline", {children: K.title(K.now, said)});
            const {draw} = window.kasanariAddress;
            set("map-year", {disabled: !K.now.layer.byYear});
            draw("map-year", K.now.year);
            draw("map-layer", K.now.layer.code);
            set("map-play", {disabled: !K.now.layer.byYear || playable(K.now).length < 2, children: playLabel()});
            if (!K.now.playing) {
                K.paintTable(K.now);
            }
            return String(K.now.year);
        },
        /* 概況: the map alone; all else on the page is the server's. */
        paintStatus: (data, _search) => {
            if (!data || !byId("map")) {
                return NO_UPDATE();
            }
            K.goTo(null);
            K.now = K.view(data, null, K.asked("town"));
            K.draw(byId("map"), K.now);
            K.hover(-1);
            arrived();
            return String(K.now.year);
        },
        choose: (_search, _clicks) => {
            if (window.dash_clientside.callback_context.triggered_id === "map-unchoose") {
                return "";
            }
            return K.asked("town") || NO_UPDATE();
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
                window.kasanariRowsToCsv("map-grid", "map.csv");
            }
        },
    };
})();

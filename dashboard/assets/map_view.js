/* 地図: what of the store is shown (layer, year, filter, town) and how it is said in words. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    let ahead = null; // the address that is gone to, before the browser has it
    const asked = (name) => new URLSearchParams(ahead === null ? window.location.search : ahead).get(name) || "";
    const goTo = (search) => {
        ahead = search;
    };
    const count = (value) => Number(value).toLocaleString("en-US");

    const layerOf = (data) => data.layers.find((one) => one.code === asked("layer")) || data.layers[0];
    const yearOf = (data, tick) => {
        const year = tick || Number(asked("fy")) || data.default;
        return data.years.some((one) => one.year === year) ? year : data.default;
    };

    /* What the address asks for of a list: null where it asks for none or for all that there are. */
    const wanted = (name, known) => {
        const kept = asked(name).split(",").filter((code) => known.includes(code));
        return kept.length && new Set(kept).size < known.length ? kept : null;
    };

    /* Which towns the filters leave; 状態 is that of the year. The twin of queries/filters.py narrow. */
    const inside = (data, year) => {
        const {area, sizeCode, kind} = data.towns;
        const states = data.layers.find((one) => one.code === "status");
        const found = states.values[String(year)];
        const groups = states.classes.map((one) => one.code);
        const sub = wanted("sub", data.areaCode), size = wanted("size", [...new Set(sizeCode)]);
        const kinds = wanted("kind", ["市", "町", "村"]), group = wanted("group", groups);
        return area.map((place, town) =>
            (!sub || sub.includes(data.areaCode[place])) && (!size || size.includes(sizeCode[town])) &&
            (!kinds || kinds.includes(kind[town])) &&
            (!group || group.includes(found ? groups[parseInt(found.places[town], 36)] : "no_data")));
    };

    const view = (data, tick, chosen) => {
        const layer = layerOf(data);
        const year = yearOf(data, tick);
        const found = layer.values[layer.byYear ? String(year) : "all"];
        const size = data.towns.code.length;
        return {
            data: data,
            layer: layer,
            year: year,
            found: found,
            places: found ? [...found.places].map((digit) => parseInt(digit, 36)) : new Array(size).fill(layer.none),
            inside: inside(data, year),
            synthetic: found && found.synthetic ? [...found.synthetic].map((one) => one === "1") : null,
            chosen: data.towns.code.indexOf(chosen || ""),
            playing: Boolean(tick),
        };
    };

    const valueText = (shown, town) => {
        const value = shown.found && shown.found.values && shown.found.values[town];
        if (value === null || value === undefined) {
            return "";
        }
        if (shown.layer.code === "start") {
            return window.kasanariEras.fiscalYear(value) + (value > shown.year ? "（予定）" : "");
        }
        if (shown.layer.family === "barrier") {
            return value + "位";
        }
        if (shown.layer.family === "return") {
            return value > 0 ? "期限から" + value + "日後" : "";
        }
        return window.kasanariNumbers.decimal(value, shown.layer.decimals) + shown.layer.unit;
    };
    const classLabel = (shown, one) =>
        shown.layer.code === "start" && Number(one.code) > shown.year ? one.label + "（予定）" : one.label;
    const stateText = (shown, town) => {
        const one = shown.layer.classes[shown.places[town]];
        return one.symbol + " " + classLabel(shown, one);
    };
    const yearLabel = (shown) => shown.data.years.find((one) => one.year === shown.year);

    const numbers = (shown) => {
        const all = shown.layer.classes.map(() => 0);
        let synthetic = 0, kept = 0;
        shown.places.forEach((place, town) => {
            if (shown.inside[town]) {
                all[place] += 1;
                kept += 1;
                synthetic += shown.synthetic && shown.synthetic[town] ? 1 : 0;
            }
        });
        const counted = shown.layer.classes.reduce((sum, one, place) => sum + (one.counted ? all[place] : 0), 0);
        return {all: all, kept: kept, counted: counted, synthetic: synthetic};
    };

    const isPartial = (shown) =>
        !yearLabel(shown).complete && (shown.layer.code === "status" || shown.layer.code === "start");

    const title = (shown, said) => {
        const when = shown.layer.byYear ? yearLabel(shown).label + "　" : "";
        if (shown.layer.pending) {
            return "候補を計算しています…";
        }
        if (!shown.found) {
            return when + "「" + shown.layer.label + "」の調査はありません";
        }
        const number = shown.layer.counts.reduce((sum, place) => sum + said.all[place], 0);
        if (isPartial(shown)) {
            return when + shown.layer.headline + " わかっている範囲で " + count(number);
        }
        if (!said.counted) {
            return when + "「" + shown.layer.label + "」の回答はありません";
        }
        return when + shown.layer.headline + " " + count(number) + "／" + count(said.counted) +
            "（" + window.kasanariNumbers.share(number, said.counted) + "）";
    };

    Object.assign(K, {layerOf, yearOf, view, valueText, classLabel, stateText, yearLabel, numbers, isPartial, title, asked, goTo});
})();

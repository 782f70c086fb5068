/* 地図: legend, notes of what is missing, banner and table. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const byId = (id) => document.getElementById(id);
    const count = (value) => Number(value).toLocaleString("en-US");
    const set = (id, props) => window.dash_clientside.set_props(id, props);
    const go = (changes) => window.kasanariAddress.go(changes);

    const paintLegend = (shown, said) => {
        const list = document.createElement("ul");
        list.className = "map-legend";
        shown.layer.classes.forEach((one, place) => {
            const row = K.line(list, "li", "", said.all[place] ? "" : "is-empty");
            row.dataset.code = one.code;
            row.appendChild(K.swatch(one));
            K.line(row, "span", K.classLabel(shown, one), "map-legend-label");
            K.line(row, "b", count(said.all[place]));
            const share = one.counted && said.counted && !K.isPartial(shown);
            K.line(row, "span", share ? window.kasanariNumbers.share(said.all[place], said.counted) : "", "map-legend-share");
        });
        const north = K.line(list, "li", "", "is-northern");
        north.appendChild(K.swatch({fill: shown.data.colours.northern, ink: "none", marker: "circle", size: 0.1}));
        K.line(north, "span", "北方領土（対象外）", "map-legend-label");
        byId("map-key").replaceChildren(list);

        const notes = byId("map-counts");
        notes.replaceChildren();
        const total = shown.places.length;
        K.line(notes, "p", said.kept === total ? "対象 " + count(total) + "市町村"
            : "条件に合う " + count(said.kept) + "／" + count(total) + "市町村（ほかは淡く表示）");
        K.line(notes, "p", shown.layer.classes[shown.layer.none].label + " " + count(said.all[shown.layer.none]) + "市町村");
        const lost = shown.data.unmatched;
        K.line(notes, "p", "市町村を特定できず載らないもの " + count(lost.rows_unmatched) + "行、保留した調査票 " +
            count(lost.returns_set_aside) + "通");
        if (said.counted && said.counted < window.kasanariNumbers.small) {
            K.line(notes, "p", "対象が" + said.counted + "市町村と少ないため、割合は参考です", "note-alert");
        }
        if (K.isPartial(shown)) {
            K.line(notes, "p", "この年度は、わかっている範囲の数です（合計ではありません）");
        }
        if (shown.layer.note) {
            K.line(notes, "p", shown.layer.note);
        }
    };

    const paintBanner = (shown, said) => {
        const banner = byId("map-banner");
        banner.replaceChildren();
        if (said.synthetic) {
            K.line(banner, "div", "架空データを含みます（" + count(said.synthetic) +
                "市町村）。実際の状況として引用しないでください。", "banner banner-synthetic");
        }
        if (!shown.found && !shown.layer.pending) {
            const years = shown.data.years.filter((one) => shown.layer.values[String(one.year)]);
            const row = K.line(banner, "div", K.yearLabel(shown).label + "には「" + shown.layer.label +
                "」の調査がありません（「ない」という意味ではありません）。", "banner banner-note");
            if (years.length) {
                const newest = years[years.length - 1];
                const button = K.line(row, "button", newest.label + "を表示", "filter-clear");
                button.type = "button";
                button.addEventListener("click", () => go({fy: String(newest.year)}));
            }
        }
    };

    const paintTable = (shown) => {
        const towns = shown.data.towns;
        const rows = [];
        towns.code.forEach((code, town) => {
            if (shown.inside[town]) {
                rows.push({
                    code: code, name: towns.name[town], kana: towns.kana[town], area: shown.data.areas[towns.area[town]],
                    subprefecture_code: towns.area[town],
                    state: K.stateText(shown, town), value: K.valueText(shown, town), population: towns.population[town],
                    size: towns.size[town],
                    synthetic: shown.synthetic && shown.synthetic[town] ? "架空データ" : "",
                });
            }
        });
        set("map-grid", {rowData: rows});
        set("map-table-note", {children: (shown.layer.byYear ? K.yearLabel(shown).label + "の" : "") + "「" +
            shown.layer.label + "」。" + count(rows.length) + "市町村、並べ替えるまでは行政順です。Enterキーで経過と出典を開きます。"});
    };

    Object.assign(K, {paintLegend, paintBanner, paintTable});
})();

/* 働きかけ in the browser: sliders order the rows at once and change the address after a short pause. */
(function () {
    const PAUSE = 120;
    const DEFAULT = "balance";
    let waiting = null;
    let wanted = null; // weights that the server has not answered yet
    let last = null; // the ranking that the server sent last
    let town = ""; // the one that is looked at
    let material = null; // what towns are worth by each criterion

    const query = () => new URLSearchParams(window.location.search);
    const go = (changes) => window.kasanariAddress.go(changes);
    const isHere = () => window.location.pathname === "/outreach";
    const given = () => query().get("preset") || DEFAULT;
    const text = (changed) =>
        Object.entries(changed)
            .map(([code, weight]) => `${code}:${weight}`)
            .join(",");
    const asked = (base) => {
        const weights = {...base};
        (query().get("w") || "").split(",").forEach((part) => {
            const [code, weight] = part.split(":");
            if (code in weights && weight !== "" && Number(weight) >= 0) {
                weights[code] = Number(weight);
            }
        });
        return weights;
    };
    const say = (codes, values) =>
        codes.forEach((code, at) => {
            const place = document.getElementById("weight-" + code);
            if (place) {
                place.textContent = String(values[at]);
            }
        });
    const codesOf = (list) => list.map((one) => one.id.code);

    const quoted = (value) => {
        const said = String(value);
        // a cell that begins like a formula is made text, so that no program runs it
        const safe = /^[=+\-@\t\r]/.test(said) && Number.isNaN(Number(said)) ? "'" + said : said;
        return `"${safe.replaceAll('"', '""')}"`;
    };
    const csv = (data) => {
        const heads = ["標準地域コード", "市町村", "順位", "同点の市町村数", "順位の幅（下）", "順位の幅（上）", "上位に入る割合", "点", "必要性", "動く余地", "手薄さ", "理由1", "理由2", "架空データ"];
        const lines = data.rows.map((row) => [
            row.code, row.name, row.rank, row.tied, row.low, row.high, row.top, row.score.toFixed(4), ...row.families, ...row.why, row.fictional ? "架空データ" : "",
        ]);
        return "\ufeff" + [heads, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
    };

    const place = () => document.getElementById("ranking-rows");
    const shown = () => `${given()}|${query().get("w") || ""}`;

    /* The order by weights that the server has not answered yet, at once; the doubt follows. */
    const preview = (weights) => {
        const rows = last && material && place() && window.kasanariRanking.order(material, weights, last.left);
        if (rows) {
            const looked = query().get("see") || (rows[0] && rows[0].code);
            window.kasanariRanking.draw(place(), rows, last.count, looked);
            place().setAttribute("aria-busy", "true");
            place().dataset.ordered = text(weights);
        }
    };
    /* Draw what the server sent last, unless the sliders have moved on since: then the newest answer is on its way. */
    const settle = () => {
        if (!last || !place() || waiting !== null) {
            return false;
        }
        if (wanted !== null && text(wanted) !== text(last.weights) && last.asked !== shown()) {
            return false;
        }
        wanted = null;
        window.kasanariRanking.draw(place(), last.rows, last.count, town);
        place().setAttribute("aria-busy", "false");
        place().dataset.ordered = text(last.weights);
        place().dataset.drawn = last.key;
        return true;
    };

    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariOutreach = {
        keep: (given) => {
            material = given;
            return window.dash_clientside.no_update;
        },
        draw: (data, seen) => {
            last = data || last;
            town = seen && seen.town;
            return data && settle() ? data.key : window.dash_clientside.no_update;
        },
        choosePreset: (preset) => {
            if (isHere() && preset && preset !== given()) {
                clearTimeout(waiting);
                waiting = null;
                go({preset: preset === DEFAULT ? "" : preset, w: ""});
            }
        },
        chooseWeights: (values, presets) => {
            const codes = codesOf(window.dash_clientside.callback_context.inputs_list[0]);
            say(codes, values);
            if (!isHere() || !presets) {
                return;
            }
            const base = presets[given()];
            const changed = {};
            codes.forEach((code, at) => {
                if (values[at] !== undefined && values[at] !== base[code]) {
                    changed[code] = values[at];
                }
            });
            wanted = {...base, ...changed};
            if (last && text(wanted) !== text(last.weights)) {
                preview(wanted);
            }
            clearTimeout(waiting);
            waiting = setTimeout(() => {
                waiting = null;
                if (text(changed) === (query().get("w") || "")) {
                    settle();
                } else {
                    go({w: text(changed)});
                }
            }, PAUSE);
        },
        resetWeights: (clicks) => {
            if (clicks) {
                clearTimeout(waiting);
                waiting = null;
                go({w: ""});
            }
        },
        /* The controls follow an address that somebody else changed; while a slider is on its way they stay. */
        follow: (_search, pathname, presets, values) => {
            const same = window.dash_clientside.no_update;
            const context = window.dash_clientside.callback_context;
            if (pathname !== "/outreach" || waiting !== null || !presets || !presets[given()]) {
                return [same, values.map(() => same), same];
            }
            const wanted = asked(presets[given()]);
            const codes = codesOf(context.outputs_list[1]);
            const next = codes.map((code, at) => (values[at] === wanted[code] ? same : wanted[code]));
            return [given(), next, !query().get("w")];
        },
        saveCsv: (clicks, data) => {
            if (clicks && data) {
                const link = document.createElement("a");
                link.href = URL.createObjectURL(new Blob([csv(data)], {type: "text/csv"}));
                link.download = "働きかけの順位.csv";
                link.click();
                URL.revokeObjectURL(link.href);
            }
        },
    };
})();

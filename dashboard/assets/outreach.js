/* 働きかけ in the browser: sliders change the address after a short pause; the rows are drawn here. */
(function () {
    const PAUSE = 120;
    const DEFAULT = "balance";
    let waiting = null;
    let rows = [];

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

    const make = (tag, name, content) => {
        const node = document.createElement(tag);
        if (name) {
            node.className = name;
        }
        if (content !== undefined) {
            node.textContent = content;
        }
        return node;
    };
    const percent = (share) => {
        const whole = Math.round(100 * share);
        return whole === 100 && share < 1 ? "99％超" : whole === 0 && share > 0 ? "1％未満" : whole + "％";
    };
    const families = ["need", "room", "thin"];

    const interval = (row, count) => {
        const track = make("span", "interval");
        const bar = make("span", "interval-bar");
        const at = (rank) => (100 * (rank - 0.5)) / count;
        bar.style.left = `${(100 * (row.low - 1)) / count}%`;
        bar.style.width = `${Math.max((100 * (row.high - row.low + 1)) / count, 1)}%`;
        const mark = make("span", "interval-mark");
        mark.style.left = `${at(row.rank)}%`;
        track.append(bar, mark);
        return track;
    };
    const stack = (row) => {
        const bar = make("span", "stack");
        row.families.forEach((part, at) => {
            const piece = make("span", "family-" + families[at]);
            piece.style.width = `${100 * part}%`;
            bar.append(piece);
        });
        return bar;
    };
    const item = (row, data, town) => {
        const line = make("li", "ranked" + (row.code === town ? " is-seen" : ""));
        line.dataset.code = row.code;
        const button = make("button", "ranked-name", row.name);
        button.type = "button";
        button.dataset.code = row.code;
        button.setAttribute("aria-pressed", String(row.code === town));
        const span = row.low === row.high ? `${row.low}位` : `${row.low}〜${row.high}位`;
        const head = make("div", "ranked-head");
        const who = make("span", "ranked-who");
        who.append(button, make("span", "ranked-about", row.about));
        const doubt = make("span", "ranked-doubt");
        doubt.append(interval(row, data.count), make("span", "", `${span}・上位${data.top}に${percent(row.top)}`));
        const score = make("span", "ranked-score");
        score.append(stack(row), make("b", "", row.score.toFixed(3)));
        head.append(make("span", "ranked-rank", String(row.rank)), who, doubt, score);
        const why = make("p", "ranked-why", row.why.join(""));
        if (row.fictional) {
            why.append(make("span", "tag tag-synthetic", "架空データ"));
        }
        line.append(head, why);
        if (row.close) {
            line.append(make("p", "ranked-close", "≈ " + row.close));
        }
        return line;
    };

    const quoted = (value) => {
        const said = String(value);
        // a cell that begins like a formula is made text, so that no program runs it
        const safe = /^[=+\-@\t\r]/.test(said) && Number.isNaN(Number(said)) ? "'" + said : said;
        return `"${safe.replaceAll('"', '""')}"`;
    };
    const csv = (data) => {
        const heads = ["標準地域コード", "市町村", "順位", "順位の幅（下）", "順位の幅（上）", "上位に入る割合", "点", "必要性", "動く余地", "手薄さ", "理由1", "理由2", "架空データ"];
        const lines = data.rows.map((row) => [
            row.code, row.name, row.rank, row.low, row.high, row.top, row.score, ...row.families, ...row.why, row.fictional ? "架空データ" : "",
        ]);
        return "\ufeff" + [heads, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
    };

    document.addEventListener("click", (event) => {
        const line = event.target.closest && event.target.closest("li.ranked");
        if (line && !event.target.closest("a") && !String(window.getSelection())) {
            go({see: line.dataset.code});
        }
    });

    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariOutreach = {
        draw: (data, seen) => {
            const place = document.getElementById("ranking-rows");
            if (!data || !place) {
                return window.dash_clientside.no_update;
            }
            const focused = document.activeElement && place.contains(document.activeElement) && document.activeElement.dataset.code;
            const list = make("ol", "ranked-list");
            rows = data.rows;
            rows.forEach((row) => list.append(item(row, data, seen && seen.town)));
            place.replaceChildren(
                rows.length ? list : make("p", "note", "この条件で順位のついた市町村はありません。下の「判断材料不足」と「開始の見守り」を見てください。"),
            );
            if (focused) {
                const again = place.querySelector(`button[data-code="${focused}"]`);
                if (again) {
                    again.focus({preventScroll: true});
                }
            }
            return data.key;
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
            clearTimeout(waiting);
            waiting = setTimeout(() => {
                waiting = null;
                const base = presets[given()];
                const changed = {};
                codes.forEach((code, at) => {
                    if (values[at] !== undefined && values[at] !== base[code]) {
                        changed[code] = values[at];
                    }
                });
                if (text(changed) !== (query().get("w") || "")) {
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

/* 働きかけ in the browser: the rows of the ranking. A town keeps its row, of which only what changed is drawn again. */
window.kasanariRanking = window.kasanariRanking || {};
(function () {
    const FAMILIES = ["need", "room", "thin"];
    const NONE = "この条件で区分された市町村はありません。実施中の市町村は載せません。開始年度の決まった市町村は下の「開始予定の確認」に、答えの足りない市町村は「判断材料不足」にあります。";
    const drawn = new Map();
    const chosen = new Map(); // towns that are to go into the plan, by code, in the order in which they were chosen

    const make = (tag, name, parent, content) => {
        const node = document.createElement(tag);
        if (name) {
            node.className = name;
        }
        if (content !== undefined) {
            node.textContent = content;
        }
        parent.append(node);
        return node;
    };
    const say = (node, content) => {
        if (node.textContent !== content) {
            node.textContent = content;
        }
    };

    const frame = (row) => {
        const line = document.createElement("li");
        line.dataset.code = row.code;
        const head = make("div", "ranked-head", line);
        const box = make("input", "ranked-choice", head);
        box.type = "checkbox";
        box.setAttribute("aria-label", `${row.name}を計画の候補に選ぶ`);
        const band = make("span", "ranked-band", head);
        const who = make("span", "ranked-who", head);
        const button = make("button", "ranked-name", who, row.name);
        button.type = "button";
        button.dataset.code = row.code;
        const about = make("span", "ranked-about", who);
        const doubt = make("span", "ranked-doubt", head);
        const track = make("span", "interval", doubt);
        const bar = make("span", "interval-bar", track);
        const sure = make("span", "", doubt);
        const columns = make("span", "ranked-columns", head);
        const pieces = FAMILIES.map((family) =>
            make("span", "family-" + family, make("span", "ranked-column", columns)));
        const why = make("p", "ranked-why", line);
        return {line, box, band, button, about, bar, sure, pieces, why};
    };
    const paint = (parts, row, count, town) => {
        const seen = row.code === town;
        parts.line.className = "ranked" + (seen ? " is-seen" : "");
        parts.button.setAttribute("aria-pressed", String(seen));
        parts.box.checked = chosen.has(row.code);
        say(parts.band, row.band);
        say(parts.about, row.about);
        row.columns.forEach((part, at) => {
            parts.pieces[at].style.width = `${100 * part}%`;
        });
        parts.bar.style.left = `${(100 * (row.low - 1)) / count}%`;
        parts.bar.style.width = `${Math.max((100 * (row.high - row.low + 1)) / count, 1)}%`;
        say(parts.sure, row.sure);
        const reason = row.why.join("") + row.fictional;
        if (parts.reason !== reason) {
            parts.reason = reason;
            parts.why.textContent = row.why[0];
            make("span", "ranked-sure", parts.why, row.why[1]);
            if (row.fictional) {
                make("span", "tag tag-synthetic", parts.why, "架空データ");
            }
        }
    };
    const choice = () => {
        const place = document.getElementById("ranking-choice");
        if (!place) {
            return;
        }
        place.hidden = !chosen.size;
        say(place.querySelector(".choice-said"), `${chosen.size}市町村を選択中：${[...chosen.values()].join("、")}`);
        const kept = new URLSearchParams(window.location.search);
        ["see", "town"].forEach((name) => kept.delete(name));
        kept.set("add", [...chosen.keys()].join(","));
        window.dash_clientside.set_props("choice-go", {href: "/plan?" + kept.toString().replaceAll("%2C", ",")});
    };

    const heads = new Map();
    const heading = (band, bands) => {
        if (!heads.has(band)) {
            const line = document.createElement("li");
            line.className = "ranked-heading";
            heads.set(band, line);
        }
        say(heads.get(band), bands[band]);
        return heads.get(band);
    };

    /* Draw rows as the server sends them, under the heading of their band; town: the one that is looked at. */
    window.kasanariRanking.draw = (place, rows, count, town, bands) => {
        const focused = place.contains(document.activeElement) && document.activeElement;
        let list = place.querySelector("ol");
        if (!list) {
            drawn.clear();
            place.replaceChildren();
            list = make("ol", "ranked-list", place);
        }
        const lines = rows.flatMap((row, at) => {
            let parts = drawn.get(row.code);
            if (!parts) {
                parts = frame(row);
                drawn.set(row.code, parts);
            }
            paint(parts, row, count, town);
            return at && rows[at - 1].band === row.band ? [parts.line] : [heading(row.band, bands), parts.line];
        });
        const isSame = lines.length === list.children.length && lines.every((line, at) => line === list.children[at]);
        if (!isSame) {
            list.replaceChildren(...lines);
        }
        if (!rows.length) {
            drawn.clear();
            place.replaceChildren();
            make("p", "note ranking-none", place, NONE);
        }
        if (focused && focused !== document.activeElement && place.contains(focused)) {
            focused.focus({preventScroll: true});
        }
        choice();
    };
    const clear = () => {
        chosen.clear();
        drawn.forEach((parts) => {
            parts.box.checked = false;
        });
        choice();
    };

    document.addEventListener("change", (event) => {
        if (event.target.classList.contains("ranked-choice")) {
            const line = event.target.closest("li");
            if (event.target.checked) {
                chosen.set(line.dataset.code, line.querySelector(".ranked-name").textContent);
            } else {
                chosen.delete(line.dataset.code);
            }
            choice();
        }
    });
    document.addEventListener("click", (event) => {
        if (event.target.id === "choice-clear") {
            clear();
            document.getElementById("ranking-rows").focus();
        } else if (event.target.id === "choice-go") {
            clear();
        }
        const line = event.target.closest && event.target.closest("li.ranked");
        if (line && !event.target.closest("a, input") && !String(window.getSelection())) {
            window.kasanariAddress.go({see: line.dataset.code});
        }
    });
})();

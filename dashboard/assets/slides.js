/* 資料づくり in the browser: the basket is this browser's own until it is saved by a name. */
(function () {
    const byId = (id) => document.getElementById(id);
    const tools = () => window.kasanariTakeOut;
    const past = [];
    let saved = [];

    const node = (kind, attributes, ...children) => {
        const made = document.createElement(kind);
        Object.entries(attributes || {}).forEach(([name, value]) => {
            if (name === "onclick" || name === "onchange") {
                made[name] = value;
            } else {
                made.setAttribute(name, value);
            }
        });
        made.append(...children);
        return made;
    };
    const kinds = () => new Map(byId("slides-page").dataset.views.split("|").map((pair) => pair.split("=")));
    const say = (id, text) => {
        const line = byId(id);
        if (line) {
            line.textContent = text;
        }
    };

    const change = (items, words, focus) => {
        past.push(tools().basket());
        tools().keep(items);
        draw();
        say("basket-line", words || "");
        const next = focus && byId(focus);
        if (next) {
            next.focus();
        }
    };

    const moved = (from, to) => {
        const items = tools().basket();
        items.splice(to, 0, items.splice(from, 1)[0]);
        change(items, `${to + 1}枚目に移しました。`, `basket-title-${to}`);
    };

    const row = (item, place, all) => {
        const label = kinds().get(item.view) || item.view;
        const title = node("input", {id: `basket-title-${place}`, type: "text", maxlength: "120", value: item.title || "",
            placeholder: "見出し（空なら数から自動で付けます）", "aria-label": `${place + 1}枚目（${label}）の見出し`,
            onchange: (event) => {
                const items = tools().basket();
                items[place].title = event.target.value.trim();
                change(items, "見出しを変えました。");
            }});
        const button = (text, words, act, off) => {
            const made = node("button", {type: "button", "aria-label": `${place + 1}枚目を${words}`, onclick: act}, text);
            made.disabled = off;
            return made;
        };
        return node("li", {},
            node("div", {},
                node("span", {class: "kind"}, label, node("small", {}, asked(item.search))), title),
            node("div", {class: "moves"},
                button("↑", "上へ", () => moved(place, place - 1), place === 0),
                button("↓", "下へ", () => moved(place, place + 1), place === all.length - 1),
                button("外す", "外す", () => change(all.filter((_one, n) => n !== place), `「${label}」を外しました。`, "basket-undo"), false)));
    };

    // The filters of an address in short words; the slide itself names them in full.
    const asked = (search) => {
        const given = new URLSearchParams(search || "");
        const year = given.get("fy");
        const parts = [year ? window.kasanariEras.fiscalYear(Number(year)) : "最新の年度"];
        if (given.get("asof")) {
            parts.push(`${given.get("asof")} 時点`);
        }
        if (["sub", "size", "kind", "group"].some((name) => given.get(name))) {
            parts.push("絞り込みあり");
        }
        return parts.join("・");
    };

    const draw = () => {
        const list = byId("basket-list");
        if (!list) {
            return;
        }
        const items = tools().basket();
        list.replaceChildren(...items.map((item, place) => row(item, place, items)));
        byId("basket-empty").hidden = items.length > 0;
        weigh(items);
        ["basket-make", "basket-save", "basket-clear"].forEach((id) => {
            byId(id).disabled = !items.length;
        });
        byId("basket-undo").disabled = !past.length;
    };

    // Seconds and MB of a slide, measured on a PC of 2 cores: a map of 179 shapes weighs most.
    const WEIGHTS = {status_map: [1.1, 0.23], tile_map: [0.9, 0.1]};
    const OTHERS = [0.25, 0.03];
    const MANY_SECONDS = 15;
    const weigh = (items) => {
        const sums = items.map((item) => WEIGHTS[item.view] || OTHERS).reduce(([seconds, size], [s, m]) => [seconds + s, size + m], [2, 0]);
        const line = byId("basket-weight");
        if (line) {
            line.textContent = sums[0] < MANY_SECONDS ? "" : `${items.length}枚あり、作るのに約${Math.round(sums[0] / 5) * 5}秒、ファイルは約${Math.max(1, Math.round(sums[1]))} MBになります。急ぐときは枚数を減らしてください。`;
        }
    };

    const drawSaved = () => {
        const list = byId("saved-list");
        if (!list) {
            return;
        }
        list.replaceChildren(...saved.map((one) => {
            if (one.broken) {
                return node("li", {}, `保存した構成のファイル ${one.broken} を読めません。`);
            }
            const small = (text, act) => node("button", {type: "button", "aria-label": `「${one.name}」${text}`, onclick: act}, text);
            return node("li", {}, node("b", {}, `${one.name}（${one.items.length}枚）`),
                small("資料を作る", (event) => make(one.items, one.name, event.target)),
                small("開く", () => {
                    byId("basket-name").value = one.name;
                    change(one.items, `「${one.name}」を開きました。`);
                }),
                small("削除", async () => {
                    saved = await (await tools().post("/slides/baskets/drop", {name: one.name})).json();
                    drawSaved();
                    say("basket-line", `「${one.name}」を削除しました。今の一覧はそのままです。`);
                }));
        }));
        if (!saved.length) {
            list.replaceChildren(node("li", {}, "まだありません。"));
        }
    };

    const make = async (items, name, button) => {
        button.disabled = true;
        say("basket-line", "資料を作り、数を確かめています…");
        try {
            const file = byId("basket-template").files[0];
            const template = file ? {name: file.name, content: await encoded(file)} : null;
            const answer = await tools().post("/slides/deck", {items, name, size: byId("basket-size").value, template});
            if (answer.ok) {
                tools().save(await answer.blob(), decodeURIComponent(answer.headers.get("X-Kasanari-Name") || "") || `${name || "説明資料"}.pptx`);
                const checked = decodeURIComponent(answer.headers.get("X-Kasanari-Checked") || "");
                say("basket-line", `資料ができました。${checked}`);
            } else {
                say("basket-line", await answer.text());
            }
        } catch (_error) {
            say("basket-line", "資料を作れませんでした。かさなりが動いているか確かめて、もう一度押してください。");
        }
        button.disabled = false;
    };

    const encoded = (file) => new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(String(reader.result).split(",")[1] || "");
        reader.onerror = failed;
        reader.readAsDataURL(file);
    });

    const old = async (what, button) => {
        const file = byId("old-file").files[0];
        if (!file) {
            say("old-line", "資料（.pptx）を選んでください。");
            return;
        }
        button.disabled = true;
        byId("old-result").replaceChildren();
        say("old-line", "読んでいます…");
        try {
            const form = new FormData();
            form.append("file", file, file.name);
            const answer = await fetch(`/slides/old/${what}`, {method: "POST", headers: {"X-Kasanari": "slides"}, body: form});
            if (answer.ok) {
                report(what, await answer.json());
            } else {
                say("old-line", await answer.text());
            }
        } catch (_error) {
            say("old-line", "送れませんでした。かさなりが動いているか確かめて、もう一度押してください。");
        }
        button.disabled = false;
    };

    const handedOut = (said) => {
        const bytes = Uint8Array.from(atob(said.content), (c) => c.charCodeAt(0));
        tools().save(new Blob([bytes]), said.name);
        say("old-line", said.removed.length ? `「${said.name}」を保存しました。除いたもの:` : `「${said.name}」を保存しました。除くものはありませんでした。`);
        byId("old-result").replaceChildren(node("ul", {}, ...said.removed.map((line) => node("li", {}, line))));
    };

    const report = (what, said) => {
        if (what === "handout") {
            handedOut(said);
            return;
        }
        const bytes = Uint8Array.from(atob(said.content), (c) => c.charCodeAt(0));
        const download = node("button", {type: "button", class: "button", onclick: () => tools().save(new Blob([bytes]), said.name)},
            what === "refresh" ? "新しくした資料を保存" : "正誤表（Word）を保存");
        const rows = what === "refresh"
            ? [...said.told.map((one) => [one.slide || "―", one.shape, one.what, `${one.before} → ${one.after}`]),
                ...said.left.map((one) => [one.slide || "―", one.shape, "そのまま", one.now ? `${one.why}（今の値: ${one.now}）` : one.why]),
                ...said.renamed.map((one) => [one.slide, one.shape, "名前", one.why]),
                ...said.handwritten.map((one) => [one.slide, one.place, "手書き", `確かめていません: ${one.text}`])]
            : [...said.errata.map((one) => [one.slide, one.place, `${one.written} → ${one.right}`, one.why]),
                ...said.edited.map((one) => [one.slide, one.place, `${one.stands} → ${one.right}`, one.note]),
                ...said.deleted.map((name) => ["―", name, "―", "資料から削除されています"]),
                ...said.handwritten.map((one) => [one.slide, one.place, one.text || "―", "手書きのため、確かめていません"])];
        const unchecked = said.handwritten.length ? `手書き${said.handwritten.length}か所は確かめていません。` : "";
        say("old-line", (what === "refresh"
            ? `新しくしたところ ${said.told.length}件、手を付けなかったところ ${said.left.length}件。`
            : `確かめた ${said.looked}件のうち、今と合わないものは ${said.errata.length}件です。${said.edited.length ? `手で変えられたところが${said.edited.length}件あります。` : ""}`) + unchecked);
        const heads = what === "refresh" ? ["頁", "図形", "種類", "内容"] : ["頁", "箇所", "誤 → 正", "理由"];
        const table = node("table", {},
            node("thead", {}, node("tr", {}, ...heads.map((head) => node("th", {scope: "col"}, head)))),
            node("tbody", {}, ...rows.map((cells) => node("tr", {}, ...cells.map((cell) => node("td", {}, String(cell)))))));
        byId("old-result").replaceChildren(download, ...(rows.length ? [node("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": "結果の表"}, table)] : []));
    };

    const acts = {
        "basket-undo": () => {
            tools().keep(past.pop());
            draw();
            say("basket-line", "元に戻しました。");
        },
        "basket-clear": () => change([], "すべて外しました。「元に戻す」で戻せます。", "basket-undo"),
        "basket-whole": () => change([...tools().basket(), ...[...kinds().keys()].map((view) => ({view, search: window.location.search, title: "", path: "/"}))], "基本の構成を入れました。"),
        "basket-make": (button) => make(tools().basket(), byId("basket-name").value.trim(), button),
        "basket-save": async () => {
            const answer = await tools().post("/slides/baskets", {name: byId("basket-name").value, items: tools().basket()});
            if (answer.ok) {
                saved = await answer.json();
                drawSaved();
                say("basket-line", "保存しました。");
            } else {
                say("basket-line", await answer.text());
            }
        },
        "old-refresh": (button) => old("refresh", button),
        "old-verify": (button) => old("verify", button),
        "old-handout": (button) => old("handout", button),
    };
    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("#slides-page button[id]");
        if (button && acts[button.id]) {
            acts[button.id](button);
        }
    });

    // The page comes and goes without a load of the document: furnish it whenever it stands there empty.
    const furnish = () => {
        if (!byId("basket-name-slot") || byId("basket-name-slot").childNodes.length) {
            return;
        }
        byId("basket-name-slot").append(node("input", {id: "basket-name", type: "text", maxlength: "60", placeholder: "例: 第2回定例会 説明資料"}));
        byId("basket-size-slot").append(node("select", {id: "basket-size"}, node("option", {value: "16:9"}, "16:9"), node("option", {value: "a4"}, "A4 横")));
        byId("basket-template-slot").append(node("input", {id: "basket-template", type: "file", accept: ".pptx,.potx"}));
        byId("old-slot").append(node("input", {id: "old-file", type: "file", accept: ".pptx"}));
        draw();
        fetch("/slides/baskets").then((answer) => answer.json()).then((kept) => {
            saved = kept;
            drawSaved();
        }).catch(() => {});
    };
    new MutationObserver(furnish).observe(document.documentElement, {childList: true, subtree: true});
})();

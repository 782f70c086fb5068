/* 資料づくり in the browser: the basket is this browser's own until it is saved by a name. */
(function () {
    const byId = (id) => document.getElementById(id);
    const tools = () => window.kasanariTakeOut;
    const past = [];
    let saved = [];
    let opened = {name: "", at: ""}; // the saved one that this basket came from, as it was then

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
        const before = tools().basket();
        tools().keep(items);
        past.push({before, after: new Set(tools().basket().map((item) => item.id))});
        draw();
        say("basket-line", words || "");
        const next = focus && byId(focus);
        if (next) {
            next.focus();
        }
    };

    // What stands on this screen may have been changed in another tab: every act looks the slide up anew.
    const onItem = (id, act) => {
        const items = tools().basket();
        const place = items.findIndex((item) => item.id === id);
        if (place < 0) {
            draw();
            say("basket-line", "このスライドは、ほかのタブで外されています。");
            return;
        }
        act(items, place);
    };

    const moved = (id, step) => onItem(id, (items, from) => {
        const to = Math.max(0, Math.min(items.length - 1, from + step));
        items.splice(to, 0, items.splice(from, 1)[0]);
        change(items, `${to + 1}枚目に移しました。`, `basket-title-${to}`);
    });

    const row = (item, place, all) => {
        const label = kinds().get(item.view) || item.view;
        const title = node("input", {id: `basket-title-${place}`, type: "text", maxlength: "120", value: item.title || "",
            placeholder: "見出し（空なら数から自動で付けます）", "aria-label": `${place + 1}枚目（${label}）の見出し`, "data-item": item.id,
            onchange: (event) => onItem(item.id, (items, at) => {
                items[at].title = event.target.value.trim();
                change(items, "見出しを変えました。");
            })});
        const button = (text, words, act, off) => {
            const made = node("button", {type: "button", "aria-label": `${place + 1}枚目を${words}`, onclick: act}, text);
            made.disabled = off;
            return made;
        };
        return node("li", {},
            node("div", {},
                node("span", {class: "kind"}, label, node("small", {}, asked(item)), ...yearOf(item, place)), title),
            node("div", {class: "moves"},
                button("↑", "上へ", () => moved(item.id, -1), place === 0),
                button("↓", "下へ", () => moved(item.id, 1), place === all.length - 1),
                button("外す", "外す", () => onItem(item.id, (items, at) => change(items.filter((_one, n) => n !== at), `「${label}」を外しました。`, "basket-undo")), false)));
    };

    // A year that was chosen stays; one may let a slide follow the newest instead.
    const withYear = (search, year) => {
        const given = new URLSearchParams(search || "");
        given.delete("fy");
        const rest = given.toString().replace(/%2C/g, ",");
        return "?" + [...(year ? [`fy=${year}`] : []), ...(rest ? [rest] : [])].join("&");
    };
    const yearOf = (item, place) => {
        const year = new URLSearchParams(item.search || "").get("fy") || item.year;
        if (!year) {
            return [];
        }
        const isNewest = !new URLSearchParams(item.search || "").get("fy");
        const choice = (value, text, chosen) => {
            const made = node("option", {value}, text);
            made.selected = chosen;
            return made;
        };
        return [node("select", {"aria-label": `${place + 1}枚目の年度`, onchange: (event) => {
            const chosen = event.target.value;
            onItem(item.id, (items, at) => {
                items[at] = {...items[at], search: withYear(items[at].search, chosen), year};
                change(items, chosen ? "選んだ年度のままにします。" : "作るときの最新の年度にします。");
            });
        }}, choice(year, `${window.kasanariEras.fiscalYear(Number(year))}のまま`, !isNewest), choice("", "最新の年度", isNewest))];
    };

    // The filters of an address in short words; the slide itself names them in full.
    const asked = (item) => {
        const given = new URLSearchParams(item.search || "");
        const parts = given.get("fy") || item.year ? [] : ["最新の年度"];
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
        const held = document.activeElement;
        const writing = list.contains(held) && held.dataset.item ? {id: held.dataset.item, text: held.value} : null;
        list.replaceChildren(...items.map((item, place) => row(item, place, items)));
        const again = writing && list.querySelector(`[data-item="${writing.id}"]`);
        if (again) { // what is being written outlives a change in another tab
            again.value = writing.text;
            again.focus();
        }
        byId("basket-empty").hidden = items.length > 0;
        weigh(items);
        ["basket-make", "basket-preview", "basket-save", "basket-clear", "basket-newest"].forEach((id) => {
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
                    opened = {name: one.name, at: one.saved_at};
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
            const answer = await tools().post("/slides/deck", {items, name, size: byId("basket-size").value, ...await chosenTemplate()});
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

    const chosenTemplate = async () => {
        const file = byId("basket-template").files[0];
        return file ? {template: {name: file.name, content: await encoded(file)}, layouts: window.kasanariSlides.layouts()} : {template: null, layouts: null};
    };

    const encoded = (file) => new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(String(reader.result).split(",")[1] || "");
        reader.onerror = failed;
        reader.readAsDataURL(file);
    });

    const keepSaved = async (anyway) => {
        const name = byId("basket-name").value;
        const seen = name.trim() === opened.name ? opened.at : "";
        const answer = await tools().post("/slides/baskets", {name, items: tools().basket(), seen, anyway});
        if (answer.ok) {
            saved = await answer.json();
            opened = {name: saved[0].name, at: saved[0].saved_at};
            drawSaved();
            say("basket-line", "保存しました。");
            return;
        }
        say("basket-line", await answer.text());
        if (answer.headers.get("X-Kasanari-Conflict")) {
            byId("basket-line").append(" ", node("button", {type: "button", class: "button-plain", onclick: () => keepSaved(true)}, "上書きして保存"));
        }
    };

    const acts = {
        "basket-undo": () => {
            const {before, after} = past.pop();
            const others = tools().basket().filter((item) => !after.has(item.id)); // put in by another tab
            tools().keep([...before, ...others.filter((item) => !before.some((one) => one.id === item.id))]);
            draw();
            say("basket-line", "元に戻しました。");
        },
        "basket-clear": () => change([], "すべて外しました。「元に戻す」で戻せます。", "basket-undo"),
        "basket-whole": () => change([...tools().basket(), ...byId("slides-page").dataset.base.split("|").map((view) => ({view, search: window.location.search, title: "", path: "/", base: "1"}))], "基本の構成を入れました。"),
        "basket-make": (button) => make(tools().basket(), byId("basket-name").value.trim(), button),
        "basket-newest": () => change(tools().basket().map((item) => ({...item, search: withYear(item.search, ""),
            year: new URLSearchParams(item.search || "").get("fy") || item.year})), "すべて、作るときの最新の年度にします。"),
        "basket-save": () => keepSaved(false),
    };
    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("#slides-page button[id]");
        if (button && acts[button.id]) {
            acts[button.id](button);
        }
    });

    // Whoever works on the page will soon want a deck: what makes it is loaded meanwhile, and kept while they do.
    const PREPARE_EACH_MS = 60000;
    let prepared = -Infinity;
    ["pointermove", "pointerdown", "focusin", "keydown"].forEach((kind) => document.addEventListener(kind, (event) => {
        const now = performance.now();
        if (now - prepared > PREPARE_EACH_MS && event.target.closest && event.target.closest("#slides-page")) {
            prepared = now;
            tools().post("/slides/prepare", {});
        }
    }, {passive: true}));

    window.addEventListener("storage", (event) => {
        if (event.key === tools().KEY) {
            draw();
        }
    });

    window.kasanariSlides = {byId, node, say, encoded, template: chosenTemplate, layouts: () => null};

    // The page comes and goes without a load of the document: furnish it whenever it stands there empty.
    const furnish = () => {
        if (!byId("basket-name-slot") || byId("basket-name-slot").childNodes.length) {
            return;
        }
        byId("basket-name-slot").append(node("input", {id: "basket-name", type: "text", maxlength: "60", placeholder: "例: 第2回定例会 説明資料"}));
        byId("basket-size-slot").append(node("select", {id: "basket-size"}, node("option", {value: "16:9"}, "16:9"), node("option", {value: "4:3"}, "4:3"), node("option", {value: "a4"}, "A4 横")));
        byId("basket-template-slot").append(node("input", {id: "basket-template", type: "file", accept: ".pptx,.potx"}));
        byId("old-slot").append(node("input", {id: "old-file", type: "file", accept: ".pptx,.html,.htm"}));
        draw();
        fetch("/slides/baskets").then((answer) => answer.json()).then((kept) => {
            saved = kept;
            drawSaved();
        }).catch(() => {});
    };
    new MutationObserver(furnish).observe(document.documentElement, {childList: true, subtree: true});
})();

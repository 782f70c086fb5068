/* 「スライドへ」「画像」「Excel」 under every chart: one listener for all pages; nothing leaves this machine. */
(function () {
    const KEY = "kasanari-basket";
    const LONG_SIDE = 16000; // a browser draws no longer one
    let timer = null;

    const say = (text, link) => {
        const line = document.getElementById("take-out-line");
        if (!line) {
            return;
        }
        line.textContent = text;
        if (link) {
            const anchor = document.createElement("a");
            anchor.href = link;
            anchor.textContent = "資料づくりを開く";
            line.append(" ", anchor);
        }
        clearTimeout(timer);
        timer = setTimeout(() => {
            line.textContent = "";
        }, 6000);
    };

    // Each slide has an id of its own, by which every tab moves and names it.
    const numbered = (item) => (item.id ? item : {...item, id: window.crypto.randomUUID()});
    const keep = (items) => window.localStorage.setItem(KEY, JSON.stringify(items.map(numbered)));
    const basket = () => {
        try {
            const kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
            if (!Array.isArray(kept)) {
                return [];
            }
            if (kept.every((item) => item.id)) {
                return kept;
            }
            keep(kept);
            return basket();
        } catch (_error) {
            return [];
        }
    };

    const save = (blob, name) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = name.replace(/[\\/:*?"<>|]/g, "_");
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    };

    const post = (address, body) => fetch(address, {
        method: "POST",
        headers: {"Content-Type": "application/json", "X-Kasanari": "slides"},
        body: JSON.stringify(body),
    });

    // Words of an element as they are to be quoted: its parts apart, without marks and what only the screen needs.
    const words = (node, apart) => {
        if (!node) {
            return "";
        }
        const copy = node.cloneNode(true);
        copy.querySelectorAll(".tag, .screen-only").forEach((part) => part.replaceWith(apart || ""));
        const parts = apart ? Array.from(copy.childNodes).map((part) => part.textContent.trim()) : [copy.textContent.trim()];
        return parts.filter(Boolean).join(apart).replace(/\s+/g, (gap) => gap[0]);
    };

    // Year and municipalities of the page, as the bar shows them; nothing where the page follows none.
    const conditions = () => {
        const bar = document.querySelector(".filter-bar");
        if (!bar || !bar.getClientRects().length) {
            return "";
        }
        const year = document.getElementById("fy");
        const chips = Array.from(bar.querySelectorAll("#filter-line .chip"), (chip) => chip.firstChild.textContent.trim());
        const parts = [bar.classList.contains("is-without-year") || !year ? "" : year.value, ...(chips.length ? chips : ["全道"])];
        return `条件: ${parts.filter(Boolean).join("、")}`;
    };

    const about = (button) => {
        const card = button.closest("section, .panel, .card") || document.getElementById("page");
        const kept = button.parentElement.dataset;
        const title = kept.title || (kept.titleOf && words(document.querySelector(kept.titleOf))) || words(card.querySelector("h2, h3")) || document.title;
        return {
            view: button.dataset.view,
            title,
            note: words(card.querySelector(".note:not(.screen-only)")),
            remarks: Array.from(button.parentElement.querySelectorAll(".figure-notes li"), (line) => words(line)),
            source: kept.source ? `出典: ${kept.source}` : "",
            version: words(document.getElementById("version-line"), "　"),
            conditions: conditions(),
            legends: Array.from(card.querySelectorAll(".legend, .map-legend, .keys, .inline-legend, .returns-legend, .family-legend")),
            picture: kept.picture,
            content: kept.content ? card.querySelector(kept.content) : null,
            synthetic: Boolean(kept.synthetic || document.querySelector(".banner-synthetic")),
            drawing: card.querySelector("svg.drawn, svg.chart"),
            address: window.location.pathname + withMore(kept.more),
            search: withMore(kept.more),
        };
    };
    const fileName = (said, ending) => `${said.title}${said.synthetic ? "_架空データ" : ""}.${ending}`;
    const withMore = (more) => {
        const given = new URLSearchParams(window.location.search);
        new URLSearchParams(more || "").forEach((value, name) => given.set(name, value));
        const text = given.toString().replace(/%2C/g, ",");
        return text ? `?${text}` : "";
    };
    const otherLayer = (said) => {
        const layer = new URLSearchParams(said.search).get("layer");
        return said.picture && layer && layer !== "status";
    };

    const toSlides = (said) => {
        if (otherLayer(said)) {
            say("スライドになるのは「実施の状況」の地図です。この項目の地図は「画像」か「SVG」をお使いください。");
            return;
        }
        const items = basket();
        const place = items.findIndex((item) => item.view === said.view && item.search === said.search);
        if (place >= 0) {
            say(`「${said.title}」は、同じ条件のものがもう入っています（${place + 1}枚目）。`, "/slides");
            return;
        }
        items.push({view: said.view, search: said.search, path: window.location.pathname, title: ""});
        keep(items);
        const shape = said.picture === "tiles" ? "スライドでは実際の形の地図になります。" : "";
        say(`「${said.title}」を資料に入れました（${items.length}枚）。${shape}`, "/slides");
    };

    // A drawing of the server that has an address of its own, as the route of a plan.
    const isDrawing = (said) => Boolean(said.picture && said.picture.startsWith("/"));
    const framed = (said) => window.kasanariTakeOutPicture.framed({
        ...said, file: isDrawing(said) ? said.picture : "", notes: [...said.remarks, said.note, said.conditions, said.source, said.version].filter(Boolean),
    });

    // The map as the server draws it: whole, with its legend, whatever part of it the screen shows.
    const ofServer = async (said) => {
        const answer = await post("/slides/map.svg", {
            kind: said.picture, search: said.search, version: [said.conditions, said.version].filter(Boolean).join("　"),
            title: window.location.pathname === "/" ? said.title : "",
        });
        if (!answer.ok) {
            throw new Error(await answer.text());
        }
        const text = await answer.text();
        const size = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
        return {text, width: Number(size.getAttribute("width")), height: Number(size.getAttribute("height"))};
    };

    const toPicture = async (said, kind) => {
        if (isDrawing(said)) {
            return asFile(said, kind, await framed(said));
        }
        if (said.content) {
            return asFile(said, kind, await framed(said));
        }
        if (said.picture && (kind === "svg" || said.picture === "tiles")) {
            return asFile(said, kind, await ofServer(said));
        }
        if (!said.drawing) {
            say("図がまだ描かれていません。少し待ってからもう一度押してください。");
            return;
        }
        return asFile(said, kind, await framed(said));
    };
    const asFile = async (said, kind, picture) => {
        if (kind === "svg") {
            save(new Blob([picture.text], {type: "image/svg+xml"}), fileName(said, "svg"));
            return;
        }
        const image = new Image();
        image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture.text);
        await image.decode();
        const canvas = document.createElement("canvas");
        const scale = Math.min(2, LONG_SIDE / Math.max(picture.width, picture.height));
        canvas.width = Math.round(scale * picture.width);
        canvas.height = Math.round(scale * picture.height);
        const pen = canvas.getContext("2d");
        pen.scale(scale, scale);
        pen.drawImage(image, 0, 0);
        canvas.toBlob((blob) => save(blob, fileName(said, "png")), "image/png");
    };

    // The server counts the numbers of the view anew and names the file.
    const toTable = async (said, kind) => {
        const answer = await post(`/slides/${kind}`, {
            view: said.view, search: said.search, title: said.title, note: said.note, address: said.address,
        });
        if (answer.ok) {
            const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
            save(await answer.blob(), named ? decodeURIComponent(named[1]) : fileName(said, kind === "excel" ? "xlsx" : kind));
        } else {
            say(await answer.text());
        }
    };

    // 確認・注記: the drawer of the shell, with the name that was entered last on any page.
    const askNote = (said) => window.dash_clientside.set_props("figure-note-asked", {
        data: {chart: said.view, title: said.title, search: said.search, by: window.dash_clientside.kasanari.writer(), at: Date.now()},
    });

    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("[data-take-out]");
        if (!button) {
            return;
        }
        const said = about(button);
        const kind = button.dataset.takeOut;
        if (kind === "note") {
            askNote(said);
            return;
        }
        const done = kind === "slide" ? toSlides(said) : ["excel", "csv"].includes(kind) ? toTable(said, kind) : toPicture(said, kind);
        Promise.resolve(done).catch(() => say("できませんでした。画面を再読み込みして、もう一度押してください。"));
    });

    window.kasanariTakeOut = {KEY, basket, keep, post, save, say};
})();

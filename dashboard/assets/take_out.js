/* 「スライドへ」「画像」「Excel」 under every chart: one listener for all pages; nothing leaves this machine. */
(function () {
    const KEY = "kasanari-basket";
    const INK = "#1A1A1C";
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

    const basket = () => {
        try {
            const kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
            return Array.isArray(kept) ? kept : [];
        } catch (_error) {
            return [];
        }
    };
    const keep = (items) => window.localStorage.setItem(KEY, JSON.stringify(items));

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

    const about = (button) => {
        const card = button.closest("section, .panel, .card") || document.getElementById("page");
        const title = card.querySelector("h2, h3");
        const note = card.querySelector(".note");
        const version = document.getElementById("version-line");
        const isFiction = Boolean(button.parentElement.dataset.synthetic || document.querySelector(".banner-synthetic"));
        return {
            view: button.dataset.view,
            title: title ? title.textContent.trim() : document.title,
            note: note ? note.textContent.trim() : "",
            version: version ? version.innerText.trim() : "",
            legend: legend(card),
            picture: button.parentElement.dataset.picture,
            table: card.querySelector("table"),
            synthetic: isFiction,
            graph: card.querySelector(".js-plotly-plot"),
            drawing: card.querySelector("svg.drawn"),
            address: window.location.pathname + withMore(button.parentElement.dataset.more),
            search: withMore(button.parentElement.dataset.more),
        };
    };
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

    // The legend stands beside the chart in HTML: colour and word of each entry.
    const legend = (card) => Array.from(card.querySelectorAll(".legend li, .map-legend li, .keys li, .inline-legend li")).map((entry) => {
        const square = entry.querySelector(".map-swatch rect");
        if (square) {
            const words = Array.from(entry.querySelectorAll("span, b")).map((part) => part.textContent).filter(Boolean);
            return {colour: square.getAttribute("fill"), word: words.join(" ")};
        }
        const swatch = Array.from(entry.querySelectorAll("*")).find((part) => {
            const colour = window.getComputedStyle(part).backgroundColor;
            return colour && colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent";
        });
        return {
            colour: swatch ? window.getComputedStyle(swatch).backgroundColor : "",
            word: entry.textContent.trim(),
        };
    });

    const toSlides = (said) => {
        if (otherLayer(said)) {
            say("スライドになるのは「実施の状況」の地図です。この項目の地図は「画像」か「SVG」をお使いください。");
            return;
        }
        const items = basket();
        items.push({view: said.view, search: said.search, path: window.location.pathname, title: ""});
        keep(items);
        say(`「${said.title}」を資料に入れました（${items.length}枚）。`, "/slides");
    };

    const escape = (text) => text.replace(/[&<>"]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"})[c]);

    // A drawing of the server that has an address of its own, as the route of a plan.
    const isDrawing = (said) => Boolean(said.picture && said.picture.startsWith("/"));

    const plotted = async (graph, wide, high) => {
        const uri = await window.Plotly.toImage(graph, {format: "svg", width: wide, height: high});
        return decodeURIComponent(uri.slice(uri.indexOf(",") + 1))
            .replace(/^<\?xml[^>]*>/, "")
            .replace("<svg ", "<svg x=\"16\" y=\"52\" ");
    };
    const drawn = (drawing, wide, high) => {
        const copy = drawing.cloneNode(true);
        Object.entries({x: 16, y: 52, width: wide, height: high, "font-family": "'BIZ UDPGothic','Noto Sans CJK JP',Meiryo,sans-serif"})
            .forEach(([name, value]) => copy.setAttribute(name, value));
        return new XMLSerializer().serializeToString(copy);
    };

    const fetched = async (address) => new DOMParser().parseFromString(await (await fetch(address)).text(), "image/svg+xml").documentElement;

    // The picture with its title above, and note, data and mark of fiction below: it is quoted without the page.
    const framed = async (said) => {
        const drawing = isDrawing(said) ? await fetched(said.picture) : said.drawing;
        const size = isDrawing(said) ? drawing.viewBox.baseVal : (said.graph || drawing).getBoundingClientRect();
        const wide = Math.max(Math.round(size.width), 480);
        const high = Math.round(size.height * wide / size.width);
        const inner = drawing ? drawn(drawing, wide, high) : await plotted(said.graph, wide, high);
        const font = "font-family=\"'BIZ UDPGothic','Noto Sans CJK JP',Meiryo,sans-serif\"";
        const fits = Math.max(Math.floor(wide / 11), 20);
        const lines = [said.note, ...said.version.split("\n")].filter(Boolean)
            .flatMap((line) => line.match(new RegExp(`.{1,${fits}}`, "gu")) || []);
        const entries = said.legend.length ? 20 : 0;
        let left = 16;
        const keys = said.legend.map(({colour, word}) => {
            const at = left;
            left += 30 + 13 * Array.from(word).length;
            return `<rect x="${at}" y="${high + 60}" width="14" height="14" fill="${colour || "#fff"}" stroke="#76767B"/><text x="${at + 19}" y="${high + 72}" ${font} font-size="12" fill="${INK}">${escape(word)}</text>`;
        }).join("");
        const foot = keys + lines.map((line, n) => `<text x="16" y="${high + 72 + entries + 16 * n}" ${font} font-size="11" fill="#4D4D52">${escape(line)}</text>`).join("");
        const mark = said.synthetic
            ? `<rect x="${wide - 74}" y="6" width="90" height="22" fill="#FFF0F0" stroke="#B00000"/><text x="${wide - 29}" y="22" text-anchor="middle" ${font} font-size="13" font-weight="bold" fill="#B00000">架空データ</text>`
            : "";
        const full = {width: wide + 32, height: high + 72 + entries + 16 * lines.length};
        const text = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${full.width}" height="${full.height}" viewBox="0 0 ${full.width} ${full.height}">`
            + `<rect width="100%" height="100%" fill="#fff"/><text x="16" y="${said.synthetic ? 42 : 32}" ${font} font-size="17" font-weight="bold" fill="${INK}">${escape(said.title)}</text>${mark}${inner}${foot}</svg>`;
        return {text, ...full};
    };

    // The map as the server draws it: whole, with its legend, whatever part of it the screen shows.
    const ofServer = async (said) => {
        const answer = await post("/slides/map.svg", {
            kind: said.picture, search: said.search, version: said.version,
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
        if (said.picture && (kind === "svg" || said.picture === "tiles")) {
            return asFile(said, kind, await ofServer(said));
        }
        if (!said.drawing && !(said.graph && window.Plotly)) {
            say("図がまだ描かれていません。少し待ってからもう一度押してください。");
            return;
        }
        return asFile(said, kind, await framed(said));
    };
    const asFile = async (said, kind, picture) => {
        if (kind === "svg") {
            save(new Blob([picture.text], {type: "image/svg+xml"}), `${said.title}.svg`);
            return;
        }
        const image = new Image();
        image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(picture.text);
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = 2 * picture.width;
        canvas.height = 2 * picture.height;
        const pen = canvas.getContext("2d");
        pen.scale(2, 2);
        pen.drawImage(image, 0, 0);
        canvas.toBlob((blob) => save(blob, `${said.title}.png`), "image/png");
    };

    // Plotly sends numbers of the server as packed bytes; calcdata and _fullData hold them plain.
    const plain = (values) => (values === undefined || values === null ? [] : Array.from(values.length === undefined ? [values] : values));
    const clean = (value) => (typeof value === "string" ? value.replace(/<br ?\/?>/g, " / ").replace(/<[^>]+>/g, "") : value);
    const cellsOf = (table) => Array.from(table.querySelectorAll("tr")).map((row) => Array.from(row.cells).flatMap((cell) => {
        const parts = Array.from(cell.children).map((part) => part.innerText.trim()).filter(Boolean);
        const text = parts.length > 1 ? parts.join(" ") : cell.innerText.trim().replace(/\s+/g, " ");
        return [text, ...Array(Math.max(cell.colSpan - 1, 0)).fill("")];
    }));
    const rows = (said) => {
        if (said.drawing) {
            return window.kasanariMapParts.rows();
        }
        const graph = said.graph;
        if (!graph && said.table) {
            return cellsOf(said.table);
        }
        const found = [["系列", "項目", "値", "説明"]];
        ((graph && graph._fullData) || []).forEach((trace) => {
            const sideways = trace.orientation === "h";
            const names = plain(trace.locations || (sideways ? trace.y : trace.x) || trace.lat);
            const values = plain(trace.z || (sideways ? trace.x : trace.y) || trace.lon);
            const words = plain(trace.customdata || trace.hovertext || trace.text);
            names.forEach((name, place) => {
                const value = values[place];
                if (value !== undefined && typeof value !== "object") {
                    const word = words[place];
                    found.push([clean(trace.name || ""), clean(name), value, typeof word === "object" ? "" : clean(word || "")]);
                }
            });
        });
        return found;
    };

    const toExcel = async (said) => {
        const answer = await post("/slides/excel", {
            view: said.view, search: said.search, title: said.title, note: said.note, version: said.version,
            address: said.address, synthetic: said.synthetic, rows: rows(said).slice(0, 20000),
        });
        if (answer.ok) {
            save(await answer.blob(), `${said.title}.xlsx`);
        } else {
            say(await answer.text());
        }
    };

    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("[data-take-out]");
        if (!button) {
            return;
        }
        const said = about(button);
        const kind = button.dataset.takeOut;
        const done = kind === "slide" ? toSlides(said) : kind === "excel" ? toExcel(said) : toPicture(said, kind);
        Promise.resolve(done).catch(() => say("できませんでした。画面を再読み込みして、もう一度押してください。"));
    });

    window.kasanariTakeOut = {basket, keep, post, save, say};
})();

/* A picture of a card that is quoted without its page: title above; legend, note, source and mark of fiction with it. */
(function () {
    const FACE = "'BIZ UDPGothic','Noto Sans CJK JP',Meiryo,sans-serif";
    const INK = "#1A1A1C";
    const SOFT = "#4D4D52";
    const EDGE = 16;
    const NOT_FIRST = "、。，．）」』】％ーっゃゅょッャュョ!?！？:：";
    const LEFT_OUT = ".take-out, .screen-only, .visually-hidden, .ranked-list > li:nth-child(n+21), input, script, style";

    const pen = document.createElement("canvas").getContext("2d");
    const escape = (text) => text.replace(/[&<>"]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"})[c]);
    const clear = (colour) => !colour || colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);
    const text = (said, x, y, size, colour, weight, anchor) => `<text x="${x}" y="${y}" font-family="${FACE}" font-size="${size}" fill="${colour}"`
        + `${weight && weight !== "400" ? ` font-weight="${weight}"` : ""}${anchor ? ` text-anchor="${anchor}"` : ""} xml:space="preserve">${escape(said)}</text>`;

    // Lines of a text in a width; a line begins with no mark that belongs to the line before, and breaks no word of letters.
    const wrapped = (said, size, wide, weight) => {
        pen.font = `${weight || 400} ${size}px ${FACE}`;
        const lines = [];
        let line = "";
        (said.match(/[A-Za-z0-9_.,:/-]+|./gsu) || []).forEach((piece) => {
            const isOver = pen.measureText(line + piece).width > wide;
            if (piece === "\n" || (line && isOver && !NOT_FIRST.includes(piece))) {
                lines.push(line);
                line = piece.trim();
            } else {
                line += piece;
            }
        });
        return [...lines, line].filter(Boolean);
    };

    // A hatch of CSS (repeating-linear-gradient) as a pattern: ground, line and angle.
    const hatch = (image, box, number) => {
        const colours = image.match(/rgba?\([^)]*\)/g) || ["#fff", "#000"];
        const angle = Number((/(-?[\d.]+)deg/.exec(image) || [0, 45])[1]);
        const id = `hatch${number}`;
        return `<defs><pattern id="${id}" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})"><rect width="4" height="4" fill="${colours[0]}"/>`
            + `<rect width="4" height="1.3" fill="${colours[colours.length - 1]}"/></pattern></defs><rect ${box} fill="url(#${id})"/>`;
    };

    // What stands in an element as the browser has laid it out: grounds, borders, drawings and lines of text.
    const copied = (root, first) => {
        const origin = root.getBoundingClientRect();
        const parts = [];
        let wide = 0, high = 0, number = first || 0;
        const reach = (rect) => {
            wide = Math.max(wide, rect.right - origin.left);
            high = Math.max(high, rect.bottom - origin.top);
        };
        const at = (rect) => ({x: (rect.left - origin.left).toFixed(1), y: (rect.top - origin.top).toFixed(1)});
        const letters = (node, style) => {
            const range = document.createRange();
            const lines = [];
            Array.from(node.data).reduce((place, letter) => {
                range.setStart(node, place);
                range.setEnd(node, place + letter.length);
                const rect = range.getBoundingClientRect();
                const last = lines[lines.length - 1];
                if (rect.width || rect.height) {
                    if (last && Math.abs(last.rect.top - rect.top) < rect.height / 2) {
                        last.said += letter;
                        last.right = rect.right;
                    } else {
                        lines.push({rect, said: letter, right: rect.right});
                    }
                }
                return place + letter.length;
            }, 0);
            const size = parseFloat(style.fontSize);
            lines.filter((line) => line.said.trim()).forEach(({rect, said, right}) => {
                const y = (rect.top - origin.top + (rect.height + 0.72 * size) / 2).toFixed(1);
                parts.push(text(said.replace(/\s+/g, " ").trimEnd(), at(rect).x, y, size, style.color, style.fontWeight));
                reach({right, bottom: rect.bottom});
            });
        };
        const box = (node, style) => {
            const rect = node.getBoundingClientRect();
            if (!rect.width || !rect.height) {
                return;
            }
            const {x, y} = at(rect);
            const place = `x="${x}" y="${y}" width="${rect.width.toFixed(1)}" height="${rect.height.toFixed(1)}"`;
            if (style.backgroundImage.includes("gradient")) {
                number += 1;
                parts.push(hatch(style.backgroundImage, place, number));
                reach(rect);
            } else if (!clear(style.backgroundColor) && node !== root) {
                parts.push(`<rect ${place} fill="${style.backgroundColor}"/>`);
                reach(rect);
            }
            const [left, top, right, bottom] = [0, 0, rect.width, rect.height];
            [["Top", left, top, right, top], ["Bottom", left, bottom, right, bottom], ["Left", left, top, left, bottom], ["Right", right, top, right, bottom]]
                .filter(([side]) => node !== root && parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none" && !clear(style[`border${side}Color`]))
                .forEach(([side, x1, y1, x2, y2]) => {
                    const weight = parseFloat(style[`border${side}Width`]);
                    const dash = {dashed: `${3 * weight} ${2 * weight}`, dotted: `${weight} ${weight}`}[style[`border${side}Style`]];
                    const inset = weight / 2 * (side === "Top" || side === "Left" ? 1 : -1);
                    const [dx, dy] = side === "Top" || side === "Bottom" ? [0, inset] : [inset, 0];
                    parts.push(`<line x1="${(Number(x) + x1 + dx).toFixed(1)}" y1="${(Number(y) + y1 + dy).toFixed(1)}" x2="${(Number(x) + x2 + dx).toFixed(1)}" y2="${(Number(y) + y2 + dy).toFixed(1)}"`
                        + ` stroke="${style[`border${side}Color`]}" stroke-width="${weight}"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`);
                    reach(rect);
                });
        };
        const visit = (node) => {
            if (node.nodeType === Node.TEXT_NODE) {
                letters(node, window.getComputedStyle(node.parentElement));
                return;
            }
            if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) {
                return;
            }
            const style = window.getComputedStyle(node);
            if (style.display === "none" || style.visibility === "hidden") {
                return;
            }
            if (node.localName === "svg") {
                const rect = node.getBoundingClientRect();
                const copy = node.cloneNode(true);
                Object.entries({...at(rect), width: rect.width, height: rect.height}).forEach(([name, value]) => copy.setAttribute(name, value));
                parts.push(new XMLSerializer().serializeToString(copy));
                reach(rect);
                return;
            }
            box(node, style);
            node.childNodes.forEach(visit);
        };
        visit(root);
        return {inner: parts.join(""), wide: Math.ceil(wide), high: Math.ceil(high), number};
    };

    const put = (block, x, y) => `<g transform="translate(${x},${y})">${block.inner}</g>`;

    const drawn = (drawing, wide, high) => {
        const copy = drawing.cloneNode(true);
        Object.entries({width: wide, height: high, "font-family": FACE}).forEach(([name, value]) => copy.setAttribute(name, value));
        return {inner: new XMLSerializer().serializeToString(copy), wide, high};
    };
    const fetched = async (address) => new DOMParser().parseFromString(await (await fetch(address)).text(), "image/svg+xml").documentElement;

    // The picture itself: the chart of the card, a drawing, or a table as the browser shows it.
    const subject = async (said) => {
        if (said.content) {
            return copied(said.content);
        }
        const drawing = said.file ? await fetched(said.file) : said.drawing;
        const size = said.file ? drawing.viewBox.baseVal : drawing.getBoundingClientRect();
        const wide = Math.max(Math.round(size.width), 480);
        const high = Math.round(size.height * wide / size.width);
        return drawn(drawing, wide, high);
    };

    // {text, width, height} of an SVG. said: title, notes (lines), legends (elements), synthetic; content, drawing or file.
    const framed = async (said) => {
        const picture = await subject(said);
        let number = picture.number || 0;
        const legends = said.legends.map((legend) => {
            const block = copied(legend, number);
            number = block.number;
            return block;
        }).filter((block) => block.high);
        const wide = Math.max(picture.wide, ...legends.map((block) => block.wide), 480);
        const parts = [];
        let y = 12;
        if (said.synthetic) {
            parts.push(`<rect x="${EDGE + wide - 90}" y="${y}" width="90" height="22" fill="#FFF0F0" stroke="#B00000"/>`, text("架空データ", EDGE + wide - 45, y + 16, 13, "#B00000", "700", "middle"));
        }
        wrapped(said.title, 17, wide - (said.synthetic ? 104 : 0), 700).forEach((line) => {
            parts.push(text(line, EDGE, y + 17, 17, INK, "700"));
            y += 23;
        });
        y += 8;
        parts.push(put(picture, EDGE, y));
        y += picture.high + 8;
        legends.forEach((block) => {
            parts.push(put(block, EDGE, y));
            y += block.high + 6;
        });
        said.notes.flatMap((note) => wrapped(note, 11, wide)).forEach((line) => {
            parts.push(text(line, EDGE, y + 12, 11, SOFT));
            y += 16;
        });
        const [width, height] = [wide + 2 * EDGE, y + 12];
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
            + `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
        return {text: svg, width, height};
    };

    window.kasanariTakeOutPicture = {framed};
})();

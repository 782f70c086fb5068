/* Every table: Japanese is sorted and searched as it is read, and paper gets all of its rows. */
window.kasanariGrids = (function () {
    const collator = new Intl.Collator("ja", {numeric: true});
    // Columns of municipalities, which are read as the row's kana says.
    const NAMES = ["name", "town"];

    /* One form of what is written alike: ﾆｾｺ, ニセコ, にせこ; ＡＢＣ, abc; without spaces. */
    const fold = (text) =>
        String(text === null || text === undefined ? "" : text)
            .normalize("NFKC")
            .toLowerCase()
            .replace(/[\u30a1-\u30f6]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60))
            .replace(/\s+/g, "");

    const isMissing = (value) => value === null || value === undefined;
    const byWords = (one, other) => {
        if (isMissing(one) || isMissing(other)) {
            return isMissing(other) - isMissing(one);
        }
        const areNumbers = typeof one === "number" && typeof other === "number";
        return areNumbers ? one - other : collator.compare(String(one), String(other));
    };
    const by = (field) => (one, other, nodeA, nodeB) =>
        byWords(((nodeA || {}).data || {})[field], ((nodeB || {}).data || {})[field]) || byWords(one, other);

    const TESTS = {
        contains: (text, part) => text.includes(part),
        equals: (text, part) => text === part,
        startsWith: (text, part) => text.startsWith(part),
        endsWith: (text, part) => text.endsWith(part),
    };
    TESTS.notContains = (text, part) => !TESTS.contains(text, part);
    TESTS.notEqual = (text, part) => !TESTS.equals(text, part);
    const matches = ({colDef, data, filterOption, filterText, value}) => {
        const texts = [value, window.kasanariEras.dayText(value)];
        if (NAMES.includes(colDef.field) && data && data.kana) {
            texts.push(data.kana);
        }
        const outcomes = texts.map((text) => TESTS[filterOption](fold(text), fold(filterText)));
        return filterOption.startsWith("not") ? outcomes.every(Boolean) : outcomes.some(Boolean);
    };

    /* On screen a table draws only the rows in view: for paper the rows that its filters leave are written out. */
    const SHORT = 12; // letters that stay in one line
    const element = (name, className, text) => {
        const made = document.createElement(name);
        if (className) {
            made.className = className;
        }
        if (text !== undefined) {
            made.textContent = text;
        }
        return made;
    };
    const written = (api, column, node) => {
        const {cellRendererParams} = column.getColDef();
        const text = api.getCellValue({rowNode: node, colKey: column, useFormatter: true});
        return text && cellRendererParams && cellRendererParams.label ? cellRendererParams.label : text;
    };
    const onPaper = (box, api) => {
        const columns = api.getAllDisplayedColumns().map((column) => [column, column.getColDef()])
            .filter(([, {headerName, context}]) => headerName && !(context && context.isOffPaper)).map(([column]) => column);
        const table = element("table", "grid-on-paper");
        const head = table.createTHead().insertRow();
        columns.forEach((column) => head.append(element("th", "", column.getColDef().headerName)));
        const body = table.createTBody();
        api.forEachNodeAfterFilterAndSort((node) => {
            const row = body.insertRow();
            columns.forEach((column) => {
                const text = String(written(api, column, node) ?? "");
                const cell = row.insertCell();
                cell.textContent = text;
                cell.classList.toggle("is-short", text.length <= SHORT);
            });
        });
        let whole = 0;
        api.forEachLeafNode(() => { whole += 1; });
        if (body.rows.length < whole) {
            table.prepend(element("caption", "", `一覧の中の絞り込みに合う ${body.rows.length}行（全${whole}行）`));
        }
        box.after(table);
    };
    window.addEventListener("beforeprint", () => {
        document.querySelectorAll(".towns-grid[id]").forEach((box) => {
            if (!box.querySelector(".ag-root")) {
                // the grid is still on its way, and printing does not wait: the paper says so
                box.after(element("p", "grid-on-paper", "表の表示の途中で印刷しました。表が出てから、もう一度印刷してください。"));
                return;
            }
            onPaper(box, window.dash_ag_grid.getApi(box.id));
        });
    });
    window.addEventListener("afterprint", () => {
        document.querySelectorAll(".grid-on-paper").forEach((made) => made.remove());
    });

    window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
        byKana: by("kana"),
        byArea: by("subprefecture_code"),
        byWords: byWords,
        foldText: fold,
        matchesText: matches,
    });
    return {fold: fold};
})();

/* 国の様式: the sheet of a form as cells to point at; files go up and the filled copy comes down. */
(function () {
    const letters = (column) => column < 26
        ? String.fromCharCode(65 + column)
        : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + column % 26);
    const writer = () => (document.getElementById("written-by") || {}).value || "";
    const valueOf = (id) => (document.getElementById(id) || {}).value || "";

    const draw = (seen) => {
        const place = document.getElementById("state-form-grid");
        if (!seen || !place) {
            return window.dash_clientside.no_update;
        }
        const wide = Math.max(...seen.rows.map((row) => row.length), 8);
        const high = Math.max(seen.rows.length, 12);
        const covered = new Set();
        const spans = {};
        seen.merged.forEach(([top, left, bottom, right]) => {
            spans[`${top},${left}`] = [Math.min(bottom, high - 1) - top + 1, Math.min(right, wide - 1) - left + 1];
            for (let row = top; row <= bottom; row += 1) {
                for (let column = left; column <= right; column += 1) {
                    if (row !== top || column !== left) {
                        covered.add(`${row},${column}`);
                    }
                }
            }
        });
        const formulas = new Set(seen.formulas);
        const table = document.createElement("table");
        const head = table.createTHead().insertRow();
        head.append(document.createElement("th"));
        for (let column = 0; column < wide; column += 1) {
            const cell = document.createElement("th");
            cell.textContent = letters(column);
            head.append(cell);
        }
        const body = table.createTBody();
        for (let row = 0; row < high; row += 1) {
            const line = body.insertRow();
            const number = document.createElement("th");
            number.textContent = row + 1;
            line.append(number);
            for (let column = 0; column < wide; column += 1) {
                const at = `${row},${column}`;
                if (covered.has(at)) {
                    continue;
                }
                const cell = line.insertCell();
                const name = letters(column) + (row + 1);
                const filled = seen.filled[name];
                cell.dataset.cell = name;
                cell.title = name;
                cell.textContent = filled === undefined ? (seen.rows[row] || [])[column] || "" : filled || "―";
                cell.className = formulas.has(name) ? "is-formula" : filled === undefined ? "" : "is-filled";
                [cell.rowSpan, cell.colSpan] = spans[at] || [1, 1];
            }
        }
        place.replaceChildren(table);
        return String(Date.now());
    };

    const tell = (message) => window.dash_clientside.set_props("state-form-came", {data: {message, at: Date.now()}});
    const send = (file, more) => {
        const form = new FormData();
        form.append("file", file, file.name);
        Object.entries({by: writer(), ...more}).forEach(([name, value]) => form.append(name, value));
        fetch("/state-form/file", {method: "POST", headers: {"X-Kasanari": "intake"}, body: form})
            .then(async (answer) => tell((await answer.json()).message))
            .catch(() => tell("送れませんでした。かさなりが動いているか確かめて、もう一度入れてください。"));
    };
    const chooseForm = window.kasanariFiles.chooser({accept: ".xlsx,.xlsm"}, ([file]) => send(file, {
        title: valueOf("state-form-title"), fiscal_year: document.getElementById("state-form-intake").dataset.year || "",
    }));
    let of = "";
    const chooseLast = window.kasanariFiles.chooser({accept: ".xlsx,.xlsm"}, ([file]) => send(file, {form: of}));

    const fill = async (form) => {
        const answer = await fetch(`/state-form/${form}/filled.zip`, {
            method: "POST",
            headers: {"X-Kasanari": "intake", "Content-Type": "application/json"},
            body: JSON.stringify({by: writer()}),
        });
        if (!answer.ok) {
            tell((await answer.json()).message);
            return;
        }
        const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
        window.kasanariTakeOut.save(await answer.blob(), named ? decodeURIComponent(named[1]) : "記入.zip");
        tell("記入した様式を保存しました。");
    };

    document.addEventListener("click", (event) => {
        const target = event.target.closest && event.target.closest("#state-form-choose, #state-form-last, #state-form-fill, [data-cell]");
        if (!target) {
            return;
        }
        if (target.dataset.cell && target.closest("#state-form-grid")) {
            document.querySelectorAll("#state-form-grid .is-chosen").forEach((cell) => cell.classList.remove("is-chosen"));
            target.classList.add("is-chosen");
            window.dash_clientside.set_props("form-cell-name", {value: target.dataset.cell});
        } else if (target.id === "state-form-choose") {
            chooseForm();
        } else if (target.id === "state-form-last") {
            of = target.dataset.form;
            chooseLast();
        } else if (target.id === "state-form-fill") {
            fill(target.dataset.form).catch(() => tell("保存できませんでした。もう一度押してください。"));
        }
    });
    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariStateForm = {draw, year: (year) => year};
})();

/* 調査をつくる in the browser: drag a 問, pick one on the sheet, and look at the A4 pages. */
(function () {
    const set = (id, data) => window.dash_clientside.set_props(id, {data: {...data, at: Date.now()}});
    const block = (event) => event.target.closest && event.target.closest(".survey-block");
    let from = null;
    let revealed = null;
    let told = null;
    const bring = (part, box) => {
        if (part && box) {
            const inside = part.getBoundingClientRect();
            const outside = box.getBoundingClientRect();
            if (inside.top < outside.top || inside.bottom > outside.bottom) {
                box.scrollTop += inside.top - outside.top - outside.height / 3;
            }
        }
    };

    const clear = () => document.querySelectorAll(".survey-block.is-over").forEach((one) => one.classList.remove("is-over"));
    document.addEventListener("dragstart", (event) => {
        const held = block(event);
        const list = document.getElementById("survey-list");
        from = held && list && !list.disabled ? Number(held.dataset.place) : null;
        if (held && from === null) {
            event.preventDefault();
        }
    });
    document.addEventListener("dragover", (event) => {
        const over = block(event);
        if (over && from !== null) {
            event.preventDefault();
            clear();
            over.classList.add("is-over");
        }
    });
    document.addEventListener("dragend", () => {
        from = null;
        clear();
    });
    document.addEventListener("drop", (event) => {
        const over = block(event);
        if (over && from !== null) {
            event.preventDefault();
            const place = Number(over.dataset.place);
            const to = place > from ? place - 1 : place;
            if (to !== from) {
                set("survey-moved", {from, to});
            }
            from = null;
            clear();
        }
    });

    // A press while the editor is being written or drawn anew would be read from the button that comes in its place, and
    // be lost. It waits, and what was pressed goes on in its order.
    const WRITES = ["survey-draft.data", "survey-bar.children"];
    const waiting = [];
    let isPassing = false;
    const isAsked = (outputs) => {
        const {requested, prioritized, blocked, executing, watched, executed} = window.store.getState().callbacks;
        return [requested, prioritized, blocked, executing, watched, executed].flat()
            .some((one) => outputs.some((output) => one.callback.output.includes(output)));
    };
    const isWriting = () => isAsked(WRITES);
    const goOn = () => {
        if (!isWriting()) {
            const button = document.getElementById(waiting.shift());
            isPassing = true;
            if (button && !button.disabled) {
                button.click();
            }
            isPassing = false;
        }
        if (waiting.length) {
            requestAnimationFrame(goOn);
        }
    };
    /* Whether the form says other than what is kept, by the two documents themselves: they come with the answer that keeps it,
       the words on the page a moment later. The version is the file's own matter. */
    const NEW = "new";
    const EDITS = ["survey-want.data"]; // of the callback that writes what fields and buttons say
    const isSame = (one, other) => {
        if (one === other || !one || !other || typeof one !== "object" || typeof other !== "object") {
            return one === other;
        }
        const names = Object.keys(one);
        return names.length === Object.keys(other).length
            && names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]));
    };
    const plain = ({form, ...rest}) => ({...rest, form: {...form, version: ""}});
    window.kasanariSurveyForm = {
        isUnsaved: () => {
            const [kept, draft] = ["survey-form", "survey-draft"].map((id) => (window.kasanariAddress.propsOf(id) || {}).data);
            return Boolean(kept && draft) && (kept.state === NEW || window.kasanariLive.isWaiting() || isAsked(EDITS)
                || !isSame(plain(kept.document), plain(draft.document)));
        },
    };
    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("#survey-page button[id*='\"survey-act\"']");
        if (!button || isPassing || !(waiting.length || isWriting())) {
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        if (waiting.push(button.id) === 1) {
            requestAnimationFrame(goOn);
        }
    }, {capture: true});

    document.addEventListener("click", (event) => {
        const page = document.getElementById("survey-page");
        if (!page) {
            return;
        }
        const row = event.target.closest("#survey-sheet tr[data-question]");
        if (row && !page.classList.contains("is-a4")) {
            set("survey-picked", {of: row.dataset.question});
        }
        const button = event.target.closest("#survey-a4");
        if (button && page.classList.contains("is-a4")) {
            window.print();
        } else if (button) {
            page.classList.add("is-a4");
            button.textContent = "印刷";
            const back = document.createElement("button");
            back.type = "button";
            back.id = "survey-a4-back";
            back.className = "button-plain";
            back.textContent = "編集に戻る";
            button.after(back);
            window.dash_clientside.set_props("survey-tabs", {value: "sheet"});
        }
        if (event.target.closest("#survey-a4-back")) {
            page.classList.remove("is-a4");
            event.target.remove();
            document.getElementById("survey-a4").textContent = "A4 で見る";
            document.getElementById("survey-a4").focus();
        }
    });

    window.dash_clientside = window.dash_clientside || {};
    window.dash_clientside.kasanariSurvey = {
        /* What was told of the document is over once the document is another. */
        forget: () => null,
        /* The chosen question is marked on the sheet, and comes into sight there. */
        mark: (draft) => {
            const rows = [...document.querySelectorAll("#survey-sheet tr[data-question]")];
            rows.forEach((row) => row.classList.toggle("is-chosen", Boolean(draft) && row.dataset.question === draft.chosen));
            bring(rows.find((row) => row.classList.contains("is-chosen")), document.querySelector(".survey-beside"));
            return window.dash_clientside.no_update;
        },
        // The list of questions follows what is chosen, such as a question that was added at its end; what is told above
        // the list takes of its height.
        reveal: (_, problems, draft) => {
            if (draft && (draft.chosen !== revealed || problems !== told)) {
                told = problems;
                revealed = draft.chosen;
                // once the list that was drawn anew has its height
                window.requestAnimationFrame(() => bring(
                    document.querySelector("#survey-list .is-chosen"), document.querySelector(".survey-questions"),
                ));
            }
            return window.dash_clientside.no_update;
        },
    };
})();

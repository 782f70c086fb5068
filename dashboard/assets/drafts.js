/* What somebody is writing outlives newer data. While a part of the page (a form, a window) holds what was entered and not
   sent, an answer with newer data does not draw the page anew: a line says that there are newer data, with a button to show
   them. The data of whoever writes are checked again when they are sent, as those of two users are. */
window.kasanariDrafts = (function () {
    const WINDOW = "[role=dialog]";
    const PART = `${WINDOW}, form, section, .panel`;
    const LINE = "newer-data";
    const drafts = new Map(); // by part: what is entered in it, by field
    const isWritten = (field) => !["button", "checkbox", "file", "radio", "range"].includes(field.type);
    const isOfPage = (element) => Boolean(element.closest(`#page, ${WINDOW}`));

    /* Who writes is remembered by the browser, whatever happens to the page. */
    const isWriter = (field) => field.id === "written-by";

    const note = (field, value) => {
        if (!isOfPage(field) || isWriter(field) || window.kasanariAddress.isBound(field)) {
            return;
        }
        const part = field.closest(PART) || document.getElementById("page");
        drafts.set(part, (drafts.get(part) || new Map()).set(field, value));
    };
    document.addEventListener("input", (event) => {
        if (event.isTrusted && isWritten(event.target) && !event.target.closest(".ag-root-wrapper")) {
            note(event.target, () => event.target.value);
        }
    }, {capture: true});
    document.addEventListener("click", (event) => {
        const option = event.target.closest && event.target.closest("[role=option]");
        const list = option && option.closest("[role=listbox]");
        const chooser = list && document.querySelector(`[aria-controls="${list.id}"]`);
        if (chooser) {
            note(chooser, () => chooser.value);
        }
        // what a button of the part sends is no draft any more
        const button = !option && event.target.closest && event.target.closest("button");
        if (button && !button.getAttribute("aria-controls")) {
            [PART, WINDOW].forEach((around) => drafts.delete(button.closest(around)));
        }
    }, {capture: true});

    /* Is there a part, still on the page, with something in one of the fields that were written in? counts: of which. */
    const isAny = (counts = () => true) => {
        [...drafts.keys()].filter((part) => !part.isConnected).forEach((part) => drafts.delete(part));
        return [...drafts.values()].some((fields) =>
            [...fields].some(([field, value]) => field.isConnected && counts(field) && value()));
    };
    const forget = (counts) => drafts.forEach((fields) =>
        [...fields.keys()].filter(counts).forEach((field) => fields.delete(field)));
    const show = (hidden) => window.dash_clientside.set_props(LINE, {hidden});

    /* Take the page out of an answer that came of newer data alone, if it would cost a draft. */
    const keep = (asked, answer) => {
        if (!answer.page) {
            return;
        }
        const isOfData = (asked.changedPropIds || []).every((changed) => changed === "version.data");
        const isKept = isOfData && isAny();
        if (isKept) {
            ["page", "page-title", "shell-notice", "shown-warehouse", "version-line"].forEach((part) => delete answer[part]);
        }
        show(!isKept);
    };
    document.addEventListener("click", (event) => {
        if (event.target.closest && event.target.closest(`#${LINE} button`)) {
            drafts.clear();
            const {data} = window.kasanariAddress.propsOf("version");
            window.dash_clientside.set_props("version", {data: {...data, looked: Date.now()}});
        }
    });
    return {forget, isAny, keep};
})();

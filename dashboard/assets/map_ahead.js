/* A choice paints the map before anything else is done about it: the colours of every year are here already. The address,
   the server and the rest of the page follow when the browser has shown them. */
window.kasanariMapParts = window.kasanariMapParts || {};
(function () {
    const K = window.kasanariMapParts;
    const HIDDEN_MILLISECONDS = 400;
    let watched = null;

    /* Paint what an address asks for. Returns whether there is a map to paint. */
    const ahead = (search) => {
        const box = document.querySelector("#react-entry-point .drawn-box");
        if (!K.now || !box) {
            return false;
        }
        if (K.now.isAhead && K.now.search === search) { // seen already
            return true;
        }
        K.goTo(search === window.location.search ? null : search);
        K.now = {...K.view(K.now.data, null, K.asked("town")), isAhead: true, search: search};
        K.draw(box, K.now);
        return true;
    };
    /* What a slider that is still held would show. */
    const previewYear = (year) => {
        const wanted = new URLSearchParams(window.location.search);
        wanted.set("fy", year);
        ahead("?" + wanted);
    };

    /* Once what is painted has been seen: two frames later, or soon where the window is hidden and has no frames. */
    const whenSeen = (act) => {
        let done = false;
        const once = () => {
            if (!done) {
                done = true;
                act();
            }
        };
        window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(once)));
        window.setTimeout(once, HIDDEN_MILLISECONDS);
    };

    document.addEventListener("click", (event) => {
        const option = event.target.closest && event.target.closest("[data-combobox-option]");
        const list = option && option.closest("[role=listbox]");
        const input = document.getElementById("fy");
        if (list && input && input.getAttribute("aria-controls") === list.id) {
            window.kasanariAddress.go({fy: option.getAttribute("value")});
        }
    }, {capture: true});

    /* While the slider of the years moves, the map moves with it. */
    const slid = new MutationObserver(() => {
        const year = Number(watched.getAttribute("aria-valuenow"));
        if (K.now && !K.now.playing && year !== K.now.year) {
            previewYear(year);
        }
    });
    const watchYears = () => {
        const thumb = document.querySelector("#react-entry-point #map-years [role=slider]");
        if (thumb && thumb !== watched) {
            slid.disconnect();
            watched = thumb;
            slid.observe(thumb, {attributes: true, attributeFilter: ["aria-valuenow"]});
        }
    };

    Object.assign(K, {ahead, whenSeen, watchYears});
})();

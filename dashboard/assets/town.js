/* 市町村カルテ: the choice of a town goes to the address; the page follows it. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    window.dash_clientside.kasanariTown = {
        choose: (code) => {
            // Only who stands in the field chooses; else the server has set it, perhaps for a town already turned over.
            const isChosen = document.activeElement && document.activeElement.id === "town-choice";
            const shown = new URLSearchParams(window.location.search).get("town");
            if (isChosen && code && code !== shown && window.location.pathname === "/town") {
                window.kasanariAddress.go({town: code});
            }
        },
    };
    document.addEventListener("click", (event) => {
        if (event.target && event.target.id === "town-print") {
            window.print();
        }
    });
    // The keys of a reader of many sheets: ← and → turn to the town before and after, unless something is typed.
    document.addEventListener("keydown", (event) => {
        const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement ? document.activeElement.tagName : "");
        if (window.location.pathname !== "/town" || typing || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const step = {ArrowLeft: "town-prev", ArrowRight: "town-next"}[event.key];
        const link = step && document.getElementById(step);
        if (link) {
            link.click();
        }
    });
})();

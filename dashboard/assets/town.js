/* 市町村カルテ: the choice of a town goes to the address; the page follows it. */
(function () {
    const known = (value, props) => (props.data.some((town) => town.value === value) ? value : undefined);
    window.kasanariAddress.bind({id: "town-choice", name: "town", parse: (text, props) => (text ? known(text, props) : null)});
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

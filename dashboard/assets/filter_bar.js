/* The filter bar: which part of the address each control stands for, and what changes several at once. */
window.dash_clientside = window.dash_clientside || {};
(function () {
    const NEWEST = "newest";
    const LISTS = ["sub", "size", "kind", "group"];
    // what belongs to one page, and stays behind when another is opened
    const OF_ONE_PAGE = ["town", "add", "log", "round", "from"];
    const address = window.kasanariAddress;

    const known = (value, props) => ((props.data || []).some((choice) => choice.value === value) ? value : undefined);
    address.bind({id: "fy", name: "fy", parse: known});
    address.bind({
        id: "asof",
        name: "asof",
        changes: (value) => ({asof: value === NEWEST ? "" : value}),
        parse: (text, props) => known(text || NEWEST, props),
    });
    LISTS.forEach((name) =>
        address.bind({
            id: name,
            name: name,
            place: `#options-${name}`,
            mayBeEmpty: true,
            parse: (text) => text.split(",").filter(Boolean),
        }));

    /* A link to another page is followed with the view of this moment, which its address may not say yet. */
    document.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a.nav-link");
        if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
        address.go(Object.fromEntries(OF_ONE_PAGE.map((name) => [name, ""])), {pathname: new URL(link.href).pathname});
        window.scrollTo(0, 0);
    }, {capture: true});

    /* Heard at once and not by a callback, which would come after a tick that was made a moment later. */
    document.addEventListener("click", (event) => {
        const chip = event.target.closest && event.target.closest(".chip[data-name]");
        if (chip) {
            const {name, code} = chip.dataset;
            const left = address.get(name).split(",").filter((known) => known && known !== code);
            address.go({[name]: code ? left.join(",") : ""});
            document.getElementById("filter-clear").focus();
        } else if (event.target.id === "filter-clear") {
            address.go({asof: "", sub: "", size: "", kind: "", group: ""});
        }
    });

    window.dash_clientside.kasanariFilters = {
        /* Links between the pages keep the view; the town stays behind, except on the page of a town. */
        links: (_search, pathname, paths) => {
            const kept = address.without(OF_ONE_PAGE);
            document.querySelectorAll(".nav-link").forEach((link) => {
                const isHere = new URL(link.href).pathname === (pathname || "/");
                link.toggleAttribute("aria-current", isHere);
                if (isHere) {
                    link.setAttribute("aria-current", "page");
                }
            });
            return paths.map((path) => path.split("?")[0] + kept);
        },
    };
})();

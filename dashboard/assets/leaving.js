/* Who leaves what is written and not sent is asked first: by a link, by Back, or by closing the window that it stands in.
   Pages that keep what was begun (計画) ask nothing; what asks is marked, and the editor of a 調査票 knows itself. */
(function () {
    const MARKED = "[data-asks]";
    const CLOSES = ".mantine-Drawer-close, .mantine-Drawer-overlay";
    const GO = "保存していない内容があります。保存せずに移ると、その内容はなくなります。移りますか。";
    const CLOSE = "保存していない内容があります。閉じると、その内容はなくなります。閉じますか。";
    const isUnsaved = () => {
        const state = document.getElementById("survey-state");
        return state ? state.dataset.unsaved === "yes" : window.kasanariDrafts.isAny(MARKED);
    };
    /* Does the person stay? Whoever leaves is not asked again. */
    const stays = (words) => {
        if (!isUnsaved()) {
            return false;
        }
        if (!window.confirm(words)) {
            return true;
        }
        window.kasanariDrafts.forget(MARKED);
        return false;
    };
    const stop = (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
    };

    window.addEventListener("beforeunload", (event) => {
        if (isUnsaved()) {
            event.preventDefault();
        }
    });
    // At the window, before the navigation of the shell hears of it.
    window.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a[href]");
        const leaves = link && !link.target && !link.hasAttribute("download") && !link.getAttribute("href").startsWith("#");
        const closes = event.target.closest && event.target.closest(CLOSES);
        if ((leaves && stays(GO)) || (closes && stays(CLOSE))) {
            stop(event);
        }
    }, {capture: true});
    window.addEventListener("keydown", (event) => {
        const isOfList = event.target.getAttribute && event.target.getAttribute("aria-expanded") === "true";
        const inside = event.target.closest && event.target.closest("[role=dialog]");
        if (event.key === "Escape" && !event.isComposing && !isOfList && inside && inside.querySelector(MARKED) && stays(CLOSE)) {
            stop(event);
        }
    }, {capture: true});

    // Back has changed the address before it tells: who stays gets it back.
    let here = window.location.href;
    ["input", "click", "focusin"].forEach((name) => document.addEventListener(name, () => {
        here = window.location.href;
    }, {capture: true}));
    window.addEventListener("popstate", (event) => {
        if (window.location.href !== here && stays(GO)) {
            window.history.pushState(null, "", here);
            event.stopImmediatePropagation();
        } else {
            here = window.location.href;
        }
    }, {capture: true});
})();

/* Who leaves what is written and not sent is asked first: by a link, by Back, or by closing the window that it stands in.
   Every field that is typed into asks, but those marked: they only look, or keep what was begun in the tab (計画), which is lost
   with the tab alone. A choice from a list is soon made again. The editor of a 調査票 knows itself. */
(function () {
    const LOOKS = "[data-asks=no]", KEEPS = "[data-asks=tab]";
    const CLOSES = ".mantine-Drawer-close, .mantine-Drawer-overlay";
    const GO = "保存していない内容があります。保存せずに移ると、その内容はなくなります。移りますか。";
    const CLOSE = "保存していない内容があります。閉じると、その内容はなくなります。閉じますか。";
    const isTyped = (field) => !field.closest(LOOKS) && field.getAttribute("aria-haspopup") !== "listbox";
    const isLost = (field) => isTyped(field) && !field.closest(KEEPS);
    const isUnsaved = (counts = isLost) => {
        const isForm = document.getElementById("survey-state");
        return isForm ? window.kasanariSurveyForm.isUnsaved() : window.kasanariDrafts.isAny(counts);
    };
    /* Does the person stay? Whoever leaves is not asked again. */
    const stays = (words) => {
        if (!isUnsaved()) {
            return false;
        }
        if (!window.confirm(words)) {
            return true;
        }
        window.kasanariDrafts.forget(isLost);
        return false;
    };
    const stop = (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
    };

    window.addEventListener("beforeunload", (event) => {
        if (isUnsaved(isTyped)) {
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
        if (event.key === "Escape" && !event.isComposing && !isOfList && inside && stays(CLOSE)) {
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

/* 「14振興局を一度に」 of 資料づくり: one zip with a folder per 振興局. */
(function () {
    const tools = () => window.kasanariTakeOut;
    const {byId, node, say} = window.kasanariSlides;

    const furnish = () => {
        document.querySelectorAll("#slides-page .areas-slot:empty").forEach((slot) => {
            const box = node("input", {type: "checkbox", value: slot.dataset.what});
            box.checked = slot.dataset.what !== "letters";
            slot.append(box);
        });
    };
    new MutationObserver(furnish).observe(document.documentElement, {childList: true, subtree: true});

    document.addEventListener("click", async (event) => {
        const button = event.target.closest && event.target.closest("#areas-make");
        if (!button) {
            return;
        }
        const what = Array.from(document.querySelectorAll(".areas-slot input:checked"), (box) => box.value);
        button.disabled = true;
        say("areas-line", "振興局ごとの資料を作り、数を確かめています…");
        try {
            const answer = await tools().post("/slides/areas", {what, size: byId("basket-size").value, search: window.location.search});
            if (answer.ok) {
                tools().save(await answer.blob(), decodeURIComponent(answer.headers.get("X-Kasanari-Name") || "振興局ごとの資料.zip"));
                say("areas-line", `できました。${decodeURIComponent(answer.headers.get("X-Kasanari-Checked") || "")}`);
            } else {
                say("areas-line", await answer.text());
            }
        } catch (_error) {
            say("areas-line", "作れませんでした。かさなりが動いているか確かめて、もう一度押してください。");
        }
        button.disabled = false;
    });
})();

/* 「前の資料」 of 資料づくり: a deck that was sent in is refreshed, verified or made fit to hand out. */
(function () {
    const tools = () => window.kasanariTakeOut;
    const {byId, node, say} = window.kasanariSlides;

    const old = async (what, button) => {
        const file = byId("old-file").files[0];
        if (!file) {
            say("old-line", "資料を選んでください。");
            return;
        }
        button.disabled = true;
        byId("old-result").replaceChildren();
        say("old-line", "読んでいます…");
        try {
            const form = new FormData();
            form.append("file", file, file.name);
            form.append("marked", byId("old-marked").checked ? "1" : "");
            const answer = await fetch(`/slides/old/${what}`, {method: "POST", headers: {"X-Kasanari": "slides"}, body: form});
            if (answer.ok) {
                report(what, await answer.json());
            } else {
                say("old-line", await answer.text());
            }
        } catch (_error) {
            say("old-line", "送れませんでした。かさなりが動いているか確かめて、もう一度押してください。");
        }
        button.disabled = false;
    };

    const handedOut = (said) => {
        const bytes = Uint8Array.from(atob(said.content), (c) => c.charCodeAt(0));
        tools().save(new Blob([bytes]), said.name);
        say("old-line", said.removed.length ? `「${said.name}」を保存しました。除いたもの:` : `「${said.name}」を保存しました。除くものはありませんでした。`);
        const kept = said.kept.map((line) => `残したもの（中を確かめてください）: ${line}`);
        byId("old-result").replaceChildren(node("ul", {}, ...[...said.removed, ...kept].map((line) => node("li", {}, line))));
    };

    const report = (what, said) => {
        if (what === "handout" || what === "mono") {
            handedOut(said);
            return;
        }
        const bytes = Uint8Array.from(atob(said.content), (c) => c.charCodeAt(0));
        const download = node("button", {type: "button", class: "button", onclick: () => tools().save(new Blob([bytes]), said.name)},
            what === "refresh" ? "新しくした資料を保存" : "正誤表（Word）を保存");
        const more = (said.more || []).map((one) => node("button", {type: "button", class: "button-plain", onclick: () => {
            tools().save(new Blob([Uint8Array.from(atob(one.content), (c) => c.charCodeAt(0))]), one.name);
        }}, `${one.word}を保存`));
        const rows = what === "refresh"
            ? [...said.told.map((one) => [one.slide || "―", one.shape, one.what, `${one.before} → ${one.after}`]),
                ...said.left.map((one) => [one.slide || "―", one.shape, "そのまま", one.now ? `${one.why}（今の値: ${one.now}）` : one.why]),
                ...said.renamed.map((one) => [one.slide, one.shape, "名前", one.why]),
                ...said.handwritten.map((one) => [one.slide, one.place, "手書き", `確かめていません: ${one.text}`])]
            : [...said.errata.map((one) => [one.slide || one.title, one.place, `${one.written} → ${one.right}`, one.why]),
                ...said.edited.map((one) => [one.slide || one.title, one.place, `${one.stands} → ${one.right}`, one.note]),
                ...said.deleted.map((name) => ["―", name, "―", "資料から削除されています"]),
                ...said.handwritten.map((one) => [one.slide, one.place, one.text || "―", "手書きのため、確かめていません"])];
        const unchecked = said.handwritten.length ? `手書き${said.handwritten.length}か所は確かめていません。` : "";
        say("old-line", (what === "refresh"
            ? `新しくしたところ ${said.told.length}件、手を付けなかったところ ${said.left.length}件。`
            : `確かめた ${said.looked}件のうち、今と合わないものは ${said.errata.length}件です。${said.edited.length ? `手で変えられたところが${said.edited.length}件あります。` : ""}`) + unchecked);
        const heads = what === "refresh" ? ["頁", "図形", "種類", "内容"] : ["頁", "箇所", "誤 → 正", "理由"];
        const table = node("table", {},
            node("thead", {}, node("tr", {}, ...heads.map((head) => node("th", {scope: "col"}, head)))),
            node("tbody", {}, ...rows.map((cells) => node("tr", {}, ...cells.map((cell) => node("td", {}, String(cell)))))));
        byId("old-result").replaceChildren(download, ...more, ...(rows.length ? [node("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": "結果の表"}, table)] : []));
    };

    new MutationObserver(() => {
        const slot = byId("old-marked-slot");
        if (slot && !slot.childNodes.length) {
            slot.append(node("input", {id: "old-marked", type: "checkbox"}));
        }
    }).observe(document.documentElement, {childList: true, subtree: true});

    document.addEventListener("click", (event) => {
        const button = event.target.closest && event.target.closest("#slides-page button[id^=old-]");
        if (button) {
            old(button.id.replace("old-", ""), button);
        }
    });
})();

/* 「絵で確かめる」 of 資料づくり: each slide as it will be drawn, before the deck is made; also as it prints in grey. */
(function () {
    const tools = () => window.kasanariTakeOut;
    const {byId, node, say} = window.kasanariSlides;
    let turn = 0;

    const show = async () => {
        const mine = ++turn;
        const place = byId("basket-pictures");
        const box = node("input", {type: "checkbox", onchange: (event) => place.classList.toggle("grey", event.target.checked)});
        box.checked = place.classList.contains("grey");
        place.replaceChildren(node("label", {}, box, "白黒で見る"));
        const items = tools().basket();
        const draw = (number, pictures, why) => place.append(...pictures.map((svg) => node("figure", {}, node("figcaption", {}, `${number + 1}枚目`),
            node("img", {alt: `${number + 1}枚目の絵`, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}))),
        ...(why ? [node("p", {class: "note"}, `${number + 1}枚目: ${why}`)] : []));
        const asked = {size: byId("basket-size").value, ...await window.kasanariSlides.template()};
        if (asked.template) {
            say("basket-line", "ひな形の上に描いています…");
            const answer = await tools().post("/slides/preview", {...asked, items});
            if (mine !== turn || !place.isConnected) {
                return;
            }
            if (!answer.ok) {
                say("basket-line", await answer.text());
                return;
            }
            (await answer.json()).forEach((one, number) => draw(number, one.pictures, one.why));
        }
        for (const [number, item] of asked.template ? [] : items.entries()) {
            say("basket-line", `${items.length}枚のうち${number + 1}枚目を描いています…`);
            const answer = await tools().post("/slides/preview", {items: [item], size: asked.size});
            if (mine !== turn || !place.isConnected) {
                return;
            }
            draw(number, answer.ok ? await answer.json() : [], answer.ok ? "" : await answer.text());
        }
        const own = asked.template ? "ひな形の背景の色と文字の色で描いています。ロゴなどの絵は、できた資料で確かめてください。" : "";
        say("basket-line", `${items.length}枚を描きました。${own}`);
    };

    document.addEventListener("click", (event) => {
        if (event.target.closest && event.target.closest("#basket-preview")) {
            show().catch(() => say("basket-line", "絵を描けませんでした。かさなりが動いているか確かめて、もう一度押してください。"));
        }
    });
})();

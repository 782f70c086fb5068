/* 「所定のひな形」 of 資料づくり: its layouts as pictures, one for the cover and one for all else. */
(function () {
    const tools = () => window.kasanariTakeOut;
    const {byId, node, say, encoded} = window.kasanariSlides;

    const choice = (kind, title, found, is) => {
        const set = node("fieldset", {}, node("legend", {}, title));
        found.forEach((one) => {
            const input = node("input", {type: "radio", name: `layout-${kind}`, value: String(one.place)});
            input.checked = one[is];
            input.disabled = Boolean(one.why_not);
            const picture = node("img", {alt: "", src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(one.svg)}`});
            set.append(node("label", {}, picture, node("span", {}, input, one.name, ...(one.why_not ? [node("small", {}, `（${one.why_not}）`)] : []))));
        });
        return set;
    };

    const show = async (file) => {
        const place = byId("basket-layouts");
        place.replaceChildren();
        if (!file) {
            return;
        }
        say("basket-line", "ひな形のレイアウトを読んでいます…");
        const answer = await tools().post("/slides/layouts", {template: {name: file.name, content: await encoded(file)}});
        if (!answer.ok) {
            say("basket-line", await answer.text());
            return;
        }
        const found = await answer.json();
        place.replaceChildren(choice("cover", "表紙のレイアウト", found, "is_cover"), choice("plain", "ほかの頁のレイアウト", found, "is_plain"));
        say("basket-line", "レイアウトを選べます。そのままでも作れます。");
    };

    window.kasanariSlides.layouts = () => ["cover", "plain"].map((kind) => {
        const chosen = document.querySelector(`#basket-layouts input[name=layout-${kind}]:checked`);
        return chosen ? Number(chosen.value) : null;
    });
    document.addEventListener("change", (event) => {
        if (event.target.id === "basket-template") {
            show(event.target.files[0]).catch(() => say("basket-line", "ひな形を読めませんでした。もう一度選んでください。"));
        }
    });
})();

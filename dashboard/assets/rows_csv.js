/* 「表示中の行をCSVで保存」: the rows that a table shows, in their order, from the writer of the Excel file. */
(function () {
    const tools = () => window.kasanariTakeOut;
    const FAILED = "保存できませんでした。かさなりが動いているか確かめて、もう一度押してください。";

    const shown = (grid) => {
        const keys = [];
        window.dash_ag_grid.getApi(grid).forEachNodeAfterFilterAndSort((node) => keys.push(node.id));
        return keys;
    };

    const fetched = async (grid, name) => {
        const asked = new URLSearchParams(window.location.search);
        asked.set("rows", shown(grid).join(","));
        const answer = await fetch(`/papers/${name}?${asked}`, {headers: {Accept: "text/plain"}});
        if (!answer.ok) {
            tools().say(await answer.text());
            return;
        }
        const [, called] = /filename\*=UTF-8''(.+)$/.exec(answer.headers.get("Content-Disposition"));
        tools().save(await answer.blob(), decodeURIComponent(called));
    };

    window.kasanariRowsToCsv = (grid, name) => {
        fetched(grid, name).catch(() => tools().say(FAILED));
    };
})();

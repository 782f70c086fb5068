/* The Japanese eras in the browser: counted from the table that comes with the page (words/eras.py). */
window.kasanariEras = (function () {
    const {eras, first, naming_day: [month, day]} = JSON.parse(document.querySelector("meta[name=eras]").content);
    const two = (number) => String(number).padStart(2, "0");
    /* 2023 → 令和5: a fiscal year is named after the era in which most of it lies. */
    const eraYear = (year) => {
        const named = `${year}-${two(month)}-${two(day)}`;
        const era = eras.find((row) => row.first_day <= named);
        const number = era && year - era.offset;
        return era ? era.name + (number === 1 ? first : number) : String(year);
    };
    /* 2026-12-25 → 令和8年12月25日; what is no such date stays as it is. */
    const dayText = (text) => {
        const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) || [];
        const era = year && eras.find((row) => row.first_day <= text);
        const number = era && year - era.offset;
        return era ? `${era.name}${number === 1 ? first : number}年${Number(month)}月${Number(day)}日` : text;
    };
    window.dashAgGridFunctions = window.dashAgGridFunctions || {};
    window.dashAgGridFunctions.eraYear = (year, nothing) =>
        year === null || year === undefined ? nothing : `${eraYear(year)}（${year}）`;
    window.dashAgGridFunctions.dayText = (text) => text ? dayText(text) : "―";
    return {dayText: dayText, eraYear: eraYear, fiscalYear: (year) => eraYear(year) + "年度"};
})();

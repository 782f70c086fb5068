/* Numbers as words/words.py writes them: halves up, as ROUND of Excel; a share of few municipalities is marked. */
(function () {
    const SMALL = 10;
    /* Excel goes by the first 15 digits: 1.005 is a half there, though the number in the machine is a little less. */
    const decimal = (value, digits) => {
        const scale = 10 ** digits;
        const rounded = Math.round(Number((Math.abs(value) * scale).toPrecision(15))) / scale;
        const text = rounded.toLocaleString("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits});
        return value < 0 && rounded ? "-" + text : text;
    };
    const share = (part, whole) => decimal(100 * part / whole, 1) + "％" + (whole < SMALL ? "＊" : "");
    window.kasanariNumbers = {decimal: decimal, share: share, small: SMALL};
    window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {decimalText: decimal});
})();

/* A list that is searched by typing finds ﾆｾｺ, ニセコ and にせこ alike, as the tables do. */
window.dashMantineFunctions = Object.assign(window.dashMantineFunctions || {}, {
    foldedOptions: ({options, search, limit}) => {
        const {fold} = window.kasanariGrids;
        const wanted = fold(search);
        const fits = (option) => fold(option.label).includes(wanted);
        return options
            .map((option) => (option.items ? {...option, items: option.items.filter(fits)} : option))
            .filter((option) => (option.items ? option.items.length : fits(option)))
            .slice(0, limit);
    },
});

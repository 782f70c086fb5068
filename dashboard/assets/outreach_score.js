/* 働きかけ in the browser: score and order by other weights at once, before the server has drawn the doubt.

   The same rule as dashboard/planning/score.py: a weighted mean, in which the server has put the mean of the others for
   what is unknown; equal to twelve decimals is equal and shares a rank; a town of which less than half the weight is known
   is not ranked. */
window.kasanariRanking = window.kasanariRanking || {};
(function () {
    const FINE = 1e12;

    const judge = (town, share, counted, familyOf, families) => {
        const parts = new Array(families).fill(0);
        let known = 0;
        town.values.forEach((value, at) => {
            known += town.known[at] ? share[at] : 0;
            parts[familyOf[at]] += counted[at] * value;
        });
        return {known: known, families: parts, score: parts.reduce((sum, part) => sum + part, 0)};
    };

    /* The rows of a ranking as the server sends them, without doubt and reasons; left: the towns that filters leave. */
    window.kasanariRanking.order = (material, weights, left) => {
        const total = material.criteria.reduce((sum, code) => sum + weights[code], 0);
        if (!(total > 0)) {
            return null;
        }
        const share = material.criteria.map((code) => weights[code] / total);
        const some = share.reduce((sum, part, at) => sum + (material.counts[at] ? part : 0), 0);
        const counted = share.map((part, at) => (material.counts[at] ? part / some : 0));
        const judged = material.towns.map((town, at) => ({
            ...judge(town, share, counted, material.familyOf, material.families),
            town: town,
            at: at,
        }));
        const ranked = judged.filter((one) => one.known >= material.least - 1e-9);
        ranked.forEach((one) => {
            one.key = Math.round((1 - one.score) * FINE);
        });
        ranked.sort((one, other) => one.key - other.key || one.at - other.at);
        const firstOf = new Map(); // by key of a score: its place in the order, and how many towns have it
        ranked.forEach((one, at) => {
            const found = firstOf.get(one.key);
            firstOf.set(one.key, found ? {...found, tied: found.tied + 1} : {rank: at + 1, tied: 1});
        });
        const kept = left && new Set(left);
        return ranked
            .map((one) => ({
                code: one.town.code,
                name: one.town.name,
                about: one.town.about,
                ...firstOf.get(one.key),
                score: one.score,
                families: one.families,
            }))
            .filter((row) => !kept || kept.has(row.code));
    };
})();

-- その調査票を使うなら真（同じ年度の同じ市町村から取り込んだもののうち、架空でないもの、あとに受け取ったものを先に使う）
-- function: returned
returned.state = 'loaded'
and row_number() over (
    partition by returned.state, returned.fiscal_year, returned.municipality_code
    order by returned.is_synthetic, returned.received_on desc, returned.version desc
) = 1

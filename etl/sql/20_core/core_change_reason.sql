-- 1行 = 調査票の「変わった理由・補足」欄に書かれた1つの文（前年度から答えが変わった理由など）
-- @return_id 調査票の番号
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @question_id 設問の番号
-- @reason 書かれていた文
-- @source_id 書かれたセル
-- @known_on 知っていたと数える日
-- @is_synthetic 架空データなら真
select
    c.return_id,
    c.municipality_code,
    cast(c.fiscal_year as integer) as fiscal_year,
    c.question_id,
    c.reason,
    c.source_id,
    r.known_on,
    r.is_synthetic
from input_change_reason as c
inner join core_return as r on r.return_id = c.return_id
where r.state = 'loaded'
order by c.fiscal_year, c.municipality_code, c.return_id, c.question_id

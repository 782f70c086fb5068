-- 1行 = 1つの支援策（道の後方支援事業の取組）
-- @code 支援策の符号
-- @label_ja 表示する言葉
-- @short_label 短い言葉（図表用）
-- @sort_order 並び順
-- @description 意味
-- @how_held 行い方
-- @audience 対象
-- @wording 道の資料の言葉
-- @state_wording 国の要綱での区分
-- @source_id 出典のセル
select
    m.code,
    m.label_ja,
    m.short_label,
    cast(m.sort_order as integer) as sort_order,
    m.description,
    f.how_held,
    f.audience,
    f.wording,
    f.state_wording,
    f.source_id
from input_measure as m
left join input_measure_fact as f on f.measure_code = m.code
order by sort_order

-- 1行 = 1市町村の1つの統計値
-- @municipality_code 標準地域コード
-- @figure_code 統計の符号
-- @label_ja 統計の名前
-- @reference_date 統計の基準日
-- @value 値（公表で秘匿されたものは空）
-- @unit 単位
-- @source_id 値が書かれたセル
select
    f.municipality_code,
    f.figure_code,
    d.label_ja,
    cast(f.reference_date as date) as reference_date,
    cast(nullif(f.value, '') as double) as value,
    f.unit,
    f.source_id
from input_figures as f
left join input_figure_definitions as d on d.figure_code = f.figure_code
order by f.municipality_code, f.figure_code, f.reference_date

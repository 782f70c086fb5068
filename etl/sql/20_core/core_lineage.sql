-- 1行 = 複数のセルから成る事実の、1つの列の根拠
-- @fact_table 事実の表
-- @fact_key 事実の鍵（その事実の source_id）
-- @column_name 列
-- @source_id 根拠のセル
select
    l.fact_table,
    l.fact_key,
    l.column_name,
    l.source_id
from input_lineage as l
order by all

-- 1行 = 1つの機能（社会福祉法第106条の4第2項の第1号イから第6号まで）
-- @code 機能の符号
-- @item 号の番号
-- @label_ja 表示する言葉
-- @existing_scheme 既存制度の対象事業
-- @field 分野（介護・障害・子ども・困窮）
-- @sort_order 並び順
-- @group_code 号の符号
-- @group_label 号の言葉
-- @prefecture_kinds 道が実施する市町村の種別（町、村を | で区切る。自立相談支援事業は、福祉事務所のない町村では道が行う：生活困窮者自立支援法第3条・第5条）
-- @is_new 新しく設けられた事業なら真（資料の「新」の印）
-- @description 資料の言葉（内容、注、※）
-- @source_id 資料の言葉を転記したセル
select
    v.code,
    v.item,
    v.label_ja,
    v.existing_scheme,
    v.field,
    cast(v.sort_order as integer) as sort_order,
    v.group_code,
    v.group_label,
    case when v.code = 'f1_ni' then '町|村' end as prefecture_kinds,
    coalesce(f.is_new = '1', false) as is_new,
    f.description,
    f.source_id
from input_function as v
left join input_function_fact as f on f.function_code = v.code
order by sort_order

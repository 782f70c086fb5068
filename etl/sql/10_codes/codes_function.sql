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
select
    code,
    item,
    label_ja,
    existing_scheme,
    field,
    cast(sort_order as integer) as sort_order,
    group_code,
    group_label,
    case when code = 'f1_ni' then '町|村' end as prefecture_kinds
from input_function
order by sort_order

-- 1行 = 1つの課題（市町村が挙げた、実施に踏み切れない理由）
-- @code 課題の符号
-- @label_ja 表示する言葉
-- @sort_order 並び順
-- @group_code 課題のグループの符号
-- @group_label 課題のグループの言葉
-- @is_provisional 仮の選択肢なら真（道の資料にあるのは仮でない3つだけ）
-- @description 意味
-- @wording 道の資料の言葉（仮の選択肢は空）
-- @source_id 道の資料の言葉を転記したセル（仮の選択肢は空）
select
    b.code,
    b.label_ja,
    cast(b.sort_order as integer) as sort_order,
    b.group_code,
    g.label_ja as group_label,
    b.provisional = '1' as is_provisional,
    b.description,
    f.wording,
    f.source_id
from input_barrier as b
left join input_barrier_group as g on g.code = b.group_code
left join input_barrier_fact as f on f.barrier_code = b.code and b.provisional <> '1'
order by sort_order

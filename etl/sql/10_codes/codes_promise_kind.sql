-- 1行 = 市町村との確認事項の1つの種類と、次の回答でどう判断するか
-- @code 確認事項の種類の符号
-- @label_ja 表示する言葉
-- @sort_order 並び順
-- @rule 判断の規則（status_in=状態がholdsのどれか、start_year=開始年度がある、option_in=設問の答えがholdsのどれか、option_absent=設問で対象を挙げない、returned=調査票が届く、manual=人が判断する）
-- @question_id 判断に使う設問（{target} は確認事項の対象に置き換える）
-- @holds 確認済みとする符号（| で区切る）
-- @target_kind 対象の種類（barrier=課題、function=機能、空=なし）
-- @description どう判断するか
select
    code,
    label_ja,
    cast(sort_order as integer) as sort_order,
    rule,
    coalesce(question_id, '') as question_id,
    coalesce(holds, '') as holds,
    coalesce(target_kind, '') as target_kind,
    description
from input_promise_kind
order by sort_order

-- 1行 = 今の市町村の、合併の前の市町村・前の名前・別の書き方
-- @code 今の市町村の標準地域コード
-- @former_name 前の市町村の名前（または別の書き方）
-- @how merged=合併した市町村、renamed=名称変更、spelling=別の書き方
-- @changed_year 合併・名称変更の年（西暦。わからなければ空）
-- @source 合併の出典（別の書き方は空）
select
    code,
    former_name,
    how,
    try_cast(changed_year as integer) as changed_year,
    case when how = 'merged' then '北海道「市町村の合併の状況」' end as source
from input_former_name
order by code, changed_year, former_name

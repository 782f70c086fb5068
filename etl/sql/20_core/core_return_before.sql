-- 1行 = 1通の調査票の、答えの訂正の前の記入の数（訂正のない調査票は行がない）
-- @return_id 調査票の番号
-- @required 答えるべき必須の設問の数
-- @answered うち答えのある数
-- @known_on 知っていたと数える日
-- @until この日から別の数に替わった
select
    b.return_id,
    cast(b.required as integer) as required,
    cast(b.answered as integer) as answered,
    coalesce(try_cast(nullif(b.known_on, '') as date), r.known_on) as known_on,
    cast(b.until as date) as until
from input_return_before as b
inner join core_return as r on r.return_id = b.return_id
order by b.return_id, b.until

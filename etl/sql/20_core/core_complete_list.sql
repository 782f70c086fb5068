-- 1行 = 実施市町村の全てが載る1つの名簿。載っていない市町村は、その時点で実施していないとみなす
-- @file_id 資料の番号
-- @file data/raw の中の場所
-- @fiscal_year 名簿が表す年度
-- @as_of 名簿が表す時点
-- @known_on 知っていたと数える日
-- @is_synthetic 架空データなら真
select
    file_id,
    file,
    cast(year(as_of - interval 3 month) as integer) as fiscal_year,
    as_of,
    known_on,
    is_synthetic
from core_file
where
    kind = 'status_list'
    and coverage in ('implementers', 'all')
    and as_of is not null
    and is_intact
    and rows_loaded > 0
order by as_of, file

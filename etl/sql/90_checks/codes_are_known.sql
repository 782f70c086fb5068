-- 事実の表の符号が、符号表にあること
select 'core_status.municipality_code' as place, f.municipality_code as value
from core_status as f left join codes_municipality as c on c.code = f.municipality_code
where c.code is null
union all
select 'core_status.status_code', f.status_code
from core_status as f left join codes_status as c on c.code = f.status_code
where c.code is null
union all
select 'core_figure.municipality_code', f.municipality_code
from core_figure as f left join codes_municipality as c on c.code = f.municipality_code
where c.code is null
union all
select 'core_published_total.status_code', f.status_code
from core_published_total as f left join codes_status as c on c.code = f.status_code
where c.code is null
union all
select 'codes_status.group_code', s.group_code
from codes_status as s left join codes_status_group as g on g.code = s.group_code
where g.code is null
union all
select 'codes_municipality.subprefecture_code', m.subprefecture_code
from codes_municipality as m left join codes_subprefecture as s on s.code = m.subprefecture_code
where s.code is null

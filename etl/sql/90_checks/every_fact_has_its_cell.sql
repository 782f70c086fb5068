-- 全ての事実に、根拠となるセルがあること
select 'core_status' as place, f.source_id
from core_status as f left join core_source as s using (source_id)
where s.source_id is null
union all
select 'core_figure', f.source_id
from core_figure as f left join core_source as s using (source_id)
where s.source_id is null
union all
select 'core_published_total', f.source_id
from core_published_total as f left join core_source as s using (source_id)
where s.source_id is null
union all
select 'core_change_reason', f.source_id
from core_change_reason as f left join core_source as s using (source_id)
where s.source_id is null

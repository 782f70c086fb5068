-- 1行 = 年度×範囲（北海道・全国）の実施市町村数
-- macro: as_of_day
-- @fiscal_year 年度
-- @scope 範囲（hokkaido=北海道、national=全国）
-- @implementing 実施市町村数（北海道は市町村ごとの状態から数えたもの）
-- @preparing 移行準備事業を実施する市町村数（北海道で分からない年度は空）
-- @denominator 分母となる市町村数
-- @rate_pct 実施の割合（%）
-- @is_complete 実施市町村の全てが分かるなら真（偽 = わかっている範囲）
-- @is_plan 予定の数なら真
-- @is_synthetic 架空データを含むなら真
-- @source_id 公表値のセル（北海道は空。市町村ごとの出典は mart_status_by_year）
with hokkaido as (
    select
        s.fiscal_year,
        'hokkaido' as scope,
        count(*) filter (s.status_code = 'implementing') as implementing,
        nullif(count(*) filter (s.status_code = 'preparing'), 0) as preparing,
        count(*) as denominator,
        c.implementers_complete as is_complete,
        false as is_plan,
        bool_or(s.is_synthetic and s.status_code in ('implementing', 'preparing')) as is_synthetic,
        cast(null as varchar) as source_id
    from mart_status_by_year_at(as_of_day) as s
    inner join mart_year_coverage_at(as_of_day) as c on c.fiscal_year = s.fiscal_year
    group by s.fiscal_year, c.implementers_complete
),

-- of several publications on one year the newest one holds, whole; a plan gives way to what came of it
published as (
    select p.*, s.file_id
    from core_published_total as p
    left join core_source as s using (source_id)
    where p.scope = 'national' and p.known_on <= as_of_day
),

newest as (
    select *
    from published
    where status_code = 'implementing'
    qualify row_number() over (
        partition by fiscal_year
        order by is_synthetic, is_plan, published.as_of desc nulls last, known_on desc, source_id desc
    ) = 1
),

national as (
    select
        n.fiscal_year,
        'national' as scope,
        n.value as implementing,
        p.value as preparing,
        n.denominator,
        true as is_complete,
        n.is_plan,
        n.is_synthetic,
        n.source_id
    from newest as n
    left join published as p
        on p.fiscal_year = n.fiscal_year and p.status_code = 'preparing' and p.file_id = n.file_id
        and p.is_plan = n.is_plan and p.as_of is not distinct from n.as_of
    qualify row_number() over (partition by n.fiscal_year order by p.source_id desc) = 1
),

final as (
    select
        fiscal_year,
        scope,
        cast(implementing as integer) as implementing,
        cast(preparing as integer) as preparing,
        cast(denominator as integer) as denominator,
        round(100.0 * implementing / denominator, 6) as rate_pct,
        is_complete,
        is_plan,
        is_synthetic,
        source_id
    from (select * from hokkaido union all select * from national)
)

select * from final
order by scope, fiscal_year

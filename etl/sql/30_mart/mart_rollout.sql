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

national as (
    select
        fiscal_year,
        'national' as scope,
        max(value) filter (status_code = 'implementing') as implementing,
        max(value) filter (status_code = 'preparing') as preparing,
        max(denominator) as denominator,
        true as is_complete,
        bool_or(is_plan) as is_plan,
        bool_or(is_synthetic) as is_synthetic,
        max(source_id) filter (status_code = 'implementing') as source_id
    from core_published_total
    where scope = 'national' and known_on <= as_of_day
    group by fiscal_year
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

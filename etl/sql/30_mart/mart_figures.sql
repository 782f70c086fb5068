-- 1行 = 1市町村。いま使う統計の値（最も新しい基準日のもの）を横に並べたもの
-- @municipality_code 標準地域コード
-- @population 人口（人。国勢調査 速報）
-- @population_as_of 人口の基準日
-- @population_source_id 人口の出典のセル
-- @population_jumin 人口（人。住民基本台帳）
-- @households 世帯数（世帯。住民基本台帳）
-- @aging_rate_pct 65歳以上の割合（%。年齢の分かる人に対する割合）
-- @age_75plus_rate_pct 75歳以上の割合（%。年齢の分かる人に対する割合）
-- @area_km2 面積（km²）
-- @density_per_km2 人口密度（人/km²）
-- @size_class 人口規模区分の符号
with wide as (
    select
        municipality_code,
        max(value) filter (figure_code = 'population_census2025_prelim') as population,
        max(reference_date) filter (figure_code = 'population_census2025_prelim') as population_as_of,
        max(source_id) filter (figure_code = 'population_census2025_prelim') as population_source_id,
        max(value) filter (figure_code = 'population_jumin') as population_jumin,
        max(value) filter (figure_code = 'households_jumin') as households,
        max(value) filter (figure_code = 'age_65plus') as age_65plus,
        max(value) filter (figure_code = 'age_75plus') as age_75plus,
        max(value) filter (figure_code = 'age_known_total') as age_known_total,
        max(value) filter (figure_code = 'area_km2') as area_km2
    from core_figure
    where is_current
    group by municipality_code
),

final as (
    select
        w.municipality_code,
        cast(w.population as integer) as population,
        w.population_as_of,
        w.population_source_id,
        cast(w.population_jumin as integer) as population_jumin,
        cast(w.households as integer) as households,
        round(100 * w.age_65plus / nullif(w.age_known_total, 0), 6) as aging_rate_pct,
        round(100 * w.age_75plus / nullif(w.age_known_total, 0), 6) as age_75plus_rate_pct,
        w.area_km2,
        round(w.population / nullif(w.area_km2, 0), 2) as density_per_km2,
        c.code as size_class
    from wide as w
    left join codes_size_class as c
        on w.population >= c.min_population and (c.max_population is null or w.population < c.max_population)
)

select * from final
order by municipality_code

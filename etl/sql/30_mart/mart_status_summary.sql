-- 1行 = 年度×振興局×状態グループの市町村数（全ての組合せがある。振興局 00 = 全道）
-- macro: as_of_day
-- @fiscal_year 年度
-- @subprefecture_code 振興局の番号（00 = 全道）
-- @subprefecture_name 振興局の名前
-- @group_code 状態グループの符号
-- @group_label 状態グループの言葉
-- @sort_order 状態グループの並び順
-- @municipalities 市町村数
-- @denominator 分母（その振興局の全市町村数）
-- @synthetic_municipalities うち架空データによる市町村数
with states as (
    select s.fiscal_year, m.subprefecture_code, s.group_code, s.is_synthetic
    from mart_status_by_year_at(as_of_day) as s
    inner join codes_municipality as m on m.code = s.municipality_code
),

with_whole as (
    select * from states
    union all
    select fiscal_year, '00', group_code, is_synthetic from states
),

areas as (
    select '00' as code, '全道' as name
    union all
    select code, name from codes_subprefecture
),

counted as (
    select
        fiscal_year,
        subprefecture_code,
        group_code,
        count(*) as municipalities,
        count(*) filter (is_synthetic) as synthetic_municipalities
    from with_whole
    group by all
),

final as (
    select
        y.fiscal_year,
        a.code as subprefecture_code,
        a.name as subprefecture_name,
        g.code as group_code,
        g.label_ja as group_label,
        g.sort_order,
        cast(coalesce(c.municipalities, 0) as integer) as municipalities,
        cast(sum(coalesce(c.municipalities, 0)) over (partition by y.fiscal_year, a.code) as integer) as denominator,
        cast(coalesce(c.synthetic_municipalities, 0) as integer) as synthetic_municipalities
    from (select distinct fiscal_year from states) as y
    cross join areas as a
    cross join codes_status_group as g
    left join counted as c
        on c.fiscal_year = y.fiscal_year and c.subprefecture_code = a.code and c.group_code = g.code
)

select * from final
order by fiscal_year, subprefecture_code, sort_order

-- 1行 = 1市町村（179）。市町村ごとの最も新しい状態と基礎的な統計
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @code6 団体コード（6桁）
-- @name 名前
-- @kana よみ
-- @kind 市・町・村の別
-- @subprefecture_code 振興局の番号
-- @subprefecture_name 振興局の名前
-- @fiscal_year 状態の年度（情報がなければ空）
-- @status_code 状態の符号
-- @status_label 状態の言葉
-- @group_code 状態グループの符号
-- @group_label 状態グループの言葉
-- @start_fiscal_year 開始（予定）年度
-- @first_implementing_fiscal_year 実施を始めた年度（実施中でなければ空）
-- @status_as_of 根拠となる資料が表す時点
-- @known_on 知っていたと数える日
-- @is_synthetic 架空データによる状態なら真
-- @source_id 状態が書かれたセル
-- @population 人口（人。国勢調査 速報）
-- @population_as_of 人口の基準日
-- @population_jumin 人口（人。住民基本台帳）
-- @households 世帯数（世帯）
-- @aging_rate_pct 65歳以上の割合（%）
-- @age_75plus_rate_pct 75歳以上の割合（%）
-- @area_km2 面積（km²）
-- @density_per_km2 人口密度（人/km²）
-- @size_class 人口規模区分の符号
-- @size_class_label 人口規模区分の言葉
-- @neighbours 隣り合う市町村の数
-- @neighbours_implementing 隣り合う市町村のうち実施中の数（それぞれの最も新しい状態）
-- @hall_lat 役場の緯度（度）
-- @hall_lon 役場の経度（度）
with newest as (
    select
        *,
        row_number() over (partition by municipality_code order by is_synthetic, fiscal_year desc) as nearness
    from mart_status_by_year_at(as_of_day)
    where basis = 'stated'
),

state as (
    select * from newest where nearness = 1
),

neighbours as (
    select
        a.municipality_code,
        count(*) as neighbours,
        count(*) filter (s.status_code = 'implementing') as neighbours_implementing
    from core_adjacency as a
    left join state as s on s.municipality_code = a.neighbour_code
    group by a.municipality_code
),

final as (
    select
        m.code as municipality_code,
        m.code6,
        m.name,
        m.kana,
        m.kind,
        m.subprefecture_code,
        m.subprefecture_name,
        s.fiscal_year,
        c.code as status_code,
        c.label_ja as status_label,
        g.code as group_code,
        g.label_ja as group_label,
        s.start_fiscal_year,
        case when c.code = 'implementing' then s.start_fiscal_year end as first_implementing_fiscal_year,
        s.as_of as status_as_of,
        s.known_on,
        coalesce(s.is_synthetic, false) as is_synthetic,
        s.source_id,
        f.population,
        f.population_as_of,
        f.population_jumin,
        f.households,
        f.aging_rate_pct,
        f.age_75plus_rate_pct,
        f.area_km2,
        f.density_per_km2,
        f.size_class,
        z.label_ja as size_class_label,
        cast(coalesce(n.neighbours, 0) as integer) as neighbours,
        cast(coalesce(n.neighbours_implementing, 0) as integer) as neighbours_implementing,
        m.hall_lat,
        m.hall_lon
    from codes_municipality as m
    left join state as s on s.municipality_code = m.code
    inner join codes_status as c on c.code = coalesce(s.status_code, 'unknown')
    inner join codes_status_group as g on g.code = c.group_code
    left join mart_figures as f on f.municipality_code = m.code
    left join codes_size_class as z on z.code = f.size_class
    left join neighbours as n on n.municipality_code = m.code
)

select * from final
order by municipality_code

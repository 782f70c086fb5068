-- 1行 = 公表された1つの数と、市町村ごとの記録から数えた数の突合
-- macro: as_of_day
-- @total_code 公表値の符号
-- @scope 範囲
-- @fiscal_year 年度
-- @as_of 公表値が表す時点
-- @status_code 状態の符号
-- @start_rule 開始年度の条件
-- @label_ja 公表資料での呼び方
-- @published 公表された市町村数
-- @computed 市町村ごとの記録から数えた市町村数（同じ年度・その時点まで）
-- @towns_known その時点までに状態が記録された市町村数
-- @state match=一致、same_source=数えた市町村名が公表値と同じ資料からの転記のため、確かめにならない、mismatch=不一致、towns_not_published=市町村名が公表されていないため突合できない
-- @is_inferred 呼び方を図と説明文から読み取ったものなら真
-- @is_synthetic 数えた市町村に架空データを含むなら真
-- @source_id 公表値のセル
-- @note 注記
with totals as (
    -- a total published anew replaces the one before
    select * from core_published_total
    where scope = 'hokkaido' and known_on <= as_of_day
    qualify row_number() over (partition by total_code order by is_synthetic, known_on desc, source_id desc) = 1
),

-- what was on record for the year of the total, up to the day of the total
candidates as (
    select
        t.total_code,
        s.*,
        row_number() over (
            partition by t.total_code, s.municipality_code
            order by s.is_synthetic, s.precedence desc, s.as_of desc, s.known_on desc, s.source_id
        ) as place
    from totals as t
    inner join core_status as s
        on s.fiscal_year = t.fiscal_year and s.as_of <= t.as_of and s.known_on <= as_of_day
),

counted as (
    select
        t.total_code,
        count(c.municipality_code) as towns_known,
        count(c.municipality_code) filter (
            c.status_code = t.status_code
            and (
                t.start_rule = ''
                or (t.start_rule like 'start=%' and c.start_fiscal_year = try_cast(t.start_rule[7:] as integer))
                or (t.start_rule like 'start>%' and c.start_fiscal_year > try_cast(t.start_rule[7:] as integer))
            )
        ) as computed,
        coalesce(bool_or(c.is_synthetic and c.status_code = t.status_code), false) as is_synthetic,
        coalesce(bool_and(f.source_group <> '' and starts_with(t.document, f.source_group)) filter (c.status_code = t.status_code), false) as is_same_source
    from totals as t
    left join candidates as c on c.total_code = t.total_code and c.place = 1
    left join core_source as o on o.source_id = c.source_id
    left join core_file as f on f.file_id = o.file_id
    group by t.total_code
),

-- a total can be compared where complete lists are registered for it, also one that failed to load
complete as (
    select
        t.total_code,
        coalesce(bool_or(
            f.coverage = 'all'
            or (t.status_code = 'implementing' and f.coverage in ('implementers', 'plan'))
            or (t.status_code = 'planned' and f.coverage = 'plan' and t.start_rule like 'start=%')
        ), false) as is_complete
    from totals as t
    left join core_file as f
        on f.kind = 'status_list' and f.as_of <= t.as_of and f.known_on <= as_of_day
        and year(f.as_of - interval 3 month) = t.fiscal_year
    group by t.total_code
),

final as (
    select
        t.total_code,
        t.scope,
        t.fiscal_year,
        t.as_of,
        t.status_code,
        t.start_rule,
        t.label_ja,
        t.value as published,
        cast(c.computed as integer) as computed,
        cast(c.towns_known as integer) as towns_known,
        case
            when c.computed = t.value and c.is_same_source then 'same_source'
            when c.computed = t.value then 'match'
            when k.is_complete or c.computed > t.value then 'mismatch'
            when c.towns_known = (select count(*) from codes_municipality) then 'mismatch'
            else 'towns_not_published'
        end as state,
        t.is_inferred,
        c.is_synthetic,
        t.source_id,
        t.note
    from totals as t
    inner join counted as c on c.total_code = t.total_code
    inner join complete as k on k.total_code = t.total_code
)

select * from final
order by fiscal_year, as_of, total_code

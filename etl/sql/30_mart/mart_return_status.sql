-- 1行 = 調査の年度×市町村の回収の状態
-- macro: as_of_day
-- @fiscal_year 調査の年度
-- @municipality_code 標準地域コード
-- @state received=受領、waiting=未着
-- @return_id 使っている調査票の番号
-- @received_on 受領日
-- @deadline 回答期限
-- @days_late 期限から何日遅れたか（期限内は0。未着は空）
-- @versions 受け取った通数
-- @required 答えるべき必須の設問の数
-- @answered うち答えのある数
-- @completeness_pct 記入の割合（%）
-- @errors 指摘（エラー）の数
-- @warnings 指摘（警告）の数
-- @is_synthetic 架空データなら真
with rounds as (
    select s.fiscal_year, s.deadline, s.is_synthetic
    from core_survey as s
    where s.fiscal_year in (
        select fiscal_year from core_return where known_on <= as_of_day
        union all
        select fiscal_year from core_answer_told where known_on <= as_of_day
    )
),

current_returns as (
    select
        *,
        count(*) over (partition by fiscal_year, municipality_code) as versions
    from core_return as r
    where state = 'loaded' and known_on <= as_of_day
    qualify core_return_is_current(r)
),

findings as (
    select * from core_finding where coalesce(known_on, as_of_day) <= as_of_day
    union all by name
    select * exclude (until) from core_finding_before
    where coalesce(known_on, as_of_day) <= as_of_day and until > as_of_day
),

remarks as (
    select
        file,
        municipality_code,
        count(*) filter (severity = 'error') as errors,
        count(*) filter (severity = 'warning') as warnings
    from findings
    group by file, municipality_code
),

final as (
    select
        r.fiscal_year,
        m.code as municipality_code,
        case when k.return_id is null then 'waiting' else 'received' end as state,
        k.return_id,
        k.received_on,
        r.deadline,
        case when k.received_on is not null then greatest(0, k.received_on - r.deadline) end as days_late,
        cast(coalesce(k.versions, 0) as integer) as versions,
        coalesce(b.required, k.required) as required,
        coalesce(b.answered, k.answered) as answered,
        round(100.0 * coalesce(b.answered, k.answered) / nullif(coalesce(b.required, k.required), 0), 6) as completeness_pct,
        cast(coalesce(f.errors, 0) as integer) as errors,
        cast(coalesce(f.warnings, 0) as integer) as warnings,
        coalesce(k.is_synthetic, r.is_synthetic) as is_synthetic
    from rounds as r
    cross join codes_municipality as m
    left join current_returns as k on k.fiscal_year = r.fiscal_year and k.municipality_code = m.code
    left join core_return_before as b
        on b.return_id = k.return_id and b.known_on <= as_of_day and b.until > as_of_day
    left join remarks as f on f.file = k.file and f.municipality_code = m.code
)

select * from final
order by fiscal_year, municipality_code

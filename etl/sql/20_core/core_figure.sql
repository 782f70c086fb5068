-- 1行 = 1市町村の1つの統計値
-- @municipality_code 標準地域コード
-- @figure_code 統計の符号
-- @label_ja 統計の名前
-- @reference_date 統計の基準日
-- @value 値（公表で秘匿されたものは空）
-- @unit 単位
-- @is_current いま使う値なら真（値のあるもののうち基準日の最も新しいもの。年齢別は割合の出せる最も新しい基準日でそろえる。架空データは、本物のない統計にだけ使う）
-- @source_id 値が書かれたセル
with figures as (
    select
        f.municipality_code,
        f.figure_code,
        d.label_ja,
        cast(f.reference_date as date) as reference_date,
        cast(nullif(f.value, '') as double) as value,
        f.unit,
        f.figure_code like 'age\_%' escape '\' as is_by_age,
        s.received_on,
        s.is_synthetic,
        f.source_id
    from input_figures as f
    left join input_figure_definitions as d on d.figure_code = f.figure_code
    left join core_source as s on s.source_id = f.source_id
),

-- parts of one share are of one day: the newest with all that a share needs, else the newest with the most of it
age_days as (
    select municipality_code, reference_date
    from figures
    where is_by_age
    group by municipality_code, is_synthetic, reference_date
    qualify row_number() over (
        partition by municipality_code
        order by
            is_synthetic,
            count(distinct figure_code) filter (figure_code in ('age_known_total', 'age_65plus', 'age_75plus')) desc,
            reference_date desc
    ) = 1
),

final as (
    select
        f.municipality_code,
        f.figure_code,
        f.label_ja,
        f.reference_date,
        f.value,
        f.unit,
        (not f.is_by_age or f.reference_date = a.reference_date)
        and row_number() over (
            partition by f.municipality_code, f.figure_code, f.is_by_age and f.reference_date <> a.reference_date
            order by f.is_synthetic, f.value is null, f.reference_date desc, f.received_on desc, f.source_id desc
        ) = 1 as is_current,
        f.source_id
    from figures as f
    left join age_days as a on a.municipality_code = f.municipality_code
)

select * from final
order by municipality_code, figure_code, reference_date

-- 1行 = 市町村×調査の年度×その年度に尋ねた課題
-- macro: as_of_day
-- @municipality_code 標準地域コード
-- @fiscal_year 調査の年度
-- @barrier_code 課題の符号（その年度の調査票の選択肢）
-- @barrier_label その年度の調査票での言葉
-- @sort_order その年度の調査票での順
-- @is_provisional 仮の選択肢なら真
-- @state 課題の設問への答え方（mart_question_state と同じ）
-- @is_counted 割合の分母に入るなら真（尋ねられ、課題を挙げたか「特にない」と答えた）
-- @is_stated その課題を挙げたなら真
-- @rank 上位3つの設問での順位（挙げていなければ空）
-- @is_ranked_only その年度は上位だけを尋ねたなら真
-- @status_code その年度の実施状況の符号
-- @group_code その年度の状態グループの符号
-- @is_synthetic 架空データなら真
-- @source_id 課題を挙げたセル
-- @rank_source_id 順位が書かれたセル
with topics as materialized (
    select distinct q.fiscal_year, q.question_id, q.kind
    from codes_question as q
    inner join codes_question_line as l on l.fiscal_year = q.fiscal_year and l.question_id = q.question_id
    inner join codes_question as b on b.question_id = l.ancestor_id and b.vocabulary = 'barrier'
    where q.kind in ('multiple', 'ranked', 'single')
),

offered as (
    select
        o.fiscal_year,
        o.option_code,
        any_value(o.label_ja) as label_ja,
        min(o.sort_order) as sort_order,
        bool_or(o.is_provisional) as is_provisional,
        bool_and(t.kind = 'ranked') as is_ranked_only
    from codes_option as o
    inner join topics as t on t.fiscal_year = o.fiscal_year and t.question_id = o.question_id
    where not o.is_exclusive
    group by o.fiscal_year, o.option_code
),

-- of two questions on the same (all, and the top three) the one that asks for all says how it was answered
states as (
    select s.municipality_code, s.fiscal_year, s.state, s.is_synthetic
    from mart_question_state_at(as_of_day) as s
    inner join topics as t on t.fiscal_year = s.fiscal_year and t.question_id = s.question_id
    qualify row_number() over (
        partition by s.municipality_code, s.fiscal_year
        order by t.kind = 'ranked', s.state not in ('answered', 'none'), s.question_id
    ) = 1
),

given as (
    select
        a.municipality_code,
        a.fiscal_year,
        a.option_code,
        min(a.rank) as rank,
        arg_min(a.source_id, coalesce(a.rank, 0)) as source_id,
        max(a.source_id) filter (a.rank is not null) as rank_source_id
    from mart_answer_at(as_of_day) as a
    inner join topics as t on t.fiscal_year = a.fiscal_year and t.question_id = a.question_id
    where a.option_code is not null
    group by a.municipality_code, a.fiscal_year, a.option_code
),

final as (
    select
        s.municipality_code,
        s.fiscal_year,
        o.option_code as barrier_code,
        o.label_ja as barrier_label,
        o.sort_order,
        o.is_provisional,
        s.state,
        s.state in ('answered', 'none') as is_counted,
        g.option_code is not null as is_stated,
        g.rank,
        o.is_ranked_only,
        y.status_code,
        y.group_code,
        s.is_synthetic,
        g.source_id,
        g.rank_source_id
    from states as s
    inner join offered as o on o.fiscal_year = s.fiscal_year
    left join given as g
        on g.municipality_code = s.municipality_code and g.fiscal_year = s.fiscal_year
        and g.option_code = o.option_code
    left join mart_status_by_year_at(as_of_day) as y
        on y.municipality_code = s.municipality_code and y.fiscal_year = s.fiscal_year
)

select * from final
order by fiscal_year, municipality_code, sort_order

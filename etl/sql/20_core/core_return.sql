-- 1行 = 受け取った1通の調査票（同じ市町村から2通あれば2行。新しいものを使う）
-- @return_id 調査票の番号
-- @municipality_code 標準地域コード（取りまとめ表は市町村ごとに1行。分からなければ空）
-- @fiscal_year 調査の年度
-- @version その市町村の何通目か
-- @is_current 使っているものなら真
-- @form_version 調査票の版
-- @route 読み方（manifest=隠しシートの対応表、labels=設問の文言、table=取りまとめ表）
-- @file_id 資料の番号
-- @file data/raw の中の場所
-- @received_on 受け取った日
-- @known_on 知っていたと数える日
-- @required 答えるべき必須の設問の数
-- @answered うち答えのある数
-- @state loaded=取り込んだ、quarantined=保留した、held=先の回答を空欄にするので、置き換えるか重ねるかを決めるまで待つ
-- @reason 保留した理由、待つ理由
-- @is_synthetic 架空データなら真
-- @is_decided 人が決めたものなら真（そのときの理由は内部の記録で、市町村への文書には載せない）
with received as (
    select
        r.return_id,
        nullif(r.municipality_code, '') as municipality_code,
        cast(r.fiscal_year as integer) as fiscal_year,
        cast(r.version as integer) as version,
        r.form_version,
        r.route,
        r.file_id,
        f.file,
        cast(r.received_on as date) as received_on,
        cast(r.known_on as date) as known_on,
        cast(r.required as integer) as required,
        cast(r.answered as integer) as answered,
        r.state,
        r.reason,
        cast(r.is_synthetic as boolean) as is_synthetic,
        cast(r.is_decided as boolean) as is_decided
    from input_return as r
    left join core_file as f on f.file_id = r.file_id
    where cast(r.known_on as date) <= (select as_of from core_build)
),

final as (
    select
        return_id,
        municipality_code,
        fiscal_year,
        version,
        core_return_is_current(r) as is_current,
        form_version,
        route,
        file_id,
        file,
        received_on,
        known_on,
        required,
        answered,
        state,
        reason,
        is_synthetic,
        is_decided
    from received as r
)

select * from final
order by fiscal_year, municipality_code, version

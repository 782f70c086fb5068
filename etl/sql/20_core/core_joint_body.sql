-- 1行 = 広域の枠組み（一部事務組合・広域連合・圏域・定住自立圏）の1つの構成市町村
-- @body 枠組みの名称
-- @body_kind 枠組みの種別
-- @municipality_code 構成市町村の標準地域コード
-- @source_id 名称が書かれたセル
-- @is_synthetic 架空データなら真
select
    body,
    body_kind,
    municipality_code,
    source_id,
    cast(is_synthetic as boolean) as is_synthetic
from input_joint_body
qualify row_number() over (
    partition by body, municipality_code order by is_synthetic, known_on desc, source_id desc
) = 1
order by body, municipality_code

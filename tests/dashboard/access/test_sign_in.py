"""Wrong passwords wait longer and longer; a session ends by itself, at a word, and with its password."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords, sign_in
from dashboard.access.people import Account, AccountsError
from dashboard.access.roles import Role
from dashboard.access.sign_in import FREE_TRIES, IDLE, LONGEST, LONGEST_WAIT, REMEMBERED, SignInRefusedError
from dashboard.access.sqlite_people import SqlitePeople

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
RIGHT = "みどりの本棚と雪の橋"
HASH = passwords.hashed(RIGHT)
LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(RIGHT)


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same function with less work, but for HASH: what is tested here is not how long it takes."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def test_what_is_kept_is_argon2id_as_rfc_9106_has_it() -> None:
    assert HASH.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.is_right(HASH, RIGHT)
    assert not passwords.is_right(HASH, RIGHT + " ")
    assert not passwords.is_right("", RIGHT)
    assert not passwords.is_right("no hash", RIGHT)


@pytest.fixture
def people(tmp_path: Path) -> SqlitePeople:
    return SqlitePeople(tmp_path / "accounts.sqlite")


@pytest.fixture
def sato(people: SqlitePeople) -> Account:
    return people.add("sato", "佐藤一郎", LIGHT, frozenset({Role.ENTER}))


def try_wrong(people: SqlitePeople, name: str, now: datetime) -> str:
    with pytest.raises(SignInRefusedError) as refused:
        sign_in.sign_in(people, name, "違うパスワード", now, "192.0.2.1")
    return str(refused.value)


def test_the_right_password_signs_in_and_shows_the_time_before(people: SqlitePeople, sato: Account) -> None:
    first = sign_in.sign_in(people, "ＳＡＴＯ ", RIGHT, NOW, "192.0.2.1")
    later = sign_in.sign_in(people, "sato", RIGHT, NOW + timedelta(hours=1), "192.0.2.1")
    found = sign_in.find(people, later.secret, NOW + timedelta(hours=1), is_act=True)
    assert found is not None
    assert found.account.signed_in_before == NOW
    assert first.secret != later.secret
    assert later.secret.encode() not in people.path.read_bytes()


def test_a_name_that_is_not_there_is_refused_in_the_words_of_a_wrong_password(
    people: SqlitePeople, sato: Account
) -> None:
    assert try_wrong(people, "sato", NOW) == try_wrong(people, "nobody", NOW)


@pytest.mark.parametrize("name", ["sato", "nobody"])
def test_each_further_wrong_password_doubles_the_wait_and_the_right_one_waits_too(
    people: SqlitePeople, sato: Account, name: str
) -> None:
    waits = []
    for _ in range(FREE_TRIES + 8):
        people.note_failure(name, NOW)
        waits.append(sign_in.wait(people.failures(name), NOW))
    seconds = [30, 60, 120, 240, 480, 900, 900, 900]
    assert waits == [timedelta(0)] * FREE_TRIES + [timedelta(seconds=one) for one in seconds]
    with pytest.raises(SignInRefusedError, match="15分後"):
        sign_in.sign_in(people, name, RIGHT, NOW, "192.0.2.1")
    assert try_wrong(people, name, NOW + LONGEST_WAIT) == sign_in.WRONG


def test_the_right_password_after_the_wait_forgets_the_wrong_ones(
    people: SqlitePeople, sato: Account
) -> None:
    for _ in range(FREE_TRIES + 1):
        people.note_failure("sato", NOW)
    sign_in.sign_in(people, "sato", RIGHT, NOW + LONGEST_WAIT, "192.0.2.1")
    assert people.failures("sato").count == 0


def test_a_sign_in_forgets_the_wrong_passwords_of_others_after_a_day(
    people: SqlitePeople, sato: Account
) -> None:
    people.note_failure("typed instead of a name", NOW)
    people.note_failure("suzuki", NOW + timedelta(minutes=1))
    sign_in.sign_in(people, "sato", RIGHT, NOW + REMEMBERED, "")
    assert people.failures("typed instead of a name").count == 1
    sign_in.sign_in(people, "sato", RIGHT, NOW + REMEMBERED + timedelta(seconds=1), "")
    assert people.failures("typed instead of a name").count == 0
    assert people.failures("suzuki").count == 1
    assert REMEMBERED > LONGEST_WAIT


def test_a_session_ends_when_it_is_not_used_and_ticks_do_not_use_it(
    people: SqlitePeople, sato: Account
) -> None:
    secret = sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret
    minute = timedelta(minutes=1)
    assert sign_in.find(people, secret, NOW + IDLE - minute, is_act=False)
    assert sign_in.find(people, secret, NOW + IDLE + minute, is_act=False) is None
    secret = sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret
    assert sign_in.find(people, secret, NOW + IDLE - minute, is_act=True)
    assert sign_in.find(people, secret, NOW + 2 * IDLE - 2 * minute, is_act=True)


def test_a_session_ends_after_its_longest_time_however_much_it_is_used(
    people: SqlitePeople, sato: Account
) -> None:
    secret, now = sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret, NOW
    while now + IDLE / 2 <= NOW + LONGEST:
        now += IDLE / 2
        assert sign_in.find(people, secret, now, is_act=True), now
    assert sign_in.find(people, secret, now + IDLE / 2, is_act=True) is None
    assert people.sessions() == []


def test_what_is_no_session_finds_nobody(people: SqlitePeople, sato: Account) -> None:
    secret = sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret
    for wrong in ("", "x", sign_in.id_of(secret), secret[:-1], "\udcff"):
        assert sign_in.find(people, wrong, NOW, is_act=True) is None


def test_a_new_password_ends_every_session_and_begins_one(people: SqlitePeople, sato: Account) -> None:
    old = [sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret for _ in range(2)]
    person = sign_in.find(people, old[0], NOW, is_act=True)
    assert person is not None
    begun = sign_in.change_password(people, person, RIGHT, "川べりの赤い自転車と梨の実", NOW, "")
    assert [sign_in.find(people, secret, NOW, is_act=True) for secret in old] == [None, None]
    found = sign_in.find(people, begun.secret, NOW, is_act=True)
    assert found is not None
    assert not found.account.must_change
    try_wrong(people, "sato", NOW)


@pytest.mark.parametrize(
    ("present", "wanted", "said"),
    [
        ("違う", "川べりの赤い自転車と梨の実", "いまのパスワード"),
        (RIGHT, RIGHT, "同じ"),
        (RIGHT, "みじかい", "12文字以上"),
        (RIGHT, "password1234", "当てられます"),
        (RIGHT, "satosatosato", "当てられます"),
        (RIGHT, "qwertyuiopas", "当てられます"),
        (RIGHT, "あ" * 129, "128文字まで"),
    ],
)
def test_a_password_that_is_guessed_or_not_asked_for_rightly_changes_nothing(
    people: SqlitePeople, sato: Account, present: str, wanted: str, said: str
) -> None:
    secret = sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret
    person = sign_in.find(people, secret, NOW, is_act=True)
    assert person is not None
    with pytest.raises(AccountsError, match=said):
        sign_in.change_password(people, person, present, wanted, NOW, "")
    kept = people.account(sato.account_id)
    assert kept is not None
    assert kept.password_hash == LIGHT


def test_the_present_password_is_not_guessed_in_an_open_session_either(
    people: SqlitePeople, sato: Account
) -> None:
    person = sign_in.find(people, sign_in.sign_in(people, "sato", RIGHT, NOW, "").secret, NOW, is_act=True)
    assert person is not None
    for _ in range(FREE_TRIES + 1):
        with pytest.raises(AccountsError, match="いまのパスワード"):
            sign_in.change_password(people, person, "違う", "川べりの赤い自転車と梨の実", NOW, "")
    with pytest.raises(AccountsError, match="しばらく"):
        sign_in.change_password(people, person, RIGHT, "川べりの赤い自転車と梨の実", NOW, "")


def test_a_password_to_hand_over_is_good_enough_and_never_the_same(
    people: SqlitePeople, sato: Account
) -> None:
    given = {sign_in.hand_out_password(people, sato.account_id) for _ in range(3)}
    assert len(given) == 3
    for password in given:
        passwords.check(password, "sato")
    kept = people.account(sato.account_id)
    assert kept is not None
    assert kept.must_change

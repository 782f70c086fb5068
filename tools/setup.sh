#!/bin/sh
# Create the virtual environment .venv. What is already installed is left alone.
#   tools/setup.sh run    what the dashboard needs
#   tools/setup.sh test   the same, plus what the tests need (a browser, LibreOffice, Japanese fonts)
# PYTHON=… chooses the interpreter. pip and apt-get use their own settings. A folder wheels/ beside
# pyproject.toml (see README) replaces every package index.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

print() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }
is_supported() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; }

install_packages() {
    missing=
    for package in "$@"; do
        status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
        case $status in *"ok installed") ;; *) missing="$missing $package" ;; esac
    done
    [ -n "$missing" ] || return 0
    request="次のソフトウェアが必要です。管理者に次の実行を依頼してください:  apt-get install$missing"
    command -v apt-get >/dev/null || fail "$request"
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "$request"
        if [ -t 0 ]; then as_root=sudo; else as_root="sudo -n"; fi
        $as_root true || fail "$request"
    fi
    print "ソフトウェアを追加しています:$missing"
    for attempt in 1 2; do
        if $as_root apt-get update -q >.apt.log 2>&1 &&
            $as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -q -y --no-install-recommends $missing >>.apt.log 2>&1 </dev/null; then
            rm -f .apt.log
            return 0
        fi
        print "追加できませんでした（$attempt 回目）"
    done
    tail -n 20 .apt.log >&2
    fail "$request" "経過の全体は .apt.log にあります。"
}

choose_python() {
    for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13}; do
        if is_supported "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

create_venv() {
    python=$(choose_python) || {
        [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON は Python 3.11 以上ではありません。"
        install_packages python3 python3-venv
        python=$(choose_python) || fail "Python 3.11 以上が見つかりません。Python 3.11 を入れてから、もう一度実行してください。"
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    print "仮想環境 .venv を作っています"
    "$python" -m venv --clear .venv || fail "仮想環境を作れませんでした（$python -m venv .venv）。"
}

install_pinned() {
    [ ! -d wheels ] || set -- --no-index --find-links wheels "$@"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt "$@" \
        >.venv/pip.log 2>&1 </dev/null
}

case $purpose in
run) target=. accepted="run test" ;;
test) target=".[test]" accepted=test ;;
*) fail "使い方: tools/setup.sh run または tools/setup.sh test" ;;
esac

[ -x .venv/bin/python ] && is_supported .venv/bin/python || create_venv
fingerprint=$({ cat pyproject.toml constraints.txt tools/setup.sh; pwd; .venv/bin/python --version; } | sha256sum)
ready=
for prepared in $accepted; do
    [ ! -f ".venv/.ready-$prepared" ] || [ "$(cat ".venv/.ready-$prepared")" != "$fingerprint" ] || ready=yes
done
if [ -z "$ready" ]; then
    print "Python の部品をそろえています（初回は数分かかります）"
    install_pinned -e "$target" || install_pinned -e "$target" || { tail -n 20 .venv/pip.log >&2; fail \
        "部品をそろえられませんでした。インターネットか庁内のパッケージ置き場につながるか確かめてください。" \
        "つながらない PC では、README.md の「インターネットにつながらない PC」の手順で wheels フォルダを用意してください。"; }
    printf '%s\n' "$fingerprint" >".venv/.ready-$purpose"
fi

if [ "$purpose" = test ]; then
    set -- fonts-noto-cjk libatomic1 # playwright's driver links libatomic
    [ -x "${KASANARI_CHROMIUM:-/usr/bin/chromium-headless-shell}" ] || [ -x /usr/bin/chromium ] ||
        set -- "$@" chromium-headless-shell
    set -- "$@" libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-writer-nogui poppler-utils
    install_packages "$@"
fi

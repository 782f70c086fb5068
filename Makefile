PORT ?= 8050
DEMO ?= yes
PYTHON_VENV := .venv/bin/python

.DEFAULT_GOAL := help
# Every command is a process of its own: where they may not keep what they compile, each compiles the house anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test bench format bundle bundle-test setup setup-test

help: ## この一覧を出す
	@echo "かさなり: 使える命令"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

run: setup ## 準備・取り込みをしてダッシュボードを開く（PORT=8051 で番号を変え、DEMO=no で架空の回答を作らない）
	@$(PYTHON_VENV) tools/run.py --port $(PORT) $(if $(filter no,$(DEMO)),--no-demo)

test: setup-test ## 準備をして、すべての検査（書式・型・テスト）を行う
	$(PYTHON_VENV) -m ruff check
	$(PYTHON_VENV) -m ruff format --check
	@# Beside the types: the builds that tests share, and the tests compiled once for all their processes.
	@{ $(PYTHON_VENV) -m tests.conftest && { $(PYTHON_VENV) -m pytest -qq -n 0 --collect-only >/dev/null || :; }; } & \
		prepared=$$!; $(PYTHON_VENV) -m mypy && wait $$prepared
	$(PYTHON_VENV) -m pytest -n 3 --no-loadscope-reorder -rfEs --durations=20

bench: setup-test ## 取り込みと画面の速さ・メモリ・通信量を測って表にする（BASE=コミット で、その版と比べる）
	@$(PYTHON_VENV) -m tests.benchmarks $(if $(BASE),--base $(BASE)) $(BENCH)

format: setup-test ## コードの書式をそろえる
	$(PYTHON_VENV) -m ruff check --fix
	$(PYTHON_VENV) -m ruff format

bundle: setup-test ## Python もインターネットもない PC で動くフォルダと zip（Windows と Linux）を build/bundle に作る
	@$(PYTHON_VENV) -m tools.bundle $(TARGETS)

bundle-test: setup-test ## その zip を作り、空のフォルダにひろげ、ネットワークのない所で動かして確かめる（数分かかる）
	$(PYTHON_VENV) -m pytest -n 0 -rfEs tests/tools/bundle/trial_linux.py
	@$(PYTHON_VENV) -m tools.bundle.wine

setup:
	@tools/setup.sh run

setup-test:
	@tools/setup.sh test

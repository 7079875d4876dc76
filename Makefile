# Commands of govops. `make help` lists them.
# A distribution builds its Python with profile-guided optimization, half as fast again as one that was built without.
PYTHON ?= $(shell /usr/bin/python3.11 -c "import ensurepip, sys; print(sys.executable)" 2>/dev/null || command -v python3.11 || command -v python3)
VENV := .venv/bin
export PYTHONUTF8 := 1
export GOVOPS_STARTED_AT := $(shell date +%s.%N)

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test check format bench screenshots lock clean

help: ## 列出所有命令
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: export GOVOPS_DEMO ?= 1
run: setup ## 安装并启动（PORT、HOST、DATABASE_URL、GOVOPS_DATA 可改；GOVOPS_DEMO=0 关闭演示模式）
	@exec $(VENV)/python -m govops.server run

setup: ## 只安装运行所需，不启动
	@$(PYTHON) tools/setup.py run

setup-dev: ## 安装检查与测试所需
	@$(PYTHON) tools/setup.py check

test: ## 安装测试所需并运行全部测试（ARGS="-k 关键字" 可选）
	@$(PYTHON) tools/setup.py test
	@exec $(VENV)/python -m tools.test $(ARGS)

check: setup-dev ## 格式、静态检查、类型、分层约定、部署检查、迁移
	@exec $(VENV)/python -m tools.check

format: setup-dev ## 按约定整理代码格式
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix .

bench: setup ## 性能基准
	@exec $(VENV)/python -m bench $(ARGS)

screenshots: ## 为运行中的演示产品截图到 docs/images（BASE=http://127.0.0.1:8000）
	@$(PYTHON) tools/setup.py test
	@exec $(VENV)/python -m tools.screenshots $(BASE)

lock: setup-dev ## 重新生成带哈希的依赖锁文件
	@$(VENV)/python -m tools.lock

clean: ## 删除安装的依赖与缓存（不删除数据）
	@rm -rf .venv node_modules static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

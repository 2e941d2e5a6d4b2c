# Commands of Samverka; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
PYTEST := $(BIN)/pytest
# Dozens of processes import the same modules: let the first keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-build --quiet


.DEFAULT_GOAL := help
.PHONY: help bootstrap bootstrap-tests run test test-full check faults bench screenshots translations messages schema lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

bootstrap: ## install what running needs into .venv
	@$(PYTHON) requirements/install.py dev

bootstrap-tests: ## the same with browser tests
	@$(PYTHON) requirements/install.py browser

run: bootstrap ## everything on this machine: PORT=8000 chooses the port
	@exec $(PY) manage.py run

test: bootstrap-tests ## the suite on real PostgreSQL and Redis
	@$(PYTEST) -n 2 --dist loadgroup -m "not exhaustive"

test-full: bootstrap-tests ## the suite with the exhaustive matrix, fuzzing and every screen in every mode
	@$(PYTEST) -n 2 --dist loadgroup

check: bootstrap-tests translations ## lint, types, contracts, templates, migrations, translations, OpenAPI
	@$(MAKE) --no-print-directory --keep-going $(CHECKS) && echo "All checks passed."

CHECKS := check-lint check-format check-types check-contracts check-templates check-system check-migrations \
	check-deploy check-words
.PHONY: $(CHECKS)
check-lint:
	$(BIN)/ruff check .
check-format:
	$(BIN)/ruff format --check --quiet .
check-types:
	$(BIN)/mypy
check-contracts:
	$(BIN)/lint-imports --no-logo
check-templates:
	$(BIN)/djlint --lint --quiet config forum meetings
check-system:
	$(PY) manage.py check --fail-level WARNING
check-migrations:
	$(PY) manage.py makemigrations --check --dry-run
check-deploy:
	@echo "$(PY) manage.py check --deploy"
	@DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		SITE_URL=https://samverka.example MAIL_DOMAIN=samverka.example ALLOWED_HOSTS=samverka.example \
		$(PY) manage.py check --deploy --fail-level WARNING
check-words: # translations complete, OpenAPI as committed
	$(PYTEST) -q -p no:randomly tests/project/test_translations.py tests/project/test_openapi.py

faults: bootstrap-tests ## kill tests of the reminder chain
	@$(PY) -m tests.faults

bench: bootstrap ## ratios under load; prints a table
	@$(PY) -m bench

screenshots: bootstrap-tests ## the README's pictures
	@$(PY) -m tests.browser.screenshots

translations: bootstrap ## compile the translations
	@$(PY) -m config.translations

messages: bootstrap ## collect new words into the translation files (needs gettext)
	@for folder in config forum meetings; do (cd $$folder && ../$(PY) ../manage.py makemessages --all --no-location -e html,txt,py,subject) || exit 1; done

schema: bootstrap ## write the OpenAPI file that the tests compare with
	@$(PY) manage.py spectacular --lang en --validate --fail-on-warn --format openapi-json --file tests/openapi-v1.json

lock: bootstrap ## pin all requirements again
	@cd requirements && for name in bootstrap prod dev browser; do ../$(BIN)/$(LOCK) $$name.in -o $$name.txt || exit 1; done

clean: ## remove the environment and all local state, the demo's data too
	@rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

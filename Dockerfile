# syntax=docker/dockerfile:1
# One image for web, workers, beat and migrations; see docker-compose.yml and docs/operations.md.

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/bootstrap.txt requirements/prod.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --quiet --require-hashes --only-binary=:all: -r requirements/bootstrap.txt \
    && /venv/bin/uv pip sync --python /venv/bin/python --require-hashes --no-build --no-cache requirements/prod.txt \
    && /venv/bin/pip uninstall --quiet --yes uv pip
COPY manage.py ./
COPY config config
COPY forum forum
COPY meetings meetings
# Made-up values: nothing of them stays in the image, and nothing here asks a database.
RUN SECRET_KEY=build DJANGO_SETTINGS_MODULE=config.settings.production SITE_URL=https://build.invalid \
    MAIL_DOMAIN=build.invalid ALLOWED_HOSTS=build.invalid DEFAULT_FROM_EMAIL=build@build.invalid \
    sh -c '/venv/bin/python -m config.translations && /venv/bin/python manage.py collectstatic --noinput --verbosity 0'

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Samverka" org.opencontainers.image.licenses="EUPL-1.2"
RUN groupadd --gid 10001 samverka && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin samverka
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN mkdir --mode=700 documents && chown 10001:10001 documents
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "-m", "config.probe", "web"]
CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--blocking-threads=4", \
     "--backpressure=1024", "--no-ws", "--respawn-failed-workers", "--workers-lifetime=86400", \
     "config.wsgi:application"]

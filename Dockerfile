FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 STATIC_ROOT=/srv/portal/static VAR_ROOT=/srv/portal/var
RUN useradd --uid 10001 --create-home portal \
    && install -d -o portal -g portal /srv/portal /srv/portal/files /srv/portal/var /srv/portal/var/pages
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY . .
# The keys here sign and encrypt nothing: collecting needs no secret, settings only insist on having them.
RUN PRODUCTION=1 ALLOWED_HOSTS=localhost SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    ALLOW_SQLITE=1 DATABASE_URL="sqlite:////tmp/none.sqlite3" FILES_ROOT=/srv/portal/files \
    FILES_KEYS="build:$(python -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())')" \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .
USER portal

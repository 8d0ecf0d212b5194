#!/bin/sh
# Runs once, when the database is created: the role of web, worker and beat. It owns nothing;
# "manage.py grant_web_role" gives it what it needs after each migration.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$WEB_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role portal_web login nosuperuser nocreatedb nocreaterole noinherit password :'password';
revoke create on schema public from public;
revoke all on database portal from public;
grant connect on database portal to portal_web;
SQL

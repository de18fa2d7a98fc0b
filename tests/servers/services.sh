#!/usr/bin/env bash
# Makes PostgreSQL answer on 127.0.0.1:5432 and Redis on 127.0.0.1:6379, installing and starting them where they do not.
# With POSTGRES_URL or REDIS_URL in the environment that service is somebody else's business.
set -euo pipefail

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
wait_for() { for _ in $(seq 100); do answers "$1" && return 0; sleep 0.2; done; echo "Nothing answers on 127.0.0.1:$1." >&2; return 1; }
install() {
  command -v apt-get >/dev/null || { echo "Install $1 and start it, or name it in the environment." >&2; exit 1; }
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}

if [ -z "${POSTGRES_URL:-}" ] && ! answers 5432; then
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || install postgresql
  bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
  dir=$(mktemp -d /tmp/folkmoot-postgres.XXXXXX)
  # root may not run PostgreSQL, and a machine's own cluster may ask for passwords: a throw-away cluster does neither.
  chown postgres "$dir"
  as_postgres() { su postgres -s /bin/bash -c "$1"; }
  as_postgres "$bin/initdb -D $dir/data -U postgres -A trust -E UTF8 --no-sync --locale=C.UTF-8" >/dev/null
  as_postgres "$bin/pg_ctl -D $dir/data -l $dir/log -o '-c listen_addresses=127.0.0.1 -c port=5432 -c unix_socket_directories=$dir -c fsync=off -c max_connections=300' -w start" >/dev/null
  wait_for 5432
fi
# Tests that kill and restart a Redis start their own, so its program has to be here even where another one answers.
command -v redis-server >/dev/null || install redis-server
if [ -z "${REDIS_URL:-}" ] && ! answers 6379; then
  answers 6379 || redis-server --bind 127.0.0.1 --port 6379 --save '' --appendonly no --dir /tmp --daemonize yes >/dev/null
  wait_for 6379
fi

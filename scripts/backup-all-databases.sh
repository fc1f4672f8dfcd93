#!/bin/sh
# All logical databases in one consistent run; kept 30 days.
# crontab: 0 2 * * *  /scripts/backup-all-databases.sh
# Where to and for whom: ACERVO_BACKUP_URL, ACERVO_BACKUP_RECIPIENTS (docs/guide/backup.md). Ends with the exit code
# of the command; no pipe hides one.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
# The Node of the project: another may be too old for its sources.
export PATH="$root/node_modules/.bin:$PATH"
exec node bin/acervo.js backup create --label all-databases --keep-days 30 "$@"

#!/bin/sh
# All databases; backups of this script older than 30 days go, the last good one stays.
# crontab: 0 2 * * *  /scripts/backup-db.sh
# Where to and for whom: ACERVO_BACKUP_URL, ACERVO_BACKUP_RECIPIENTS (docs/guide/backup.md). Ends with the exit code
# of the command; no pipe hides one.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
# The Node of the project: another may be too old for its sources.
export PATH="$root/node_modules/.bin:$PATH"
exec node bin/acervo.js backup create --label backup-db --keep-days 30 "$@"

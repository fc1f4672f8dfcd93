#!/bin/sh
# Called incremental by its specification. What it does: a full copy of the critical tables of ORQUIX, without
# vectors; kept 7 days. What changed since another backup alone is in none.
# crontab: 0 */6 * * *  /scripts/incremental_backup.sh
# Where to and for whom: ACERVO_BACKUP_URL, ACERVO_BACKUP_RECIPIENTS (docs/guide/backup.md). Ends with the exit code
# of the command; no pipe hides one.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
# The Node of the project: another may be too old for its sources.
export PATH="$root/node_modules/.bin:$PATH"
exec node bin/acervo.js backup create --schedule orquix-incremental "$@"

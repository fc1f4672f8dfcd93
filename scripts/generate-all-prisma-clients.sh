#!/bin/sh
# One folder a logical database, databases/<schema> (or the folder named first), with its Prisma schema; and a client
# in it where the project has the package `prisma` (7 or newer).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# The Node of the project: another may be too old for its sources.
PATH="$root/node_modules/.bin:$PATH"
folder=${1:-$root/databases}
node "$root/scripts/prisma.js" "$folder"
if [ ! -x "$root/node_modules/.bin/prisma" ]; then
  echo "Schemas written. For the clients: npm install --save-dev prisma, then this again."
  exit 0
fi
for schema in "$folder"/*/schema.prisma; do
  "$root/node_modules/.bin/prisma" generate --schema "$schema"
done

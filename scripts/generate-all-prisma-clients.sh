#!/bin/sh
# One folder a logical database, databases/<schema> (or the folder named first), with its Prisma schema; and a client
# in it where the folder finds Prisma's packages (examples/prisma).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
# The Node of the project: another may be too old for its sources.
PATH="$root/node_modules/.bin:$PATH" node "$root/scripts/prisma.js" "${1:-$root/databases}"

// The door of the room that moves logical databases to another server: for the command line.
export { clearBehind } from './behind.ts'
export { abortMove, moveDatabases } from './move-databases.ts'
export type { MovedTable, MoveOptions, MoveProgress, MoveReport, OnlineOptions } from './moving.ts'
export { movePrefix } from './replication.ts'

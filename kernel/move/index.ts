// The door of the room that moves logical databases to another server: for the command line.
export { moveDatabases } from './move-databases.ts'
export type { MovedTable, MoveOptions, MoveProgress, MoveReport } from './moving.ts'

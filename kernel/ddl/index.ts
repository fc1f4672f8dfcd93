// The door of the ddl room: a Model as text, for the command line, the console and tests.
export {
  hashDatabase,
  renderDatabase,
  renderSchemaText,
  toText,
} from './database.ts'
export { renderMermaid } from './mermaid.ts'
export { renderPrisma } from './prisma.ts'
export type { DdlKind, DdlStatement } from './statement.ts'

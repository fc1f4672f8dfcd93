// The door of intake: files into tables and tables into files.

export { type ExportOptions, exportTable } from './export-table.ts'
export type { ImportProgress } from './import-batches.ts'
export { type ImportOptions, type ImportResult, importFile } from './import-file.ts'
export { type Format, formats, type Reject } from './item.ts'
export { type ImportMap, parseMap } from './map.ts'
export { toFormat } from './rows.ts'
export { importRunSql } from './scripts.ts'
export type { ImportHandler } from './writer.ts'

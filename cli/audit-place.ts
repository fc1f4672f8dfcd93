// Where the key and the checkpoints of the audit stand, and the options its commands share.
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Option } from './command.ts'
import type { Io } from './terminal/io.ts'

export const databaseOption: Option = {
  type: 'string',
  value: 'NAME',
  meaning: {
    en: 'short name of one database; all without it',
    es: 'nombre corto de una base; sin ella, todas',
  },
}

export function toAuditDirectory(config: Config, io: Pick<Io, 'cwd'>): string {
  return join(resolve(io.cwd, config.dataDirectory), 'audit')
}

export function toAuditPlace(
  config: Config,
  io: Io,
  database: string | true | undefined,
): { directory: string; database?: string; signal: AbortSignal } {
  const directory = toAuditDirectory(config, io)
  return { directory, signal: io.signal, ...(typeof database === 'string' ? { database } : {}) }
}

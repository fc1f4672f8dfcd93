// A SHA-256 in hexadecimal, as columns hold it.
import { check } from '../../kernel/index.ts'

/** `column` by its SQL name. */
export const checkSha256 = (column: string) => check(column, `${column} ~ '^[0-9a-f]{64}$'`)

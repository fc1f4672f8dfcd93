// The migration files of one logical database: <home>/migrations/<database>/NNNN_name.sql, numbered without
// gaps. Reads and writes them; what they say is file.ts.
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AcervoError } from '../errors/index.ts'
import {
  type FileBody,
  fileNamePattern,
  type MigrationFile,
  malformed,
  parseFile,
  renderFile,
} from './file.ts'

import { parseObjectText, type TargetObject, toObjectText } from './objects.ts'

const filesMax = 9999

export function toFolder(home: string, database: string): string {
  return join(home, 'migrations', database)
}

/** In order; a folder that is absent holds none. */
export async function readFiles(home: string, database: string): Promise<readonly MigrationFile[]> {
  const folder = toFolder(home, database)
  const names = await listFolder(folder)
  const sorted = names.filter((name) => name.endsWith('.sql')).sort()
  const files = await Promise.all(
    sorted.map(async (name) => {
      const path = join(folder, name)
      return parseFile(path, await readFile(path, 'utf8'))
    }),
  )
  for (const [index, file] of files.entries())
    if (file.version !== index + 1)
      throw malformed(file.path, 0, `its number is ${file.version}, expected ${index + 1}`)
  return files
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

export interface WriteFilesOptions {
  readonly home: string
  readonly database: string
  readonly name: string
  readonly modelHash: string
  /** What the target must have before the first of these files. */
  readonly objects: readonly TargetObject[]
  /** Version of the last file that stands. */
  readonly after: number
}

/** The Model's hash goes to the last file: only when all are applied does the catalog stand there. */
export async function writeFiles(
  bodies: readonly FileBody[],
  options: WriteFilesOptions,
): Promise<readonly MigrationFile[]> {
  const { home, database, name, modelHash, objects, after } = options
  const folder = toFolder(home, database)
  if (after + bodies.length > filesMax)
    throw new AcervoError('ACV406', `more than ${filesMax} migration files`, { details: folder })
  const files = bodies.map((body, index) => {
    const suffix = bodies.length === 1 ? name : `${name}_${index + 1}`
    const fileName = `${String(after + index + 1).padStart(4, '0')}_${suffix}.sql`
    if (!fileNamePattern.test(fileName))
      throw new AcervoError('ACV406', `'${name}' cannot name a migration`, {
        details: 'Allowed: a-z, 0-9 and _.',
      })
    const withObjects = index === 0 ? addObjects(body, objects) : body
    const text = renderFile(withObjects, index === bodies.length - 1 ? modelHash : undefined)
    return { path: join(folder, fileName), text }
  })
  const parsed = files.map(({ path, text }) => parseFile(path, text))
  try {
    await mkdir(folder, { recursive: true })
    for (const { path, text } of files) await writeWhole(path, text)
  } catch (cause) {
    throw new AcervoError('ACV400', 'the migration files cannot be written', {
      details: cause instanceof Error ? cause.message : folder,
      hint: `Make ${folder} writable, or give the system another home.`,
      cause,
    })
  }
  return parsed
}

function addObjects(body: FileBody, objects: readonly TargetObject[]): FileBody {
  if (objects.length === 0) return body
  const list = objects.map(toObjectText).join('; ')
  return { ...body, headers: { ...body.headers, objects: list } }
}

/** Also those that the declaration needs no more: an early file on a new target still does. */
export function toFileObjects(files: readonly MigrationFile[]): readonly TargetObject[] {
  return files.flatMap(({ headers, path }) =>
    (headers.objects ?? '').split('; ').flatMap((text) => {
      const object = parseObjectText(text)
      if (object === undefined && text !== '')
        throw malformed(path, 1, `'${text}' is no object of a target`)
      return object ?? []
    }),
  )
}

/** A file that is half written must never be read as a migration. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`
  await writeFile(draft, text)
  await rename(draft, path)
}

// Files of real people for the tests: a sample that stands in the tree, longer where the whole file is at hand,
// and the same file with rows broken at known places.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const sample = new URL('./data/historical-1000.csv', import.meta.url)
const whole = new URL('../../../shared/data/people/historical_50k.csv', import.meta.url)
const rowsMax = 5000

export interface PeopleFile {
  readonly path: string
  readonly rows: number
  /** Lines of the file that were broken, the header being line 1. */
  readonly broken: readonly number[]
  /** Identifiers of the rows that are good. */
  readonly keys: readonly string[]
}

export interface People {
  good(): Promise<PeopleFile>
  /** One row in a hundred cannot be taken. */
  broken(): Promise<PeopleFile>
  close(): Promise<void>
}

export async function openPeople(): Promise<People> {
  const directory = await mkdtemp(join(tmpdir(), 'acervo-people-'))
  const [header = '', ...rows] = readLines()
  const write = async (name: string, isBroken: (at: number) => boolean): Promise<PeopleFile> => {
    const path = join(directory, name)
    const lines = rows.map((row, at) => (isBroken(at) ? breakRow(row, at) : Buffer.from(row)))
    const end = Buffer.from('\n')
    await writeFile(
      path,
      Buffer.concat([Buffer.from(header), end, ...lines.flatMap((l) => [l, end])]),
    )
    const numbers = rows.map((_, at) => at)
    return {
      path,
      rows: rows.length,
      broken: numbers.filter(isBroken).map((at) => at + 2),
      keys: rows.flatMap((row, at) => (isBroken(at) ? [] : [row.slice(0, row.indexOf(','))])),
    }
  }
  return {
    good: () => write('good.csv', () => false),
    broken: () => write('broken.csv', (at) => at % 100 === 50),
    close: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Rows without line breaks inside, which the file does not have among its first. */
function readLines(): readonly string[] {
  return readText()
    .split('\n')
    .slice(0, rowsMax + 1)
    .filter((line) => line !== '')
}

function readText(): string {
  try {
    return readFileSync(whole, 'utf8')
  } catch {
    return readFileSync(sample, 'utf8')
  }
}

/** In turn: a cell too many, no key, bytes that are no text. */
function breakRow(row: string, at: number): Buffer {
  const how = Math.floor(at / 100) % 3
  if (how === 0) return Buffer.from(`${row},one,too,many`)
  if (how === 1) return Buffer.from(row.slice(row.indexOf(',')))
  return Buffer.concat([Buffer.from(row), Buffer.from([0xc3, 0x28])])
}

// Findings about migration files before anybody applies them: squawk's rules about locks where it is installed,
// and ours about clocks, ids, rights and partitions. A finding names file and step.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import type { MigrationFile, Step } from './file.ts'

export interface Finding {
  readonly path: string
  readonly step: string
  readonly rule: string
  readonly message: string
}

interface Rule {
  readonly rule: string
  readonly message: string
  readonly applies: (sql: string) => boolean
}

const rules: readonly Rule[] = [
  {
    rule: 'clock',
    message: 'use acervo.now(): tests and replays set that clock',
    applies: (sql) =>
      /(?<![.\w])(now|transaction_timestamp|clock_timestamp)\(\)|\bcurrent_(timestamp|date|time)\b/i.test(
        sql,
      ),
  },
  {
    rule: 'id',
    message: 'use acervo.uuid7(): ids are ordered by time',
    // Its bytes alone are a salt or a secret, and random on purpose.
    applies: (sql) => /(?<!uuid_send\()\b(gen_random_uuid|uuid_generate_v4|uuidv7)\(\)/i.test(sql),
  },
  {
    rule: 'search-path',
    message: 'a SECURITY DEFINER function must pin its search_path',
    applies: (sql) => /security definer/i.test(sql) && !/set search_path (to|=)/i.test(sql),
  },
  {
    rule: 'force',
    message: 'row level security must be forced: the owner reads past it otherwise',
    applies: (sql) =>
      /(?<!no )enable row level security/i.test(sql) &&
      !/(?<!no )force row level security/i.test(sql),
  },
  {
    rule: 'default-partition',
    message: 'no DEFAULT partition: it blocks the making and detaching of the others',
    applies: (sql) => /partition of [^;]* default\b/i.test(sql),
  },
  {
    rule: 'transaction',
    message: 'a file is one transaction already: no BEGIN, COMMIT or ROLLBACK',
    applies: (sql) =>
      /^\s*(begin|commit|rollback|start transaction)\s*;?\s*$/im.test(sql) && !/\$\w*\$/.test(sql),
  },
]

export async function lintFiles(files: readonly MigrationFile[]): Promise<readonly Finding[]> {
  const own = files.flatMap((file) => file.steps.flatMap((step) => lintStep(file.path, step)))
  return [...own, ...(await runSquawk(files))]
}

function lintStep(path: string, { title, sql }: Step): readonly Finding[] {
  return rules
    .filter(({ applies }) => applies(sql))
    .map(({ rule, message }) => ({ path, step: title, rule, message }))
}

/** Waived, each for a reason: what apply does itself, and what a declaration has decided. */
const waived = [
  'require-lock-timeout', // apply sets it, 500 ms, and tries again
  'require-statement-timeout', // a validation takes as long as the table is large
  'prefer-robust-stmts', // files are recorded or probed, never run twice
  'prefer-text-field', // varchar(n) is declared on purpose
  'prefer-bigint-over-int', // so is integer
  'ban-drop-column', // only in a file of its own, with --allow-loss
  'ban-drop-table',
  'renaming-column', // declared with was
  'renaming-table',
  'ban-drop-not-null', // a declared optional()
] as const

interface SquawkFinding {
  readonly line: number
  readonly message: string
  readonly rule_name: string
}

async function runSquawk(files: readonly MigrationFile[]): Promise<readonly Finding[]> {
  const binary = findSquawk()
  if (binary === undefined) return []
  const lists = await Promise.all(files.map((file) => runSquawkOn(binary, file)))
  return lists.flat()
}

async function runSquawkOn(binary: string, file: MigrationFile): Promise<readonly Finding[]> {
  const options = ['--reporter', 'json', '--pg-version', '15', '--exclude', waived.join(',')]
  const inside = file.kind === 'transactional' ? ['--assume-in-transaction'] : []
  // It ends non-zero when it finds something: the findings are on its output all the same.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [binary, ...options, ...inside, file.path],
    { timeout: 30_000, maxBuffer: 16_777_216 },
  ).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }))
  const found = stdout.trim() === '' ? [] : (JSON.parse(stdout) as readonly SquawkFinding[])
  const starts = await findSteps(file.path)
  return found.flatMap(({ line, message, rule_name: rule }): Finding[] => {
    const step = file.steps[starts.findLastIndex((start) => start <= line)]
    if (step?.waives?.includes(rule) === true) return []
    const path = `${file.path}:${line + 1}`
    return [{ path, step: step?.title ?? '', rule: `squawk ${rule}`, message }]
  })
}

/** The lines on which the steps of a file begin. */
async function findSteps(path: string): Promise<readonly number[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, index) => (line.startsWith('-- step:') ? [index] : []))
}

function findSquawk(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('squawk-cli/js/bin/squawk')
  } catch {
    return undefined
  }
}

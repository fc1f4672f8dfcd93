// What `acervo migrate` shows: the kernel's answers as text for people, with the next step, and as the
// values that --json prints.
import {
  type DatabaseDrift,
  type DatabaseOutcome,
  type DatabasePlan,
  type DatabaseStatus,
  describeDifference,
  type FileBody,
  type Finding,
  type MigrationFile,
  renderLocks,
} from '../../kernel/migrate/index.ts'
import type { Io } from '../terminal/io.ts'
import { renderTable, toPlainText } from '../terminal/table.ts'

export interface Drawing {
  readonly value: unknown
  readonly text: string
  readonly isWell: boolean
}

export const draw = Object.freeze({ written, findings, status, plans, migrated, step, drifts })

function written(files: readonly MigrationFile[], io: Io): Drawing {
  const words = texts[io.language]
  const lines =
    files.length === 0 ? [words.nothingToWrite] : [...files.map(toPath), words.lookAndApply]
  return { value: { written: files.map(toPath) }, text: toLines(lines), isWell: true }
}

/** `unwritten` are databases whose declaration says more than their files: that is not applied yet. */
function migrated(
  outcomes: readonly DatabaseOutcome[],
  unwritten: readonly string[],
  io: Io,
): Drawing {
  const words = texts[io.language]
  const files = outcomes.flatMap((outcome) => outcome.files)
  const count = (...states: readonly DatabaseOutcome['state'][]): number =>
    outcomes.filter(({ state }) => states.includes(state)).length
  const isWell = count('applied', 'current') === outcomes.length
  const lines = [
    ...files.map(toPath),
    ...outcomes.flatMap(({ database, state, needs = '', error }) => {
      if (state === 'held') return [words.held(database, needs)]
      return state === 'failed' ? [words.failed(database, error?.code ?? '')] : []
    }),
  ]
  if (count('left') > 0) lines.push(words.left(count('applied', 'current'), outcomes.length))
  else if (!isWell) lines.push(words.mend(count('applied', 'current'), outcomes.length))
  else if (unwritten.length > 0) lines.push(words.stillUnwritten(unwritten.join(', ')))
  else lines.push(files.length > 0 ? words.applied(files.length) : words.nothingToApply)
  const databases = outcomes.map(({ files: own, ms, error, ...one }) => ({
    ...one,
    files: own.map(toPath),
    seconds: ms / 1000,
    ...(error === undefined ? {} : { error }),
  }))
  return {
    value: { applied: files.map(toPath), unwritten, databases },
    text: toLines(lines),
    isWell,
  }
}

function step(
  over: number,
  all: number,
  database: string,
  state: DatabaseOutcome['state'],
  ms: number,
  language: Io['language'],
): string {
  const words = texts[language]
  return `${over} ${words.of} ${all} ${database}: ${words.states[state]}, ${(ms / 1000).toFixed(1)} s`
}

function findings(found: readonly Finding[], files: number, io: Io): Drawing {
  const lines = found.map(({ path, step, rule, message }) =>
    [path, step, `${rule}: ${message}`].filter((part) => part !== '').join(' · '),
  )
  const last = texts[io.language].linted(files, found.length)
  return {
    value: { files, findings: found },
    text: toLines([...lines, last]),
    isWell: found.length === 0,
  }
}

function status(rows: readonly DatabaseStatus[], io: Io): Drawing {
  const words = texts[io.language]
  const cells = rows.map(({ database, target, version, pending, written: isWritten }) => [
    database,
    target.startsWith('embedded') ? 'embedded' : target,
    version === 0 ? '–' : String(version).padStart(4, '0'),
    pending.length,
    isWritten ? words.yes : words.no,
  ])
  const next = rows.some(({ written: isWritten }) => !isWritten)
    ? words.writeNext
    : rows.some(({ pending }) => pending.length > 0)
      ? words.applyNext
      : words.upToDate
  const value = rows.map(({ pending, ...row }) => ({ ...row, pending: pending.map(toPath) }))
  return { value, text: `${renderTable(words.statusHeader, cells, io)}\n${next}\n`, isWell: true }
}

function plans(found: readonly DatabasePlan[], io: Io): Drawing {
  const words = texts[io.language]
  const changed = found.filter(({ pending, unwritten }) => pending.length + unwritten.length > 0)
  const value = found.map(({ pending, ...plan }) => ({ ...plan, pending: pending.map(toPlanned) }))
  if (changed.length === 0) return { value, text: `${words.upToDate}\n`, isWell: true }
  const parts = changed.flatMap(({ database, pending, unwritten }) => [
    ...pending.map(
      (file) => `-- ${database}: ${words.waits} ${toPath(file)}\n${renderSteps(file)}`,
    ),
    ...unwritten.map(
      (body) => `-- ${database}: ${words.unwritten} (${body.kind})\n${renderSteps(body)}`,
    ),
  ])
  const next = changed.some(({ unwritten }) => unwritten.length > 0)
    ? words.writeNext
    : words.applyNext
  return { value, text: `${parts.join('\n')}\n-- ${next}\n`, isWell: true }
}

function drifts(found: readonly DatabaseDrift[], io: Io): Drawing {
  const words = texts[io.language]
  const lines = found.flatMap(({ database, differences }) =>
    differences.map((difference) => `${database}: ${toPlainText(describeDifference(difference))}`),
  )
  const isWell = lines.length === 0
  const value = found.map(({ differences, ...drift }) => ({
    ...drift,
    differences: differences.map((difference) => ({
      key: difference.key,
      change: difference.change,
      description: describeDifference(difference),
    })),
  }))
  return { value, text: toLines([...lines, isWell ? words.noDrift : words.drift]), isWell }
}

/** SQL that can be read and piped: everything else is a comment. */
function renderSteps({ steps }: Pick<FileBody, 'steps'>): string {
  return steps
    .map(({ title, locks, sql }) => {
      const end = sql.trimEnd().endsWith(';') ? '' : ';'
      return `-- ${title}\n-- locks: ${renderLocks(locks)}\n${sql.trimEnd()}${end}\n`
    })
    .join('\n')
}

function toPlanned({ version, name, path, kind, steps }: MigrationFile) {
  return { version, name, path, kind, steps }
}

function toPath({ path }: MigrationFile): string {
  return path
}

function toLines(lines: readonly string[]): string {
  return `${lines.map(toPlainText).join('\n')}\n`
}

const texts = Object.freeze({
  en: {
    nothingToWrite: 'The files stand for the declarations as they are: nothing to write.',
    lookAndApply: 'Next: look at the files, then acervo migrate lint and acervo migrate apply.',
    nothingToApply: 'Nothing is pending.',
    applied: (files: number) => `${files} applied. Next: acervo migrate drift.`,
    held: (name: string, needs: string) => `${name} waits for ${needs}`,
    failed: (name: string, code: string) => `${name} failed: ${code}`,
    left: (done: number, all: number) =>
      `Ended early: ${done} of ${all} databases are done. The same command goes on.`,
    mend: (done: number, all: number) =>
      `${done} of ${all} databases are done. Mend the cause; the same command goes on.`,
    of: 'of',
    states: {
      applied: 'applied',
      current: 'nothing to do',
      failed: 'failed',
      held: 'waits',
      left: 'not begun',
    },
    stillUnwritten: (names: string) =>
      `Declared, but in no file yet: ${names}. Next: acervo migrate write <name>.`,
    linted: (files: number, count: number) => `${files} files, ${count} findings.`,
    statusHeader: ['database', 'target', 'version', 'pending', 'written'],
    yes: 'yes',
    no: 'no',
    waits: 'waits',
    unwritten: 'not written yet',
    writeNext: 'Next: acervo migrate write <name>.',
    applyNext: 'Next: acervo migrate apply.',
    upToDate: 'Everything is up to date.',
    noDrift: 'The databases are as declared.',
    drift: 'Next: undo it by hand, or declare it and run acervo migrate write <name>.',
  },
  es: {
    nothingToWrite: 'Los ficheros ya dicen lo que está declarado: nada que escribir.',
    lookAndApply: 'Después: mire los ficheros, luego acervo migrate lint y acervo migrate apply.',
    nothingToApply: 'No hay nada pendiente.',
    applied: (files: number) => `${files} aplicadas. Después: acervo migrate drift.`,
    held: (name: string, needs: string) => `${name} espera a ${needs}`,
    failed: (name: string, code: string) => `${name} ha fallado: ${code}`,
    left: (done: number, all: number) =>
      `Terminado antes de tiempo: ${done} de ${all} bases hechas. La misma orden continúa.`,
    mend: (done: number, all: number) =>
      `${done} de ${all} bases hechas. Corrija la causa; la misma orden continúa.`,
    of: 'de',
    states: {
      applied: 'aplicada',
      current: 'nada que hacer',
      failed: 'ha fallado',
      held: 'espera',
      left: 'sin empezar',
    },
    stillUnwritten: (names: string) =>
      `Declarado, pero aún en ningún fichero: ${names}. Después: acervo migrate write <nombre>.`,
    linted: (files: number, count: number) => `${files} ficheros, ${count} avisos.`,
    statusHeader: ['base', 'destino', 'versión', 'pendientes', 'escrita'],
    yes: 'sí',
    no: 'no',
    waits: 'espera',
    unwritten: 'sin escribir',
    writeNext: 'Después: acervo migrate write <nombre>.',
    applyNext: 'Después: acervo migrate apply.',
    upToDate: 'Todo está al día.',
    noDrift: 'Las bases de datos son como se declararon.',
    drift: 'Después: deshágalo a mano, o declárelo y ejecute acervo migrate write <nombre>.',
  },
})

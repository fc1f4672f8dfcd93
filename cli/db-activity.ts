// `acervo db activity`: long transactions, who waits for whom, and what keeps dead rows from being removed.
import type { Sheet } from '../kernel/index.ts'
import {
  type Blocked,
  type Holder,
  type LongTransaction,
  type Reading,
  readBlocked,
  readHolders,
  readLongTransactions,
} from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { tellEachTarget, toReadSheets, toWhole } from './db-each-target.ts'
import { toAge } from './events/sheets.ts'
import type { Language } from './terminal/io.ts'

interface Activity {
  readonly transactions: Reading<readonly LongTransaction[]>
  readonly blocked: Reading<readonly Blocked[]>
  readonly holders: Reading<readonly Holder[]>
}

export const command = defineCommand({
  name: 'db activity',
  summary: {
    en: 'long transactions, who waits for whom, what holds vacuum back',
    es: 'transacciones largas, quién espera a quién, qué frena al vacuum',
  },
  arguments: [],
  options: {
    seconds: {
      type: 'string',
      value: 'N',
      meaning: {
        en: 'transactions longer than N seconds (60)',
        es: 'transacciones de más de N segundos (60)',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Of a statement the first word is told, never its text. To end a session: acervo sql <database> -c "select pg_terminate_backend(<pid>)"; a slot: pg_drop_replication_slot; a prepared transaction: rollback prepared.',
    es: 'De una sentencia se dice la primera palabra, nunca el texto. Para terminar una sesión: acervo sql <base> -c "select pg_terminate_backend(<pid>)"; una ranura: pg_drop_replication_slot; una transacción preparada: rollback prepared.',
  },
  run: (context) => {
    const { options, io } = context
    const seconds = toWhole('seconds', options.seconds, 60, io.language)
    return tellEachTarget<Activity>(context, {
      read: async (direct) => ({
        transactions: await readLongTransactions(direct, seconds),
        blocked: await readBlocked(direct),
        holders: await readHolders(direct),
      }),
      toSheets,
    })
  },
})

function toSheets(
  { transactions, blocked, holders }: Activity,
  language: Language,
): readonly Sheet[] {
  const isSpanish = language === 'es'
  return [
    ...toReadSheets(said.transactions, transactions, language, (rows) => ({
      title: said.transactions[language],
      header: isSpanish
        ? ['pid', 'usuario', 'programa', 'base', 'estado', 'desde hace', 'sentencia', 'espera']
        : ['pid', 'user', 'program', 'database', 'state', 'for', 'statement', 'waits for'],
      rows: rows.map((one) => [
        one.pid,
        one.user,
        one.application,
        one.database,
        one.state,
        toAge(one.seconds),
        one.verb,
        one.waitsFor,
      ]),
    })),
    ...toReadSheets(said.blocked, blocked, language, (rows) => ({
      title: said.blocked[language],
      header: isSpanish
        ? ['pid', 'usuario', 'sentencia', 'desde hace', 'bloqueo', 'tabla', 'lo detiene']
        : ['pid', 'user', 'statement', 'for', 'lock', 'table', 'held up by'],
      rows: rows.map((one) => [
        one.pid,
        one.user,
        one.verb,
        toAge(one.seconds),
        one.mode,
        one.relation,
        one.blockedBy.join(', '),
      ]),
    })),
    ...toReadSheets(said.holders, holders, language, (rows) => ({
      title: said.holders[language],
      header: isSpanish
        ? ['qué', 'nombre', 'base', 'transacciones', 'desde hace']
        : ['what', 'name', 'database', 'transactions', 'for'],
      rows: rows.map((one) => [
        one.kind,
        one.name,
        one.database,
        one.age,
        one.seconds === null ? '–' : toAge(one.seconds),
      ]),
    })),
  ]
}

const said = {
  transactions: { en: 'Long transactions', es: 'Transacciones largas' },
  blocked: { en: 'Waiting for a lock', es: 'Esperan un bloqueo' },
  holders: { en: 'Dead rows since these are kept', es: 'Retienen filas muertas' },
}

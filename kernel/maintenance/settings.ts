// The server's settings with what we would have them be, and why. Rules of thumb are said as such: what the machine
// has is not visible from inside, so memory is judged by what the database holds.
import type { Direct } from '../database/target.ts'
import { readRows } from './reading.ts'

export interface Text {
  readonly en: string
  readonly es: string
}

export interface SettingAdvice {
  readonly name: string
  /** As the server shows it. */
  readonly value: string
  /** What it should be; null where it is well. */
  readonly advice: string | null
  readonly reason: Text
  /** It counts from the next start of the server only. */
  readonly needsRestart: boolean
}

interface Setting {
  readonly name: string
  readonly shown: string
  /** Numbers in bytes or seconds, others as they are. */
  readonly amount: number
  readonly needsRestart: boolean
}

interface Rule {
  readonly name: string
  readonly reason: Text
  /** Undefined: it is well. */
  readonly judge: (setting: Setting, server: Server) => string | undefined
}

interface Server {
  readonly databaseBytes: number
  readonly hitShare: number | null
}

/** Of what a rule speaks of; settings of a provider are shown as the provider has them. */
export async function readSettings(direct: Direct): Promise<readonly SettingAdvice[]> {
  const found = await readRows<Setting>(direct, settingsSql, [`{${rules.map(({ name }) => name)}}`])
  const [server] = await readRows<Server>(
    direct,
    `select pg_database_size(current_database()) as "databaseBytes",
      blks_hit::float / nullif(blks_hit + blks_read, 0) as "hitShare"
    from pg_stat_database where datname = current_database()`,
  )
  return advise(found, server ?? { databaseBytes: 0, hitShare: null })
}

/** Pure: what is said of these settings. */
export function advise(settings: readonly Setting[], server: Server): readonly SettingAdvice[] {
  const byName = new Map(settings.map((setting) => [setting.name, setting]))
  return rules.flatMap(({ name, reason, judge }) => {
    const setting = byName.get(name)
    if (setting === undefined) return []
    const { shown, needsRestart } = setting
    return [{ name, value: shown, advice: judge(setting, server) ?? null, reason, needsRestart }]
  })
}

const mb = 1024 ** 2
const gb = 1024 ** 3

const isOn = (setting: Setting) => (setting.shown === 'on' ? undefined : 'on')
const atLeast = (least: number, advice: string) => (setting: Setting) =>
  setting.amount >= least ? undefined : advice
const within = (low: number, high: number, advice: string) => (setting: Setting) =>
  setting.amount >= low && setting.amount <= high ? undefined : advice

const rules = Object.freeze<Rule[]>([
  {
    name: 'autovacuum',
    judge: isOn,
    reason: {
      en: 'Without it dead rows stay, statistics grow old, and after two thousand million transactions the server stops.',
      es: 'Sin él las filas muertas se quedan, las estadísticas envejecen y tras dos mil millones de transacciones el servidor se para.',
    },
  },
  {
    name: 'autovacuum_vacuum_scale_factor',
    judge: within(0.001, 0.2, '0.2'),
    reason: {
      en: 'The share of dead rows at which it comes. 0.2 is right for most tables; give large ones 0.02 of their own.',
      es: 'La proporción de filas muertas a la que viene. 0.2 sirve para la mayoría; dé a las tablas grandes 0.02 propio.',
    },
  },
  {
    name: 'autovacuum_analyze_scale_factor',
    judge: within(0.001, 0.1, '0.1'),
    reason: {
      en: 'The share of changed rows at which statistics are taken again: plans are made from them.',
      es: 'La proporción de filas cambiadas a la que se vuelven a tomar estadísticas: de ellas salen los planes.',
    },
  },
  {
    name: 'track_counts',
    judge: isOn,
    reason: {
      en: 'Autovacuum and every reading of this page rest on these counts.',
      es: 'El autovacuum y todas las lecturas de esta página se apoyan en estas cuentas.',
    },
  },
  {
    name: 'shared_buffers',
    judge: ({ amount }, { databaseBytes, hitShare }) =>
      amount < databaseBytes / 4 && amount < 8 * gb && (hitShare ?? 1) < 0.99
        ? toMemory(Math.min(Math.max(databaseBytes / 4, 256 * mb), 8 * gb))
        : undefined,
    reason: {
      en: 'Pages kept in memory. A quarter of the machine is the usual start; it is too small where more than one page in a hundred is read anew.',
      es: 'Páginas en memoria. Un cuarto de la máquina es lo habitual; es poco donde más de una página de cada cien se vuelve a leer.',
    },
  },
  {
    name: 'work_mem',
    judge: within(4 * mb, 256 * mb, '16MB'),
    reason: {
      en: 'For each sort or hash of each query: too little spills to disk, too much times all connections is the whole memory.',
      es: 'Para cada ordenación o hash de cada consulta: poco acaba en disco; mucho, por todas las conexiones, es toda la memoria.',
    },
  },
  {
    name: 'maintenance_work_mem',
    judge: atLeast(256 * mb, '256MB'),
    reason: {
      en: 'For building indexes and for vacuum. A vector index that does not fit into it is built many times slower.',
      es: 'Para crear índices y para vacuum. Un índice de vectores que no cabe se crea muchas veces más despacio.',
    },
  },
  {
    name: 'max_connections',
    judge: ({ amount }) => (amount > 500 ? '100 to 200, and a pooler' : undefined),
    reason: {
      en: 'Each is a process. A platform takes 20 at most; many processes share them through PgBouncer.',
      es: 'Cada una es un proceso. Una plataforma toma 20 como mucho; muchos procesos las comparten con PgBouncer.',
    },
  },
  {
    name: 'max_wal_size',
    judge: atLeast(gb, '1GB or more'),
    reason: {
      en: 'Below it checkpoints come so often that whole pages are written again and again.',
      es: 'Por debajo los checkpoints llegan tan seguidos que se escriben páginas enteras una y otra vez.',
    },
  },
  {
    name: 'checkpoint_completion_target',
    judge: atLeast(0.9, '0.9'),
    reason: {
      en: 'Spreads the writing of a checkpoint over its time, so that nobody waits for it.',
      es: 'Reparte la escritura del checkpoint en su tiempo, para que nadie espere por él.',
    },
  },
  {
    name: 'random_page_cost',
    judge: within(1, 2, '1.1'),
    reason: {
      en: '4 is for spinning disks: on an SSD it keeps the planner from using indexes.',
      es: '4 es para discos giratorios: en un SSD aparta al planificador de los índices.',
    },
  },
  {
    name: 'idle_in_transaction_session_timeout',
    judge: ({ amount }) => (amount > 0 ? undefined : '10min'),
    reason: {
      en: 'A forgotten transaction keeps every dead row of the server; this ends it.',
      es: 'Una transacción olvidada retiene todas las filas muertas del servidor; esto la termina.',
    },
  },
  {
    name: 'log_min_duration_statement',
    judge: ({ amount }) => (amount < 0 ? '1s' : undefined),
    reason: {
      en: 'What takes longer is written to the log of the server. Its lines may hold values: keep that log as you keep the data.',
      es: 'Lo que tarda más se escribe en el registro del servidor. Sus líneas pueden llevar valores: guárdelo como los datos.',
    },
  },
  {
    name: 'max_slot_wal_keep_size',
    judge: ({ amount }) => (amount < 0 ? '10GB' : undefined),
    reason: {
      en: 'Without a bound a slot that nobody reads keeps the log until the disk is full.',
      es: 'Sin límite, una ranura que nadie lee retiene el registro hasta llenar el disco.',
    },
  },
])

/** Whole powers of two of MB: how such a setting is written. */
function toMemory(bytes: number): string {
  return `${2 ** Math.round(Math.log2(bytes / mb))}MB`
}

const settingsSql = `
  select name, current_setting(name) as shown, context = 'postmaster' as "needsRestart",
    case when vartype in ('integer', 'real') then setting::numeric * case unit
      when '8kB' then 8192 when 'kB' then 1024 when 'MB' then 1048576 when 'B' then 1
      when 'ms' then 0.001 when 'min' then 60 else 1 end
    else 0 end as amount
  from pg_settings where name = any($1)`

// An entry with its lines as one act, and its reversal: whoever writes row by row cannot commit between the two.
import {
  type ActionContext,
  defineAction,
  defineFeature,
  type Feature,
} from '../../../kernel/index.ts'
import { toTotal } from './total.ts'

interface Line {
  readonly side: 'DEBIT' | 'CREDIT'
  readonly amount: string
  readonly [account: string]: string
}

interface Entry {
  readonly id: string
  readonly description: string
  readonly total: string
  readonly currency: string
}

interface Head {
  readonly periodId: string
  readonly postedOn: string
}

interface Entries {
  create(request: { data: object }): Promise<Entry>
  findUnique(request: { where: object }): Promise<Entry | null>
}

interface Lines {
  createMany(request: { data: readonly object[] }): Promise<unknown>
  findMany(request: { where: object; take: number }): Promise<readonly Line[]>
}

type Tx = Readonly<Record<string, Readonly<Record<string, Entries & Lines>>>>

const linesMax = 1000
const id = { type: 'string', pattern: '^[0-9a-fA-F-]{36}$' } as const
const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const
const head = {
  periodId: { schema: id, meaning: { en: 'the period', es: 'el periodo' } },
  postedOn: {
    schema: day,
    meaning: { en: 'the day, in the period', es: 'el día, dentro del periodo' },
  },
}

/** `account` is the column of a line that says where it stands. */
export function ledgerActions(
  database: string,
  {
    entry,
    line,
    account,
  }: { readonly entry: string; readonly line: string; readonly account: string },
): Feature {
  const modelsOf = (tx: Tx) => {
    const entries = tx[database]?.[entry] as Entries
    const lines = tx[database]?.[line] as Lines
    return { entries, lines }
  }
  const write = async (tx: Tx, data: object, given: readonly Line[]) => {
    const { entries, lines } = modelsOf(tx)
    const written = await entries.create({ data: { ...data, total: toTotal(given) } })
    const of = given.map((one) => ({
      entryId: written.id,
      [account]: one[account],
      side: one.side,
      amount: one.amount,
    }))
    await lines.createMany({ data: of })
    return written
  }
  const item = {
    type: 'object',
    required: [account, 'side', 'amount'],
    additionalProperties: false,
    properties: {
      [account]: id,
      side: { enum: ['DEBIT', 'CREDIT'] },
      amount: { type: 'string', pattern: '^\\d{1,16}(\\.\\d{1,2})?$' },
    },
  }
  const post = defineAction({
    name: 'post',
    summary: { en: 'post an entry with its lines', es: 'contabiliza un asiento con sus apuntes' },
    effect: 'create',
    path: 'postings',
    input: {
      ...head,
      description: {
        schema: { type: 'string', minLength: 1 },
        meaning: { en: 'what happened', es: 'qué pasó' },
      },
      lines: {
        schema: { type: 'array', minItems: 2, maxItems: linesMax, items: item },
        meaning: { en: 'debits and credits of one total', es: 'debe y haber por un mismo total' },
      },
    },
    output: { type: 'object' },
    handler: (
      { tx }: ActionContext<Tx>,
      { lines, ...data }: Head & { description: string; lines: readonly Line[] },
    ) => write(tx, data, lines),
  })
  const reverse = defineAction({
    name: 'reverse',
    summary: { en: 'reverse an entry by another', es: 'anula un asiento con otro' },
    effect: 'create',
    path: '{id}/reversals',
    input: { id: { schema: id, meaning: { en: 'the entry', es: 'el asiento' } }, ...head },
    output: { type: 'object' },
    handler: async ({ tx }: ActionContext<Tx>, { id, ...data }: Head & { id: string }) => {
      const { entries, lines } = modelsOf(tx)
      const reversed = await entries.findUnique({ where: { id } })
      const found = await lines.findMany({ where: { entryId: id }, take: linesMax })
      const turned = found.map((one) => ({
        ...one,
        side: one.side === 'DEBIT' ? ('CREDIT' as const) : ('DEBIT' as const),
      }))
      const { description = '', currency } = reversed ?? {}
      return write(tx, { ...data, description, currency, reversesId: id }, turned)
    },
  })
  return defineFeature('ledgerActions', () => [post, reverse])
}

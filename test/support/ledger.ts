// What every ledger of ours promises, whatever its entries are of: sides are equal, what is posted stays, what is closed
// stays closed. Registers the tests; each ledger's own file adds what it alone promises. Only tests import it.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Database } from '../../kernel/index.ts'
import { type Few, refusal, type Values } from './few.ts'

export interface LedgerNames {
  /** SQL names. */
  readonly periods: string
  readonly accounts: string
  readonly entries: string
  readonly lines: string
  /** The link of a line to its account: in SQL, and in the client. */
  readonly accountColumn: string
  readonly account: string
  /** A new account. */
  readonly opened: () => Values
  readonly acts: { readonly database: string; readonly table: string }
}

/** How a test writes into a ledger by hand: each entry in a period of its own. */
export function toLedger(few: () => Few<readonly Database[]>, names: LedgerNames) {
  let years = 0
  const year = () => 2000 + years
  const period = (status = 'OPEN') => {
    years++
    return few().insert(names.periods, {
      name: `${year()}`,
      starts_on: `${year()}-01-01`,
      ends_on: `${year()}-12-31`,
      status,
    })
  }
  const account = () => few().insert(names.accounts, names.opened())
  const entryText = (id: string, periodId: string, total = '100', day = `${year()}-03-01`) =>
    `insert into ${names.entries} (id, period_id, posted_on, description, total)
      values ('${id}', '${periodId}', '${day}', 'Nóminas', ${total})`
  const lineText = (id: string, on: string, side: string, amount: string) =>
    `insert into ${names.lines} (entry_id, ${names.accountColumn}, side, amount)
      values ('${id}', '${on}', '${side}', ${amount})`
  const post = async (amounts: readonly [string, string][], total = '100') => {
    const [id, periodId, on] = [randomUUID(), await period(), await account()]
    const texts = amounts.map(([side, amount]) => lineText(id, on, side, amount))
    await few().within(entryText(id, periodId, total), ...texts)
    return { id, periodId, on }
  }
  return { few, names, year, period, account, entryText, lineText, post }
}

export function promiseLedger(ledger: ReturnType<typeof toLedger>): void {
  const { few, names, year, period, account, entryText, lineText, post } = ledger
  const { periods, accounts, entries, lines } = names

  test('an entry is whole when its transaction commits, or is not there', async () => {
    await post([
      ['DEBIT', '60'],
      ['DEBIT', '40'],
      ['CREDIT', '100'],
    ])
    for (const amounts of [
      [
        ['DEBIT', '100'],
        ['CREDIT', '99.99'],
      ],
      [['DEBIT', '100']],
      [
        ['DEBIT', '50'],
        ['CREDIT', '50'],
      ],
      [],
    ] as [string, string][][])
      expect(await refusal(post(amounts))).toContain('not the total of the entry')
  })

  test('lines that come later miss the total, even beside their counterpart', async () => {
    const { id, on } = await post([
      ['DEBIT', '100'],
      ['CREDIT', '100'],
    ])
    const later = few().within(lineText(id, on, 'DEBIT', '5'), lineText(id, on, 'CREDIT', '5'))
    expect(await refusal(later)).toContain('not the total of the entry')
  })

  test('two who write the two halves of one entry at once do not balance it', async () => {
    const [id, periodId, on] = [randomUUID(), await period(), await account()]
    const ended = await few().race(
      `${entryText(id, periodId)}; ${lineText(id, on, 'DEBIT', '100')}`,
      lineText(id, on, 'CREDIT', '100'),
    )
    expect(ended).toEqual(['ACV304', 'ACV303'])
  })

  test('what is posted stays, to the migrator as well; it is reversed once', async () => {
    const { id, periodId, on } = await post([
      ['DEBIT', '100'],
      ['CREDIT', '100'],
    ])
    for (const text of [
      `update ${entries} set description = 'x' where id = '${id}'`,
      `update ${lines} set amount = 1 where entry_id = '${id}'`,
      `delete from ${lines} where entry_id = '${id}'`,
    ])
      expect(await refusal(few().query(text))).toContain('stays as it is')
    const reverse = () => {
      const back = randomUUID()
      return few().within(
        entryText(back, periodId)
          .replace('total)', 'total, reverses_id)')
          .replace(/\)$/, `, '${id}')`),
        lineText(back, on, 'CREDIT', '100'),
        lineText(back, on, 'DEBIT', '100'),
      )
    }
    await reverse()
    expect(await refusal(reverse())).toContain('_reverses_id_key')
  })

  test('a closed period takes nothing, also where it closes meanwhile, and stays closed', async () => {
    const [id, periodId, on] = [randomUUID(), await period(), await account()]
    const close = `update ${periods} set status = 'CLOSED' where id = '${periodId}'`
    const whole = [
      entryText(id, periodId),
      lineText(id, on, 'DEBIT', '100'),
      lineText(id, on, 'CREDIT', '100'),
    ].join(';')
    expect(await few().race(close, whole)).toEqual(['done', 'ACV304'])
    expect(await refusal(few().within(whole))).toContain('the period is closed')
    expect(await refusal(few().within(close.replace('CLOSED', 'OPEN')))).toContain(
      'a closed period',
    )
  })

  test('the day is within the period, and periods share none', async () => {
    const [id, periodId, on] = [randomUUID(), await period(), await account()]
    const outside = few().within(
      entryText(id, periodId, '100', '1999-12-31'),
      lineText(id, on, 'DEBIT', '100'),
      lineText(id, on, 'CREDIT', '100'),
    )
    expect(await refusal(outside)).toContain('the day is not in the period')
    const overlap = few().insert(periods, {
      name: 'again',
      starts_on: `${year()}-12-31`,
      ends_on: `${year() + 1}-12-31`,
    })
    expect(await refusal(overlap)).toContain('_no_overlap_excl')
  })

  test('accounts and their parts are a tree; a closed one takes no lines', async () => {
    const [one, two] = [await account(), await account()]
    const below = (id: string, parent: string) =>
      `update ${accounts} set parent_id = '${parent}' where id = '${id}'`
    expect(await few().race(below(one, two), below(two, one))).toEqual(['done', 'ACV304'])
    const { on } = await post([
      ['DEBIT', '100'],
      ['CREDIT', '100'],
    ])
    await few().query(`update ${accounts} set status = 'CLOSED' where id = '${on}'`)
    const [id, periodId] = [randomUUID(), await period()]
    const late = few().within(
      entryText(id, periodId),
      lineText(id, on, 'DEBIT', '100'),
      lineText(id, on, 'CREDIT', '100'),
    )
    expect(await refusal(late)).toMatch(/the (account|centre) is closed/)
  })

  test('an entry is posted and reversed as one act, and half of one is not', async () => {
    const [periodId, on] = [await period(), await account()]
    const act = (action: string, input: object) =>
      few().acervo.act({ actor: 'service:test' }, { ...names.acts, action, input: { ...input } })
    const head = { periodId, postedOn: `${year()}-05-01` }
    const line = (side: string, amount: string) => ({ [names.account]: on, side, amount })
    const whole = [
      line('DEBIT', '0.10'),
      line('DEBIT', '1234567890123.2'),
      line('CREDIT', '1234567890123.30'),
    ]
    const posted = await act('post', { ...head, description: 'Cierre', lines: whole })
    const { id, total } = JSON.parse(posted.output) as { id: string; total: string }
    expect(total).toBe('1234567890123.30')
    const half = act('post', {
      ...head,
      description: 'x',
      lines: [line('DEBIT', '1'), line('CREDIT', '2')],
    })
    expect(await refusal(half)).toContain('not the total of the entry')
    await act('reverse', { id, ...head })
    expect(await refusal(act('reverse', { id, ...head }))).toContain('_reverses_id_key')
  })
}

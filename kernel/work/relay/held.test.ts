// Whoever leaves a transaction open keeps dead rows from being swept, and events of nobody else from going out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onPostgres } from '../../../test/support/database.ts'
import { type Areas, openAreas, until } from '../../../test/support/events/areas.ts'
import type { Direct, Target } from '../../database/target.ts'
import { startRelay } from './relay.ts'

let areas: Areas
beforeAll(async () => {
  areas = await openAreas()
})
afterAll(() => areas?.close())

const insert = (area: string, id: string) =>
  `insert into t_${area}.outbox_events (aggregate_type, aggregate_id, event_type, payload)
    values ('Thing', '${id}', 'ThingChanged', '{"id": "${id}", "n": 1}')`

async function begun(isolation: string, text: string): Promise<Direct> {
  const direct = await areas.target.direct()
  await direct.script(`begin isolation level ${isolation}; ${text}`)
  return direct
}

const isStored = async (id: string): Promise<boolean> =>
  (await areas.stored()).some(({ aggregateid }) => aggregateid === id)

onPostgres(() => {
  test('a writer idle in its transaction delays no event of another database', async () => {
    const relay = startRelay(areas.relayOptions(areas.stream()))
    const idle = await begun('read committed', insert('north', 'slow'))
    for (let at = 0; at < 10; at++) {
      await areas.write('south', [`s${at}`])
      const from = performance.now()
      await until(() => isStored(`s${at}`))
      expect(performance.now() - from).toBeLessThan(1_000)
    }
    expect(await isStored('slow')).toBe(false)
    await idle.script('commit')
    await idle.close()
    await until(() => isStored('slow'))
    await relay.stop()
    await areas.empty()
  })

  test('among dead rows that are not swept, looks begin behind them, and who commits late is found', async () => {
    const holder = await begun('repeatable read', 'select 1 from t_south.outbox_events')
    await areas.script(`${insert('south', 'dead').replace(/values.*/s, "select 'Thing', 'd' || n, 'ThingChanged', '{}' from generate_series(1, 50000) n")};
      update t_south.outbox_events set status = 'PUBLISHED', published_at = now()`)
    const begins: string[] = []
    const { target } = areas
    const watched: Target = {
      ...areas.relayOptions(areas.stream()).target,
      key: target.key,
      engine: target.engine,
      transaction: (...given) => target.transaction(...given),
      direct: () => target.direct(),
      serverVersion: () => target.serverVersion(),
      close: () => target.close(),
      group: (context, statements, options) => {
        const times = statements.flatMap(({ text, values }) =>
          /union all/.test(text) ? [String(values[1])] : [],
        )
        begins.push(...times)
        return target.group(context, statements, options)
      },
    }
    const relay = startRelay({ ...areas.relayOptions(areas.stream()), target: watched })
    const late = await begun('read committed', insert('south', 'late'))
    for (let at = 0; at < 40; at++) {
      await areas.write('south', [`n${at}`])
      relay.wake()
      await until(() => isStored(`n${at}`))
    }
    const isWhole = (times: string) => times.split(',').every((time) => /infinity/.test(time))
    expect(begins.filter((times) => !isWhole(times)).length).toBeGreaterThan(10)
    const from = performance.now()
    await late.script('commit')
    await until(() => isStored('late'))
    expect(performance.now() - from).toBeLessThan(3_000)
    expect(begins.some(isWhole)).toBe(true)
    await relay.stop()
    for (const direct of [late, holder]) await direct.close()
  }, 60_000)
})

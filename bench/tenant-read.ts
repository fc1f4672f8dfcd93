// What does one row of one tenant cost through the typed client, against the bare driver on a table without
// policies, against the same client with a filter of its own and no policy, and against the usual way of four round trips?
import assert from 'node:assert/strict'
import pg from 'pg'
import {
  type Client,
  connections,
  cycle,
  fillShop,
  openPlatform,
  principalOf,
  shop,
} from './fixture.ts'
import type { Measurement } from './result.ts'
import { type Arm, interleave, ratio } from './rounds.ts'

const columns =
  'id, name, email, tier, credit, invoice_count as "invoiceCount", created_at as "createdAt", updated_at as "updatedAt"'

export async function measure(server: string): Promise<Measurement> {
  const platform = await openPlatform(server, [shop])
  const pool = new pg.Pool({ connectionString: platform.run, max: connections })
  try {
    const next = cycle(await fillShop(platform.admin, { clients: 20_000, tenants: 50 }))
    const { db } = platform.acervo
    const arms = [
      typed(next, (client) =>
        db.as(principalOf(client)).shop.client.findUnique({ where: { id: client.id } }),
      ),
      typed(
        next,
        (client) =>
          db.as(principalOf(client)).shop.open.findUnique({
            where: { id: client.id, tenantId: client.tenant },
          }),
        'explicit filter',
      ),
      bare(next, pool),
      fourTrips(next, pool),
    ]
    // Short rounds, many of them: both arms of a pair meet the same weather on a shared machine.
    const times = { rounds: 32, roundMs: 250, warmUpMs: 700 }
    const wide = await interleave(arms, { ...times, concurrency: 32 })
    const single = await interleave(arms, { ...times, rounds: 8, concurrency: 1 })
    const against = (figures: typeof wide, other: string) =>
      ratio(speed(figures, 'client'), speed(figures, other))
    return {
      question: 'One row of one tenant through the client, against the bare driver.',
      claims: [
        { claim: 'reads a second of the bare driver', ratio: against(wide, 'bare'), atLeast: 0.8 },
        {
          claim: 'reads a second of the same query with an explicit filter and no policy',
          ratio: against(wide, 'explicit filter'),
          atLeast: 0.95,
        },
        {
          claim: 'reads a second of four round trips',
          ratio: against(wide, 'four round trips'),
          atLeast: 2,
        },
      ],
      figures: {
        'concurrency 32': wide,
        'concurrency 1': single,
        'of bare at concurrency 1': against(single, 'bare'),
        'of four round trips at concurrency 1': against(single, 'four round trips'),
      },
    }
  } finally {
    await pool.end()
    await platform.close()
  }
}

type Next = () => Client

function typed(
  next: Next,
  read: (client: Client) => Promise<{ name: string } | null>,
  name = 'client',
): Arm {
  return {
    name,
    once: async () => {
      const client = next()
      assert.equal((await read(client))?.name, client.name)
    },
  }
}

function bare(next: Next, pool: pg.Pool): Arm {
  const text = `select ${columns} from bench_shop.clients_bare where id = $1`
  return {
    name: 'bare',
    once: async () => {
      const client = next()
      const { rows } = await pool.query({ name: 'bare', text, values: [client.id] })
      assert.equal(rows[0]?.name, client.name)
    },
  }
}

function fourTrips(next: Next, pool: pg.Pool): Arm {
  const text = `select ${columns} from bench_shop.clients where id = $1`
  return {
    name: 'four round trips',
    once: async () => {
      const client = next()
      const connection = await pool.connect()
      await connection.query('begin')
      await connection.query({
        name: 'context',
        text: "select set_config('acervo.tenant', $1, true)",
        values: [client.tenant],
      })
      const { rows } = await connection.query({ name: 'trips', text, values: [client.id] })
      await connection.query('commit')
      connection.release()
      assert.equal(rows[0]?.name, client.name)
    },
  }
}

function speed(figures: readonly { name: string; perSecond: readonly number[] }[], name: string) {
  return figures.find((one) => one.name === name)?.perSecond ?? []
}

// The TypeScript blocks that the specification of AI-CORE prints, taken out of its file and run as they stand, with
// `@ai-core/database`. What a block leaves open (data, an id) stands in its prelude below.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { close, connect, db } from '@ai-core/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const seed = join(import.meta.dirname, '../../../shared/seeds/003_ai_core.md')
const isThere = existsSync(seed)

interface Program {
  readonly title: string
  /** Words by which the block is known: another text is another block. */
  readonly holds: string
  /** Names that it uses and does not declare. */
  readonly prelude?: string
  /** What comes after it, to show what it did. */
  readonly epilogue: string
}

const programs: readonly Program[] = [
  {
    title: 'any database is reached through the one client',
    holds: 'const parties = await db.global.party.findMany();',
    epilogue: 'export const result = { parties, policies, contracts };',
  },
  {
    title: 'health is one boolean a database',
    holds: 'const health = await db.healthCheck();',
    epilogue: 'export const result = health;',
  },
  {
    title: 'a client with a policy, and the event written by hand',
    holds: 'async function createClientWithPolicy',
    prelude: "import { db } from '@ai-core/database';",
    epilogue: 'export const result = await createClientWithPolicy(given.client, given.policy);',
  },
  {
    title: 'an event published by hand',
    holds: 'Publicar evento desde Insurance',
    prelude: "import { db } from '@ai-core/database';\nconst { policyId } = given;",
    epilogue: 'export const result = policyId;',
  },
]

/** Blocks that are no programs, and what stands for them here. */
const notPrograms: readonly { readonly holds: string; readonly instead: string }[] = [
  {
    holds: 'Configurado en database.service.ts',
    instead:
      'the settings of the pool stand in the connection string (docs/reference/configuration.md)',
  },
]

const blocks = isThere
  ? [...readFileSync(seed, 'utf8').matchAll(/```typescript\n([\s\S]*?)```/g)].map(
      ([, text]) => text ?? '',
    )
  : []

describe.skipIf(!isThere)('the specification of AI-CORE', () => {
  let folder: string
  let productId: string
  beforeAll(async () => {
    // Beside the tree's packages, so that a block finds `@ai-core/database`.
    folder = await mkdtemp(join(import.meta.dirname, '../../node_modules/.seed-003-'))
    connect({})
    const product = await db.insurance.product.create({
      data: { code: 'SEED-003', name: 'Hogar', line: 'HOME', carrierName: 'Aseguradora' },
    })
    productId = product.id
  })
  afterAll(async () => {
    await close()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  const given = () => ({
    policyId: randomUUID(),
    client: { givenName: 'Ana', firstSurname: 'García' },
    policy: {
      number: randomUUID(),
      productId,
      status: 'ISSUED',
      startsOn: '2026-01-01',
      endsOn: '2027-01-01',
      premium: '100.00',
    },
  })

  async function run({ holds, prelude = '', epilogue }: Program, values: object): Promise<unknown> {
    const block = blocks.find((text) => text.includes(holds))
    const path = join(folder, `${randomUUID()}.mts`)
    const text = `${prelude}\nconst given = ${JSON.stringify(values)} as any;\n${block}\n${epilogue}\n`
    await writeFile(path, prelude.includes('const {') ? hoist(text) : text)
    return ((await import(/* @vite-ignore */ pathToFileURL(path).href)) as { result: unknown })
      .result
  }

  /** `given` is declared before the prelude reads it. */
  function hoist(text: string): string {
    const [line = ''] = text.match(/^const given = .*$/m) ?? []
    return `${line}\n${text.replace(line, '')}`
  }

  test('every block is run here or named as no program', () => {
    const known = [...programs, ...notPrograms]
    const counts = blocks.map((text) => known.filter(({ holds }) => text.includes(holds)).length)
    expect(counts).toEqual(blocks.map(() => 1))
    expect(blocks.length).toBe(known.length)
    for (const { instead } of notPrograms) expect(instead).not.toBe('')
  })

  const [reading, health, client, event] = programs as readonly [Program, Program, Program, Program]

  test(reading.title, async () => {
    expect(await run(reading, {})).toEqual({ parties: [], policies: [], contracts: [] })
  })

  test(health.title, async () => {
    expect(await run(health, {})).toMatchObject({
      global: true,
      auth: true,
      insurance: true,
      energy: true,
    })
  })

  test(client.title, async () => {
    const values = given()
    const made = (await run(client, values)) as { party: { id: string }; policy: { id: string } }
    const found = await db.insurance.policy.findUnique({
      where: { id: made.policy.id },
      include: { party: true },
    })
    expect(found).toMatchObject({ number: values.policy.number, party: { id: made.party.id } })
    const events = await db.insurance.outboxEvent.findMany({
      where: { aggregateId: made.policy.id },
      orderBy: { aggregateSeq: 'asc' },
    })
    // What issuing it told, and what was written by hand.
    expect(events.map(({ eventType, status }) => [eventType, status])).toEqual([
      ['PolicyIssued', 'PENDING'],
      ['PolicyIssued', 'PENDING'],
    ])
    expect(events[1]?.payload).toEqual({ partyId: made.party.id, policyId: made.policy.id })
  })

  test(event.title, async () => {
    const values = given()
    expect(await run(event, values)).toBe(values.policyId)
    expect(
      await db.insurance.outboxEvent.findMany({ where: { aggregateId: values.policyId } }),
    ).toMatchObject([
      { eventType: 'PolicyIssued', payload: {}, status: 'PENDING', aggregateSeq: '1' },
    ])
  })
})

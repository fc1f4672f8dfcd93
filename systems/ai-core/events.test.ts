// Events are a contract with whoever listens and with what lies in every inbox: a change that old events would not
// fit needs a new version, and with it the way up from the old one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { defineModel, type JsonSchema } from '../../kernel/index.ts'
import { systems } from '../index.ts'

interface Published {
  readonly version: number
  readonly aggregate: string
  readonly required: readonly string[]
  readonly properties: Readonly<Record<string, JsonSchema>>
}

const path = new URL('./events.json', import.meta.url)
const model = defineModel(systems)
const declared = new Map(
  [...model.databases.values()].flatMap(({ name, events }) =>
    [...events.values()].map((event): [string, Published] => {
      const { required = [], properties = {} } = event.schema as unknown as Published
      const { version, aggregate } = event
      return [`${name}.${event.name}`, { version, aggregate, required, properties }]
    }),
  ),
)

/** Written where it is missing: a new event is added by deleting nothing and running this test once. */
function readPublished(): ReadonlyMap<string, Published> {
  const known = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Published>)
    : {}
  return new Map(Object.entries(known))
}

/** What makes payloads that fitted before unfit, or a consumer's field go. */
function findBreaks(before: Published, after: Published): readonly string[] {
  if (after.version > before.version) return []
  const breaks: string[] = []
  if (after.aggregate !== before.aggregate) breaks.push(`its aggregate was ${before.aggregate}`)
  for (const name of after.required)
    if (!before.required.includes(name)) breaks.push(`'${name}' is required now`)
  for (const [name, schema] of Object.entries(before.properties)) {
    const now = after.properties[name]
    if (now === undefined) breaks.push(`'${name}' is gone`)
    else if (!isWider(schema, now)) breaks.push(`'${name}' is narrower or another thing`)
  }
  return breaks
}

/** The same, or one more word in a list, or empty where it was not. */
function isWider(before: JsonSchema, after: JsonSchema): boolean {
  if (JSON.stringify(before) === JSON.stringify(after)) return true
  const [words, more] = [before.enum, after.enum]
  if (Array.isArray(words) && Array.isArray(more)) return words.every((word) => more.includes(word))
  const either = after.anyOf
  return Array.isArray(either) && either.some((one) => isWider(before, one as JsonSchema))
}

test('what was published still fits, or has a new version', () => {
  const breaks = [...readPublished()].flatMap(([name, before]) => {
    const after = declared.get(name)
    return after === undefined
      ? [`${name} is gone`]
      : findBreaks(before, after).map((text) => `${name}: ${text}`)
  })
  expect(breaks).toEqual([])
})

test('every event that is declared is written down', () => {
  const published = readPublished()
  const sorted = [...declared].sort(([a], [b]) => (a < b ? -1 : 1))
  const text = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`
  if (published.size === 0) writeFileSync(path, text)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(text))
})

test('a change that breaks is seen', () => {
  const before: Published = {
    version: 1,
    aggregate: 'Policy',
    required: ['a'],
    properties: { a: { type: 'string' }, b: { enum: ['X'] } },
  }
  const after = (change: Partial<Published>) => findBreaks(before, { ...before, ...change }).length
  expect(after({})).toBe(0)
  expect(after({ properties: { ...before.properties, c: { type: 'string' } } })).toBe(0)
  expect(after({ properties: { ...before.properties, b: { enum: ['X', 'Y'] } } })).toBe(0)
  expect(after({ required: ['a', 'b'] })).toBe(1)
  expect(after({ properties: { a: { type: 'string' } } })).toBe(1)
  expect(after({ properties: { ...before.properties, a: { type: 'integer' } } })).toBe(1)
  expect(after({ aggregate: 'Other' })).toBe(1)
  expect(after({ required: ['a', 'b'], version: 2 })).toBe(0)
})

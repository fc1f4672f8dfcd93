// Promises of `@ai-core/database`: it opens at the first call and reads as the typed client does.
import { close, connect, db } from '@ai-core/database'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The first call makes a whole platform in memory.
beforeAll(async () => {
  connect({})
  await db.healthCheck()
})
afterAll(() => close())

test('the value itself can be awaited', async () => {
  expect(await db).toBe(db)
})

test('every database answers, also for somebody and in a transaction', async () => {
  expect(await db.global.party.findMany()).toEqual([])
  expect(await db.as({ actor: 'user:test' }).insurance.policy.count()).toBe(0)
  const counts = await db.transaction(['global', 'insurance'], async (tx) => [
    await tx.global.party.count(),
    await tx.insurance.policy.count(),
  ])
  expect(counts).toEqual([0, 0])
  expect(await db.healthCheck()).toMatchObject({ global: true, insurance: true, energy: true })
})

test('a call that leads nowhere is told', async () => {
  const misspelt = db as unknown as { globl: { party: { findMany(): Promise<unknown> } } }
  await expect(misspelt.globl.party.findMany()).rejects.toMatchObject({ code: 'ACV211' })
})

test('once open it is not connected elsewhere', () => {
  expect(() => connect({ dataDirectory: '.elsewhere' })).toThrow(/already open/)
})

// Retention runs once in a fleet, and a process that ends leaves it to the next.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openRetained } from '../../test/support/retention.ts'
import { AcervoError } from '../errors/index.ts'
import type { Model } from '../model/model.ts'
import { keepRetained, type RetentionWork } from './keep-retained.ts'

onEachEngine(() => {
  let shop: Awaited<ReturnType<typeof openRetained>>
  beforeAll(async () => {
    shop = await openRetained()
  })
  afterAll(() => shop?.close())

  const keep = (run: RetentionWork['run'], problems: AcervoError[] = []) => {
    const databases = new Map([['shop', shop.database]])
    const model = { databases } as unknown as Model
    const targets = { of: () => shop.target, all: () => [shop.target] }
    const report = (error: AcervoError) => problems.push(error)
    return keepRetained({ targets, model }, { databases }, { run }, report)
  }

  test('of two processes one looks, and the other when the first has stopped', async () => {
    const looked: string[] = []
    const one = keep(async ([database]) => void looked.push(`one ${database?.name}`))
    const other = keep(async ([database]) => void looked.push(`other ${database?.name}`))
    await one.look()
    await other.look()
    await one.look()
    expect(looked).toEqual(['one shop', 'one shop'])
    await one.stop()
    await one.look()
    await other.look()
    expect(looked).toEqual(['one shop', 'one shop', 'other shop'])
    await other.stop()
  })

  test('what stays is told, and the next look comes', async () => {
    const problems: AcervoError[] = []
    const keeper = keep(
      () => Promise.reject(new AcervoError('ACV431', 'something stays')),
      problems,
    )
    await keeper.look()
    await keeper.look()
    expect(problems.map(({ code }) => code)).toEqual(['ACV431', 'ACV431'])
    await keeper.stop()
  })
})

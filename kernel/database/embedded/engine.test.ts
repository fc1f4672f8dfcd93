import { afterAll, beforeAll, expect, test } from 'vitest'
import { EmbeddedEngine } from './engine.ts'

let engine: EmbeddedEngine
beforeAll(async () => {
  engine = await EmbeddedEngine.open({})
})
afterAll(() => engine?.close())

test('callers in a loop leave turns of the event loop to timers and sockets', async () => {
  let isOver = false
  setTimeout(() => {
    isOver = true
  }, 1)
  let calls = 0
  // Without a turn the timer never comes, and the bound ends the loop.
  while (!isOver && calls < 20_000) {
    await engine.script('select 1')
    calls++
  }
  expect(calls).toBeLessThan(20_000)
})

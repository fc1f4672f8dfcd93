// Who may go on, who waits, who is refused.
import { expect, test } from 'vitest'
import { admission } from './admission.ts'

const bounds = { runningMax: 1, waitingMax: 1, waitingTimeoutMs: 10_000 }

test('one more than may run waits for the place of one that leaves', async () => {
  const gate = admission(bounds)
  expect(gate.enter()).toBeUndefined()
  const waiting = gate.enter()
  expect(() => gate.enter()).toThrow(expect.objectContaining({ code: 'ACV617' }))
  gate.leave()
  await waiting
  expect(gate.running).toBe(1)
  gate.leave()
  expect(gate.running).toBe(0)
})

test('waiting has an end', async () => {
  const gate = admission({ ...bounds, waitingTimeoutMs: 1 })
  gate.enter()
  await expect(gate.enter()).rejects.toMatchObject({ code: 'ACV617' })
  gate.leave()
  expect(gate.enter()).toBeUndefined()
})

test('draining refuses those who wait and those who come, and settles with the last', async () => {
  const gate = admission(bounds)
  gate.enter()
  const waiting = gate.enter()
  let isDrained = false
  const drained = gate.drain().then(() => {
    isDrained = true
  })
  await expect(waiting).rejects.toMatchObject({ code: 'ACV614' })
  expect(() => gate.enter()).toThrow(expect.objectContaining({ code: 'ACV614' }))
  expect(isDrained).toBe(false)
  gate.leave()
  await drained
})

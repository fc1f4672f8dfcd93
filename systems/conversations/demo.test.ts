// Promises of the demonstration data: it loads through the client's own verbs, and twice is once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTalks, type Talks } from '../../test/support/conversations/talks.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { demo } from './demo.ts'

onEachEngine(() => {
  let talks: Talks
  beforeAll(async () => {
    talks = await openTalks()
    await demo(talks.platform.db)
  })
  afterAll(() => talks?.close())

  const statistics = async () => {
    const { rows } = await talks.platform.query(
      `select username, total_conversations, total_messages, total_tokens
       from conversations.user_statistics order by username`,
    )
    return rows
  }

  test('each person has what they said, and loaded again it is the same', async () => {
    const before = await statistics()
    expect(before).toEqual([
      ['lucia', '1', '4', '130'],
      ['mateo', '1', '2', '89'],
    ])
    await demo(talks.platform.db)
    expect(await statistics()).toEqual(before)
    expect(await talks.all.systemConfig.count()).toBe(4)
    expect(await talks.all.modelVersion.count({ where: { isDefault: true } })).toBe(2)
  })
})

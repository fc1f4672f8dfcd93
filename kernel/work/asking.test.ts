// What is asked for ever is planned once a connection, and by index though the table was empty then.
import { afterAll, beforeAll, expect } from 'vitest'
import { testNamed } from '../../test/support/database/database.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { type Areas, openAreas } from '../../test/support/events/areas.ts'
import { askingAs } from './asking.ts'
import { namedText } from './named-statement.ts'

onEachEngine(() => {
  let areas: Areas
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.close())

  testNamed('a question asked again and again has one plan', async () => {
    const ask = namedText(`
      select e.position from acervo.stream_event e where e.position > $1::bigint
      order by e.position limit $2::bigint`)
    const { name } = ask(0, 1)
    const plans = namedText(
      'select generic_plans, custom_plans from pg_prepared_statements where name = $1',
    )
    const asked = Array.from({ length: 8 }, (_, at) => ask(at, 1))
    const results = await areas.target.group(askingAs('service:test'), [...asked, plans(name)])
    expect(results.at(-1)?.rows).toEqual([['8', '0']])
  })
})

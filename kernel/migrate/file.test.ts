// A file says what it is; one that does not is refused by file and line.
import { expect, test } from 'vitest'
import { type FileBody, parseFile, renderFile } from './file.ts'

const body: FileBody = {
  kind: 'transactional',
  headers: { objects: 'extension vector' },
  steps: [
    { title: 'one', locks: [], sql: 'select 1;\nselect 2' },
    {
      title: 'two',
      locks: [
        { mode: 'access exclusive', table: 'a' },
        { mode: 'row share', table: 'b' },
      ],
      sql: 'select 3',
      waives: ['some-rule', 'other-rule'],
    },
  ],
}
const text = renderFile(body, 'abc')
const parse = (given: string) => parseFile('/x/0001_initial.sql', given)

test('what is rendered is what is read', () => {
  const file = parse(text)
  expect(file).toMatchObject({
    kind: 'transactional',
    version: 1,
    name: 'initial',
    modelHash: 'abc',
  })
  expect(file.steps.map(({ title, locks, waives }) => ({ title, locks, waives }))).toEqual(
    body.steps.map(({ title, locks, waives }) => ({ title, locks, waives })),
  )
  expect(file.steps[0]?.sql).toBe('select 1;\nselect 2;')
})

test('line ends and a byte order mark do not change the checksum, a letter does', () => {
  const { checksum } = parse(text)
  expect(parse(`\uFEFF${text.replaceAll('\n', '\r\n')}`).checksum).toBe(checksum)
  expect(parse(text.replace('select 3', 'select 4')).checksum).not.toBe(checksum)
})

const broken: readonly (readonly [string, string, number])[] = [
  ['no first line', text.replace('-- acervo: transactional', '-- by hand'), 1],
  ['an unknown kind', text.replace('transactional', 'magic'), 1],
  ['SQL before a step', text.replace('-- model: abc', 'drop table a;'), 3],
  ['no locks', text.replace('-- locks: none\n', ''), 6],
  ['an unknown lock', text.replace('row share on b', 'big on b'), 11],
  ['an empty step', text.replace('select 3;', ''), 10],
  ['no step', '-- acervo: transactional\n', 2],
  ['a concurrent file without its index', text.replace('transactional', 'concurrent'), 1],
]

test.each(broken)('%s is refused by line', (_, given, line) => {
  expect(() => parse(given)).toThrow(
    expect.objectContaining({ code: 'ACV406', details: `/x/0001_initial.sql:${line}` }),
  )
})

test.each(['1_initial.sql', '0001-initial.sql', '0001_Initial.sql'])('%s is no name', (name) => {
  expect(() => parseFile(`/x/${name}`, text)).toThrow(expect.objectContaining({ code: 'ACV406' }))
})

test('a declared SQL text cannot cut its own file', () => {
  const sql = "select '\n-- step: x'"
  const steps = [{ title: 'sly', locks: [], sql }]
  expect(() => renderFile({ ...body, steps })).toThrow(expect.objectContaining({ code: 'ACV406' }))
})

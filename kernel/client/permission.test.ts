import { expect, test } from 'vitest'
import { isPermitted, permissionForm, permittingPattern } from './permission.ts'
import { toContext } from './principal.ts'

const read = { database: 'global', table: 'party', verb: 'read' }

test.each([
  [undefined, true],
  [[], false],
  [['global.party:read'], true],
  [['global.*:read'], true],
  [['*.party:read'], true],
  [['*:read'], true],
  [['*:*'], true],
  [['global.party:update'], false],
  [['auth.*:*'], false],
  [['global:read'], false],
  [['global.party'], false],
])('a principal with %j may read a party: %s', (permissions, expected) => {
  const principal = { actor: 'user:1', ...(permissions === undefined ? {} : { permissions }) }
  expect(isPermitted(principal, read)).toBe(expected)
})

test('the pattern that permits can be named', () => {
  expect(permittingPattern(['auth.*:*', 'global.*:read'], read)).toBe('global.*:read')
  expect(permittingPattern(['auth.*:*'], read)).toBeUndefined()
})

test.each(['global.party:read', '*:read', '*.*:*', 'global.*:merge'])('%s has the form', (one) => {
  expect(one).toMatch(permissionForm)
})

test.each(['', 'read', 'global:read', 'global.party', 'a.b.c:read', 'global.party:'])(
  "'%s' has not",
  (one) => {
    expect(one).not.toMatch(permissionForm)
  },
)

test('an agent, its run and its tool go with each statement', () => {
  const agent = { id: 'agent-1', run: 'run-2', tool: 'search' }
  expect(toContext({ actor: 'user:1', agent }).settings).toEqual({
    'acervo.actor': 'user:1',
    'acervo.agent': 'agent-1',
    'acervo.agent_run': 'run-2',
    'acervo.agent_tool': 'search',
  })
})

test('no claim can pass for the agent', () => {
  expect(() => toContext({ actor: 'user:1', claims: { agent: 'other' } })).toThrow(/ACV200|claim/)
})

// The OpenAPI document as a value: every reference resolves, every schema compiles, names are unique.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import {
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  identity,
  text,
} from '../../kernel/index.ts'
import { clinic } from '../../test/support/clinic.ts'
import { toOpenApi } from './openapi.ts'

const users = defineTable('users', { email: text() }, [identity('user', { email: 'email' })])
const invitations = defineTable('invitations', { email: text() }, [
  identity('invitation', { email: 'email' }),
])
const tables = { user: users, invitation: invitations }
const database = defineDatabase({ schema: 'desk', name: 'desk', tables })
const named = (name: string) =>
  toOpenApi(defineModel([defineSystem({ name, databases: [database] })]), '1.2.3')

const document = toOpenApi(defineModel([clinic]), '1.2.3')
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  ['get', 'post', 'patch', 'delete'].flatMap((method) =>
    item[method] === undefined ? [] : [{ path, method, operation: item[method] as Operation }],
  ),
)

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, unknown>>
}

function referencesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [inner as string] : referencesOf(inner),
  )
}

test('a table that stands at a path of the identity store keeps the methods that are its own', () => {
  const path = '/v1/desk/invitations'
  const [same, other] = [named('desk').paths[path], named('office').paths[path]]
  expect(same?.get).toEqual(other?.get)
  expect(same?.get).toBeDefined()
  expect(same?.post).not.toEqual(other?.post)
  expect(same?.post).toMatchObject({ operationId: expect.stringContaining('desk') })
})

test('every reference leads somewhere in the document', () => {
  const references = new Set(referencesOf(document))
  expect(references.size).toBeGreaterThan(20)
  for (const reference of references) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document)
    expect(found, reference).toBeDefined()
  }
})

test('every operation has a name of its own and says how it may be refused', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, operation } of operations) {
    if (path.startsWith('/health')) continue
    expect(operation.responses.default, path).toBeDefined()
  }
})

test('paths are offered as tables allow', () => {
  const methodsOf = (path: string) => Object.keys(document.paths[path] ?? {})
  expect(methodsOf('/v1/front-desk/patients')).toEqual(['get', 'post'])
  expect(methodsOf('/v1/front-desk/patients/{id}')).toEqual([
    'parameters',
    'get',
    'patch',
    'delete',
  ])
  expect(methodsOf('/v1/front-desk/patients/search')).toEqual(['post'])
  expect(methodsOf('/v1/front-desk/visits/search')).toEqual([])
  expect(methodsOf('/v1/front-desk/waiting-visits')).toEqual(['get'])
  expect(methodsOf('/v1/front-desk/waiting-visits/{id}')).toEqual(['parameters', 'get'])
})

test('schemas take what the edge takes and refuse what it refuses', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'doc', components: document.components })
  const validate = (name: string, value: unknown) =>
    ajv.compile({ $ref: `doc#/components/schemas/${name}` })(value)
  for (const name of Object.keys(document.components.schemas)) validate(name, {})
  expect(validate('frontDesk.patient.create', { name: 'x', balance: '1.50' })).toBe(true)
  expect(validate('frontDesk.patient.create', { name: 'x', balance: '1.505' })).toBe(false)
  expect(validate('frontDesk.patient.create', {})).toBe(false)
  expect(validate('frontDesk.patient.create', { name: 'x', searchVector: '' })).toBe(false)
  expect(validate('frontDesk.patient.update', { balance: { increment: 1 } })).toBe(true)
  expect(validate('frontDesk.patient.update', { contact: { phon: '1' } })).toBe(false)
  expect(validate('frontDesk.visit.create', { patientId: 'x', status: 'LOST' })).toBe(false)
})

test('hidden columns are left out of rows and may be written', () => {
  const { schemas } = document.components
  const propertiesOf = (name: string) => Object.keys((schemas[name]?.properties ?? {}) as object)
  expect(propertiesOf('frontDesk.invoice')).not.toContain('tenantId')
  expect(propertiesOf('frontDesk.invoice.create')).toContain('tenantId')
})

// The client's types, from declarations: what must compile, and what must not. Held by `npm run check`.
import { expectTypeOf, test } from 'vitest'
import {
  belongsTo,
  boolean,
  counted,
  counter,
  decimal,
  defineDatabase,
  defineSystem,
  defineTable,
  defineView,
  instant,
  integer,
  oneOf,
  primaryKey,
  refersTo,
  softDeleted,
  tenant,
  text,
  timestamped,
  unique,
  varchar,
} from '../index.ts'
import type { DatabasesOf, Db } from './acervo.ts'
import type { CreateData, Row } from './row.ts'

const owners = defineTable(
  'owners',
  { name: varchar(80), email: text().optional(), petCount: counter() },
  [tenant(), timestamped(), softDeleted(), unique(['email'])],
)
const pets = defineTable(
  'pets',
  {
    ownerId: belongsTo('owners', { onDelete: 'cascade', inverse: 'pets' }),
    rivalId: belongsTo('pets').optional(),
    partyId: refersTo('global.party').optional(),
    kind: oneOf('CAT', 'DOG'),
    weight: decimal(6, 2).optional(),
    tame: boolean().default(true),
    bornAt: instant(),
  },
  [tenant(), counted('ownerId', { into: 'petCount' })],
)
const tags = defineTable('tags', { petId: belongsTo('pets'), word: text() }, [
  primaryKey('petId', 'word'),
])
const ages = defineView('ages', { petId: text(), age: integer() }, 'select 1', { key: ['petId'] })
const clinic = defineDatabase({
  schema: 'clinic',
  name: 'clinic',
  tables: { owner: owners, pet: pets, tag: tags, age: ages },
})
const parties = defineTable('parties', { displayName: text() })
const global = defineDatabase({ schema: 'sm_global', name: 'global', tables: { party: parties } })
const system = defineSystem({ name: 'clinic', databases: [clinic, global] })

type Client = Db<DatabasesOf<[typeof system]>>
declare const db: Client
/** Never called: only its types matter. */
const never = (body: () => unknown) => void body

test('rows hold every shown column, with nulls where a column is optional', () => {
  expectTypeOf<Row<typeof owners>>().toEqualTypeOf<{
    id: string
    name: string
    email: string | null
    petCount: string
    createdAt: string
    updatedAt: string
    deletedAt: string | null
  }>()
  expectTypeOf<Row<typeof tags>>().toEqualTypeOf<{ petId: string; word: string }>()
  expectTypeOf<Row<typeof ages>>().toEqualTypeOf<{ petId: string; age: number }>()
})

test('create asks for what has no default and refuses what the database writes', () => {
  expectTypeOf<CreateData<typeof pets>>().toEqualTypeOf<{
    ownerId: string
    kind: 'CAT' | 'DOG'
    bornAt: string
    id?: string
    rivalId?: string | null
    partyId?: string | null
    weight?: string | null
    tame?: boolean
    tenantId?: string
  }>()
  expectTypeOf<CreateData<typeof owners>>().not.toHaveProperty('petCount')
})

test('include and select shape the answer', () => {
  never(async () => {
    const found = await db.clinic.pet.findMany({
      where: { kind: 'CAT', owner: { name: { startsWith: 'A' } }, bornAt: { gte: new Date() } },
      include: { owner: true, rival: { select: { kind: true } }, party: true },
      orderBy: [{ bornAt: 'desc' }, { owner: { name: 'asc' } }],
      take: 3,
    })
    expectTypeOf(found[0]!.owner).toEqualTypeOf<Row<typeof owners>>()
    expectTypeOf(found[0]!.rival).toEqualTypeOf<{ kind: 'CAT' | 'DOG' } | null>()
    expectTypeOf(found[0]!.party).toEqualTypeOf<Row<typeof parties> | null>()
    const owner = await db.clinic.owner.findUnique({
      where: { id: 'x' },
      select: { name: true, tenantId: true, pets: { where: { tame: true }, take: 2 } },
    })
    expectTypeOf(owner!.pets).toEqualTypeOf<Row<typeof pets>[]>()
    expectTypeOf(owner!.tenantId).toEqualTypeOf<string>()
    expectTypeOf(owner!).not.toHaveProperty('email')
    const plain = await db.clinic.owner.findFirst()
    expectTypeOf(plain).toEqualTypeOf<Row<typeof owners> | null>()
  })
})

test('wrong names, values and verbs are type errors', () => {
  never(async () => {
    // @ts-expect-error no such column
    await db.clinic.pet.findMany({ where: { nmae: 'x' } })
    // @ts-expect-error no such word
    await db.clinic.pet.findMany({ where: { kind: 'COW' } })
    // @ts-expect-error no such relation
    await db.clinic.pet.findMany({ include: { ownr: true } })
    // @ts-expect-error the name is missing
    await db.clinic.owner.create({ data: { email: 'x' } })
    // @ts-expect-error a counter is not written
    await db.clinic.owner.create({ data: { name: 'x', petCount: '3' } })
    // @ts-expect-error views are read only
    await db.clinic.age.create({ data: {} })
    // @ts-expect-error no such database
    await db.clinc.pet.findMany()
  })
})

test('numbers change relatively, sums come back as text', () => {
  never(async () => {
    await db.clinic.pet.update({
      where: { id: 'x' },
      data: { weight: { increment: 1 }, tame: false },
    })
    const sums = await db.clinic.pet.aggregate({ _sum: { weight: true }, _count: true })
    expectTypeOf(sums._count).toEqualTypeOf<number>()
    expectTypeOf(sums._sum.weight).toEqualTypeOf<string | number | null>()
    const groups = await db.clinic.pet.groupBy({ by: ['kind'], _count: true })
    expectTypeOf(groups[0]!.kind).toEqualTypeOf<'CAT' | 'DOG'>()
    const both = await db.transaction(['clinic', 'global'], async (tx) => tx.global.party.count())
    expectTypeOf(both).toEqualTypeOf<number>()
  })
})

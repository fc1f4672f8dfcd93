// The people of the demonstration: a family of Talavera, its workshop, and who works for the company. They arrive as
// every party does, as the words of sources, which repeat each other, abbreviate, forget and mistype.
import type { Client } from '../databases.ts'
import { type Lookup, toLookup } from '../lookup.ts'
import { carmen, company, inaki, lucia, luis, rosario, workshop } from './chapter.ts'

const home = {
  addressLine: 'Calle Mayor 12, 3º B',
  postcode: '45600',
  city: 'Talavera de la Reina',
  province: 'Toledo',
  country: 'ES',
}
const person = { kind: 'PERSON', documentType: 'DNI', documentCountry: 'ES' } as const
const organisation = { kind: 'ORGANISATION', documentType: 'CIF', documentCountry: 'ES' } as const

const people = [
  {
    ...person,
    ...home,
    documentNumber: carmen,
    givenName: 'María del Carmen',
    firstSurname: 'García',
    secondSurname: 'Peñalver',
    birthDate: '1984-02-29',
    email: 'carmen.garcia@example.com',
    phone: '+34600000101',
  },
  {
    ...person,
    ...home,
    documentNumber: luis,
    givenName: 'Luis',
    firstSurname: 'Robles',
    secondSurname: 'Ortega',
    birthDate: '1981-07-14',
    phone: '+34600000102',
  },
  {
    ...person,
    ...home,
    documentNumber: lucia,
    givenName: 'Lucía',
    firstSurname: 'Robles',
    secondSurname: 'García',
    birthDate: '2008-05-03',
    email: 'lucia.robles@example.com',
  },
  {
    ...person,
    documentNumber: rosario,
    givenName: 'Rosario',
    firstSurname: 'Peñalver',
    secondSurname: 'Díaz',
    birthDate: '1951-10-07',
    phone: '+34925000103',
    city: 'Talavera de la Reina',
    country: 'ES',
  },
  {
    ...person,
    documentType: 'NIE',
    documentNumber: inaki,
    givenName: 'Iñaki',
    firstSurname: 'Etxeberria',
    birthDate: '1991-11-03',
    email: 'inaki@example.com',
    city: 'Toledo',
    country: 'ES',
  },
  {
    ...organisation,
    documentNumber: workshop,
    legalName: 'Talleres Peñalver, S.L.',
    email: 'hola@example.com',
    city: 'Talavera de la Reina',
    country: 'ES',
  },
  {
    ...organisation,
    documentNumber: company,
    legalName: 'Soriano Servicios, S.L.',
    email: 'administracion@soriano.example',
    city: 'Toledo',
    country: 'ES',
  },
] as const

/** What other sources said of the same ones, as it is typed on the telephone, in a form, at a counter. */
const heard = [
  {
    source: 'banca',
    ...person,
    documentNumber: carmen,
    givenName: 'Mª Carmen',
    firstSurname: 'García',
    secondSurname: 'Penalver',
    birthDate: '1984-02-29',
    email: 'carmen.garcia@example.com',
  },
  {
    source: 'energia',
    ...person,
    documentNumber: '12345678-z',
    givenName: 'CARMEN',
    firstSurname: 'GARCIA',
    secondSurname: 'PEÑALVER',
    birthDate: '1984-02-28',
    phone: '600 00 01 01',
    ...home,
    addressLine: 'C/ Mayor, 12 3B',
  },
  {
    source: 'web',
    kind: 'PERSON',
    givenName: 'Luis',
    firstSurname: 'Robles',
    birthDate: '1981-07-14',
    phone: '+34600000102',
    city: 'Talavera',
  },
  {
    source: 'telefonia',
    ...organisation,
    documentNumber: workshop,
    legalName: 'TALLERES PENALVER SL',
    phone: '+34925000100',
  },
] as const

/** Answers party ids by document number. */
export async function ingestPeople(db: Client): Promise<Lookup> {
  const words = [...people.map((one) => ({ source: 'demo', ...one })), ...heard]
  const sources = [...new Set(words.map(({ source }) => source))]
  const known = await db.global.sourceRecord.findMany({
    where: { source: { in: sources } },
    select: { source: true, payload: true },
  })
  const told = new Set(known.map(({ source, payload }) => toKey(source, payload as Word)))
  for (const { source, ...data } of words)
    if (!told.has(toKey(source, data)))
      await db.as({ actor: 'service:demo', claims: { source } }).global.party.create({ data })
  const parties = await db.global.party.findMany({
    where: { status: 'ACTIVE', documentNumber: { in: people.map((row) => row.documentNumber) } },
    select: { id: true, documentNumber: true },
  })
  return toLookup(parties, ({ documentNumber }) => documentNumber)
}

interface Word {
  readonly documentNumber?: string
  readonly givenName?: string
}

const toKey = (source: string, { documentNumber = '', givenName = '' }: Word): string =>
  `${source} ${documentNumber} ${givenName}`

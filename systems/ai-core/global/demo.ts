// Demonstration people: they arrive as every party does, as the word of a source.
import type { Client } from '../databases.ts'
import { type Lookup, toLookup } from '../lookup.ts'

const people = [
  {
    kind: 'PERSON',
    givenName: 'María del Carmen',
    firstSurname: 'García',
    secondSurname: 'Peñalver',
    birthDate: '1984-02-29',
    documentType: 'DNI',
    documentNumber: '12345678Z',
    documentCountry: 'ES',
    email: 'carmen.garcia@example.com',
    phone: '+34600000101',
    addressLine: 'Calle Mayor 12, 3º B',
    postcode: '45600',
    city: 'Talavera de la Reina',
    province: 'Toledo',
    country: 'ES',
  },
  {
    kind: 'PERSON',
    givenName: 'Iñaki',
    firstSurname: 'Etxeberria',
    birthDate: '1991-11-03',
    documentType: 'NIE',
    documentNumber: 'X1234567L',
    documentCountry: 'ES',
    email: 'inaki@example.com',
    city: 'Toledo',
    country: 'ES',
  },
  {
    kind: 'ORGANISATION',
    legalName: 'Talleres Peñalver, S.L.',
    documentType: 'CIF',
    documentNumber: 'B12345674',
    documentCountry: 'ES',
    email: 'hola@example.com',
    city: 'Talavera de la Reina',
    country: 'ES',
  },
] as const

/** As anybody creates a party, in the name of the source `demo`; answers party ids by document number. */
export async function ingestPeople(db: Client): Promise<Lookup> {
  const known = new Set((await findPeople(db)).map(({ documentNumber }) => documentNumber))
  const { global } = db.as({ actor: 'service:demo', claims: { source: 'demo' } })
  for (const data of people)
    if (!known.has(data.documentNumber)) await global.party.create({ data })
  return toLookup(await findPeople(db), ({ documentNumber }) => documentNumber)
}

function findPeople(db: Client) {
  return db.global.party.findMany({
    where: { status: 'ACTIVE', documentNumber: { in: people.map((row) => row.documentNumber) } },
    select: { id: true, documentNumber: true },
  })
}

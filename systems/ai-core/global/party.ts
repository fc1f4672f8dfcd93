// A person or an organisation as the whole group knows it. The golden columns are a reading of the
// linked source records; until resolution has seen a party they hold what its first record said.
import {
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  searchable,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { goldenColumns } from './golden-column.ts'
import { ingestion } from './ingestion.ts'
import { partyActions } from './party-actions.ts'

export const parties = defineTable(
  'parties',
  {
    kind: oneOf('PERSON', 'ORGANISATION').default('PERSON'),
    status: oneOf('UNRESOLVED', 'ACTIVE', 'MERGED').default('UNRESOLVED'),
    /** Where a merged party's records went: its id stays good as a redirect. */
    mergedIntoId: belongsTo('parties', { inverse: 'mergedParties' }).optional(),
    /** The party it was parted from by the newest undone merge. */
    partedFromId: belongsTo('parties', { inverse: 'partedParties' }).optional(),
    displayName: text().optional(),
    givenName: text().optional(),
    firstSurname: text().optional(),
    secondSurname: text().optional(),
    legalName: text().optional(),
    birthDate: date().optional(),
    birthPlace: text().optional(),
    gender: varchar(20).optional(),
    occupation: text().optional(),
    email: varchar(320).optional(),
    phone: varchar(40).optional(),
    documentType: oneOf('DNI', 'NIE', 'CIF', 'PASSPORT', 'RUC', 'OTHER').optional(),
    documentNumber: varchar(40).optional(),
    /** ISO 3166-1: eight digits are a document in Spain and another one in Peru. */
    documentCountry: varchar(2).optional(),
    addressLine: text().optional(),
    postcode: varchar(20).optional(),
    city: text().optional(),
    province: text().optional(),
    country: varchar(2).optional(),
    language: varchar(10).optional(),
  },
  [
    check('merge', "(status = 'MERGED') = (merged_into_id is not null)"),
    check('parted', 'parted_from_id <> id'),
    check('not_itself', 'merged_into_id <> id'),
    check('document', '(document_type is null) = (document_number is null)'),
    check('document_country', "document_country ~ '^[A-Z]{2}$'"),
    check('country', "country ~ '^[A-Z]{2}$'"),
    // What resolution has yet to look at, oldest first.
    index(['id'], { name: 'parties_unresolved_idx', where: "status = 'UNRESOLVED'" }),
    index(['mergedIntoId'], { where: 'merged_into_id is not null' }),
    index(['partedFromId'], { where: 'parted_from_id is not null' }),
    index(['documentNumber', 'documentCountry'], { where: 'document_number is not null' }),
    index(['email'], { where: 'email is not null' }),
    index(['phone'], { where: 'phone is not null' }),
    index(['firstSurname', 'birthDate'], { where: 'first_surname is not null' }),
    timestamped(),
    emits('Party', {
      PartyCreated: {
        when: "status = 'ACTIVE' and parted_from_id is null",
        payload: { partyId: 'id', kind: 'kind' },
      },
      PartyMerged: {
        when: "status = 'MERGED'",
        payload: { partyId: 'id', intoId: 'mergedIntoId' },
      },
      PartyUnmerged: {
        when: "status = 'ACTIVE' and parted_from_id is not null",
        payload: { partyId: 'id', fromId: 'partedFromId' },
      },
      PartyChanged: {
        when: "status = 'ACTIVE'",
        changed: goldenColumns,
        payload: { partyId: 'id' },
      },
    }),
    searchable(
      { displayName: 'A', legalName: 'A', documentNumber: 'B', email: 'B', city: 'D' },
      { language: 'simple', unaccent: true },
    ),
    ingestion(),
    partyActions,
  ],
)

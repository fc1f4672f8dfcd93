// The agreement to supply a point under a brand. At most one is active at a point.
import {
  audited,
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  refersTo,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

/** What others need to know of a contract. */
const reported = {
  contractId: 'id',
  partyId: 'partyId',
  number: 'number',
  status: 'status',
  supplyPointId: 'supplyPointId',
  brandId: 'brandId',
  tariff: 'tariff',
  startsOn: 'startsOn',
  endsOn: 'endsOn',
}

export const energyContracts = defineTable(
  'energy_contracts',
  {
    number: varchar(60),
    partyId: refersTo('global.party'),
    supplyPointId: belongsTo('supply_points', { inverse: 'contracts' }),
    brandId: belongsTo('partners', { inverse: 'contracts' }),
    tariff: oneOf(
      '2.0TD',
      '3.0TD',
      '6.1TD',
      '6.2TD',
      '6.3TD',
      '6.4TD',
      'RL.1',
      'RL.2',
      'RL.3',
      'RL.4',
    ),
    /** Contracted power by period; gas has none. */
    powerP1Kw: decimal(9, 3).optional(),
    powerP2Kw: decimal(9, 3).optional(),
    status: oneOf('REQUESTED', 'ACCEPTED', 'REJECTED', 'ACTIVATED', 'CLOSED').default('REQUESTED'),
    rejectionCode: varchar(20).optional(),
    rejectionReason: text().optional(),
    requestedAt: instant().defaultNow().immutable(),
    startsOn: date().optional(),
    endsOn: date().optional(),
  },
  [
    unique(['number']),
    unique(['supplyPointId'], {
      name: 'energy_contracts_one_active_key',
      where: "status = 'ACTIVATED'",
    }),
    check('power', 'power_p1_kw > 0 and power_p2_kw > 0'),
    check(
      'power_by_tariff',
      "(tariff like 'RL.%') = (power_p1_kw is null) and (tariff like 'RL.%') = (power_p2_kw is null)",
    ),
    check('rejected', "(status = 'REJECTED') = (rejection_code is not null)"),
    check('activated', "status <> 'ACTIVATED' or starts_on is not null"),
    check('term', 'ends_on > starts_on'),
    index(['partyId', '-requestedAt']),
    index(['supplyPointId', '-requestedAt']),
    index(['status', 'requestedAt']),
    emits('EnergyContract', {
      ContractRequested: { payload: reported, required: ['contractId'] },
      ContractActivated: {
        when: "status = 'ACTIVATED'",
        payload: reported,
        required: ['contractId'],
      },
      ContractClosed: {
        when: "status in ('CLOSED', 'REJECTED')",
        payload: reported,
        required: ['contractId'],
      },
      ContractChanged: {
        when: "status in ('REQUESTED', 'ACCEPTED', 'ACTIVATED')",
        changed: ['number', 'partyId', 'supplyPointId', 'brandId', 'tariff', 'startsOn', 'endsOn'],
        payload: reported,
      },
      ContractAccepted: {
        when: "status = 'ACCEPTED'",
        payload: reported,
        required: ['contractId'],
      },
      ContractRemoved: {
        removed: true,
        payload: { contractId: 'id', partyId: 'partyId' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
